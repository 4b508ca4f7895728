"""Asterisk's own words, recorded from real calls, in the words of the port: live (AMI) and from its log (CEL)."""

import asyncio
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pure_tools import tool

from connector import reconcile
from connector.adapters import asterisk, asterisk_log
from connector.adapters.asterisk_events import Translator, agent_of
from connector.ami import Ami, AmiError, MessageReader, render
from connector.port import CommandError

RECORDED = Path(__file__).parent / "recorded"
call_events = tool("city12319_telephony", "call_events")
fold = tool("city12319_telephony", "fold").fold

# caller: direction, outcome, agents who answered, transferred to, three-way
CALLS = {
    "13800138001": ("in", "abandoned", [], "", False),
    "13800138002": ("in", "answered", ["801", "880"], "880", False),
    "13800138003": ("in", "answered", ["801", "880"], "880", False),
    "13800138004": ("in", "answered", ["801"], "", True),
    "13800138005": ("in", "answered", ["801"], "", False),
    "13900000000": ("in", "blocked", [], "", False),
    "13800138008": ("in", "message", [], "", False),
    "12319": ("out", "answered", ["801"], "", False),
}


def recorded_messages():
    reader = MessageReader()
    lines = (RECORDED / "asterisk_ami.txt").read_bytes().split(b"\n")
    return [message for line in lines if (message := reader.feed(line))]


def live():
    translator = Translator("cc1", lambda: 1795516200.0)
    return [event for message in recorded_messages() for event in translator.translate(message)]


def logged():
    return asterisk_log.read([RECORDED / "asterisk_cel.csv"], 0, 4e9, "cc1")


def folded(events):
    by_call = {}
    for event in events:
        if event.get("call"):
            by_call.setdefault(event["call"], []).append(call_events.parse(event))
    return {key: fold(events) for key, events in by_call.items()}


@pytest.mark.parametrize("source", [live, logged])
def test_recorded_calls_are_understood(source):
    calls = {call.caller: call for call in folded(source()).values()}
    assert {
        caller: (
            call.direction, call.outcome, [leg.agent for leg in call.legs if leg.result == "answered"], call.transferred_to,
            call.conference,
        ) for caller, call in calls.items()
    } == CALLS


def test_live_and_log_tell_the_same_times():
    ours, theirs = folded(live()), folded(logged())
    assert ours.keys() == theirs.keys()
    for key, call in ours.items():
        other = theirs[key]
        for name in ("offered_at", "queued_at", "answered_at", "ended_at"):
            here, there = getattr(call, name), getattr(other, name)
            assert (here is None) == (there is None), (key, name)
            assert here is None or abs(here - there) < 0.2, (key, name)
        assert (call.agent, call.recordings) == (other.agent, other.recordings)


def test_log_fills_in_whatever_was_missed_live():
    """Any part of the live events may be lost: with the log beside it, the call is the same."""
    whole, log = folded(live()), {}
    for event in logged():
        log.setdefault(event["call"], []).append(event)
    for every in (2, 3, 5):
        heard = [event for number, event in enumerate(live()) if number % every]
        repaired = folded([*heard, *(event for events in log.values() for event in events)])
        for key, call in whole.items():
            assert (repaired[key].outcome, repaired[key].agent) == (call.outcome, call.agent)
            assert abs(repaired[key].ended_at - call.ended_at) < 0.2


def test_facts_of_the_log_agree_with_the_calls():
    known = reconcile.facts(logged())
    for key, call in folded(live()).items():
        assert (known[key]["answered"] is None) == (call.answered_at is None)
        assert known[key]["agent"] == call.agent
        assert known[key]["ended"] == pytest.approx(call.ended_at, abs=0.2)


def test_states_of_seats_are_told_when_they_change():
    states = [event for event in live() if event["kind"] == "agent_state"]
    paused = [event for event in states if event["data"]["paused"] and event["data"]["reason"] == "lunch"]
    assert {event["agent"] for event in paused} == {"801", "802", "803"}
    for before, after in zip(states, states[1:], strict=False):
        assert (before["agent"], before["queue"], before["data"]) != (after["agent"], after["queue"], after["data"])
    assert any(not event["data"]["signed_in"] and event["agent"] == "850" for event in states)


