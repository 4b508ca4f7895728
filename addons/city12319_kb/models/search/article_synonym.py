import re

from odoo import api, fields, models, tools
from odoo.exceptions import ValidationError

from ...tools.search_text import normalize, runs

MAX_LENGTH = 10


class ArticleSynonym(models.Model):
    """Words that mean the same: who searches for one finds the others."""

    _name = "city12319.article.synonym"
    _inherit = ["city12319.cached.mixin"]
    _description = "Words that Mean the Same"
    _order = "name, id"

    name = fields.Char(string="Words", required=True, help="With blanks or commas between, for example 停水 没水 断水.")
    note = fields.Char()
    active = fields.Boolean(default=True)

    @api.constrains("name")
    def _check_name(self):
        for synonym in self:
            words = self._words(synonym.name)
            if len(words) < 2:
                raise ValidationError(self.env._("Give at least two words that mean the same, with a blank between."))
            long = [word for word in words if len(word) > MAX_LENGTH or len(runs(word)) != 1]
            if long:
                raise ValidationError(self.env._(
                    "“%(word)s” is not one word of %(count)s characters at most.", word=long[0], count=MAX_LENGTH,
                ))

    @api.model
    def _words(self, text):
        return list(dict.fromkeys(word for word in re.split(r"[\s,，、;；/|]+", normalize(text)) if word))

    @api.model
    @tools.ormcache()
    def _by_word(self):
        """Return ``{word: (others,)}`` of all words that have others."""
        found = {}
        # sudo: what means the same is no secret, and the same for everybody
        for synonym in self.sudo().with_context(active_test=True).search([]):
            words = self._words(synonym.name)
            for word in words:
                found.setdefault(word, []).extend(other for other in words if other != word)
        return {word: tuple(dict.fromkeys(others)) for word, others in found.items()}
