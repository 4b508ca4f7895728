"""From what was reported about one call to the call: a pure function of the *set* of its events.

Order, repetition and delay make no difference: every field is a minimum, a maximum, or a choice after sorting. What a
lost event would have said is taken from those that are there: a call that ended was offered, a leg that talked was
answered. Whatever comes in, these hold:

* offered ≤ queued ≤ answered ≤ talk ended ≤ ended, as far as they are known
* no duration is negative; wait, talk and hold together never exceed the call
* a call that has ended has exactly one outcome; one that has not has none
"""

from dataclasses import dataclass, field

from .call_events import moment, seconds

OUTCOMES = ("answered", "abandoned", "message", "after_hours", "blocked", "unanswered", "lost")

_DIRECTION_RANK = {"": 0, "in": 1, "internal": 2, "out": 3}
_STRONG_ENDS = ("ended", "abandoned", "blocked")
_ASIDE = {"recording", "satisfaction", "message", "lost", "agent_state", "snapshot"}  # may be told after the end
_PARTIES = ("agent", "caller", "system")


@dataclass
class Leg:
    """One agent's part of a call."""

    agent: str
    leg: str
    ringing_at: float | None = None
    answered_at: float | None = None
    ended_at: float | None = None
    result: str = "ringing"  # ringing, talking, answered, missed
    ended_by: str = ""


@dataclass
class Call:
    direction: str = "in"
    caller: str = ""
    called: str = ""
    queue: str = ""
    server: str = ""
    agent: str = ""
    state: str = "offered"  # offered, queued, ringing, talking, held, ended
    outcome: str = ""
    offered_at: float | None = None
    queued_at: float | None = None
    ringing_at: float | None = None
    answered_at: float | None = None
    talk_ended_at: float | None = None
    ended_at: float | None = None
    last_event_at: float | None = None
    wait_seconds: float = 0.0
    ring_seconds: float = 0.0
    talk_seconds: float = 0.0
    hold_seconds: float = 0.0
    hangup_by: str = ""
    cause: str = ""
    satisfaction: int = 0
    recordings: list = field(default_factory=list)
    transfer_count: int = 0
    transferred_to: str = ""
    conference: bool = False
    legs: list = field(default_factory=list)


def fold(events):
    """Return the :class:`Call` that ``events`` tell of, in any order and with repetitions.

    :param events: non-empty collection of :class:`call_events.Event` of one call
    """
    known = {event.key: event for event in sorted(events, key=lambda event: (event.key, repr(event)))}
    ordered = sorted(known.values(), key=lambda event: (event.at, event.kind, event.key))
    call = Call()
    of_kind = {}
    for event in ordered:
        of_kind.setdefault(event.kind, []).append(event)
    # an agent's part that is handed on is not the end, whatever an adapter calls it
    handed_on = [event for event in of_kind.get("ended", []) if event.data.get("by") == "transfer"]
    if handed_on:
        of_kind["ended"] = [event for event in of_kind["ended"] if event not in handed_on]
        of_kind.setdefault("released", []).extend(handed_on)
    _who(call, ordered, of_kind)
    _times(call, ordered, of_kind)
    _legs(call, of_kind)
    _end(call, ordered, of_kind)
    _durations(call, of_kind)
    _marks(call, ordered, of_kind)
    return call


def _first(events, name):
    return next((getattr(event, name) for event in events if getattr(event, name)), "")


def _told(events, name, read=seconds):
    """Return what the last event says about ``name`` in its data."""
    values = [read(event.data.get(name)) for event in events if event.data.get(name) is not None]
    return next((value for value in reversed(values) if value is not None), None)


def _who(call, ordered, of_kind):
    call.direction = max((event.direction for event in ordered), key=_DIRECTION_RANK.get) or "in"
    for name in ("caller", "called", "queue", "server"):
        setattr(call, name, _first(of_kind.get("offered", []), name) or _first(ordered, name))


def _times(call, ordered, of_kind):
    ends = of_kind.get("ended", [])
    call.last_event_at = ordered[-1].at
    queued = [event.at for event in of_kind.get("queued", [])]
    answered = [event.at for event in of_kind.get("answered", [])]
    if not answered:
        answered = [
            event.at - talk for event in of_kind.get("released", [])
            if (talk := seconds(event.data.get("talk"))) is not None
        ]
    told = _told(ends, "answered_at", moment)
    if told:
        answered.append(told)
    elif not answered and (talk := _told(ends, "talk")):
        answered.append(ends[-1].at - talk)
    told = _told(ends, "queued_at", moment)
    if told and not queued:
        queued.append(told)
    if not queued:  # the waiting time tells when it began
        queued = [
            event.at - wait for event in [*of_kind.get("answered", []), *of_kind.get("abandoned", [])]
            if (wait := seconds(event.data.get("wait"))) is not None
        ]
    ringing = [event.at for event in of_kind.get("ringing", [])]
    offered = [told] if (told := _told(ends, "offered_at", moment)) else []
    call.offered_at = min([ordered[0].at, *offered, *queued, *answered])
    call.answered_at = _clamp(min(answered, default=None), call.offered_at, None)
    call.queued_at = _clamp(min(queued, default=None), call.offered_at, call.answered_at)
    call.ringing_at = _clamp(min(ringing, default=None), call.offered_at, call.answered_at)