@pytest.mark.parametrize(("channel", "agent"), [
    ("PJSIP/801-0000001a", "801"), ("PJSIP/carrier-00000001", ""), ("Local/880@internal-0;1", ""), (None, ""), ("", ""),
])
def test_agent_of_a_channel(channel, agent):
    assert agent_of(channel) == agent


def test_half_a_line_at_the_end_of_the_log_is_left_out(tmp_path):
    text = (RECORDED / "asterisk_cel.csv").read_text()
    (tmp_path / "cel.csv").write_text(text[:-60])
    assert len(asterisk_log.read([tmp_path / "cel.csv"], 0, 4e9, "cc1")) >= len(logged()) - 2
    assert asterisk_log.read([tmp_path / "none.csv"], 0, 4e9, "cc1") == []


def test_a_transfer_before_the_target_answers_names_the_target():
    live_event = {"Event": "AttendedTransfer", "Result": "Success", "TransfereeLinkedid": "cc1-1.0", "Timestamp": "1795516200",
                  "OrigTransfererChannel": "PJSIP/801-1", "OrigTransfererConnectedLineNum": "803"}
    [event] = Translator("cc1", lambda: 0).translate(live_event)
    assert (event["call"], event["agent"], event["data"]["to"]) == ("cc1-1.0", "801", "803")
    unanswered = '{"transfer_target_channel_name": "N/A"}'
    rows = [{**dict.fromkeys(asterisk_log.COLUMNS, ""), "at": 1795516200.0, "linkedid": "cc1-1.0", "type": kind,
             "channel": channel, "uniqueid": number, "said": said, "extra": extra}
            for kind, channel, number, said, extra in (
                ("USER_DEFINED", "PJSIP/carrier-0", "cc1-1.0", "CallOffered", ""),
                ("CHAN_START", "Local/803@internal-0;1", "cc1-2.2", "", ""),
                ("ATTENDEDTRANSFER", "PJSIP/801-1", "cc1-1.1", "", unanswered))]
    assert asterisk_log.translate(rows, "cc1")[-1]["data"] == {"to": "803", "how": "attended"}


@given(st.text(), st.text())
def test_values_cannot_smuggle_in_lines(name, value):
    lines = render("DBPut", 7, {"Key": name, "Val": [value, value]}).decode().split("\r\n")
    assert len([line for line in lines if line.startswith(("Action:", "ActionID:", "Key:", "Val:"))]) == 5
    assert lines[-2:] == ["", ""]


def test_chinese_in_messages_survives_any_cut():
    reader = MessageReader()
    assert reader.feed("CallerIDName: 张三丰".encode()) is None
    assert reader.feed(b"X: 1") is None
    assert reader.feed(b"X: 2") is None
    assert reader.feed(b"") == {"CallerIDName": "张三丰", "X": "1\n2"}
    assert reader.feed(b"") is None


class FakeAsterisk:
    """Answers actions as Asterisk does, and can fall silent."""

    def __init__(self, channels=()):
        self.actions, self.channels, self.silent, self.writers = [], list(channels), False, []

    async def serve(self, reader, writer):
        self.writers.append(writer)
        writer.write(b"Asterisk Call Manager/11.0.0\r\n")
        messages = MessageReader()
        while line := await reader.readline():
            message = messages.feed(line.rstrip(b"\r\n"))
            if not message or self.silent:
                continue
            self.actions.append(message)
            await self.answer(writer, message)

    async def answer(self, writer, message):
        name, number = message["Action"], message["ActionID"]
        if name in ("QueueStatus", "CoreShowChannels"):
            self.say(writer, Response="Success", ActionID=number, EventList="start")
            for channel in self.channels if name == "CoreShowChannels" else []:
                self.say(writer, Event="CoreShowChannel", ActionID=number, **channel)
            self.say(writer, Event="Complete", ActionID=number, EventList="Complete")
        elif name == "Atxfer" and message["Exten"] == "880":
            self.say(writer, Response="Success", ActionID=number)
            asyncio.get_running_loop().call_later(0.2, self.ask, message["Channel"])
        elif name == "QueueAdd" and message["MemberName"] == "802":
            self.say(writer, Response="Error", ActionID=number, Message="Unable to add interface: Already there")
        elif name == "QueuePause" and message["Interface"] == "PJSIP/809":
            self.say(writer, Response="Error", ActionID=number, Message="Interface not found")
        else:
            self.say(writer, Response="Success", ActionID=number)
            if name == "Originate" and message["Channel"] == "PJSIP/803":
                self.say(writer, Event="OriginateResponse", ActionID=number, Response="Failure", Reason="0")
        await writer.drain()

    def ask(self, agent):
        """An agent's channel leaves the caller for whoever is asked."""
        self.channels = [
            *({**channel, **({"BridgeId": "asked"} if channel["Channel"] == agent else {})} for channel in self.channels),
            {"Channel": "Local/880@internal-0;1", "Uniqueid": "cc1-109.9", "Linkedid": "cc1-100.0", "BridgeId": "asked",
             "ChannelStateDesc": "Ringing"},
        ]

    @staticmethod
    def say(writer, **fields):
        writer.write("".join(f"{name}: {value}\r\n" for name, value in fields.items()).encode() + b"\r\n")


