from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools import ranking
from ...tools.search_text import normalize, words
from .article_index import ALL

WORDS = 16  # so many words of a running text are looked for, those that tell most
ROWS = 6_000  # and only as many of them as stand in so many articles together
CANDIDATES = 120  # so many articles are read and ranked
USUAL_LENGTH = 400


class ArticleSuggest(models.Model):
    """Articles that answer a running text: what an agent types while the citizen speaks."""

    _inherit = "city12319.article"

    @api.model
    def suggest(self, text, limit=5):
        """Return the articles in force that fit a running text best, of those that the person may read.

        :param text: what was typed so far; may be long
        :param limit: how many at most (up to 20)
        :return: list of dicts as :meth:`search_articles` gives them, with ``score``; the best first, empty when nothing fits
        """
        text = text if isinstance(text, str) else ""
        weights = self._weights(text)
        found = self._similar(weights, max(1, min(int(limit), 20)), self._reader_domain())
        shown = self.browse(article.id for article, _score in found)._shown(text, self._needles(weights))
        return [{**values, "score": round(score, 2)} for values, (_article, score) in zip(shown, found, strict=True)]

    @api.model
    def _needles(self, weights):
        return sorted(weights, key=lambda word: -weights[word])

    @api.model
    def _weights(self, text):
        """Return ``{word: weight}`` of the words in ``text`` that tell most, with words that mean the same."""
        normal = normalize(text)[:4000]
        synonyms = self.env["city12319.article.synonym"]._by_word()
        others = [other for word, same in synonyms.items() if word in normal for other in same]
        wanted = list(dict.fromkeys(words(normal) + [word for other in others for word in words(other)]))
        if not wanted:
            return {}
        frequency = dict(self.env.execute_query(SQL(
            "SELECT word, count FROM city12319_article_term WHERE word = ANY(%s)", [*wanted, ALL],
        )))
        total = frequency.pop(ALL, None) or self._count_published()
        return ranking.chosen_words("\n".join([normal, *others]), frequency, total, WORDS, ROWS)

    @api.model
    def _similar(self, weights, limit, domain):
        """Return ``[(article, score)]`` of what has the weighted words of a running text, the best first."""
        if not weights:
            return []
        allowed = self.search_fetch(Domain("id", "in", self._candidates(weights)) & domain, ["name", "keywords", "use_count"])
        if not allowed:
            return []
        texts = dict(self.env.execute_query(SQL(
            "SELECT id, left(search_text, 20000) FROM city12319_article WHERE id = ANY(%s)", allowed.ids,
        )))
        scored = []
        for article in allowed:
            title = normalize(f"{article.name}\n{article.keywords or ''}")
            score = ranking.relevance(weights, title, texts[article.id] or "", article.use_count, USUAL_LENGTH)
            if score:
                scored.append((article, score))
        return sorted(scored, key=lambda item: (-item[1], -item[0].use_count, -item[0].id))[:limit]

    @api.model
    def _candidates(self, weights):
        """Return the ids of published articles that have most of the weighted words. One query on the index.

        Not yet what the person may read: the caller searches among them with the person's rights.
        """
        self.flush_model(["search_body", "state"])
        parts = [
            SQL(
                """SELECT id, %s::float8 AS weight FROM city12319_article
                    WHERE search_body @@ %s::tsquery AND state = 'published'""", weight, word,
            )
            for word, weight in weights.items()
        ]
        # starting parallel workers takes longer than the query itself; holds for this transaction
        self.env.cr.execute(SQL("SELECT set_config('max_parallel_workers_per_gather', '0', true)"))
        rows = self.env.execute_query(SQL(
            "SELECT id FROM (%s) found GROUP BY id ORDER BY sum(weight) DESC, id DESC LIMIT %s",
            SQL(" UNION ALL ").join(parts), CANDIDATES,
        ))
        return [row[0] for row in rows]
