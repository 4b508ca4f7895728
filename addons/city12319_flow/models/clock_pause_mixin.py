from odoo import api, fields, models
from odoo.exceptions import AccessError


class ClockPauseMixin(models.AbstractModel):
    """A hole in a clock's time. The concrete model adds ``clock_id``."""

    _name = "city12319.clock.pause.mixin"
    _description = "Pause of a Clock"
    _order = "id"
    _log_access = False

    started_at = fields.Datetime(required=True, readonly=True)
    planned_end = fields.Datetime(readonly=True)
    ended_at = fields.Datetime(readonly=True)

    @api.model_create_multi
    def create(self, vals_list):
        self.env["city12319.clock.mixin"]._check_gate()
        return super().create(vals_list)

    def write(self, vals):
        self.env["city12319.clock.mixin"]._check_gate()
        return super().write(vals)

    def unlink(self):
        raise AccessError(self.env._("Clocks are facts and are never deleted."))
