"""Spans on an axis of seconds, and the question how much of them lies before a moment.

Both directions are one bisection: O(log n) in the number of spans. Nothing here knows of days, zones or calendars.
"""

from array import array
from bisect import bisect_left, bisect_right


class HorizonError(ValueError):
    """A moment lies outside the years that the calendar was worked out for."""


def merged(spans):
    """Return sorted spans ``(start, end)`` that neither overlap nor touch; empty and reversed ones are left out.

    An end of ``None`` is open: it reaches as far as time does.
    """
    result = []
    for start, end in sorted(((start, end) for start, end in spans if end is None or end > start), key=lambda one: one[0]):
        if result and (result[-1][1] is None or start <= result[-1][1]):
            last = result[-1][1]
            result[-1] = (result[-1][0], None if last is None or end is None else max(last, end))
        else:
            result.append((start, end))
    return result


class Timeline:
    """Disjoint spans between ``begin`` and ``finish``, with the sum of what lies before each."""

    __slots__ = ("begin", "finish", "total", "_starts", "_ends", "_before")

    def __init__(self, spans, begin, finish):
        """:param spans: sorted, disjoint ``(start, end)`` in whole seconds, within ``begin`` and ``finish``"""
        self.begin, self.finish = begin, finish
        self._starts, self._ends, self._before = array("q"), array("q"), array("q")
        total = 0
        for start, end in spans:
            self._starts.append(start)
            self._ends.append(end)
            self._before.append(total)
            total += end - start
        self.total = total

    def length(self, moment):
        """Return how many seconds of the spans lie before ``moment``."""
        if not self.begin <= moment <= self.finish:
            raise HorizonError(moment)
        index = bisect_right(self._starts, moment) - 1
        if index < 0:
            return 0
        return self._before[index] + min(moment, self._ends[index]) - self._starts[index]

    def moment(self, length):
        """Return the earliest moment before which ``length`` (more than 0) seconds of the spans lie."""
        if not 0 < length <= self.total:
            raise HorizonError(length)
        index = bisect_left(self._before, length) - 1
        return self._starts[index] + length - self._before[index]

    def span_at(self, moment):
        """Return the index of the last span that begins before ``moment``; -1 if there is none."""
        return bisect_left(self._starts, moment) - 1

    def begins_at(self, moment):
        """Tell whether a span begins exactly at ``moment``."""
        index = bisect_left(self._starts, moment)
        return index < len(self._starts) and self._starts[index] == moment


class Everything:
    """The timeline of natural time: every second counts, and there is no horizon."""

    __slots__ = ()

    def length(self, moment):
        """Return the moment itself."""
        return moment

    def moment(self, length):
        """Return the length itself."""
        return length
