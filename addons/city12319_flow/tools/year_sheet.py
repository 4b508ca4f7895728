"""A year of a calendar as rows to draw: months, weeks, and what each day is."""

import calendar

from .working_days import hours_finder

OFF, WORKED, SPECIAL_OFF, SPECIAL_WORKED = "off", "worked", "special_off", "special_worked"


def year_sheet(content, year):
    """Return twelve months: a list of weeks of seven days, each ``None`` or ``(date, kind, spans)``.

    A day is special where the calendar says something about its date that its weekday does not.
    """
    hours = hours_finder(content)
    special = content.get("days", {})

    def cell(day):
        if day.year != year:
            return None
        spans = hours(day)
        if day.isoformat() in special:
            return day, SPECIAL_WORKED if spans else SPECIAL_OFF, spans
        return day, WORKED if spans else OFF, spans

    weeks = calendar.Calendar(firstweekday=0)
    return [
        [[cell(day) if day.month == month else None for day in week] for week in weeks.monthdatescalendar(year, month)]
        for month in range(1, 13)
    ]


def working_days_of(sheet):
    """Return the number of working days of a sheet, in all and per month."""
    months = [
        sum(1 for week in month for day in week if day and day[1] in (WORKED, SPECIAL_WORKED)) for month in sheet]
    return sum(months), months