TALKING = [
    {"Channel": "PJSIP/carrier-0", "Uniqueid": "cc1-100.0", "Linkedid": "cc1-100.0", "ChannelStateDesc": "Up", "BridgeId": "b"},
    {"Channel": "PJSIP/801-1", "Uniqueid": "cc1-101.1", "Linkedid": "cc1-100.0", "ChannelStateDesc": "Up", "BridgeId": "b"},
    {"Channel": "PJSIP/802-2", "Uniqueid": "cc1-102.2", "Linkedid": "cc1-102.2", "ChannelStateDesc": "Ringing"},
]


def with_asterisk(scenario, channels=TALKING, **settings):
    """Run ``scenario(adapter, fake, events)`` against a fake Asterisk."""
    async def run():
        fake, events = FakeAsterisk(channels), []
        server = await asyncio.start_server(fake.serve, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        adapter = asterisk.Asterisk("cc1", {"port": port, "username": "odoo", "secret": "s", **settings}, lambda: 0.0)
        adapter.ami.ping = adapter.ami.timeout = 0.3
        running = asyncio.create_task(adapter.run(events.append))
        try:
            for _turn in range(100):
                if any(event["kind"] == "snapshot" for event in events):
                    break
                await asyncio.sleep(0.02)
            return await asyncio.wait_for(scenario(adapter, fake, events), 20)
        finally:
            running.cancel()
            server.close()
            for writer in fake.writers:
                writer.close()
    return asyncio.run(run())


def test_snapshot_after_each_connection_names_the_calls_that_are_alive():
    async def scenario(adapter, fake, events):
        return events
    assert with_asterisk(scenario)[-1]["data"] == {"calls": ["cc1-100.0", "cc1-102.2"]}


@pytest.mark.parametrize(("name", "arguments", "action", "fields"), [
    ("sign_in", {"agent": "801"}, "QueueAdd", {"Interface": "PJSIP/801", "Queue": "12319"}),
    ("sign_in", {"agent": "802"}, "QueuePause", {"Interface": "PJSIP/802", "Paused": "false"}),
    ("sign_out", {"agent": "801"}, "QueueRemove", {"Interface": "PJSIP/801"}),
    ("pause", {"agent": "801", "reason": "午餐"}, "QueuePause", {"Paused": "true", "Reason": "午餐"}),
    ("ready", {"agent": "801"}, "QueuePause", {"Paused": "false"}),
    ("hang_up", {"agent": "801"}, "Hangup", {"Channel": "PJSIP/801-1"}),
    ("blind_transfer", {"agent": "801", "to": "880"}, "BlindTransfer", {"Channel": "PJSIP/801-1", "Exten": "880"}),
    ("three_way", {"agent": "801", "to": "880"}, "Originate", {"Channel": "Local/880@internal", "Exten": "room1000"}),
    ("dial", {"agent": "801", "number": "13900139000"}, "Originate", {"Channel": "PJSIP/801", "Exten": "13900139000"}),
    ("listen", {"agent": "801", "supervisor": "880"}, "Originate", {"Channel": "PJSIP/880", "Exten": "*31801"}),
    ("whisper", {"agent": "801", "supervisor": "880"}, "Originate", {"Exten": "*32801"}),
    ("barge", {"agent": "801", "supervisor": "880"}, "Originate", {"Exten": "*33801"}),
    ("blacklist_add", {"number": "13900000000"}, "DBPut", {"Family": "blacklist", "Key": "13900000000"}),
    ("blacklist_remove", {"number": "13900000000"}, "DBDel", {"Family": "blacklist", "Key": "13900000000"}),
    ("night", {"on": True}, "DBPut", {"Key": "night", "Val": "1"}),
])
def test_commands_become_actions(monkeypatch, name, arguments, action, fields):
    monkeypatch.setattr(asterisk, "_FAILS_WITHIN", 0)

    async def scenario(adapter, fake, events):
        await adapter.command(name, arguments)
        return fake.actions
    sent = with_asterisk(scenario)
    assert any(item["Action"] == action and fields.items() <= item.items() for item in sent)


@pytest.mark.parametrize(("name", "arguments", "reason"), [
    ("hang_up", {"agent": "805"}, "not_in_call"), ("blind_transfer", {"agent": "802", "to": "880"}, "not_in_call"),
    ("ready", {"agent": "809"}, "not_signed_in"), ("dial", {"agent": "803", "number": "13900139000"}, "refused"),
    ("hold", {"agent": "801"}, "unsupported"), ("answer", {"agent": "801"}, "unsupported"),
    ("complete_transfer", {"agent": "801"}, "not_consulting"), ("cancel_transfer", {"agent": "801"}, "not_consulting"),
    ("consult", {"agent": "801", "to": "889"}, "refused"),
])
def test_commands_that_are_not_carried_out_say_why(monkeypatch, name, arguments, reason):
    monkeypatch.setattr(asterisk, "_CONSULTS_WITHIN", 0)

    async def scenario(adapter, fake, events):
        with pytest.raises(CommandError) as caught:
            await adapter.command(name, arguments)
        return caught.value.reason
    assert with_asterisk(scenario) == reason


@pytest.mark.parametrize(("name", "action"), [("complete_transfer", "Hangup"), ("cancel_transfer", "CancelAtxfer")])
def test_a_consultation_is_over_only_after_it_has_begun(name, action):
    async def scenario(adapter, fake, events):
        await adapter.command("consult", {"agent": "801", "to": "880"})
        begun = [channel["BridgeId"] for channel in fake.channels[:2]]
        await adapter.command(name, {"agent": "801"})
        return begun, fake.actions
    begun, sent = with_asterisk(scenario)
    assert begun == ["b", "asked"], "the command is done when the colleague's telephone rings, not before"
    assert ("Atxfer", "880") in [(item["Action"], item.get("Exten")) for item in sent]
    assert (sent[-1]["Action"], sent[-1]["Channel"]) == (action, "PJSIP/801-1")


def test_three_talk_right_after_a_transfer_while_local_channels_still_lie_between(monkeypatch):
    monkeypatch.setattr(asterisk, "_FAILS_WITHIN", 0)
    up = {"Linkedid": "cc1-100.0", "ChannelStateDesc": "Up"}
    channels = [
        {"Channel": "PJSIP/carrier-0", "Uniqueid": "cc1-100.0", "BridgeId": "b", **up},
        {"Channel": "Local/802@internal-0;1", "Uniqueid": "cc1-101.2", "BridgeId": "b", **up},
        {"Channel": "Local/802@internal-0;2", "Uniqueid": "cc1-101.3", "BridgeId": "c", **up},
        {"Channel": "PJSIP/802-2", "Uniqueid": "cc1-102.4", "BridgeId": "c", **up},
    ]

    async def scenario(adapter, fake, events):
        await adapter.command("three_way", {"agent": "802", "to": "803"})
        return next(item for item in fake.actions if item["Action"] == "Redirect")
    sent = with_asterisk(scenario, channels)
    assert (sent["Channel"], sent["ExtraChannel"]) == ("PJSIP/carrier-0", "PJSIP/802-2"), "the citizen, not the way there"


def test_frozen_asterisk_is_noticed_and_comes_back():
    async def scenario(adapter, fake, events):
        fake.silent = True
        with pytest.raises(CommandError) as caught:
            await adapter.command("ready", {"agent": "801"})
        reason = caught.value.reason
        fake.silent = False
        for _turn in range(200):
            if sum(event["kind"] == "snapshot" for event in events) > 1:
                return reason
            await asyncio.sleep(0.05)
        return "never came back"
    assert with_asterisk(scenario) in ("timeout", "down")


def test_without_a_connection_commands_fail_at_once():
    ami = Ami("127.0.0.1", 1, "odoo", "s", lambda event: None)
    with pytest.raises(ConnectionError):
        asyncio.run(ami.action("Ping"))
    assert issubclass(AmiError, Exception)
