"""One call of the made-up city, and what the call centre would report of it. No ORM."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from .hours import to_utc

SEATS = {"agent1": "801", "agent2": "802", "shiftleader": "880"}
LINE = "12319"
SERVER = "demo"


@dataclass
class Call:
    key: str
    at: datetime  # local time
    kind: str  # ticket, or one of call_plan.KINDS, or callback
    phone: str = ""
    agent: str = ""
    missed_by: str = ""  # an agent at whom it rang first
    wait: int = 0
    ring: int = 0
    talk: int = 0  # 0: nobody talked
    hold: int = 0
    score: int = 0
    by: str = "caller"
    helper: str = ""  # to whom it was handed on
    ticket: int = 0
    note: str = ""
    file: str = ""

    @property
    def ringing_at(self):
        return self.at + timedelta(seconds=self.wait + 6 - self.ring)

    @property
    def answered_at(self):
        return self.at + timedelta(seconds=self.wait + 6) if self.talk else None

    @property
    def talk_end(self):
        return self.at + timedelta(seconds=self.wait + 6 + self.talk + self.hold)

    def events(self):
        """Return what the call centre would report of this call, in the order of time."""
        return list(self._outgoing() if self.kind == "callback" else self._incoming())

    def _tell(self, kind, after, **values):
        base = {
            "kind": kind, "call": self.key, "at": (to_utc(self.at) - datetime(1970, 1, 1)).total_seconds() + after,
            "server": SERVER, "direction": "in", "caller": self.phone or "anonymous", "called": LINE, "queue": LINE,
        }
        return {**base, **values}

    def _incoming(self):
        yield self._tell("offered", 0)
        if self.kind == "blocked":
            yield self._tell("blocked", 1)
        elif self.kind in ("after_hours", "message"):
            yield self._tell("after_hours", 3)
            if self.kind == "message":
                yield self._tell("message", 30, data={})
        else:
            yield from self._queued()
        yield self._tell("ended", self._length(), data={"by": self.by if self.talk else "caller"})

    def _queued(self):
        yield self._tell("queued", 6)
        if self.missed_by:
            seat = SEATS[self.missed_by]
            yield self._tell("ringing", 7, agent=seat, leg="0")
            yield self._tell("missed", 7 + 20, agent=seat, leg="0", data={"ring_ms": 20000, "reason": "noanswer"})
        if not self.talk:
            yield self._tell("abandoned", 6 + self.wait, data={"wait": self.wait})
            return
        seat = SEATS[self.agent]
        yield self._tell("ringing", 6 + self.wait - self.ring, agent=seat, leg="1")
        start = 6 + self.wait
        yield self._tell("answered", start, agent=seat, leg="1", data={"wait": self.wait, "ring": self.ring})
        if self.file:
            yield self._tell("recording", start, data={"file": self.file})
        if self.hold:
            yield self._tell("held", start + self.talk // 3, agent=seat, leg="1")
            yield self._tell("unheld", start + self.talk // 3 + self.hold, agent=seat, leg="1")
        yield from self._talk_ends(start)

    def _talk_ends(self, start):
        end, seat, leg = start + self.talk + self.hold, SEATS[self.agent], "1"
        if self.helper:
            handed = start + self.hold + self.talk // 2
            yield self._tell("ringing", handed - 4, agent=SEATS[self.helper], leg="2")
            yield self._tell("answered", handed, agent=SEATS[self.helper], leg="2")
            yield self._tell("transferred", handed, agent=seat, leg="1", data={"to": SEATS[self.helper], "how": "attended"})
            yield self._tell("released", handed, agent=seat, leg="1", data={"by": "transfer"})
            seat, leg = SEATS[self.helper], "2"
        yield self._tell("released", end, agent=seat, leg=leg, data={"by": self.by})
        if self.by == "agent":
            yield self._tell("survey", end)
        if self.score:
            yield self._tell("satisfaction", end + 8, data={"score": self.score})

    def _length(self):
        if self.kind == "blocked":
            return 1
        if self.kind in ("after_hours", "message"):
            return 15 if self.kind == "after_hours" else 31
        after = 10 if self.score else 0
        return 6 + self.wait + self.talk + self.hold + after

    def _outgoing(self):
        seat = SEATS[self.agent]
        own = {"direction": "out", "caller": LINE, "called": self.phone, "queue": "", "agent": seat, "leg": "1"}
        yield self._tell("offered", 0, **own)
        if self.talk:
            yield self._tell("answered", 6 + self.wait, **own)
            yield self._tell("released", 6 + self.wait + self.talk, **own, data={"by": "agent"})
        yield self._tell("ended", 6 + self.wait + self.talk, **own, data={"by": "agent"})
