from datetime import date

from odoo import api, fields, models
from odoo.exceptions import AccessError, LockError, UserError

from odoo.addons.city12319_evaluation.tools import periods

FREEZERS = ("city12319_intake.group_statistician", "city12319_intake.group_leader")
UNFREEZERS = ("city12319_intake.group_leader", "city12319_intake.group_config_admin")


class ReportMonth(models.Model):
    """A month of figures: open, or frozen when it is published. A frozen month keeps its figures, whatever happens to facts."""

    _name = "city12319.report.month"
    _description = "Month of Figures"
    _order = "month desc"

    month = fields.Date(required=True, readonly=True, string="First day")
    name = fields.Char(compute="_compute_name", store=True, string="Month")
    state = fields.Selection([("open", "Not frozen"), ("frozen", "Frozen")], required=True, readonly=True, default="open")
    frozen_at = fields.Datetime(readonly=True)
    frozen_by_id = fields.Many2one("res.users", readonly=True, ondelete="restrict")
    log_ids = fields.One2many("city12319.report.month.log", "month_id", string="What was done", readonly=True)
    day_count = fields.Integer(compute="_compute_days", string="Days counted")
    changed_count = fields.Integer(compute="_compute_days", string="Changed days")
    changed_at = fields.Datetime(compute="_compute_days", string="Facts changed")
    counted_at = fields.Datetime(compute="_compute_days", string="Facts until")

    _month_uniq = models.UniqueIndex("(month)", "This month is there already.")

    @api.depends("month")
    def _compute_name(self):
        for month in self:
            month.name = month.month and periods.label("month", *periods.containing("month", month.month))

    def _compute_days(self):
        months = self.mapped("month")
        days = {first: numbers for first, *numbers in self.env["city12319.rollup.day"]._read_group(
            [("day", ">=", min(months)), ("day", "<=", periods.containing("month", max(months))[1])], ["day:month"],
            ["counted_at:count", "changed_at:count", "changed_at:min", "counted_at:min"],
        )}
        for month in self:
            counted, changed, changed_at, counted_at = days.get(month.month, (0, 0, False, False))
            month.day_count, month.changed_count, month.changed_at, month.counted_at = counted, changed, changed_at, counted_at

    # ------------------------------------------------------------------ written by its own methods alone

    @api.model
    def _of(self, day):
        """Return the month that ``day`` lies in; it is made when it is asked for the first time."""
        first, _last = periods.containing("month", day)
        # sudo: a month is there for everybody, and says nothing by itself
        months = self.sudo()
        return months.search([("month", "=", first)]) or months.create({"month": first})

    @api.model
    def _frozen_in(self, first, last):
        """Return the frozen months that have days between ``first`` and ``last``."""
        begin, _end = periods.containing("month", first)
        # sudo: everybody who reads figures is told that they are frozen
        return self.sudo().search([("state", "=", "frozen"), ("month", ">=", begin), ("month", "<=", last)])

    @api.model
    def _complete(self):
        """Make a row for every month that has counted days."""
        known = set(self.sudo().search([]).mapped("month"))  # sudo: see _of()
        firsts = {first for first, in self.env["city12319.rollup.day"].sudo()._read_group([], ["day:month"])}
        self.sudo().create([{"month": first} for first in sorted(firsts - known)])

    @api.ondelete(at_uninstall=False)
    def _unlink_except_frozen(self):
        if any(month.state == "frozen" for month in self):
            raise UserError(self.env._("A frozen month is kept."))

    def _check_may(self, groups):
        if not self.env.su and not any(self.env.user.has_group(group) for group in groups):
            raise AccessError(self.env._("Your role does not do this to a month of figures."))

    # ------------------------------------------------------------------ steps of people

    def action_freeze(self):
        """Freeze months for publication: what has changed is counted first, and nothing is counted afterwards.

        :raises UserError: for a month that is not over, or that is being counted
        """
        self._check_may(FREEZERS)
        today = self.env["city12319.rollup.day"]._today()
        for month in self:
            if month.state == "frozen":
                raise UserError(self.env._("%(month)s is frozen already.", month=month.name))
            if periods.containing("month", month.month)[1] >= today:
                raise UserError(self.env._("%(month)s is not over yet. Freeze it when it is.", month=month.name))
            month._count_changes()
            month._log("frozen")
            month.sudo().write({  # sudo: written by these methods alone, checked above
                "state": "frozen", "frozen_at": fields.Datetime.now(), "frozen_by_id": self.env.uid,
            })
        return True

    def _count_changes(self):
        """Count what has changed, now."""
        self.env["city12319.rollup.mark"].sudo()._take_in()  # sudo: the count reads all facts
        days = self.env["city12319.rollup.day"].sudo()._mark_missing(self.month)
        try:
            days.filtered(lambda day: day.changed_at)._count()
        except LockError as error:
            raise UserError(self.env._("The days of %(month)s are being counted just now. Try again in a minute.",
                                       month=self.name)) from error

    def unfreeze(self, reason):
        """Open frozen months again: their figures will follow the facts, and may differ from what was published.

        :param reason: why, kept with the month
        """
        self._check_may(UNFREEZERS)
        if not (reason or "").strip():
            raise UserError(self.env._("Say why the published figures are opened again."))
        for month in self:
            if month.state != "frozen":
                raise UserError(self.env._("%(month)s is not frozen.", month=month.name))
            month._log("unfrozen", reason.strip())
            month.sudo().write({"state": "open", "frozen_at": False, "frozen_by_id": False})  # sudo: see action_freeze()
        self._wake_count()
        return True

    def action_rebuild(self):
        """Let all days of the months be counted anew from the facts, in the background.

        :raises UserError: for a frozen month
        """
        self._check_may((*FREEZERS, *UNFREEZERS, "base.group_system"))
        for month in self:
            if month.state == "frozen":
                raise UserError(self.env._("%(month)s is frozen: it keeps what was published.", month=month.name))
            # sudo: which days are counted when, is kept by the system; who may ask was checked
            self.env["city12319.rollup.day"].sudo()._mark_month(month.month).write({"counted_at": False})
            month._log("rebuilt")
        self._wake_count()
        return {
            "type": "ir.actions.client", "tag": "display_notification",
            "params": {"message": self.env._("The days are being counted anew; see “Days to be counted”."), "type": "info"},
        }

    def _wake_count(self):
        self.env.ref("city12319_reports.ir_cron_count").sudo()._trigger()  # sudo: wakes the job

    def _log(self, what, reason=None):
        self.env["city12319.report.month.log"].sudo().create({  # sudo: written by these methods alone
            "month_id": self.id, "what": what, "reason": reason, "user_id": self.env.uid,
        })

    @api.model
    def frozen_state(self, first, last):
        """Return what a report over these days says about publication.

        :return: dict with ``months`` (list of dicts ``name``, ``frozen_at``, ``frozen_by``, ``changed_days``), empty when
            nothing of it is frozen
        """
        first, last = (day if isinstance(day, date) else fields.Date.to_date(day) for day in (first, last))
        return {"months": [
            {
                "name": month.name, "frozen_at": fields.Datetime.to_string(month.frozen_at),
                "frozen_by": month.frozen_by_id.name, "changed_days": month.changed_count,
            }
            for month in self._frozen_in(first, last)
        ]}
