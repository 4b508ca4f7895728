from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from ..tools.search_keys import query_words, search_keys

FAVOURITE_DAYS = 90
FAVOURITES = 20


class CategorySearch(models.Model):
    """Finding a class by code, name, pinyin or initials; what the agent uses most comes first."""

    _inherit = "city12319.category"

    @api.model
    def _search_display_name(self, operator, value):
        if operator == "ilike" and isinstance(value, str) and value.strip():
            return self._words_domain(query_words(value))
        return super()._search_display_name(operator, value)

    @api.model
    def _words_domain(self, words):
        """Return the domain of what is found by the beginnings of ``words``, or by a piece of its name."""
        if not words:  # nothing but punctuation
            return Domain.FALSE
        return Domain.AND([
            # letters and digits only, so no wildcard; the blank marks the beginning of a word for the trigram index
            Domain("search_keys", "like", f" {word}") | Domain("name", "ilike", word) for word in words
        ])

    @api.model
    def name_search(self, name="", domain=None, operator="ilike", limit=100):
        """Find classes by code, name, pinyin or initials: the person's favourites first, then what fits best."""
        if operator != "ilike":
            return super().name_search(name, domain, operator, limit)
        favourites = {category_id: place for place, category_id in enumerate(self._favourites())}
        wanted = Domain("display_name", operator, name or "") & Domain(domain or Domain.TRUE)
        words = query_words(name)
        if words:
            found = self.search_fetch(wanted, ["name", "code", "kind", "search_keys"])
            found = found.sorted(lambda category: category._match_rank(words, favourites))[:limit]
        else:
            found = self.search(wanted & Domain("id", "in", list(favourites)))
            found = found.sorted(lambda category: favourites[category.id])[:limit]
            if not limit or len(found) < limit:
                rest = wanted & Domain("id", "not in", found.ids)
                found += self.search(rest, limit=limit and limit - len(found))
        return [(category.id, category.display_name) for category in found.sudo()]

    def _match_rank(self, words, favourites):
        """Return what orders a class among the found ones: smaller comes first."""
        self.ensure_one()
        name, typed = self.name.lower(), "".join(words)
        endings = search_keys([self.name]).split()  # the whole name three times: as written, in pinyin, in initials
        if typed in (name, self.code.lower()):
            match = 0
        elif name.startswith(typed) or typed in endings[:3]:
            match = 1
        elif typed in endings:
            match = 2  # 井盖 of 供水井盖
        elif any(ending.startswith(typed) for ending in endings):
            match = 3
        else:
            match = 4  # by other words
        return self.id not in favourites, favourites.get(self.id, 0), match

    @api.model
    def _favourites(self):
        """Return the ids of the classes that the person registered most often in the last 90 days, most used first.

        One query on the index of tickets by agent and time; problem categories do not count, they are always at hand.
        """
        since = fields.Datetime.now() - timedelta(days=FAVOURITE_DAYS)
        # sudo: the person's own tickets, and of them only the class
        used = self.env["city12319.ticket"].sudo()._read_group(
            [("agent_id", "=", self.env.uid), ("reported_at", ">=", since), ("category_id", "!=", False)],
            ["category_id"], ["__count"], order="__count DESC, category_id", limit=2 * FAVOURITES,
        )
        categories = self.browse(category.id for category, _count in used)
        return categories.sudo().filtered(lambda category: category.level != "problem").ids[:FAVOURITES]
