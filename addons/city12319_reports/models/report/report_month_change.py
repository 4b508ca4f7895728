from odoo import fields, models
from odoo.exceptions import AccessError


class ReportMonthLog(models.Model):
    """What was done to a month of figures, by whom, and why. Never changed."""

    _name = "city12319.report.month.log"
    _description = "Done to a Month of Figures"
    _order = "at desc, id desc"
    _log_access = False
    _rec_name = "what"

    month_id = fields.Many2one("city12319.report.month", required=True, readonly=True, index=True, ondelete="cascade")
    at = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now)
    user_id = fields.Many2one("res.users", string="Person", required=True, readonly=True, ondelete="restrict")
    what = fields.Selection(
        [("frozen", "Frozen"), ("unfrozen", "Opened again"), ("rebuilt", "Counted anew")], string="Action taken", required=True,
        readonly=True,
    )
    reason = fields.Text(readonly=True)

    def write(self, vals):
        raise AccessError(self.env._("What was done to a month of figures is a fact and is never changed."))


class ReportUnfreeze(models.TransientModel):
    """The question before published figures are opened again."""

    _name = "city12319.report.unfreeze"
    _description = "Open a Frozen Month Again"

    month_id = fields.Many2one("city12319.report.month", required=True, readonly=True)
    changed_count = fields.Integer(related="month_id.changed_count")
    reason = fields.Text(required=True)

    def action_unfreeze(self):
        """Open the month again."""
        self.month_id.unfreeze(self.reason)
        return {"type": "ir.actions.act_window_close"}


class RollupDay(models.Model):
    _inherit = "city12319.rollup.day"

    def _without_frozen(self):
        days = super()._without_frozen()
        if not days:
            return days
        frozen = self.env["city12319.report.month"]._frozen_in(min(days.mapped("day")), max(days.mapped("day")))
        return days.filtered(lambda record: record.day.replace(day=1) not in set(frozen.mapped("month")))
