"""Working time by counting minutes: slow, simple, and written apart from what it checks.

It shares nothing with the product: it walks minute by minute on the local clock and asks of each whether it counts.
All moments must be whole minutes, naive UTC.
"""

from datetime import date, datetime, timedelta

MINUTE = timedelta(minutes=1)
SHANGHAI = timedelta(hours=8)  # since 1991


def _timetable(content, day):
    best = None
    for one in content["timetables"]:
        since, until = one.get("from"), one.get("until")
        if one.get("yearly"):
            here, since, until = (day.month, day.day), _month_day(since), _month_day(until)
            inside = since <= here <= until if since <= until else here >= since or here <= until
            rank = 1
        else:
            inside = (not since or date.fromisoformat(since) <= day) and (not until or day <= date.fromisoformat(until))
            rank = 2 if since or until else 0
        if inside and (best is None or (rank, one.get("from") or "") > best[0]):
            best = ((rank, one.get("from") or ""), one)
    return best[1] if best else {"week": [[]] * 7}


def _month_day(text):
    day = date.fromisoformat(text)
    return day.month, day.day


def spans_of(content, day):
    """Return the hours of a local day as minutes since its midnight."""
    special = content.get("days", {}).get(day.isoformat())
    if special is None:
        return _timetable(content, day)["week"][day.weekday()]
    if "spans" in special:
        return special["spans"]
    return _timetable(content, day)["week"][special["follows"]]


class Oracle:
    """Counts the minutes of a calendar's content; remembers what it said of a day."""

    def __init__(self, content):
        self.content = content
        self._spans = {}

    def _of(self, day):
        if day not in self._spans:
            self._spans[day] = spans_of(self.content, day)
        return self._spans[day]

    def counts(self, moment, kind):
        """Tell whether the minute that begins at ``moment`` counts."""
        if kind in ("urgent_hours", "natural_days"):
            return True
        local = moment + SHANGHAI
        day, minute = local.date(), local.hour * 60 + local.minute
        if kind == "working_days":
            return bool(self._of(day))
        return any(one <= minute < two for one, two in self._of(day)) or any(
            one <= minute + 1440 < two for one, two in self._of(day - timedelta(days=1)))

    def used(self, start, end, kind, pauses=()):
        """Return seconds used."""
        minutes, moment = 0, start
        while moment < end:
            if self.counts(moment, kind) and not paused(moment, pauses):
                minutes += 1
            moment += MINUTE
        return minutes * 60

    def deadline(self, start, seconds, kind, pauses=()):
        """Return the first moment at which the seconds (whole minutes) are used; ``None`` if a pause never ends."""
        minutes, moment = seconds // 60, start
        while minutes:
            if any(two is None and one <= moment for one, two in pauses):
                return None
            if self.counts(moment, kind) and not paused(moment, pauses):
                minutes -= 1
            moment += MINUTE
        return moment

    def close_after_days(self, start, days):
        """Return the close of the Nth working day after the day of ``start``."""
        day = (start + SHANGHAI).date()
        while days:
            day += timedelta(days=1)
            days -= bool(self._of(day))
        return datetime(day.year, day.month, day.day) - SHANGHAI + max(two for _one, two in self._of(day)) * MINUTE


def paused(moment, pauses):
    """Tell whether the minute lies in a pause."""
    return any(one <= moment and (two is None or moment < two) for one, two in pauses)
