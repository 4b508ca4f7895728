from odoo import api, fields, models
from odoo.exceptions import AccessError

from odoo.addons.city12319_flow import gate_key


class VisitAttempt(models.Model):
    """One call of a return visit, whatever came of it. Rows are never changed."""

    _name = "city12319.visit.attempt"
    _description = "Call of a Return Visit"
    _order = "at, id"
    _log_access = False
    _rec_name = "visit_id"

    visit_id = fields.Many2one("city12319.visit", required=True, readonly=True, index=True, ondelete="restrict")
    at = fields.Datetime(required=True, readonly=True)
    user_id = fields.Many2one("res.users", required=True, readonly=True, ondelete="restrict", string="By")
    outcome_id = fields.Many2one("city12319.visit.outcome", required=True, readonly=True, ondelete="restrict")
    kind = fields.Selection(related="outcome_id.kind", string="Meaning")
    again_at = fields.Datetime(readonly=True, string="Call again at")
    call_ref = fields.Char(readonly=True, string="Recording")
    note = fields.Text(readonly=True)
    reminder_id = fields.Many2one("city12319.reminder", readonly=True, ondelete="set null", index="btree_not_null")

    # calls of a person in a period
    _user_idx = models.Index("(user_id, at)")

    @api.model_create_multi
    def create(self, vals_list):
        if not gate_key.is_open(self.env):
            raise AccessError(self.env._("Calls are recorded on the return visit itself."))
        return super().create(vals_list)

    def write(self, vals):
        raise AccessError(self.env._("Calls are facts and are never changed. Record another one instead."))

    def unlink(self):
        raise AccessError(self.env._("Calls are facts and are never deleted."))
