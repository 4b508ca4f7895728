from markupsafe import Markup, escape

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools import ranking
from ...tools.plain_text import plain_text
from ...tools.search_text import tsquery

RANKED = 300  # of so many found titles the best come first
MAX_LIMIT = 100
FILTERS = ("kind", "category_id", "source_unit", "validity")


class ArticleSearch(models.Model):
    """Search in Chinese: what is typed in the search box, in lists and in fields that choose an article.

    Everything goes through the search of the model itself, so that the record rules of the person hold for what is found,
    for how many there are, and for what is shown of the text.
    """

    _inherit = "city12319.article"

    search_words = fields.Char(
        string="Words", compute="_compute_search_words", search="_search_search_words", export_string_translation=False,
    )

    def _compute_search_words(self):
        self.search_words = False  # only searched for

    @api.model
    def _search_search_words(self, operator, value):
        if operator not in ("ilike", "like", "="):
            return NotImplemented
        return self._words_domain(value if isinstance(value, str) else "", "search_body")

    @api.model
    def _search_display_name(self, operator, value):
        if operator == "ilike" and isinstance(value, str) and value.strip():
            return self._words_domain(value, "search_title") | self._words_domain(value, "search_body")
        return super()._search_display_name(operator, value)

    @api.model
    def _words_domain(self, text, name):
        """Return the domain of the articles in whose index ``name`` all parts of ``text`` stand."""
        query = tsquery(text, self.env["city12319.article.synonym"]._by_word())
        if not query:
            return Domain.FALSE
        field = self._fields[name]

        def to_sql(model, alias, _query):
            return SQL("%s @@ %s::tsquery", SQL.identifier(alias, name, to_flush=field), query)

        return Domain.custom(to_sql=to_sql)

    # ------------------------------------------------------------------ the search box

    @api.model
    def search_articles(self, text, limit=20, offset=0, filters=None):
        """Find articles in force by what somebody typed: title before keywords before text, then what is used most.

        :param text: words, numbers, pinyin or initials; parts between blanks must all be there
        :param filters: dict with ``kind``, ``category_id`` (with what is below it), ``source_unit`` and ``validity``:
            ``soon`` (ends within 30 days) or ``new`` (published within 30 days); all optional
        :return: dict with ``articles``: a list of dicts (``id``, ``name``, ``title`` and ``snippet`` as HTML with marks,
            ``kind``, ``category``, ``source_unit``, ``document_number``, ``valid_until``, ``visibility``, ``use_count``,
            ``edition``), ``more`` (whether there are further ones), ``similar`` (True when nothing has all the words, and these
            have some of them)
        :raises UserError: when a filter is not known
        """
        limit, offset = max(1, min(int(limit), MAX_LIMIT)), max(0, int(offset))
        domain = self._reader_domain() & self._filter_domain(filters or {})
        text = text if isinstance(text, str) else ""
        found = self._found(text, domain, offset + limit + 1)
        similar = False
        if not found and not offset:
            found, similar = [article for article, _score in self._similar(self._weights(text), limit, domain)], True
        page = self.browse(article.id for article in found[offset:offset + limit])
        return {
            "articles": page._shown(text),
            "more": len(found) > offset + limit,
            "similar": similar and bool(found),
        }

    @api.model
    def _filter_domain(self, filters):
        if not isinstance(filters, dict) or filters.keys() - set(FILTERS):
            raise UserError(self.env._("The search does not know this filter."))
        domain = Domain.TRUE
        if filters.get("kind"):
            domain &= Domain("kind", "=", filters["kind"])
        if filters.get("category_id"):
            domain &= Domain("category_ids", "child_of", int(filters["category_id"]))
        if filters.get("source_unit"):
            domain &= Domain("source_unit", "=", filters["source_unit"])
        if filters.get("validity") == "soon":
            domain &= Domain("valid_until", "<=", "+30d")
        elif filters.get("validity") == "new":
            domain &= Domain("published_at", ">=", "today -30d")
        return domain

    @api.model
    def _found(self, text, domain, limit):
        """Return the first ``limit`` articles that have all parts of ``text``, the best first."""
        if not tsquery(text):
            return self.search(domain, limit=limit) if not text.strip() else self.browse()
        names = ["name", "keywords", "use_count"]
        titles = self.search_fetch(
            domain & self._words_domain(text, "search_title"), names, limit=max(RANKED, limit), order="use_count desc, id desc",
        )
        titles = titles.sorted(lambda article: (
            ranking.title_place(text, article.name, article.keywords or ""), -article.use_count, -article.id,
        ))
        if len(titles) >= limit:
            return titles[:limit]
        bodies = self.search_fetch(
            domain & self._words_domain(text, "search_body") & Domain("id", "not in", titles.ids), names,
            limit=limit - len(titles), order="use_count desc, id desc",
        )
        return titles + bodies

    @api.model
    def search_choices(self):
        """Return what the search can be narrowed down by: of the articles that the person reads.

        :return: dict with ``kinds`` and ``categories`` as lists of ``[value, name]``, ``sources`` as a list of names
        """
        domain = self._reader_domain()
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        used = self._read_group(domain, ["kind"], ["__count"])
        categories = self._read_group(domain, ["category_ids"], ["__count"])
        sources = self._read_group(domain, ["source_unit"], ["__count"], order="__count DESC", limit=50)
        # sudo: names of categories are open to everybody
        problems = {category.sudo()._problem() for category, _count in categories if category}
        return {
            "kinds": [[kind, kinds.get(kind, kind)] for kind, _count in used],
            "categories": [
                [problem.id, problem.name] for problem in sorted(problems, key=lambda item: (item.sequence, item.id))
            ],
            "sources": [source for source, _count in sources if source],
        }

    # ------------------------------------------------------------------ what is shown

    def _shown(self, text, needles=None):
        """Describe found articles for the screen, with what was found marked in title and text."""
        needles = needles or ranking.needles(text, self.env["city12319.article.synonym"]._by_word())
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        return [
            {
                "id": article.id,
                "name": article.name,
                "title": _html(ranking.marked(article.name, needles)),
                "snippet": _html(ranking.snippet(plain_text(article.body), needles)),
                "kind": kinds.get(article.kind, ""),
                "category": article.category_id.name or "",
                "source_unit": article.source_unit or "",
                "document_number": article.document_number or "",
                "valid_until": fields.Date.to_string(article.valid_until) or "",
                "visibility": article.visibility,
                "use_count": article.use_count,
                "edition": article.edition,
            }
            for article in self
        ]


def _html(pieces):
    """Return marked pieces as HTML; the text itself is escaped."""
    return Markup().join(Markup("<mark>%s</mark>") % piece if is_marked else escape(piece) for piece, is_marked in pieces)