def _clamp(value, low, high):
    if value is None:
        return None
    if low is not None:
        value = max(value, low)
    return value if high is None else min(value, high)


def _legs(call, of_kind):
    legs = {}
    told_of = [
        event for kind in ("offered", "ringing", "answered", "missed", "released") for event in of_kind.get(kind, [])
        if event.agent and (kind != "offered" or call.direction != "in")  # whoever dials hears it ring
    ]
    for kinds in (("offered", "ringing"), ("answered",), ("missed", "released")):
        for event in sorted(told_of, key=lambda event: (not event.leg, event.at, event.key)):
            if event.kind in kinds:
                _leg_told(_leg_of(legs, event), event)
    told = of_kind.get("ended", [])
    agent = next((event.agent for event in reversed(told) if event.agent), "")
    if call.answered_at is not None and agent and not any(leg.answered_at for leg in legs.values()):
        known = sorted((leg for leg in legs.values() if leg.agent == agent), key=lambda leg: (leg.ringing_at or 0, leg.leg))
        leg = known[-1] if known else legs.setdefault((agent, ""), Leg(agent, ""))
        leg.answered_at = call.answered_at
    call.legs = sorted(legs.values(), key=lambda leg: (_begin(leg), leg.agent, leg.leg))


def _leg_of(legs, event):
    """Return the leg of an event. Without a name of its own, it is about the agent's last leg that had begun by then."""
    key = (event.agent, event.leg)
    if not event.leg and key not in legs:
        named = [leg for (agent, _name), leg in legs.items() if agent == event.agent]
        begun = [leg for leg in named if _begin(leg) <= event.at]
        if named:
            return max(begun or named, key=lambda leg: (_begin(leg), leg.leg))
    return legs.setdefault(key, Leg(*key))


def _begin(leg):
    moments = [moment for moment in (leg.ringing_at, leg.answered_at, leg.ended_at) if moment is not None]
    return min(moments, default=float("inf"))


def _leg_told(leg, event):
    if event.kind in ("offered", "ringing"):
        leg.ringing_at = min(leg.ringing_at or event.at, event.at)
    elif event.kind == "answered":
        leg.answered_at = min(leg.answered_at or event.at, event.at)
    else:
        _leg_ended(leg, event)


def _leg_ended(leg, event):
    if event.kind == "missed" and (leg.answered_at is not None or leg.ended_by):
        return  # it was answered after all
    leg.ended_at = max(leg.ended_at or event.at, event.at)
    if event.kind == "released":
        leg.ended_by = str(event.data.get("by") or leg.ended_by)
        talk = seconds(event.data.get("talk"))
        if leg.answered_at is None:
            leg.answered_at = event.at - (talk or 0)


def _end(call, ordered, of_kind):
    strong = [event for kind in _STRONG_ENDS for event in of_kind.get(kind, [])]
    ends = strong or of_kind.get("lost")
    if ends:
        activity = [event.at for event in ordered if event.kind not in _ASIDE]
        call.ended_at = max([*activity, *(event.at for event in ends), call.answered_at or call.offered_at])
    for leg in call.legs:
        _close_leg(call, leg)
    answered = [leg for leg in call.legs if leg.answered_at is not None]
    if call.answered_at is None and answered and call.direction != "out":
        call.answered_at = min(leg.answered_at for leg in answered)
        call.queued_at = _clamp(call.queued_at, None, call.answered_at)
        call.ringing_at = _clamp(call.ringing_at, None, call.answered_at)
    call.agent = answered[0].agent if answered else ""
    if not call.agent and call.direction != "in":
        call.agent = _first(ordered, "agent")
    _state(call, of_kind)


def _close_leg(call, leg):
    if call.ended_at is not None:
        for name in ("ringing_at", "answered_at", "ended_at"):
            setattr(leg, name, _clamp(getattr(leg, name), call.offered_at, call.ended_at))
        leg.ended_at = leg.ended_at if leg.ended_at is not None else call.ended_at
    else:
        for name in ("ringing_at", "answered_at", "ended_at"):
            setattr(leg, name, _clamp(getattr(leg, name), call.offered_at, None))
    if leg.answered_at is not None:
        leg.ringing_at = _clamp(leg.ringing_at, None, leg.answered_at)
        leg.ended_at = _clamp(leg.ended_at, leg.answered_at, None)
        leg.result = "answered" if leg.ended_at is not None else "talking"
    else:
        leg.ended_at = _clamp(leg.ended_at, leg.ringing_at, None)
        leg.result = "missed" if leg.ended_at is not None else "ringing"


