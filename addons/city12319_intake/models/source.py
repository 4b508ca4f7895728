from odoo import fields, models


class Source(models.Model):
    _name = "city12319.source"
    _inherit = "city12319.dictionary.mixin"
    _description = "Source"

    skip_verification = fields.Boolean(
        help="Cases from here are filed without verification on site, for example a leader's written instruction.",
    )
    supervised = fields.Boolean(help="Orders from here are supervised from the start.")
