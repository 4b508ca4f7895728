from odoo import fields, models


class Reminder(models.Model):
    _inherit = "city12319.reminder"

    callback_id = fields.Many2one(
        "city12319.callback", string="Call-back", copy=False, index="btree_not_null", ondelete="set null",
        help="When the number has called again or was reached, the reminder is done by itself.",
    )
