"""What a calendar says of each day, from the plain content that a frozen version keeps.

Content (JSON)::

    {"zone": "Asia/Shanghai",
     "reading": "clock" | "close",
     "timetables": [{"from": "2026-06-01" | None, "until": "2026-09-30" | None, "yearly": bool,
                     "week": [[[510, 720], [840, 1050]], …7 days from Monday]}],
     "days": {"2026-10-01": {"spans": []},                       a holiday
              "2026-10-10": {"follows": 4},                      a make-up working day with the hours of a Friday
              "2026-12-31": {"spans": [[510, 720]]}}}            a day with hours of its own

Which timetable holds on a day: one with dates before one that comes every year before one that always holds, and
among equals the one that begins later. Spans are minutes since midnight, see :mod:`.day_hours`.
"""

from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

ONE_DAY = timedelta(days=1)


def hours_finder(content):
    """Return a function from a date to its spans (a list of minute pairs, empty on a day off)."""
    days = content.get("days", {})
    timetables = sorted((_Timetable(one) for one in content["timetables"]), key=lambda one: one.rank, reverse=True)

    def hours(day):
        special = days.get(day.isoformat())
        if special is not None and "spans" in special:
            return special["spans"]
        weekday = day.weekday() if special is None else special["follows"]
        for timetable in timetables:
            if timetable.holds(day):
                return timetable.week[weekday]
        return []

    return hours


class _Timetable:
    __slots__ = ("week", "rank", "_first", "_last", "_yearly")

    def __init__(self, values):
        self.week = values["week"]
        self._yearly = bool(values.get("yearly"))
        first, last = values.get("from") or "", values.get("until") or ""
        if self._yearly:
            first, last = first[5:], last[5:]
        self._first, self._last = first, last
        dated = bool(first or last)
        self.rank = ((0 if not dated else 1 if self._yearly else 2), first)

    def holds(self, day):
        text = day.isoformat()
        if not self._yearly:
            return self._first <= text and (not self._last or text <= self._last)
        text = text[5:]
        if self._first and self._last and self._first > self._last:  # over New Year
            return text >= self._first or text <= self._last
        return self._first <= text and (not self._last or text <= self._last)


def working_days(content, first_year, last_year):
    """Yield ``(midnight, next midnight, spans)`` in UTC seconds for every working day of the years, in order."""
    zone = ZoneInfo(content.get("zone") or "Asia/Shanghai")
    hours = hours_finder(content)
    day, last = date(first_year, 1, 1), date(last_year, 12, 31)
    midnight = utc_seconds(day, 0, zone)
    while day <= last:
        following = day + ONE_DAY
        next_midnight = utc_seconds(following, 0, zone)
        spans = hours(day)
        if spans:
            if next_midnight - midnight == 86400:
                yield midnight, next_midnight, [(midnight + start * 60, midnight + end * 60) for start, end in spans]
            else:  # the clocks are changed on this day
                yield midnight, next_midnight, [
                    (utc_seconds(day, start, zone), utc_seconds(day, end, zone)) for start, end in spans]
        day, midnight = following, next_midnight


def utc_seconds(day, minutes, zone):
    """Return UTC seconds since 1970 of a moment on the local clock."""
    local = datetime(day.year, day.month, day.day, tzinfo=zone) + timedelta(minutes=minutes)  # wall clock arithmetic
    return int(local.astimezone(timezone.utc).timestamp())
