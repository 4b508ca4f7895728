"""Plans the calls of the made-up city: who rang when, who took it, and what came of it. No ORM, no clock of its own.

Calls that became tickets stand around the registration, by the agent who registered; the others are drawn over the same
days. Nobody takes two calls at once, and whoever called in vain calls again or is called back.
"""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta

from .call_story import Call
from .hours import FIRST_HOUR, LAST_HOUR, call_time, to_local
from .people import Callers

CALLS = 600
DAYS = 60
AGENTS = ("agent1", "agent2")
RECORDED = 12  # the newest calls with a ticket have their sound

# what the other calls are, with weights
KINDS = {
    "consulted": 58, "nuisance": 5, "wrong_number": 4, "dropped": 3, "abandoned": 15, "after_hours": 9, "message": 4,
    "blocked": 2,
}
IN_VAIN = ("abandoned", "after_hours", "message")
NIGHT_HOURS = (0, 1, 5, 6, 6, 6, 22, 22, 22, 23, 23)
SCORES = ((0, 44), (1, 38), (2, 14), (3, 4))  # the key that was pressed, 0 for none
NOTES = {
    "consulted": (
        "咨询停水时间，已答复", "咨询办理进度，已答复", "咨询井盖权属，已告知", "咨询垃圾分类投放时间",
        "咨询占道停车如何举报", "",
    ),
    "nuisance": ("反复拨打，不说话", "推销广告", "辱骂，已提醒后挂机"),
    "wrong_number": ("要找供电公司", "拨错号码", "要查快递"),
    "dropped": ("接通后无声", "说明情况前断线"),
}
TALKS = {"ticket": (70, 300), "consulted": (40, 220), "nuisance": (8, 60), "wrong_number": (10, 35), "dropped": (6, 20)}


@dataclass(frozen=True)
class Contact:
    """A ticket that came in by telephone."""

    ticket: int
    agent: str  # login
    phone: str  # digits, empty when the number was withheld
    at: datetime  # local time of registration


