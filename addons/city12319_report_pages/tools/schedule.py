"""When a scheduled report is due, and which period it tells of. Local times of the city, no ORM."""

from datetime import datetime, time, timedelta

KINDS = ("day", "week", "month", "quarter", "year")
_LONGEST = {"day": 1, "week": 7, "month": 31, "quarter": 92, "year": 366}


def last_due(kind, day, hour, moment):
    """Return the latest moment, not after ``moment``, at which a report of ``kind`` was due.

    :param kind: what a report covers: one of ``KINDS``
    :param day: the day of the week (1 = Monday) or of the month, quarter or year (1 = the first) on which it is sent;
        a month that is shorter sends on its last day. Daily reports do not ask.
    :param hour: hour of the day as a number, 8.5 is half past eight
    :param moment: naive local datetime
    """
    for back in range(2 * _LONGEST[kind] + 1):
        date = moment.date() - timedelta(days=back)
        if _falls_on(kind, day, date) and (due := _at(date, hour)) <= moment:
            return due
    raise ValueError(kind)


def next_due(kind, day, hour, moment):
    """Return the first moment after ``moment`` at which a report of ``kind`` is due; see ``last_due``."""
    for ahead in range(2 * _LONGEST[kind] + 1):
        date = moment.date() + timedelta(days=ahead)
        if _falls_on(kind, day, date) and (due := _at(date, hour)) > moment:
            return due
    raise ValueError(kind)


def _at(date, hour):
    return datetime.combine(date, time()) + timedelta(minutes=round(hour * 60))


def _falls_on(kind, day, date):
    if kind == "day":
        return True
    if kind == "week":
        return date.isoweekday() == day
    if kind == "quarter" and date.month % 3 != 1 or kind == "year" and date.month != 1:
        return False
    return date.day == min(day, _last_day(date))


def _last_day(date):
    after = (date.replace(day=28) + timedelta(days=4)).replace(day=1)
    return (after - timedelta(days=1)).day
