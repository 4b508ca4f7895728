"""What the simulated call centre does: a queue, seats, calls that wait, ring, are answered, and end."""

import asyncio
import itertools
import random
import time
from dataclasses import dataclass, field

from ..port import CommandError

RING_SECONDS = 20


@dataclass
class Seat:
    number: str
    signed_in: bool = False
    paused: bool = False
    reason: str = ""
    call: "Call | None" = None
    state: str = "free"  # free, ringing, talking, held
    consulting: str = ""

    @property
    def ready(self):
        return self.signed_in and not self.paused and self.call is None


@dataclass
class Call:
    key: str
    caller: str
    called: str
    direction: str = "in"
    answer_after: float | None = None  # None: somebody answers by command
    talk: float | None = None  # None: somebody hangs up
    abandon_after: float | None = None
    score: int = 0
    file: str = ""
    seat: Seat | None = None
    leg: str = ""
    answered: asyncio.Event = field(default_factory=asyncio.Event)
    over: asyncio.Event = field(default_factory=asyncio.Event)
    ended_by: str = ""
    moved: Seat | None = None
    since: float = 0.0


class Centre:
    """``tell`` gets every event."""

    def __init__(self, name, tell, pace=1.0, dice=None, queue="12319", record=None):
        self.name, self.tell, self.pace, self.queue = name, tell, pace, queue
        self.dice, self.record = dice or random.Random(), record
        self.started = int(time.time() * 1000)
        self.numbers, self.legs = itertools.count(1), itertools.count(1)
        self.seats, self.calls, self.blacklist, self.night = {}, {}, set(), False
        self.waiting = []  # futures of calls that wait for a free seat
        self.tasks = set()

    # ------------------------------------------------------------------ what is told

    def event(self, kind, call=None, **values):
        told = {"kind": kind, "at": round(time.time(), 6), "server": self.name}
        if call:
            told.update(call=call.key, caller=call.caller, called=call.called, direction=call.direction, queue=self.queue)
        if values.pop("with_leg", False):
            told.update(agent=call.seat.number, leg=call.leg)
        self.tell({**told, **values})

    def seat_changed(self, seat):
        status = "free" if seat.state == "free" else seat.state
        self.event("agent_state", agent=seat.number, queue=self.queue, data={
            "signed_in": seat.signed_in, "paused": seat.paused, "reason": seat.reason, "status": status,
        })

    def snapshot(self):
        """Return events for somebody who has just connected."""
        now = round(time.time(), 6)
        return [{"kind": "snapshot", "at": now, "server": self.name, "data": {"calls": sorted(self.calls)}}]

    # ------------------------------------------------------------------ the life of a call

    def place(self, **settings):
        """Let a citizen call. Returns the call."""
        number = next(self.numbers)
        key = f"{self.name}-{self.started}.{number}"
        call = Call(key, settings.pop("number", None) or f"138{self.dice.randrange(10**8):08}", self.queue, **settings)
        call.file = f"{time.strftime('%Y/%m/%d')}/in-{key}.wav"
        self.calls[key] = call
        self._start(self._incoming(call))
        return call

    def _start(self, coroutine):
        task = asyncio.create_task(coroutine)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def _incoming(self, call):
        self.event("offered", call)
        try:
            if call.caller in self.blacklist:
                self.event("blocked", call)
            elif self.night:
                self.event("after_hours", call)
                await self._pause(2)
            elif await self._queue(call):
                await self._talk(call)
        finally:
            self._end(call)

    async def _queue(self, call):
        """Wait for a seat and let it ring there; False when the caller gives up."""
        self.event("queued", call)
        patience = asyncio.create_task(self._wait_for(call.over, call.abandon_after))
        try:
            while not call.over.is_set():
                seat = await self._next_seat(call, patience)
                if not seat:
                    break
                if await self._ring(call, seat, patience):
                    return True
        finally:
            patience.cancel()
        call.ended_by = "caller"
        self.event("abandoned", call)
        return False

    async def _next_seat(self, call, patience):
        while not patience.done():
            seat = next((seat for seat in sorted(self.seats.values(), key=lambda seat: seat.number) if seat.ready), None)
            if seat:
                return seat
            free = asyncio.get_running_loop().create_future()
            self.waiting.append(free)
            await asyncio.wait({free, patience}, return_when=asyncio.FIRST_COMPLETED)
        return None

    async def _ring(self, call, seat, patience):
        self._seize(call, seat)
        self.event("ringing", call, with_leg=True)
        answered = asyncio.create_task(call.answered.wait())
        limit = RING_SECONDS if call.answer_after is None else call.answer_after
        await asyncio.wait({answered, patience}, timeout=limit * self.pace, return_when=asyncio.FIRST_COMPLETED)
        answered.cancel()
        if not patience.done() and (call.answered.is_set() or call.answer_after is not None):
            self._answered(call)
            return True
        self.event("missed", call, with_leg=True, data={"reason": "cancel" if patience.done() else "noanswer"})
        if not patience.done():
            seat.paused, seat.reason = True, "no answer"  # or it would ring there again at once
        await self._release(call)
        return False

    def _seize(self, call, seat, state="ringing"):
        call.seat, call.leg = seat, f"{self.name}-{self.started}.leg{next(self.legs)}"
        seat.call, seat.state = call, state
        self.seat_changed(seat)

    def _answered(self, call):
        call.seat.state, call.since = "talking", call.since or time.time()
        self.seat_changed(call.seat)
        self.event("answered", call, with_leg=True)
        self.event("recording", call, data={"file": call.file})

    async def _talk(self, call):
        """Talk until somebody hangs up; a transfer goes on at another seat."""
        while True:
            await self._wait_for(call.over, call.talk)
            target, call.moved = call.moved, None
            if not target:
                break
            self.event("released", call, with_leg=True, data={"by": "transfer"})
            await self._release(call)
            call.over.clear()
            self._seize(call, target)
            self.event("ringing", call, with_leg=True)
            await self._pause(0.5)
            self._answered(call)
        call.ended_by = call.ended_by or self.dice.choice(["agent", "caller"])
        if self.record:
            self.record(call.file, time.time() - call.since)
        self.event("released", call, with_leg=True, data={"by": call.ended_by})
        await self._release(call)
        if call.ended_by == "agent" and call.score:
            self.event("survey", call)
            await self._pause(0.5)
            self.event("satisfaction", call, data={"score": call.score})

    def _end(self, call):
        self.calls.pop(call.key, None)
        self.event("ended", call, data={"by": call.ended_by or "system", "cause": "16", "score": call.score or None})

    async def _release(self, call):
        seat, call.seat = call.seat, None
        seat.call, seat.state = None, "free"
        self.seat_changed(seat)
        self._wake()

    def _wake(self):
        """A seat may be free: every call that waits looks again, the longest waiting first."""
        for free in self.waiting:
            if not free.done():
                free.set_result(None)
        self.waiting.clear()

    async def _pause(self, seconds):
        await asyncio.sleep(seconds * self.pace)

    async def _wait_for(self, event, seconds):
        try:
            await asyncio.wait_for(event.wait(), None if seconds is None else seconds * self.pace)
        except asyncio.TimeoutError:
            return

    # ------------------------------------------------------------------ commands

    async def command(self, name, arguments):
        """Carry a command out, or raise :class:`CommandError`."""
        handler = getattr(self, f"do_{name}", None)
        if not handler:
            raise CommandError("unsupported")
        await handler(**{key: value for key, value in arguments.items() if key != "server"})

    def _seat(self, agent):
        return self.seats.setdefault(agent, Seat(agent))

    def _call_of(self, agent, *states):
        seat = self.seats.get(agent)
        if not seat or not seat.call or (states and seat.state not in states):
            raise CommandError("not_in_call")
        return seat.call

    async def do_sign_in(self, agent, queue=None):
        seat = self._seat(agent)
        seat.signed_in, seat.paused, seat.reason = True, False, ""
        self.seat_changed(seat)
        self._wake()

    async def do_sign_out(self, agent, queue=None):
        seat = self._seat(agent)
        seat.signed_in, seat.paused, seat.reason = False, False, ""
        self.seat_changed(seat)

    async def do_pause(self, agent, reason):
        seat = self._signed_in(agent)
        seat.paused, seat.reason = True, reason
        self.seat_changed(seat)

    async def do_ready(self, agent):
        seat = self._signed_in(agent)
        seat.paused, seat.reason = False, ""
        self.seat_changed(seat)
        self._wake()

    def _signed_in(self, agent):
        seat = self._seat(agent)
        if not seat.signed_in:
            raise CommandError("not_signed_in")
        return seat

    async def do_answer(self, agent):
        seat = self.seats.get(agent)
        if not seat or seat.state != "ringing":
            raise CommandError("not_ringing")
        seat.call.answered.set()

    async def do_hang_up(self, agent):
        call = self._call_of(agent)
        call.ended_by = "agent"
        call.over.set()

    async def do_hold(self, agent):
        call = self._call_of(agent, "talking")
        call.seat.state = "held"
        self.event("held", call, with_leg=True)
        self.seat_changed(call.seat)

    async def do_unhold(self, agent):
        call = self._call_of(agent, "held")
        call.seat.state = "talking"
        self.event("unheld", call, with_leg=True)
        self.seat_changed(call.seat)

    async def do_blind_transfer(self, agent, to):
        await self._transfer(agent, to, "blind")

    async def do_consult(self, agent, to):
        self._call_of(agent, "talking")
        self._target(to)
        self.seats[agent].consulting = to

    async def do_complete_transfer(self, agent):
        self._call_of(agent)
        to, self.seats[agent].consulting = self.seats[agent].consulting, ""
        if not to:
            raise CommandError("not_consulting")
        await self._transfer(agent, to, "attended")

    async def do_cancel_transfer(self, agent):
        self._call_of(agent)
        self.seats[agent].consulting = ""

    def _target(self, to):
        seat = self.seats.get(to)
        if not seat or not seat.signed_in or seat.call:
            raise CommandError("busy", to)
        return seat

    async def _transfer(self, agent, to, how):
        call = self._call_of(agent, "talking", "held")
        call.moved = self._target(to)
        self.event("transferred", call, agent=agent, data={"to": to, "how": how, "result": "Success"})
        call.over.set()

    async def do_three_way(self, agent, to):
        call = self._call_of(agent, "talking")
        self.event("conference", call, data={"who": to})

    async def do_dial(self, agent, number, tag=""):
        seat = self._seat(agent)
        if seat.call:
            raise CommandError("busy")
        key = f"{self.name}-{self.started}.{next(self.numbers)}"
        call = Call(key, agent, number, "out", talk=None, file=f"{time.strftime('%Y/%m/%d')}/out-{key}.wav")
        self.calls[key] = call
        self._seize(call, seat)
        self.event("offered", call, with_leg=True)
        self._start(self._outgoing(call))

    async def _outgoing(self, call):
        try:
            await self._wait_for(call.over, 3)
            if not call.over.is_set():
                self._answered(call)
                await self._talk(call)
            else:
                await self._release(call)
        finally:
            self._end(call)

    async def do_listen(self, agent, supervisor):
        self._call_of(agent, "talking", "held")

    do_whisper = do_barge = do_listen

    async def do_blacklist_add(self, number):
        self.blacklist.add(number)

    async def do_blacklist_remove(self, number):
        self.blacklist.discard(number)

    async def do_night(self, on):
        self.night = bool(on)

    async def do_simulate(self, number=None, calls=1, answer_after=None, talk=None, abandon_after=None, every=1.0, score=None,
                          seats=()):
        """Let citizens call: ``calls`` of them, one ``every`` so many seconds; ``seats`` are signed in first."""
        if not 1 <= int(calls) <= 20000:
            raise CommandError("bad_arguments", "calls")
        for number_of_seat in seats:
            await self.do_sign_in(number_of_seat)
        self._start(self._simulate(int(calls), float(every), {
            "number": number, "answer_after": answer_after, "talk": talk, "abandon_after": abandon_after,
        }, score))

    async def _simulate(self, calls, every, settings, score):
        for turn in range(calls):
            self.place(**settings, score=self.dice.choice([0, 1, 1, 2, 3]) if score is None else int(score))
            if turn + 1 < calls:
                await self._pause(every)
