from datetime import date, timedelta

from odoo import api, fields, models
from odoo.fields import Domain

_ENOUGH_DAYS_OFF = 10  # a published year has more; a few typed in do not make a year known
_ALARM_DAYS = 60


class CalendarHolidayAlarm(models.Model):
    """Tells administrators in time that the public holidays of next year are missing.

    Without them deadlines after New Year would be counted as if there were no Spring Festival.
    """

    _inherit = "city12319.calendar"

    holidays_until = fields.Date(compute="_compute_holidays_until", string="Public holidays known until")
    holidays_missing = fields.Boolean(compute="_compute_holidays_until")

    @api.depends("public_holidays")
    def _compute_holidays_until(self):
        today = fields.Date.context_today(self)
        until = self._holidays_known_until(today)
        for calendar in self:
            calendar.holidays_until = until if calendar.public_holidays else False
            calendar.holidays_missing = calendar.public_holidays and self._alarm(until, today)

    @api.model
    def _holidays_known_until(self, today):
        """Return the last day of the years without a gap, from this year on, of which the public days are known."""
        days = self.env["city12319.calendar.day"]
        domain = Domain("calendar_id", "=", False) & Domain("kind", "=", "holiday")
        counts = days._read_group(
            domain & Domain("date", ">=", date(today.year, 1, 1)), ["date:year"], ["__count"],
        )
        known = {year.year for year, count in counts if count >= _ENOUGH_DAYS_OFF}
        year = today.year
        while year in known:
            year += 1
        return date(year - 1, 12, 31)

    @api.model
    def _alarm(self, until, today):
        return until < today + timedelta(days=_ALARM_DAYS)

    @api.model
    def _cron_holiday_alarm(self):
        """Give those who maintain calendars something to do when public holidays run out; take it back when done."""
        calendar = self._default()
        today = fields.Date.context_today(self)
        until = self._note_known_until(today)
        kind = self.env.ref("city12319_flow.activity_load_holidays")
        open_ones = calendar.activity_ids.filtered(lambda activity: activity.activity_type_id == kind)
        if not self._alarm(until, today):
            open_ones.unlink()
            return
        for user in self._alarm_users() - open_ones.user_id:
            user_calendar = calendar.with_context(lang=user.lang)
            user_calendar.activity_schedule(
                activity_type_id=kind.id, user_id=user.id, date_deadline=min(until, today + timedelta(days=14)),
                summary=user_calendar.env._("Public holidays are known until %(date)s only", date=until),
                note=user_calendar.env._(
                    "Load the next year under Configuration → Working time → Load public holidays, or type its days in. "
                    "Until then deadlines after that day are counted as if there were no holidays.",
                ),
            )

    @api.model
    def _note_known_until(self, today):
        """Keep where ``./hotline status`` finds it until when holidays are known; return it."""
        until = self._holidays_known_until(today)
        # sudo: a note for operators, not a setting
        self.env["ir.config_parameter"].sudo().set_param("city12319.holidays_known_until", until.isoformat())
        return until

    @api.model
    def _alarm_users(self):
        """Return the people whom the alarm is for."""
        return self.env.ref("base.group_system").all_user_ids.filtered(lambda user: user.active and not user.share)
