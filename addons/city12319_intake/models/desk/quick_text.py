from pypinyin import Style, lazy_pinyin

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from .ir_http import DESK_GROUPS

_LIMIT = 500
VARIABLES = ["caller", "phone", "address", "number", "agent", "now"]


class QuickText(models.Model):
    """A phrase that is typed often (惯用语): typed as a slash and its abbreviation or initials."""

    _name = "city12319.quick.text"
    _inherit = "city12319.shareable.mixin"
    _description = "Quick Text"

    abbreviation = fields.Char(help="What is typed after the slash, besides the initials of the name.")
    initials = fields.Char(compute="_compute_initials", store=True, precompute=True, export_string_translation=False)
    text = fields.Text(
        required=True,
        help="May contain {caller}, {phone}, {address}, {number}, {agent} and {now}, which are filled in.",
    )

    _abbreviation_uniq = models.UniqueIndex(
        "(lower(abbreviation), (CASE WHEN shared THEN 0 ELSE user_id END)) WHERE abbreviation IS NOT NULL AND active",
        "This abbreviation is taken.",
    )

    @api.depends("name")
    def _compute_initials(self):
        for quick_text in self:
            initials = lazy_pinyin(quick_text.name or "", style=Style.FIRST_LETTER)
            quick_text.initials = "".join(c for c in "".join(initials).lower() if c.isalnum())

    @api.constrains("abbreviation")
    def _check_abbreviation(self):
        for quick_text in self:
            if quick_text.abbreviation and not quick_text.abbreviation.isalnum():
                raise ValidationError(self.env._(
                    "The abbreviation “%(abbreviation)s” may only have letters and digits.",
                    abbreviation=quick_text.abbreviation,
                ))

    @api.model
    @api.readonly
    def usable(self):
        """Return the quick texts of the current person: what is used most comes first.

        :return: list of dicts ``id``, ``name``, ``abbreviation``, ``initials``, ``text``, ``shared``, ``categories``
            (ids of the categories that it is for; none for all)
        """
        if not self.env.user.has_groups(DESK_GROUPS):
            return []
        mine = Domain("user_id", "=", self.env.uid) | Domain("shared", "=", True)
        quick_texts = self.search(mine, limit=_LIMIT)
        below = {
            category: self.env["city12319.category"].search([("id", "child_of", category.id)]).ids
            for category in quick_texts.category_id
        }
        return [
            {
                "id": quick_text.id, "name": quick_text.name, "abbreviation": quick_text.abbreviation or "",
                "initials": quick_text.initials or "", "text": quick_text.text, "shared": quick_text.shared,
                "categories": below.get(quick_text.category_id, []),
            }
            for quick_text in quick_texts
        ]
