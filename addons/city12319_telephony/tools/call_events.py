"""What a call centre reports, in words that hold for every product: the shape of an event, checked and completed.

An event is a dict. Needed: ``kind`` and ``at``, and ``call`` unless it is about a seat or a whole server. ``at`` is
a moment in UTC: seconds since 1970 with fractions, or ISO text. Optional: ``key`` (else made from the content),
``server``, ``caller``, ``called``, ``queue``, ``agent`` (number of the seat), ``leg`` (the agent's part of the call),
``direction`` (in, out, internal) and ``data`` (a dict with what else is known of this kind).

Needs nothing of Odoo; ``docs/telephony.md`` has the list for people who write an adapter.
"""

import hashlib
import math
import unicodedata
from dataclasses import dataclass, field
from datetime import datetime, timezone

CALL_KINDS = {
    "offered",  # the call reached the number
    "queued",  # it waits for an agent; data: position
    "ringing",  # it rings at one agent
    "missed",  # that agent did not take it; data: ring_ms, reason
    "answered",  # an agent took it; data: wait, ring (seconds)
    "held", "unheld",
    "transferred",  # data: to, how (blind, attended), result
    "conference",  # somebody joined a conference; data: who
    "released",  # one agent's part is over, the call may go on; data: by (agent, caller, transfer), talk
    "survey",  # the caller is asked for a judgement: nobody talks any more
    "satisfaction",  # data: score
    "recording",  # data: file
    "message",  # the caller left a message; data: file
    "after_hours",  # the caller heard that nobody is there
    "blocked",  # the number is on the blacklist
    "abandoned",  # the caller hung up before anybody answered
    "ended",  # the last word on a call; data: by, cause, answered_at, queued_at, talk, file, score, agent
    "lost",  # the call centre no longer knows a call that never ended
}
SEAT_KINDS = {"agent_state"}
SERVER_KINDS = {"snapshot"}  # data: calls (everything that is alive now)
KINDS = CALL_KINDS | SEAT_KINDS | SERVER_KINDS
DIRECTIONS = {"in", "out", "internal"}

_EARLIEST, _LATEST = 946684800.0, 4102444800.0  # 2000 and 2100: anything else is no time of a call
_LENGTHS = {"key": 128, "server": 64, "call": 128, "caller": 64, "called": 64, "queue": 64, "agent": 32, "leg": 128}
_DATA_LIMIT = 40  # entries of data


class BadEvent(ValueError):
    """The event cannot be understood; the text says why."""


@dataclass(frozen=True)
class Event:
    kind: str
    at: float
    key: str
    call: str = ""
    server: str = ""
    caller: str = ""
    called: str = ""
    queue: str = ""
    agent: str = ""
    leg: str = ""
    direction: str = ""
    data: dict = field(default_factory=dict, hash=False)


def parse(raw):
    """Return the :class:`Event` of a dict.

    :raises BadEvent: when it cannot be understood
    """
    if not isinstance(raw, dict):
        raise BadEvent("an event is an object with names and values")
    kind = raw.get("kind")
    if kind not in KINDS:
        raise BadEvent(f"unknown kind {kind!r}")
    texts = {name: _text(raw.get(name), name) for name in _LENGTHS}
    if kind in CALL_KINDS and not texts["call"]:
        raise BadEvent(f"{kind} needs the call it is about")
    if kind in SEAT_KINDS and not texts["agent"]:
        raise BadEvent(f"{kind} needs the agent it is about")
    direction = raw.get("direction") or ""
    if direction and direction not in DIRECTIONS:
        raise BadEvent(f"unknown direction {direction!r}")
    data = raw.get("data") or {}
    if not isinstance(data, dict) or len(data) > _DATA_LIMIT:
        raise BadEvent(f"data must be an object with at most {_DATA_LIMIT} names")
    at = moment(raw.get("at"))
    if at is None:
        raise BadEvent(f"at is no moment: {raw.get('at')!r}")
    key = texts.pop("key") or _key(kind, at, texts)
    return Event(kind=kind, at=at, key=key, direction=direction, data=_clean(data), **texts)


def moment(value):
    """Return seconds since 1970 of a number or of ISO text (UTC unless it has an offset), or None."""
    if isinstance(value, str):
        try:
            value = float(value)
        except ValueError:
            try:
                parsed = datetime.fromisoformat(value.strip().replace("Z", "+00:00"))
            except ValueError:
                return None
            value = (parsed if parsed.tzinfo else parsed.replace(tzinfo=timezone.utc)).timestamp()
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
        return None
    return float(value) if _EARLIEST <= value <= _LATEST else None


def seconds(value):
    """Return a duration in seconds that is finite and not negative, or None."""
    try:
        value = float(value)
    except (TypeError, ValueError):
        return None
    return value if math.isfinite(value) and 0 <= value < 10**7 else None


def _text(value, name):
    if value is None or value is False:
        return ""
    if not isinstance(value, (str, int)) or isinstance(value, bool):
        raise BadEvent(f"{name} must be text")
    text = _printable(str(value)).strip()
    if len(text) > _LENGTHS[name]:
        raise BadEvent(f"{name} is longer than {_LENGTHS[name]} characters")
    return text


def _printable(text):
    """Return ``text`` without control characters: the database takes no NUL, and lines stay lines."""
    return "".join(letter for letter in text if unicodedata.category(letter)[0] != "C")


def _clean(value, depth=0):
    if isinstance(value, str):
        return _printable(value)[:500]
    if isinstance(value, dict) and depth < 3:
        return {_printable(str(name))[:64]: _clean(item, depth + 1) for name, item in value.items()}
    if isinstance(value, (list, tuple)) and depth < 3:
        return [_clean(item, depth + 1) for item in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value if value is None or isinstance(value, (bool, int, float)) else _printable(str(value))[:500]


def _key(kind, at, texts):
    parts = [texts["server"], texts["call"], kind, texts["agent"], texts["leg"], f"{at:.6f}"]
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


def as_datetime(at):
    """Return the UTC datetime of seconds since 1970, to the second, as the database keeps it."""
    return datetime.fromtimestamp(int(at), timezone.utc).replace(tzinfo=None)


def as_moment(value):
    """Return seconds since 1970 of a UTC datetime as the database keeps it, None when there is none."""
    return value.replace(tzinfo=timezone.utc).timestamp() if value else None
