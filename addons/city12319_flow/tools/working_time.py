"""Working time: how much of it lies between two moments, and when a limit is used up.

A limit has one of four kinds, each a scale of its own on which seconds are counted:

``urgent_hours``   every second counts, nights and holidays too; an hour is 3600
``working_hours``  the spans of the calendar count; an hour is 3600
``working_days``   working days count from midnight to midnight, others not at all; a day is 86400
``natural_days``   every second counts; a day is 86400

So a limit of N working days ends at the same clock time N working days later (reading ``clock``). In the reading
``close`` it ends when that working day closes: a limit is counted from the day after, and the last day ends with the
office hours (Civil Code of the PRC, articles 201 and 203).

A pause is a hole in the calendar: what lies in it does not count. Pauses may overlap, touch, lie partly or wholly
outside, and the last one may still be open (end ``None``).

Moments are naive datetimes in UTC, as Odoo keeps them, whole seconds (a fraction is cut off). Inside is the
calendar's zone. Nothing here asks a database. An answer costs O(log n) in the calendar's spans plus the pauses.
"""

from datetime import datetime, timedelta

from .timeline import Everything, HorizonError, Timeline, merged
from .working_days import working_days

KINDS = ("urgent_hours", "working_hours", "working_days", "natural_days")
UNIT_SECONDS = {"urgent_hours": 3600, "working_hours": 3600, "working_days": 86400, "natural_days": 86400}
READINGS = ("clock", "close")
FIRST_YEAR, LAST_YEAR = 2000, 2059

_EPOCH = datetime(1970, 1, 1)


class WorkingTime:
    """A calendar, worked out once and never changed: make a new one for another calendar."""

    __slots__ = ("_scales", "_days", "_closes", "_reading")

    def __init__(self, content, first_year=FIRST_YEAR, last_year=LAST_YEAR):
        """:param content: what the calendar says, see :mod:`.working_days`"""
        days, closes, spans = [], [], []
        for midnight, next_midnight, day_spans in working_days(content, first_year, last_year):
            days.append((midnight, next_midnight))
            closes.append(max(end for _start, end in day_spans))
            spans += day_spans
        begin = _seconds(datetime(first_year, 1, 2))  # a day inside, in every zone
        finish = _seconds(datetime(last_year, 12, 30))
        everything = Everything()
        self._days = Timeline(days, begin, finish)
        self._closes = closes
        self._reading = content.get("reading") or "clock"
        self._scales = {
            "urgent_hours": everything,
            "natural_days": everything,
            "working_days": self._days,
            "working_hours": Timeline(merged(spans), begin, finish),
        }

    @staticmethod
    def seconds(amount, kind):
        """Return how many seconds on the scale of ``kind`` an amount of hours or days is."""
        return round(amount * UNIT_SECONDS[kind])

    def used(self, start, end, kind, pauses=()):
        """Return the seconds used from ``start`` to ``end``; 0 if the end is not after the start.

        :param pauses: pairs ``(start, end)`` in any order; an end of ``None`` is a pause that still lasts
        """
        return self._used(_seconds(start), _seconds(end), self._scales[kind], pauses)

    def deadline(self, start, seconds, kind, pauses=()):
        """Return the moment at which ``seconds`` are used up, in the reading of the calendar for working days.

        :return: ``None`` where a pause that still lasts begins before that moment
        """
        return self._deadline(start, seconds, kind, pauses, self._reading == "close" and kind == "working_days")

    def moment(self, start, seconds, kind, pauses=()):
        """Return the earliest moment at which exactly ``seconds`` are used, whatever the reading.

        It is the inverse of :meth:`used`, and ``start`` itself for 0 seconds.
        """
        return self._deadline(start, seconds, kind, pauses, False)

    def share(self, start, due, part, kind, pauses=()):
        """Return the moment at which ``part`` (0 to 1) of the time from ``start`` to ``due`` is used: for warnings.

        It never lies after ``due``, in either reading, and follows a deadline that was moved.
        """
        return self.moment(start, int(self.used(start, due, kind, pauses) * part), kind, pauses)

    def used_many(self, rows):
        """Answer :meth:`used` for rows ``(start, end, kind)`` or ``(start, end, kind, pauses)``."""
        return [self.used(*row) for row in rows]

    def deadline_many(self, rows):
        """Answer :meth:`deadline` for rows ``(start, seconds, kind)`` or ``(start, seconds, kind, pauses)``."""
        return [self.deadline(*row) for row in rows]

    def _used(self, start, end, scale, pauses):
        if end <= start:
            return 0
        length = scale.length
        result = length(end) - length(start)
        for pause_start, pause_end in _holes(pauses, start):
            if pause_start >= end:
                break
            result -= length(end if pause_end is None else min(pause_end, end)) - length(pause_start)
        return result

    def _deadline(self, start, seconds, kind, pauses, to_close):
        if seconds < 0:
            raise ValueError("A limit is not negative.")
        scale, begin = self._scales[kind], _seconds(start)
        if not seconds:
            return start.replace(microsecond=0)
        holes = _holes(pauses, begin)
        # A day that is there in full from its first second is the day of the start, not the one after it
        target = scale.length(begin) + seconds + (1 if to_close and self._days.begins_at(begin) else 0)
        for pause_start, pause_end in holes:
            before = scale.length(pause_start)
            if before >= target:
                break
            if pause_end is None:
                return None
            target += scale.length(pause_end) - before
        moment = scale.moment(target)
        if to_close:
            moment = self._close(moment, begin, holes)
        return None if moment is None else _datetime(moment)

    def _close(self, moment, start, holes):
        """Return the close of the working day of ``moment``, or the next close that is neither past nor in a pause."""
        for index in range(self._days.span_at(moment), len(self._closes)):
            close = self._closes[index]
            hole = next((one for one in holes if one[0] < close and (one[1] is None or close <= one[1])), None)
            if hole and hole[1] is None:
                return None
            if close > start and not hole:
                return close
        raise HorizonError(moment)


def _holes(pauses, start):
    """Return the pauses from ``start`` on in seconds, merged and in order."""
    if not pauses:
        return ()
    return merged(
        (max(_seconds(one), start), None if two is None or two is False else _seconds(two)) for one, two in pauses)


def _seconds(moment):
    passed = moment - _EPOCH
    return passed.days * 86400 + passed.seconds


def _datetime(seconds):
    return _EPOCH + timedelta(seconds=seconds)
