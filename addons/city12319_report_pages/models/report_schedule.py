from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.city12319_evaluation.models import city_time
from odoo.addons.city12319_evaluation.tools import periods

from ..tools import schedule as moments

UTC = ZoneInfo("UTC")


class ReportSchedule(models.Model):
    """Reports that are sent by themselves: which, when, to whom. Each recipient gets what the own rights allow."""

    _name = "city12319.report.schedule"
    _description = "Scheduled Report"
    _order = "name, id"

    name = fields.Char(required=True, translate=False)
    active = fields.Boolean(default=True)
    kind = fields.Selection(
        [("day", "Every day"), ("week", "Every week"), ("month", "Every month"), ("quarter", "Every quarter"),
         ("year", "Every year")],
        required=True, default="month", string="How often", help="Each report tells of the last period that is over.",
    )
    day = fields.Integer(
        default=1, string="On day", aggregator=None,
        help="Of the week (1 = Monday), or of the month. In a month that is shorter: its last day.",
    )
    hour = fields.Float(default=8.0, string="At", aggregator=None, help="In the city's time.")
    report_ids = fields.Many2many(
        "city12319.report", "city12319_report_schedule_report_rel", "schedule_id", "report_id", string="Reports",
    )
    periodic = fields.Boolean(
        string="Periodic report", help="Also the daily, weekly, monthly or annual report in the published layout.",
    )
    as_pdf = fields.Boolean(default=True, string="As PDF")
    as_xlsx = fields.Boolean(default=True, string="As xlsx")
    user_ids = fields.Many2many(
        "res.users", "city12319_report_schedule_user_rel", "schedule_id", "user_id", string="Recipients",
        domain=[("share", "=", False)],
    )
    by_email = fields.Boolean(
        string="Also by e-mail", help="Everybody finds the files in the inbox, and who prefers e-mail gets one anyway.",
    )
    next_at = fields.Datetime(compute="_compute_next_at", store=True, readonly=True, string="Next run")
    last_at = fields.Datetime(readonly=True, copy=False, string="Last run")
    delivery_ids = fields.One2many("city12319.report.delivery", "schedule_id", readonly=True, string="Deliveries")
    trouble_count = fields.Integer(compute="_compute_trouble_count", string="Not sent")

    # what the job asks every few minutes
    _next_idx = models.Index("(next_at) WHERE active")

    @api.depends("active", "kind", "day", "hour")
    def _compute_next_at(self):
        now = self._local_now()
        for schedule in self:
            due = moments.next_due(schedule.kind, schedule.day, schedule.hour, now) if schedule._is_possible() else None
            schedule.next_at = due and schedule._to_utc(due)

    def _compute_trouble_count(self):
        counts = dict(self.env["city12319.report.delivery"]._read_group(
            [("schedule_id", "in", self.ids), ("state", "in", ("refused", "failed"))], ["schedule_id"], ["__count"]))
        for schedule in self:
            schedule.trouble_count = counts.get(schedule, 0)

    def _is_possible(self):
        return self.kind and 1 <= self.day <= (7 if self.kind == "week" else 31) and 0 <= self.hour < 24

    @api.constrains("kind", "day", "hour")
    def _check_moment(self):
        for schedule in self:
            if not schedule._is_possible():
                raise ValidationError(self.env._(
                    "A day of the week is 1 to 7, a day of the month 1 to 31, and the time lies between 0:00 and 23:59."))

    @api.constrains("report_ids", "periodic", "as_pdf", "as_xlsx", "user_ids")
    def _check_content(self):
        for schedule in self:
            if not (schedule.report_ids or schedule.periodic):
                raise ValidationError(self.env._("Choose at least one report to send."))
            if not (schedule.as_pdf or schedule.as_xlsx):
                raise ValidationError(self.env._("Choose PDF, xlsx or both."))
            if not schedule.user_ids:
                raise ValidationError(self.env._("Choose at least one recipient."))

    # ------------------------------------------------------------------ sending

    def action_send_now(self):
        """Send the last period that is over, to whoever did not get it yet."""
        self.ensure_one()
        self.check_access("write")
        if not self._plan(self._local_now()):
            raise UserError(self.env._("Everybody got the report of the last period already."))
        self._wake()
        return {
            "type": "ir.actions.client", "tag": "display_notification",
            "params": {
                "type": "success", "message": self.env._("The reports are being made, and are sent within a minute or two."),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    @api.model
    def _wake(self):
        # sudo: wakes the job, nothing else
        self.env.ref("city12319_report_pages.ir_cron_send").sudo()._trigger()

    @api.model
    def _cron_send(self):
        """Plan what is due, then send what waits. A run that was missed is made up once: the latest, for its own period."""
        now = self._local_now()
        due = self.search([("next_at", "<=", fields.Datetime.now())]).try_lock_for_update(allow_referencing=True)
        for schedule in due:
            schedule._plan(moments.last_due(schedule.kind, schedule.day, schedule.hour, now))
            schedule.write({
                "last_at": fields.Datetime.now(),
                "next_at": self._to_utc(moments.next_due(schedule.kind, schedule.day, schedule.hour, now)),
            })
        self.env["ir.cron"]._commit_progress(len(due), remaining=self.env["city12319.report.delivery"]._count_waiting())
        self.env["city12319.report.delivery"]._send_waiting()

    def _plan(self, due):
        """Make the deliveries of the period that was over at ``due``, for whoever has none; return them."""
        first, last = periods.before(self.kind, due.date())
        deliveries = self.env["city12319.report.delivery"].sudo()  # sudo: nobody but the schedule makes deliveries
        known = deliveries.search([("schedule_id", "=", self.id), ("date_from", "=", first)]).user_id
        return deliveries.create([
            {"schedule_id": self.id, "user_id": user.id, "date_from": first, "date_to": last}
            for user in self.user_ids - known
        ])

    def _make_files(self, user, first):
        """Return [(name, content, mimetype), …] of the period that begins on ``first``, as ``user`` sees the figures.

        :raises AccessError: when the user may not see one of the reports
        """
        kinds = [kind for kind, wanted in (("pdf", self.as_pdf), ("xlsx", self.as_xlsx)) if wanted]
        env = self.with_user(user).with_context(lang=user.lang).env
        asked = {"kind": self.kind, "first": fields.Date.to_string(first)}
        files = [
            env["city12319.report.page"]._make_file({**asked, "report": report.code}, kind)
            for report in self.report_ids for kind in kinds
        ]
        if self.periodic:
            periodic = env["city12319.periodic.report"]._of_period(self.kind, first)
            files += [periodic._make_file(kind) for kind in kinds]
        return files

    def _local_now(self):
        return fields.Datetime.now().replace(tzinfo=UTC).astimezone(city_time.zone(self.env)).replace(tzinfo=None)

    def _to_utc(self, local):
        return local.replace(tzinfo=city_time.zone(self.env)).astimezone(UTC).replace(tzinfo=None)