class CallPlan:
    """Makes the plan for the moment ``now`` (UTC) around ``contacts``."""

    def __init__(self, now, contacts, seed=12319):
        self.rng = random.Random(seed)
        self.now = to_local(now.replace(microsecond=0))
        self.midnight = self.now.replace(hour=0, minute=0, second=0)
        self.contacts = sorted(contacts, key=lambda contact: (contact.at, contact.ticket))
        self.callers = Callers(self.rng)
        self.busy = {agent: [] for agent in AGENTS}
        self.calls = []

    def plan(self):
        """Return all calls, oldest first."""
        for agent in AGENTS:
            self._registrations(agent)
        self.duty = self._duty()
        for _number in range(CALLS - len(self.calls)):
            self._other(self.rng.choices(list(KINDS), KINDS.values())[0])
        for call in [call for call in self.calls if call.kind in IN_VAIN]:
            self._answer_to(call)
        self.calls.sort(key=lambda call: (call.at, call.key))
        for call in [call for call in self.calls if call.kind == "ticket" and call.agent in AGENTS][-RECORDED:]:
            call.file = f"{call.at:%Y/%m/%d}/{call.key}.wav"
        return self.calls

    # ------------------------------------------------------------------ kinds of calls

    def _registrations(self, agent):
        """The calls of an agent's tickets: the form is saved shortly before the talk ends."""
        mine = [contact for contact in self.contacts if contact.agent == agent]
        free = datetime.min
        for contact, following in zip(mine, [*mine[1:], None], strict=True):
            room = (following.at - contact.at).total_seconds() / 3 if following else 60
            end = contact.at + timedelta(seconds=min(self.rng.randint(5, 40), int(room)))
            start = max(end - timedelta(seconds=self.rng.randint(*TALKS["ticket"])), free + timedelta(seconds=25))
            if start >= contact.at:
                continue  # registered right after another one: told in the same call
            wait, ring = self._wait(contact.at)
            talk = int((end - start).total_seconds())
            self._take(Call(
                self._key(), start - timedelta(seconds=wait + 6), "ticket", contact.phone, agent, wait=wait, ring=ring,
                talk=talk, ticket=contact.ticket, **self._ending(),
            ))
            free = end

    def _other(self, kind):
        """A call that became no ticket, at some free moment."""
        while True:
            at = self._moment(night=kind in ("after_hours", "message"))
            call = Call(self._key(len(self.calls)), at, kind, self._phone())
            if kind == "abandoned":
                call.wait = self.rng.choice((4, 9, 14, 21, 28, 35, 47, 62, 95))
            if kind not in TALKS:
                self.calls.append(call)
                return
            if self._staff(call):
                return

    def _staff(self, call):
        """Give ``call`` to an agent who is free, and tell whether there was one."""
        call.wait, call.ring = self._wait(call.at)
        call.talk = self.rng.randint(*TALKS[call.kind])
        call.note = self.rng.choice(NOTES[call.kind])
        if call.kind == "consulted":
            call.hold = self.rng.choice((0, 0, 0, 0, 0, 0, 18, 35))
            call.helper = "shiftleader" if self.rng.random() < 0.03 else ""
            for name, value in self._ending().items():
                setattr(call, name, value)
        agents = [agent for agent in AGENTS if (agent, call.at.date()) in self.duty]
        self.rng.shuffle(agents)
        for agent in agents:
            call.agent = agent
            if self._is_free(call):
                others = [other for other in agents if other != agent]
                if others and call.wait < 25 and self.rng.random() < 0.05:
                    call.missed_by, call.wait = others[0], call.wait + 24
                self._take(call)
                return True
        return False

    def _answer_to(self, missed):
        """Somebody called in vain: calls again, is called back, or cannot be reached. The newest still wait."""
        if missed.at > self.now - timedelta(hours=20) or not missed.phone:
            return
        chance = self.rng.random()
        for _try in range(2 if chance > 0.85 else 1):
            morning = missed.at.replace(hour=FIRST_HOUR, minute=0, second=0) + timedelta(days=missed.at.hour >= LAST_HOUR - 1)
            for _moment in range(20):
                at = max(morning + timedelta(minutes=self.rng.randint(20, 300)),
                         missed.at + timedelta(minutes=self.rng.randint(15, 90)))
                if FIRST_HOUR <= at.hour < LAST_HOUR and self._answered(missed, at, chance):
                    break

    def _answered(self, missed, at, chance):
        kind = "consulted" if chance < 0.3 else "callback"
        call = Call(self._key(len(self.calls)), at, kind, missed.phone)
        if kind == "consulted":
            return self._staff(call)
        call.wait, call.by = self.rng.randint(6, 20), "agent"
        call.talk = self.rng.randint(30, 150) if chance <= 0.85 else 0
        call.agent = self.rng.choice([agent for agent in AGENTS if (agent, at.date()) in self.duty])
        if self._is_free(call):
            self._take(call)
            return True
        return False

    # ------------------------------------------------------------------ draws

    def _duty(self):
        """Return the (agent, day) at work: whoever registered something, and never nobody."""
        duty = {(call.agent, call.at.date()) for call in self.calls}
        for back in range(DAYS + 2):
            day = (self.midnight - timedelta(days=back)).date()
            if not any((agent, day) in duty for agent in AGENTS):
                duty.add((self.rng.choice(AGENTS), day))
        return duty

    def _moment(self, night):
        while True:
            (days,) = self.rng.choices(range(DAYS), [2.2 if day < 10 else 1 for day in range(DAYS)])
            day = self.midnight - timedelta(days=days)
            at = day + timedelta(hours=self.rng.choice(NIGHT_HOURS), seconds=self.rng.randrange(3600)) if night \
                else call_time(self.rng, day)
            if at < self.now - timedelta(minutes=20):
                return at

    def _wait(self, at):
        """Return (wait, ring) in seconds: longer in the busy hours of the morning and the afternoon."""
        ring = self.rng.randint(2, 7)
        busy = at.hour in (9, 10, 11, 15, 16, 17)
        wait = ring + self.rng.choice((0, 0, 0, 1, 2, 4, 6, 14, 38) if busy else (0, 0, 0, 0, 1, 2, 5, 9))
        return wait, ring

    def _ending(self):
        scores, weights = zip(*SCORES, strict=True)
        score = self.rng.choices(scores, weights)[0]
        return {"score": score, "by": "agent" if score or self.rng.random() < 0.3 else "caller"}

    def _phone(self):
        if self.contacts and self.rng.random() < 0.3:
            return self.rng.choice(self.contacts).phone
        return "".join(letter for letter in self.callers.pick().phone if letter.isdigit())

    def _key(self, number=None):
        return f"demo-{len(self.calls) if number is None else number:04}"

    # ------------------------------------------------------------------ who is free

    def _span(self, call):
        return call.at, call.talk_end + timedelta(seconds=25)

    def _is_free(self, call):
        start, end = self._span(call)
        return all(end <= other_start or other_end <= start for other_start, other_end in self.busy[call.agent])

    def _take(self, call):
        self.busy[call.agent].append(self._span(call))
        self.calls.append(call)
