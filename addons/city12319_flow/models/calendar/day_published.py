from odoo import api, fields, models

from ...tools import public_holidays


def public_days_row(date, name, kind):
    """Return the values of a day as it is published."""
    return {
        "date": date, "name": name, "kind": kind, "follows": "4", "hours": False, "source": "published", "edited": False,
        "active": True,
    }


class CalendarDayPublished(models.Model):
    """Taking published days over."""

    _inherit = "city12319.calendar.day"

    @api.model
    def _public_days(self, dates):
        """Return ``{date: public day}``, archived ones too."""
        days = self.with_context(active_test=False).search([("calendar_id", "=", False), ("date", "in", dates)])
        return {day.date: day for day in days}

    @api.model
    def _take_published(self, rows):
        """Write published days (values with a date), over what stands here."""
        here = self._public_days([row["date"] for row in rows])
        self.create([row for row in rows if row["date"] not in here])
        for row in rows:
            if row["date"] in here:
                here[row["date"]].write(row)
        self.env["city12319.calendar"]._note_known_until(fields.Date.context_today(self))

    @api.model
    def _load_first_time(self, first_year):
        """Load every published year from ``first_year`` on, unless there are public days already. For set-up."""
        if self.with_context(active_test=False).search_count([("calendar_id", "=", False)], limit=1):
            return
        self.create([
            public_days_row(day.date, day.name, "holiday" if day.off else "workday")
            for year in public_holidays.published_years() if year >= first_year
            for day in public_holidays.published(year)
        ])
        self.env["city12319.calendar"]._note_known_until(fields.Date.context_today(self))
