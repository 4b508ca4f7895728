import json

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ...tools import day_hours
from ...tools.timeline import HorizonError
from ...tools.working_time import FIRST_YEAR, LAST_YEAR
from ...tools.year_sheet import working_days_of, year_sheet
from ..clock_mixin import UNITS, duration_label


class CalendarTrial(models.TransientModel):
    """What a calendar says: a year at a glance, and when a limit would end. Changes nothing."""

    _name = "city12319.calendar.trial"
    _description = "Calendar Preview"

    calendar_id = fields.Many2one(
        "city12319.calendar", required=True, default=lambda self: self.env["city12319.calendar"]._default(),
    )
    year = fields.Integer(required=True, default=lambda self: fields.Date.context_today(self).year)
    sheet = fields.Html(compute="_compute_sheet", sanitize=False)
    started_at = fields.Datetime(string="Comes in", required=True, default=fields.Datetime.now)
    limit = fields.Float(string="Limit", required=True, default=2)
    unit = fields.Selection(UNITS, required=True, default="working_hours")
    due_at = fields.Datetime(string="Ends", compute="_compute_due_at")
    ended_at = fields.Datetime(string="Done", help="How much of the limit would be used by then.")
    used = fields.Char(compute="_compute_used")

    @api.depends("calendar_id", "year")
    def _compute_sheet(self):
        for trial in self:
            if not trial.calendar_id or not FIRST_YEAR < trial.year < LAST_YEAR:
                trial.sheet = False
                continue
            content = json.loads(trial.calendar_id._content_text())
            trial.sheet = self.env["ir.qweb"]._render(
                "city12319_flow.calendar_year", trial._sheet_values(content, trial.year))

    @api.depends("calendar_id", "started_at", "limit", "unit")
    def _compute_due_at(self):
        for trial in self:
            trial.due_at = False
            if trial.calendar_id and trial.started_at and trial.limit >= 0:
                worked = trial.calendar_id._draft_working_time()
                seconds = worked.seconds(trial.limit, trial.unit)
                trial.due_at = trial._in_the_years(worked.deadline, trial.started_at, seconds, trial.unit)

    @api.depends("calendar_id", "started_at", "ended_at", "unit")
    def _compute_used(self):
        for trial in self:
            trial.used = False
            if trial.calendar_id and trial.started_at and trial.ended_at:
                worked = trial.calendar_id._draft_working_time()
                used = trial._in_the_years(worked.used, trial.started_at, trial.ended_at, trial.unit)
                trial.used = duration_label(self.env, used, trial.unit)

    def _in_the_years(self, method, *args):
        try:
            return method(*args)
        except HorizonError as error:
            raise UserError(self.env._(
                "The calendar is worked out from %(first)s to %(last)s, and the answer lies outside, or nothing is worked.",
                first=str(FIRST_YEAR), last=str(LAST_YEAR),
            )) from error

    def _sheet_values(self, content, year):
        sheet = year_sheet(content, year)
        total, months = working_days_of(sheet)
        names = {day.date: day.name for day in self._special_days(year)}
        return {
            "total": total,
            "months": [
                {
                    "name": format_date(self.env, fields.Date.to_date(f"{year}-{number:02}-01"), date_format="LLLL"),
                    "count": months[number - 1],
                    "weeks": [[day and self._cell(*day, names) for day in week] for week in weeks],
                }
                for number, weeks in enumerate(sheet, start=1)
            ],
            "weekdays": [
                format_date(self.env, fields.Date.to_date(f"2001-01-0{day}"), date_format="EEEEE") for day in range(1, 8)
            ],
        }

    def _special_days(self, year):
        domain = [("date", ">=", f"{year}-01-01"), ("date", "<=", f"{year}-12-31")]
        owners = [self.calendar_id.id, *([False] if self.calendar_id.public_holidays else [])]
        days = self.env["city12319.calendar.day"].search([*domain, ("calendar_id", "in", owners)])
        return days.sorted(lambda day: bool(day.calendar_id))

    def _cell(self, date, kind, spans, names):
        hours = day_hours.text(spans) or self.env._("off")
        return {
            "day": date.day,
            "kind": kind,
            "mark": {"special_off": self.env._("off"), "special_worked": self.env._("work")}.get(kind, ""),
            "title": " · ".join(filter(None, [date.isoformat(), names.get(date), hours])),
        }
