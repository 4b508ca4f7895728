"""Asterisk over its manager interface (AMI): the reference call centre."""

import asyncio
import time

from ..ami import Ami, AmiError
from ..port import CommandError
from . import asterisk_log
from .asterisk_events import Translator, agent_of
from .asterisk_softphone import Softphones

_RING_MS = 20000
# whoever asked for the call has no need to answer it once more: softphones and most telephones understand this
_ANSWER_YOURSELF = "PJSIP_HEADER(add,Call-Info)=<sip:localhost>;answer-after=0"
_FAILS_WITHIN = 1  # seconds: a phone that is not connected is known at once, one that rings goes on
_CONSULTS_WITHIN = 4  # seconds until somebody who is asked rings: announcement, holding the caller, dialling


class Asterisk:
    """One Asterisk server. Settings: ``host``, ``port``, ``username``, ``secret``, ``queue``, ``log`` (list of CEL files)."""

    def __init__(self, name, settings, since):
        self.name, self.queue = name, settings.get("queue", "12319")
        self.logs = settings.get("log") or []
        self.since = since  # returns the moment up to which everything was heard
        self.translator = Translator(name, time.time)
        self.emit, self.unreached = None, []
        self.ami = Ami(settings.get("host", "127.0.0.1"), int(settings.get("port", 5038)), settings["username"],
                       settings["secret"], self._on_event, self._on_up)
        self.softphones = Softphones(self.ami)

    async def run(self, emit):
        self.emit = emit
        await asyncio.gather(self.ami.run(), self.softphones.watch())

    def history(self, start, end):
        return asterisk_log.read(self.logs, start, end, self.name)

    def _on_event(self, raw):
        if raw.get("Event") == "OriginateResponse" and raw.get("Response") == "Failure":
            self.unreached.append(raw.get("ActionID"))
            del self.unreached[:-100]
        for event in self.translator.translate(raw):
            self.emit(event)

    async def _on_up(self):
        heard = self.since()
        self.translator.seats.clear()
        for raw in await self.ami.action("QueueStatus"):
            if raw.get("Event") == "QueueMember":
                self._on_event(raw)
        asked = time.time()
        channels = await self.ami.action("CoreShowChannels")
        if heard:  # what happened while nobody listened
            for event in self.history(heard - 2, asked):
                self.emit(event)
        alive = sorted({raw["Linkedid"] for raw in channels if raw.get("Linkedid")})
        self.emit({"kind": "snapshot", "at": asked, "server": self.name, "data": {"calls": alive}})

    # ------------------------------------------------------------------ commands

    async def command(self, name, arguments):
        handler = getattr(self, f"_do_{name}", None)
        if not handler:
            raise CommandError("unsupported")
        try:
            await handler(arguments)
        except AmiError as error:
            raise CommandError("refused", str(error)) from error
        except asyncio.TimeoutError as error:
            raise CommandError("timeout") from error
        except OSError as error:
            raise CommandError("down", str(error)) from error

    async def _do_sign_in(self, a):
        agent, queue = a["agent"], a.get("queue") or self.queue
        try:
            await self.ami.action("QueueAdd", Queue=queue, Interface=f"PJSIP/{agent}", MemberName=agent,
                                  StateInterface=f"PJSIP/{agent}")
        except AmiError as error:
            if "Already there" not in str(error):
                raise
        await self._pause(agent, False, "")

    async def _do_sign_out(self, a):
        try:
            await self.ami.action("QueueRemove", Queue=a.get("queue") or self.queue, Interface=f"PJSIP/{a['agent']}")
        except AmiError as error:
            if "Not there" not in str(error):
                raise
        await self.softphones.take_back(a["agent"])

    async def _do_softphone(self, a):
        await self.softphones.give(a["agent"], a["secret"], int(a["seconds"]))

    async def _do_softphone_end(self, a):
        await self.softphones.take_back(a["agent"])

    async def _do_pause(self, a):
        await self._pause(a["agent"], True, a["reason"])

    async def _do_ready(self, a):
        await self._pause(a["agent"], False, "")

    async def _pause(self, agent, paused, reason):
        try:
            await self.ami.action("QueuePause", Interface=f"PJSIP/{agent}", Paused="true" if paused else "false", Reason=reason)
        except AmiError as error:
            raise CommandError("not_signed_in", str(error)) from error

    async def _do_hang_up(self, a):
        leg = await self._leg(a["agent"])
        self.translator.asked_to_hang_up[leg["Uniqueid"]] = True  # Asterisk does not say that it was the agent
        await self.ami.action("Hangup", Channel=leg["Channel"], Cause=16)

    async def _do_blind_transfer(self, a):
        leg = await self._talking(a["agent"])
        await self.ami.action("BlindTransfer", Channel=leg["Channel"], Context="internal", Exten=a["to"])

    async def _do_consult(self, a):
        leg = await self._talking(a["agent"])
        await self.ami.action("Atxfer", Channel=leg["Channel"], Context="internal", Exten=a["to"])
        for _turn in range(_CONSULTS_WITHIN * 10):
            await asyncio.sleep(0.1)
            if await self._consults(leg):
                return
        raise CommandError("refused", f"{a['to']} is not reached")

    async def _do_complete_transfer(self, a):
        # Asterisk joins caller and target when the agent hangs up; with nobody there, the caller would be sent away
        if not await self._consults(await self._talking(a["agent"])):
            raise CommandError("not_consulting")
        await self._do_hang_up(a)

    async def _do_cancel_transfer(self, a):
        leg = await self._talking(a["agent"])
        if not await self._consults(leg):
            raise CommandError("not_consulting")
        await self.ami.action("CancelAtxfer", Channel=leg["Channel"])

    async def _do_three_way(self, a):
        leg = await self._talking(a["agent"])
        other = await self._far_side(leg)
        room = "room" + "".join(letter for letter in leg["Linkedid"].rsplit("-", 1)[-1] if letter.isdigit())
        there = {"Context": "conference", "Exten": room, "Priority": 1}
        await self.ami.action("Redirect", Channel=other["Channel"], **there, ExtraChannel=leg["Channel"],
                              ExtraContext="conference", ExtraExten=room, ExtraPriority=1)
        # a seat is called as in a transfer, so that it is seen ringing and gets the call on its page
        channel = f"Local/{a['to']}@internal" if len(a["to"]) < 5 else f"PJSIP/{a['to']}@carrier"
        await self._originate(channel, there, f"__CALL_ID={leg['Linkedid']}", caller=f"{self.queue} <{self.queue}>")

    async def _do_dial(self, a):
        there = {"Context": "from-agents", "Exten": a["number"], "Priority": 1}
        await self._originate(f"PJSIP/{a['agent']}", there, [f"__ODOO_TAG={a.get('tag', '')}", _ANSWER_YOURSELF],
                              caller=f"{a['number']} <{a['number']}>")

    async def _do_listen(self, a):
        await self._spy(a, "*31")

    async def _do_whisper(self, a):
        await self._spy(a, "*32")

    async def _do_barge(self, a):
        await self._spy(a, "*33")

    async def _spy(self, a, code):
        await self._talking(a["agent"])
        there = {"Context": "from-supervisors", "Exten": code + a["agent"], "Priority": 1}
        await self._originate(f"PJSIP/{a['supervisor']}", there, _ANSWER_YOURSELF, caller=f"{a['agent']} <{a['agent']}>")

    async def _do_blacklist_add(self, a):
        await self.ami.action("DBPut", Family="blacklist", Key=a["number"], Val="1")

    async def _do_blacklist_remove(self, a):
        await self.ami.forget("blacklist", a["number"])

    async def _do_night(self, a):
        await self.ami.action("DBPut", Family="12319", Key="night", Val="1" if a.get("on") else "0")

    # ------------------------------------------------------------------ channels

    async def _channels(self):
        return [raw for raw in await self.ami.action("CoreShowChannels") if raw.get("Channel")]

    async def _leg(self, agent):
        """Return the agent's channel: asked from Asterisk each time, so that nothing is to be remembered."""
        legs = [raw for raw in await self._channels() if agent_of(raw["Channel"]) == agent]
        if not legs:
            raise CommandError("not_in_call")
        # while consulting there are several: the one with the call is the oldest
        return min(legs, key=lambda raw: float(raw["Uniqueid"].rsplit("-", 1)[-1]))

    async def _talking(self, agent):
        leg = await self._leg(agent)
        if leg.get("ChannelStateDesc") != "Up":
            raise CommandError("not_in_call")
        return leg

    async def _far_side(self, leg):
        """Return the telephone at the other end: right after a transfer, a pair of local channels still lies between."""
        channels = await self._channels()
        other, passed = _beside(leg["Channel"], channels), set()
        while other and other["Channel"].startswith("Local/") and other["Channel"] not in passed:
            passed.add(other["Channel"])
            end = other["Channel"]
            other = _beside(end[:-1] + ("2" if end.endswith("1") else "1"), channels)
        if not other or other["Channel"].startswith("Local/"):
            raise CommandError("not_in_call")
        return other

    async def _consults(self, leg):
        """Tell whether the agent is with somebody who is asked: Asterisk calls them through a local channel."""
        other = _beside(leg["Channel"], await self._channels())
        return bool(other) and other["Channel"].startswith("Local/")

    async def _originate(self, channel, there, variable, caller):
        answer = await self.ami.action(
            "Originate", Channel=channel, **there, Timeout=_RING_MS, Async="true", CallerID=caller, Variable=variable)
        for _turn in range(_FAILS_WITHIN * 10):
            await asyncio.sleep(0.1)
            if answer["ActionID"] in self.unreached:
                raise CommandError("refused", f"{channel} is not connected")


def _beside(channel, channels):
    """Return the channel that is in one bridge with ``channel``, or None."""
    bridge = next((raw.get("BridgeId") for raw in channels if raw["Channel"] == channel), None)
    return next((raw for raw in channels if raw["Channel"] != channel and bridge and raw.get("BridgeId") == bridge), None)
