from itertools import groupby

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import format_date

from ...tools import day_hours

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_HOURS_HELP = "Such as 08:30-12:00, 14:00-17:30. Any number of spans; 20:00-08:00 reaches into the next day; empty is off."


class Timetable(models.Model):
    """Hours of each weekday, always or for part of the year.

    Which one holds on a date: one between dates before one that comes every year before the one that always holds, and
    among equals the one that begins later.
    """

    _name = "city12319.calendar.timetable"
    _description = "Timetable"
    _order = "calendar_id, valid_from desc, id"

    calendar_id = fields.Many2one("city12319.calendar", required=True, ondelete="cascade", index=True)
    name = fields.Char(required=True, translate=True)
    valid_from = fields.Date(string="From", help="Empty: since ever.")
    valid_until = fields.Date(string="Until", help="Last day on which it holds. Empty: until further notice.")
    yearly = fields.Boolean(string="Every year", help="The dates come back every year, such as a summer timetable.")
    monday = fields.Char(help=_HOURS_HELP)
    tuesday = fields.Char(help=_HOURS_HELP)
    wednesday = fields.Char(help=_HOURS_HELP)
    thursday = fields.Char(help=_HOURS_HELP)
    friday = fields.Char(help=_HOURS_HELP)
    saturday = fields.Char(help=_HOURS_HELP)
    sunday = fields.Char(help=_HOURS_HELP)
    summary = fields.Char(compute="_compute_summary", string="Hours")

    @api.depends(*WEEKDAYS)
    @api.depends_context("lang")
    def _compute_summary(self):
        short = [format_date(self.env, fields.Date.to_date(f"2001-01-0{day}"), date_format="EEE") for day in range(1, 8)]
        for timetable in self:
            parts = []
            week = zip(short, (timetable[weekday] for weekday in WEEKDAYS), strict=True)
            for hours, days in groupby(week, lambda day: day[1]):
                names = [name for name, _hours in days]
                if hours:
                    parts.append(f"{'–'.join(dict.fromkeys([names[0], names[-1]]))} {hours}")
            timetable.summary = "; ".join(parts)

    @api.constrains(*WEEKDAYS)
    def _check_hours(self):
        for timetable in self:
            for weekday in WEEKDAYS:
                read_hours(self.env, timetable[weekday])

    @api.constrains("valid_from", "valid_until", "yearly")
    def _check_dates(self):
        for timetable in self:
            first, last = timetable.valid_from, timetable.valid_until
            if timetable.yearly and not (first and last):
                raise ValidationError(self.env._("A timetable that comes every year needs its first and its last day."))
            if not timetable.yearly and first and last and last < first:
                raise ValidationError(self.env._("The timetable “%(name)s” ends before it begins.", name=timetable.name))

    @api.constrains("calendar_id", "valid_from", "valid_until", "yearly")
    def _check_order(self):
        for calendar in self.calendar_id:
            seen = {}
            for timetable in calendar.timetable_ids:
                content = timetable._content()
                start = (content["from"] or "")[5 if timetable.yearly else 0:]
                key = (bool(timetable.yearly), bool(timetable.valid_from or timetable.valid_until), start)
                if key in seen:
                    raise ValidationError(self.env._(
                        "“%(one)s” and “%(other)s” begin on the same day: give one of them other dates.",
                        one=seen[key], other=timetable.name,
                    ))
                seen[key] = timetable.name

    @api.model_create_multi
    def create(self, vals_list):
        timetables = super().create([_tidy(self.env, vals) for vals in vals_list])
        timetables.calendar_id._edited()
        return timetables

    def write(self, vals):
        before = self.calendar_id
        result = super().write(_tidy(self.env, vals))
        (before | self.calendar_id)._edited()
        return result

    def unlink(self):
        calendars = self.calendar_id
        result = super().unlink()
        calendars._edited()
        return result

    def _content(self):
        return {
            "from": self.valid_from.isoformat() if self.valid_from else None,
            "until": self.valid_until.isoformat() if self.valid_until else None,
            "yearly": self.yearly,
            "week": [day_hours.parse(self[weekday]) for weekday in WEEKDAYS],
        }


def _tidy(env, vals):
    """Write hours one way, whatever way they were typed."""
    return {
        name: day_hours.text(read_hours(env, value)) if name in WEEKDAYS and value else value for name, value in vals.items()
    }


def read_hours(env, text):
    """Read hours that a person typed; raise a :class:`ValidationError` that says what is wrong."""
    try:
        return day_hours.parse(text)
    except day_hours.HoursError as error:
        raise ValidationError(env._(
            "“%(text)s” is no hours of a day, or overlaps. Write them as 08:30-12:00, 14:00-17:30.", text=error,
        )) from error
