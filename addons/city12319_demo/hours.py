"""When people of the hotline work, in local time of Asia/Shanghai (which has no daylight saving)."""

from datetime import timedelta

LOCAL = timedelta(hours=8)

# role → (first hour, last hour, works at weekends)
SHIFTS = {
    "hotline": (7, 22, True),
    "department": (8.5, 18, False),
    "emergency": (7, 22, True),
    "inspector": (8, 18, True),
    "visitor": (9, 19, True),
    "leader": (9, 17.5, False),
}

# calls by hour of the day, from 7 to 21
CALLS_BY_HOUR = (3, 6, 11, 13, 10, 6, 4, 6, 10, 11, 9, 7, 8, 7, 4)
FIRST_HOUR = 7
LAST_HOUR = FIRST_HOUR + len(CALLS_BY_HOUR)  # nobody calls from this hour on


def to_utc(local):
    return local - LOCAL


def to_local(utc):
    return utc + LOCAL


def call_time(rng, day):
    """Return a moment of ``day`` (local midnight) at which somebody calls."""
    (hour,) = rng.choices(range(FIRST_HOUR, LAST_HOUR), CALLS_BY_HOUR)
    return day + timedelta(hours=hour, seconds=rng.randrange(3600))


def at_work(rng, moment, shift):
    """Return ``moment``, or a little after the next start of work when nobody of ``shift`` works then."""
    first, last, weekends = SHIFTS[shift]
    day = moment.replace(hour=0, minute=0, second=0)
    start, end = day + timedelta(hours=first), day + timedelta(hours=last)
    if moment < end and (weekends or day.weekday() < 5):
        return moment if moment >= start else start + timedelta(seconds=rng.randrange(60, 3000))
    start += timedelta(days=1)
    while not weekends and start.weekday() >= 5:
        start += timedelta(days=1)
    return start + timedelta(seconds=rng.randrange(60, 3000))
