from odoo import fields, models


class ClockPause(models.Model):
    _name = "city12319.clock.pause"
    _inherit = ["city12319.clock.pause.mixin"]
    _description = "Pause of a Clock"

    clock_id = fields.Many2one("city12319.clock", required=True, readonly=True, index=True, ondelete="restrict")
