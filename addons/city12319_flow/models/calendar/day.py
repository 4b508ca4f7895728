from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ...tools import day_hours
from .timetable import read_hours

_SAID = {"name", "date", "kind", "follows", "hours", "calendar_id"}


class CalendarDay(models.Model):
    """A date that is not what its weekday says: a day off, or a day that is worked.

    Without a calendar it is a public day: it holds in every calendar that keeps public holidays. A calendar's own day
    goes before the public one.
    """

    _name = "city12319.calendar.day"
    _description = "Special Day"
    _order = "date desc, id"

    name = fields.Char(required=True)
    date = fields.Date(required=True)
    kind = fields.Selection([("holiday", "Day off"), ("workday", "Worked")], required=True, default="holiday")
    follows = fields.Selection(
        [("0", "Monday"), ("1", "Tuesday"), ("2", "Wednesday"), ("3", "Thursday"), ("4", "Friday"), ("5", "Saturday"),
         ("6", "Sunday")],
        string="Hours of a", default="4", help="A make-up day has the hours of this weekday in the timetable of its date.",
    )
    hours = fields.Char(string="Own hours", help="Such as 08:30-12:00; instead of the hours of a weekday.")
    calendar_id = fields.Many2one(
        "city12319.calendar", ondelete="cascade", index="btree_not_null",
        help="Empty: for every calendar that keeps public holidays.",
    )
    source = fields.Selection(
        [("manual", "Typed in"), ("published", "Published")], required=True, readonly=True, default="manual",
    )
    edited = fields.Boolean(readonly=True, help="Changed by hand after it was loaded: loading again leaves it alone.")
    active = fields.Boolean(default=True)

    _public_uniq = models.UniqueIndex("(date) WHERE calendar_id IS NULL", "This date is in the list of public days already.")
    _own_uniq = models.UniqueIndex(
        "(calendar_id, date) WHERE calendar_id IS NOT NULL", "This calendar says something about this date already.",
    )

    @api.constrains("kind", "follows", "hours")
    def _check_hours(self):
        for day in self:
            if day.kind != "workday":
                continue
            if not day.hours and not day.follows:
                raise ValidationError(self.env._("Say which weekday's hours %(date)s has.", date=day.date))
            read_hours(self.env, day.hours)

    @api.model_create_multi
    def create(self, vals_list):
        days = super().create(vals_list)
        days._calendars()._edited()
        return days

    def write(self, vals):
        if (_SAID | {"active"}) & vals.keys() and "edited" not in vals:
            loaded = self.filtered(lambda day: day.source == "published")
            super(CalendarDay, loaded).write({"edited": True})
        before = self._calendars()
        result = super().write(vals)
        (before | self._calendars())._edited()
        return result

    def unlink(self):
        calendars = self._calendars()
        result = super().unlink()
        calendars._edited()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_published(self):
        if any(day.source == "published" for day in self):
            raise UserError(self.env._(
                "Archive a published day instead: it then counts as its weekday says, and loading does not bring it back.",
            ))

    def _content(self):
        if self.kind == "holiday":
            return {"spans": []}
        return {"spans": day_hours.parse(self.hours)} if self.hours else {"follows": int(self.follows)}

    def _calendars(self):
        """Return the calendars in which these days hold."""
        calendars = self.calendar_id
        if any(not day.calendar_id for day in self):
            calendars |= calendars.with_context(active_test=False).search([("public_holidays", "=", True)])
        return calendars