def _state(call, of_kind):
    if call.ended_at is not None:
        call.state = "ended"
        call.outcome = _outcome(call, of_kind)
    elif call.answered_at is not None:
        call.state = "held" if _hold_spans(of_kind, call.answered_at, float("inf"))[1] else "talking"
    elif any(leg.result == "ringing" for leg in call.legs):
        call.state = "ringing"
    else:
        call.state = "queued" if call.queued_at is not None else "offered"


def _outcome(call, of_kind):
    if of_kind.get("blocked"):
        return "blocked"
    if call.answered_at is not None:
        return "answered"
    for kind in ("message", "after_hours"):
        if of_kind.get(kind):
            return kind
    if call.direction != "in":
        return "unanswered"
    return "abandoned" if any(of_kind.get(kind) for kind in _STRONG_ENDS) else "lost"


def _hold_spans(of_kind, start, end):
    """Return (seconds on hold between start and end, whether it is on hold at the end)."""
    changes = [(event.at, 1) for event in of_kind.get("held", [])]
    # whoever hands the call on no longer holds it
    changes += [(event.at, 0) for kind in ("unheld", "transferred", "released") for event in of_kind.get(kind, [])]
    total, since = 0.0, None
    for at, held in sorted(changes):
        at = min(max(at, start), end)
        if held and since is None:
            since = at
        elif not held and since is not None:
            total, since = total + at - since, None
    if since is not None and end != float("inf"):
        total += end - since
    return total, since is not None


def _durations(call, of_kind):
    begin = call.queued_at if call.queued_at is not None else call.offered_at
    stop = call.answered_at if call.answered_at is not None else call.ended_at
    if call.direction == "in" and stop is not None and call.outcome not in ("message", "after_hours", "blocked"):
        call.wait_seconds = max(stop - begin, 0.0)
    rings = [
        (leg.answered_at if leg.answered_at is not None else leg.ended_at) - leg.ringing_at
        for leg in call.legs
        if leg.ringing_at is not None and (leg.answered_at is not None or leg.ended_at is not None)
    ]
    call.ring_seconds = max(sum(rings), 0.0)
    if call.answered_at is None or call.ended_at is None or call.outcome == "blocked":
        return
    call.talk_ended_at = _clamp(_talk_end(call, of_kind), call.answered_at, call.ended_at)
    call.hold_seconds = _hold_spans(of_kind, call.answered_at, call.talk_ended_at)[0]
    call.talk_seconds = call.talk_ended_at - call.answered_at - call.hold_seconds


def _talk_end(call, of_kind):
    talked = [leg for leg in call.legs if leg.answered_at is not None]
    if talked and not call.conference and not of_kind.get("conference") \
            and all(leg.ended_by and leg.ended_by != "transfer" for leg in talked):
        return max(leg.ended_at for leg in talked)
    return min((event.at for event in of_kind.get("survey", [])), default=call.ended_at)


def _marks(call, ordered, of_kind):
    call.conference = bool(of_kind.get("conference"))
    done = [event for event in of_kind.get("transferred", []) if str(event.data.get("result") or "Success") == "Success"]
    call.transfer_count = len({(event.agent, str(event.data.get("to") or "")) for event in done})
    call.transferred_to = next((str(event.data["to"]) for event in reversed(done) if event.data.get("to")), "")
    call.recordings = sorted({
        str(event.data[name]) for event in ordered
        for name in ("file",) if event.kind in ("recording", "message", "ended") and event.data.get(name)
    })
    scores = [
        score for event in ordered if event.kind in ("satisfaction", "ended")
        if (score := seconds(event.data.get("score"))) and score <= 9
    ]
    call.satisfaction = int(scores[-1]) if scores else 0
    if call.state == "ended":
        _hangup(call, of_kind)


def _hangup(call, of_kind):
    ends = of_kind.get("ended", [])
    # who ended the talk; what comes after it is the survey
    told = [leg.ended_by for leg in call.legs if leg.ended_by in _PARTIES]
    told = told or [by for event in ends if (by := event.data.get("by")) in _PARTIES]
    if call.outcome in ("blocked", "lost"):
        call.hangup_by = "system"
    elif told:
        call.hangup_by = str(told[-1])
    elif of_kind.get("abandoned"):
        call.hangup_by = "caller"
    call.cause = next((str(event.data["cause"]) for event in reversed(ends) if event.data.get("cause")), "")
