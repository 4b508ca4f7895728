"""Periods: day, week, month, quarter, year, or free. Dates of the city, first and last day included. No ORM."""

from calendar import monthrange
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


def previous(kind, first, last):
    """Return the period of the same kind before the one from ``first`` to ``last``; of a free one, as many days before."""
    if kind in KINDS:
        return before(kind, first)
    return first - (last - first) - timedelta(days=1), first - timedelta(days=1)


def year_before(first, last):
    """Return the same dates of the year before. 29 February has 28 February; a month that is whole stays whole."""
    whole = last.day == monthrange(last.year, last.month)[1]
    last_year = _in_year(last, last.year - 1)
    if whole:
        last_year = date(last_year.year, last_year.month, monthrange(last_year.year, last_year.month)[1])
    return _in_year(first, first.year - 1), last_year


def compared(kind, first, last, today):
    """Return ``{name: (kind, first day, last day)}`` of what a period is compared with: the one before, and last year's.

    A period that still runs is compared with as many days of the others as it has had itself, ``today`` included.
    """
    ended = {"previous": (kind, *previous(kind, first, last)), "last_year": (kind, *year_before(first, last))}
    if not first <= today < last:
        return ended
    return {
        name: ("free", begin, min(end, begin + (today - first))) for name, (_kind, begin, end) in ended.items()
    }


def _in_year(day, year):
    return date(year, day.month, min(day.day, monthrange(year, day.month)[1]))


def label(kind, first, last):
    """Return the period as Chinese reports name it: 2026年11月, 2026年第48周, 2026年第4季度."""
    if kind == "day" or first == last:
        return f"{first.year}年{first.month}月{first.day}日"
    if kind == "week":
        year, week, _weekday = first.isocalendar()
        return f"{year}年第{week}周（{first.month}月{first.day}日至{last.month}月{last.day}日）"
    if kind == "month":
        return f"{first.year}年{first.month}月"
    if kind == "quarter":
        return f"{first.year}年第{(first.month + 2) // 3}季度"
    if kind == "year":
        return f"{first.year}年"
    until = f"{last.month}月{last.day}日" if first.year == last.year else f"{last.year}年{last.month}月{last.day}日"
    return f"{first.year}年{first.month}月{first.day}日至{until}"
