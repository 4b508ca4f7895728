"""Hours of a day as pairs of minutes since its midnight.

A span belongs to the day on which it begins. One that ends at or before its beginning reaches into the next day
(20:00-08:00), so its end is more than 1440; 00:00-24:00 is a whole day.
"""

import re

DAY = 1440
_SPAN = re.compile(r"\s*(\d{1,2})[:：](\d{2})\s*(?:-|–|—|~|至)\s*(\d{1,2})[:：](\d{2})\s*")
_BETWEEN = re.compile(r"[,，;；、\n]+|(?<=\d)\s+(?=\d)")


class HoursError(ValueError):
    """Hours that cannot be meant: the text says which."""


def span(start, end):
    """Return ``(start, end)`` in minutes with an end at or before the start moved to the next day."""
    if not 0 <= start < DAY or not 0 <= end <= DAY:
        raise HoursError(text([(start, end)]))
    return (start, end if end > start else end + DAY)


def tidy(spans):
    """Return spans sorted; raise :class:`HoursError` where two overlap. Touching ones stay two."""
    ordered = sorted(tuple(one) for one in spans)
    for one, following in zip(ordered, ordered[1:], strict=False):
        if following[0] < one[1]:
            raise HoursError(text([one, following]))
    return ordered


def parse(value):
    """Read a text such as ``08:30-12:00, 14:00-17:30``. Empty text is no hours at all."""
    spans = []
    for part in _BETWEEN.split((value or "").strip()):
        if not part.strip():
            continue
        match = _SPAN.fullmatch(part)
        if not match:
            raise HoursError(part.strip())
        from_hour, from_minute, to_hour, to_minute = map(int, match.groups())
        if from_minute > 59 or to_minute > 59:
            raise HoursError(part.strip())
        spans.append(span(from_hour * 60 + from_minute, to_hour * 60 + to_minute))
    return tidy(spans)


def text(spans):
    """Return the text that :func:`parse` reads. An end on the next day is written as its clock time."""
    return ", ".join(f"{clock(start)}-{clock(end if end <= DAY else end - DAY)}" for start, end in spans)


def clock(minutes):
    """Return ``HH:MM`` of minutes since midnight; 1440 is 24:00."""
    return f"{minutes // 60:02}:{minutes % 60:02}"
