from odoo import fields, models


class ArticleKind(models.Model):
    """What sort of knowledge an article is: a policy, an answer, a guide, a notice."""

    _name = "city12319.article.kind"
    _inherit = "city12319.dictionary.mixin"
    _description = "Kind of Article"

    description = fields.Char(translate=True, help="What belongs here, for editors.")
