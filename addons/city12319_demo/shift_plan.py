"""Plans in which states the agents of the made-up city were, between and around their calls. No ORM."""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta

from .hours import FIRST_HOUR, LAST_HOUR

# reason, wanted time of day in hours, minutes
PAUSES = (("break", 9.6, 12), ("meal", 11.7, 35), ("break", 15.2, 12), ("meal", 17.6, 30), ("paperwork", 20.1, 25))
WEEKLY = (("meeting", 8.2, 25), ("training", 14.0, 60))  # on Mondays, on Wednesdays


@dataclass(frozen=True)
class State:
    agent: str
    state: str
    start: datetime
    end: datetime | None  # None: up to now
    reason: str = ""


def shift_states(agent, calls, now):
    """Return the states of ``agent``, oldest first and without gap, from the first sign-in on.

    :param calls: the planned calls in which the agent talked, or that rang there
    :param now: local time; whoever is at work by then signs out, so that nobody waits for calls who is not there
    """
    by_day = {}
    for call in sorted(calls, key=lambda call: call.at):
        by_day.setdefault(call.at.date(), []).append(call)
    states = []
    for day, own in sorted(by_day.items()):
        midnight = datetime.combine(day, datetime.min.time())
        rng = random.Random(f"{agent} {day}")
        start = min(midnight + timedelta(hours=FIRST_HOUR, minutes=-rng.randint(1, 12)), own[0].at - timedelta(minutes=2))
        end = max(midnight + timedelta(hours=LAST_HOUR, minutes=rng.randint(0, 10)), own[-1].talk_end + timedelta(minutes=2))
        end = min(end, now)
        if states:
            states.append(State(agent, "signed_out", states[-1].end, start))
        states += _day(agent, own, start, end, rng)
    return states + ([State(agent, "signed_out", states[-1].end, None)] if states else [])


def _day(agent, calls, start, end, rng):
    taken = [(call.at, call.talk_end) for call in calls]
    marks = []
    for call, following in zip(calls, [*calls[1:], None], strict=True):
        until = call.talk_end + timedelta(seconds=rng.randint(12, 75))
        until = min(until, following.at if following else end, end)
        if call.talk and until > call.talk_end:
            marks.append((call.talk_end, until, "after_call", ""))
            taken.append((call.talk_end, until))
    weekday = start.weekday()
    for reason, hour, minutes in [*PAUSES, *(WEEKLY[:1] if weekday == 0 else WEEKLY[1:] if weekday == 2 else ())]:
        wanted = start.replace(hour=0, minute=0, second=0) + timedelta(hours=hour, minutes=rng.randint(-10, 20))
        span = _gap(taken, wanted, timedelta(minutes=minutes), end)
        if span:
            marks.append((*span, "busy", reason))
            taken.append(span)
    return list(_filled(agent, sorted(marks), start, end))


def _gap(taken, wanted, length, end):
    """Return a span of ``length`` that begins at ``wanted`` or a little later and meets nothing, or None."""
    for late in range(0, 90, 5):
        start = wanted + timedelta(minutes=late)
        if start + length < end and all(start + length <= first or last <= start for first, last in taken):
            return start, start + length
    return None


def _filled(agent, marks, start, end):
    at = start
    for first, last, state, reason in marks:
        if at < first:
            yield State(agent, "ready", at, first)
        yield State(agent, state, first, last, reason)
        at = last
    if at < end:
        yield State(agent, "ready", at, end)
