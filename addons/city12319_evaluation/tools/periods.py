"""Periods of evaluation: day, week, month, quarter, year. Dates of the city, first and last day included. No ORM."""

from datetime import date, timedelta

KINDS = ("day", "week", "month", "quarter", "year")


def containing(kind, day):
    """Return (first day, last day) of the period of ``kind`` that ``day`` lies in; weeks begin on Monday."""
    if kind == "day":
        return day, day
    if kind == "week":
        first = day - timedelta(days=day.weekday())
        return first, first + timedelta(days=6)
    months = {"month": 1, "quarter": 3, "year": 12}[kind]
    month = (day.month - 1) // months * months + 1
    first = date(day.year, month, 1)
    after = date(first.year + (month + months > 12), (month + months - 1) % 12 + 1, 1)
    return first, after - timedelta(days=1)


def before(kind, day):
    """Return the last whole period that was over when ``day`` began."""
    return containing(kind, containing(kind, day)[0] - timedelta(days=1))
