from odoo import api, fields, models
from odoo.tools import SQL

from ...fields import SearchVector
from ...tools.plain_text import plain_text
from ...tools.search_text import body_vector, normalize, title_vector

REBUILD = "city12319_kb.rebuild_after"  # id of the last article that a rebuild has done; absent when none is running
ALL = ""  # among the words: the number of all articles
SAMPLE = 20_000  # articles that are enough to know which words are rare
BATCH = 200


class ArticleIndex(models.Model):
    """The search index: two columns on the article, written together with it, and the counts of words."""

    _inherit = "city12319.article"

    # for the database alone: nobody reads them, they hold the text of articles whatever their visibility
    search_title = SearchVector(
        compute="_compute_search", store=True, copy=False, groups=fields.NO_ACCESS, export_string_translation=False,
    )
    search_body = SearchVector(
        compute="_compute_search", store=True, copy=False, groups=fields.NO_ACCESS, export_string_translation=False,
    )
    search_text = fields.Text(
        compute="_compute_search", store=True, copy=False, groups=fields.NO_ACCESS, prefetch=False,
        export_string_translation=False,
    )

    # what is typed into the search box; words of a running text
    _search_title_idx = models.Index("USING gin (search_title)")
    _search_body_idx = models.Index("USING gin (search_body)")

    def init(self):
        super().init()
        # texts out of the rows: a search for a common word visits many rows, and needs only their dates and counts
        self.env.cr.execute(SQL("ALTER TABLE city12319_article SET (toast_tuple_target = 256)"))

    @api.depends("name", "keywords", "body", "source_unit", "document_number")
    def _compute_search(self):
        for article in self:
            text = plain_text(article.body)
            facts = [article.name, article.keywords, article.document_number]
            article.search_title = title_vector(*(fact for fact in facts if fact))
            article.search_body = body_vector(*(fact for fact in facts if fact), article.source_unit or "", text)
            article.search_text = normalize(text)

    # ------------------------------------------------------------------ counts of words

    @api.model
    def _count_words(self):
        """Count anew in how many published articles each word stands; from a sample when there are very many."""
        self.env.flush_all()
        total = self._count_published()
        share = min(1, SAMPLE / total) if total else 1
        sample = SQL("TABLESAMPLE SYSTEM (%s) REPEATABLE (12319)", 100 * share) if share < 1 else SQL()
        source = self.env.cr.mogrify(SQL(
            "SELECT search_body FROM city12319_article %s WHERE state = 'published'", sample,
        )).decode()
        cr = self.env.cr
        cr.execute(SQL("DELETE FROM city12319_article_term"))
        cr.execute(SQL(
            "INSERT INTO city12319_article_term (word, count) SELECT word, ceil(ndoc / %s::float8) FROM ts_stat(%s)",
            share, source,
        ))
        cr.execute(SQL("INSERT INTO city12319_article_term (word, count) VALUES (%s, %s)", ALL, total))
        self.env["city12319.article.term"].invalidate_model()

    @api.model
    def _count_published(self):
        return self.env.execute_query(SQL("SELECT count(*) FROM city12319_article WHERE state = 'published'"))[0][0]

    def _flow_event_recorded(self, event):
        super()._flow_event_recorded(event)
        if self.state == "published":
            self._note_words()
        # sudo: a job of the system
        self.env.ref("city12319_kb.cron_count_words").sudo()._trigger()

    def _note_words(self):
        """Note words that no article had before, so that these are suggested at once; they are counted soon."""
        self.flush_recordset(["search_body"])
        self.env.cr.execute(SQL(
            """INSERT INTO city12319_article_term (word, count)
               SELECT word, 1 FROM (SELECT unnest(tsvector_to_array(search_body)) AS word FROM city12319_article
                                     WHERE id = ANY(%s)) words
                GROUP BY word ORDER BY word ON CONFLICT (word) DO NOTHING""", self.ids,
        ))

    @api.model
    def _cron_count_words(self):
        """Count the words after articles were published, changed or ended."""
        self._count_words()

    # ------------------------------------------------------------------ rebuilding

    def action_rebuild_search(self):
        """Write the search index of all articles anew, in the background. For administrators and approvers.

        :return: a notification
        """
        self.check_access("write")
        # sudo: progress of a job of the system
        self.env["ir.config_parameter"].sudo().set_param(REBUILD, "0")
        self.env.ref("city12319_kb.cron_rebuild_search").sudo()._trigger()
        return {
            "type": "ir.actions.client", "tag": "display_notification",
            "params": {"type": "info", "message": self.env._(
                "The search index is being written anew. Searching goes on meanwhile; progress is under Settings → "
                "Scheduled actions.",
            )},
        }

    @api.model
    def _cron_rebuild_search(self):
        """Go on with a rebuild that somebody asked for."""
        parameters, cron = self.env["ir.config_parameter"].sudo(), self.env["ir.cron"]
        after = parameters.get_param(REBUILD)
        if not after:
            return
        domain = [("id", ">", int(after))]
        remaining = self.with_context(active_test=False).search_count(domain)
        cron._commit_progress(remaining=remaining)
        while articles := self.search([("id", ">", int(after))], order="id", limit=BATCH):
            articles._rebuild_search()
            after = str(articles[-1].id)
            parameters.set_param(REBUILD, after)
            remaining = max(0, remaining - len(articles))
            if not cron._commit_progress(len(articles), remaining=remaining):
                return
        parameters.set_param(REBUILD, False)
        self._count_words()

    def _rebuild_search(self):
        """Write the search index of these articles anew."""
        names = ["search_title", "search_body", "search_text"]
        for name in names:
            self.env.add_to_compute(self._fields[name], self)
        self.flush_recordset(names)
        self.invalidate_recordset([*names, "body"])
