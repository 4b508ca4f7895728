from odoo import fields, models


class Stage(models.Model):
    _inherit = "city12319.stage"

    ticket_stage_id = fields.Many2one(
        "city12319.stage", string="Ticket goes to",
        help="Stage of the ticket while its order is here. Empty: the same stage.",
    )
