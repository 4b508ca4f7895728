from odoo import fields, models

ARTICLE_STATES = [
    ("draft", "Draft"),
    ("review", "In review"),
    ("published", "Published"),
    ("expired", "Expired"),
    ("withdrawn", "Withdrawn"),
    ("merged", "Taken over"),
]


class Stage(models.Model):
    _inherit = "city12319.stage"

    article_state = fields.Selection(
        ARTICLE_STATES, string="State of the article", help="What an article in this stage shows. Readers see published ones.",
    )
