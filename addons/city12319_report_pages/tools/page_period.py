"""The period of a report on screen: which days, and which steps lead away from it. No ORM.

A period is (kind, first, last); kinds are those of ``periods`` (day, week, month, quarter, year) and ``free``.
"""

from datetime import timedelta

KINDS = ("day", "week", "month", "quarter", "year", "free")
_DEFAULT_FREE_DAYS = 30


def chosen(periods, kind, first, last, today):
    """Return (kind, first, last) of what a person asked for, in days that make sense.

    :param periods: the module with ``containing(kind, day)`` and ``previous(kind, first, last)``
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
        forward = (first + days, last + days)
        now = (today - days + timedelta(days=1), today)
    else:
        forward = periods.containing(kind, last + timedelta(days=1))
        now = periods.containing(kind, today)
    back = periods.previous(kind, first, last)
    return {"back": back, "forward": forward if forward[0] <= today else None, "now": now}
