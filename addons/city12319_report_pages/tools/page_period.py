"""The period of a report on screen: which days, which steps lead away from it, what it is called. No ORM.

A period is (kind, first, last); kinds are those of ``periods`` (day, week, month, quarter, year) and ``free``.
"""

from datetime import date, timedelta

KINDS = ("day", "week", "month", "quarter", "year", "free")
_DEFAULT_FREE_DAYS = 30


def chosen(periods, kind, first, last, today):
    """Return (kind, first, last) of what a person asked for, in days that make sense.

    :param periods: the module with ``containing(kind, day)``
    :param kind: one of ``KINDS``; anything else is a month
    :param first: a day in the period (its first day for ``free``) or None, which is today
    :param last: the last day of a free period, or None
    """
    if kind not in KINDS:
        kind = "month"
    if kind == "free":
        last = last or today
        first = first or last - timedelta(days=_DEFAULT_FREE_DAYS - 1)
        return kind, min(first, last), max(first, last)
    return kind, *periods.containing(kind, first or today)


def steps(periods, kind, first, last, today):
    """Return {"back": (first, last), "forward": … or None, "now": …}; there is no step into days that have not begun."""
    if kind == "free":
        days = last - first + timedelta(days=1)
        back, forward = (first - days, last - days), (first + days, last + days)
        now = (today - days + timedelta(days=1), today)
    else:
        back = periods.containing(kind, first - timedelta(days=1))
        forward = periods.containing(kind, last + timedelta(days=1))
        now = periods.containing(kind, today)
    return {"back": back, "forward": forward if forward[0] <= today else None, "now": now}


def last_year(periods, kind, first, last):
    """Return (first, last) of the same period a year ago: the week of the same number, the same days of a free period."""
    if kind == "week":
        year, week, _day = first.isocalendar()
        weeks = date(year - 1, 12, 28).isocalendar().week
        return periods.containing(kind, date.fromisocalendar(year - 1, min(week, weeks), 1))
    if kind in ("day", "free"):
        return _year_before(first), _year_before(last)
    return periods.containing(kind, _year_before(first))


def _year_before(day):
    return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)


def title(kind, first, last):
    """Return what a period is called in Chinese.

    >>> title("month", date(2026, 11, 1), date(2026, 11, 30))
    '2026年11月'
    """
    if kind == "day":
        return f"{first.year}年{first.month}月{first.day}日 周{'一二三四五六日'[first.weekday()]}"
    if kind == "week":
        year, week, _day = first.isocalendar()
        return f"{year}年第{week}周"
    if kind == "month":
        return f"{first.year}年{first.month}月"
    if kind == "quarter":
        return f"{first.year}年第{(first.month + 2) // 3}季度"
    return f"{first.year}年" if kind == "year" else f"{first} – {last}"
