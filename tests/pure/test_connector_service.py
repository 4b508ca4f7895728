"""Spool, delivery, commands and the simulator: nothing is lost, doubled or done twice."""

import asyncio
import json
import random
import threading
import time
import urllib.error
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pure_tools import tool

from connector.commands import CommandServer
from connector.delivery import Delivery
from connector.odoo import NotAllowed, Odoo, Refused, Unavailable
from connector.port import CommandError
from connector.service import Service
from connector.simulator import journal
from connector.simulator.centre import Centre
from connector.spool import Spool

call_events = tool("city12319_telephony", "call_events")
fold = tool("city12319_telephony", "fold").fold


def event(number):
    return {"kind": "offered", "call": f"c{number}", "at": 1795400728.0 + number, "server": "sim"}


class FakeOdoo(ThreadingHTTPServer):
    """Takes events as Odoo does; ``plan`` has what becomes of the next requests (a status, or "cut")."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), FakeOdooHandler)
        self.taken, self.plan, self.poison = [], [], None
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_address[1]}"


class FakeOdooHandler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        step = self.server.plan.pop(0) if self.server.plan else 200
        if self.headers["Authorization"] != "bearer key":
            return self.answer(401, {"message": "wrong key"})
        poison = self.server.poison
        if poison and any(item["call"] == poison for item in body["events"]):
            return self.answer(422, {"message": "unexpected"})
        if step in (200, "cut"):
            self.server.taken += body["events"]
        if step == "cut":  # it was taken, but the answer is lost
            return self.connection.close()
        refused = [{"index": n, "reason": "bad"} for n, item in enumerate(body["events"]) if item["call"] == "c-bad"]
        return self.answer(step, {"stored": 1, "known": 0, "refused": refused} if step == 200 else {"message": "no"})

    def answer(self, status, content):
        data = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *arguments):
        """Quiet."""


@pytest.fixture
def odoo():
    server = FakeOdoo()
    yield server
    server.shutdown()
    server.server_close()


def deliver(spool, odoo, key="key", seconds=20):
    """Deliver until the spool is empty."""
    async def run():
        delivery = Delivery(spool, Odoo(odoo.url, key, timeout=2))
        delivery.wait = 0.01
        task = asyncio.create_task(delivery.run())
        try:
            deadline = time.monotonic() + seconds
            while spool.waiting() and time.monotonic() < deadline:
                await asyncio.sleep(0.01)
        finally:
            task.cancel()
        return delivery
    return asyncio.run(run())


# ---------------------------------------------------------------------- spool and delivery


def test_events_leave_the_spool_only_when_odoo_has_them(tmp_path, odoo):
    spool = Spool(tmp_path / "spool.db")
    spool.put([event(number) for number in range(450)])
    odoo.plan = [500, "cut", 503, 200]
    deliver(spool, odoo)
    calls = [item["call"] for item in odoo.taken]
    assert list(dict.fromkeys(calls)) == [f"c{number}" for number in range(450)], "in order, none lost"
    assert len(calls) == 450 + 200, "what was cut off came again"


def test_spool_survives_the_process(tmp_path):
    spool = Spool(tmp_path / "spool.db")
    spool.put([event(1), event(2)], {"heard sim": 5.0})
    del spool  # no close: as when killed
    again = Spool(tmp_path / "spool.db")
    assert [item["call"] for _number, item in again.take(10)] == ["c1", "c2"]
    assert again.mark("heard sim") == 5.0
    again.put([], {"heard sim": 4.0})
    assert again.mark("heard sim") == 5.0, "marks never move back"


def test_what_odoo_does_not_understand_stands_in_nobodys_way(tmp_path, odoo):
    spool = Spool(tmp_path / "spool.db")
    spool.put([event(1), {**event(2), "call": "c-bad"}, event(3)])
    deliver(spool, odoo)
    assert spool.waiting() == 0
    assert [(item["call"], reason) for item, reason in spool.refused()] == [("c-bad", "bad")]


def test_an_event_that_breaks_its_whole_request_is_found_and_put_aside(tmp_path, odoo):
    spool = Spool(tmp_path / "spool.db")
    spool.put([event(number) for number in range(20)])
    odoo.poison = "c13"
    deliver(spool, odoo)
    assert [item["call"] for item, _reason in spool.refused()] == ["c13"]
    assert {item["call"] for item in odoo.taken} == {f"c{n}" for n in range(20)} - {"c13"}


def test_wrong_key_loses_nothing(tmp_path, odoo):
    spool = Spool(tmp_path / "spool.db")
    spool.put([event(1)])
    delivery = deliver(spool, odoo, key="other", seconds=0.3)
    assert spool.waiting() == 1
    assert "401" in delivery.trouble


@pytest.mark.parametrize(("status", "error"), [(401, NotAllowed), (403, NotAllowed), (422, Refused), (500, Unavailable)])
def test_answers_of_odoo_are_told_apart(odoo, status, error):
    odoo.plan = [status]
    with pytest.raises(error):
        Odoo(odoo.url, "key").call("ingest", events=[])


def test_no_odoo_at_all():
    with pytest.raises(Unavailable):
        Odoo("http://127.0.0.1:1", "key").call("ingest", events=[])


@settings(max_examples=30, deadline=None)
@given(st.lists(st.sampled_from(["put", "done", "refuse"]), max_size=30))
def test_spool_keeps_order_whatever_happens(tmp_path_factory, steps):
    spool, expected, number = Spool(tmp_path_factory.mktemp("spool") / "s.db"), [], 0
    for step in steps:
        if step == "put":
            number += 1
            spool.put([event(number)])
            expected.append(f"c{number}")
        elif expected:
            first = spool.take(1)[0][0]
            spool.done([first]) if step == "done" else spool.refuse([(first, "no")])
            del expected[0]
        assert [item["call"] for _number, item in spool.take(100)] == expected
    spool.close()


# ---------------------------------------------------------------------- commands


class FakeCentre:
    def __init__(self):
        self.done = []

    async def command(self, name, arguments):
        if name == "hold":
            raise CommandError("unsupported")
        if name == "hang_up":
            await asyncio.sleep(60)
        if name == "pause":
            arguments["reason"]  # noqa: B018 missing
        self.done.append((name, arguments))


@pytest.fixture
def commands(tmp_path):
    """(post, centre): post(body, token) gives (status, answer)."""
    centre, ready, loop = FakeCentre(), threading.Event(), asyncio.new_event_loop()
    server = CommandServer("secret", {"sim": centre}, Spool(tmp_path / "s.db"), lambda: {"ok": True})

    async def run():
        listening = await asyncio.start_server(server._serve, "127.0.0.1", 0)
        server.port = listening.sockets[0].getsockname()[1]
        ready.set()
        await asyncio.Event().wait()

    def main():
        asyncio.set_event_loop(loop)
        server.task = loop.create_task(run())
        try:
            loop.run_until_complete(server.task)
        except asyncio.CancelledError:
            pass

    thread = threading.Thread(target=main, daemon=True)
    thread.start()
    assert ready.wait(5)

    def post(body, token="secret", path="/command"):
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        request = urllib.request.Request(f"http://127.0.0.1:{server.port}{path}", data, {"Authorization": f"Bearer {token}"})
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as error:
            return error.code, json.load(error)

    yield post, centre
    loop.call_soon_threadsafe(server.task.cancel)
    thread.join(5)


def test_a_command_is_carried_out_once_for_one_key(commands):
    post, centre = commands
    body = {"key": "k1", "command": "ready", "arguments": {"agent": "801", "server": ""}}
    assert post(body) == post(body) == (200, {"ok": True})
    assert centre.done == [("ready", {"agent": "801"})]


def test_commands_need_the_token(commands):
    post, centre = commands
    body = {"key": "k1", "command": "ready", "arguments": {"agent": "801"}}
    assert post(body, "wrong")[0] == post(body, "")[0] == 403
    assert not centre.done


@pytest.mark.parametrize(("body", "reason"), [
    ({"key": "a", "command": "hold", "arguments": {"agent": "801"}}, "unsupported"),
    ({"key": "b", "command": "pause", "arguments": {"agent": "801"}}, "bad_arguments"),
    ({"key": "c", "command": "explode"}, "bad_arguments"),
    ({"command": "ready"}, "bad_arguments"),
    ({"key": "d", "command": "ready", "arguments": {"server": "elsewhere"}}, "bad_arguments"),
])
def test_failures_have_a_reason(commands, body, reason):
    assert commands[0](body)[1]["reason"] == reason


def test_silent_call_centre_times_out(commands, monkeypatch):
    monkeypatch.setattr("connector.commands._PATIENCE", 0.1)
    assert commands[0]({"key": "e", "command": "hang_up", "arguments": {"agent": "801"}})[1]["reason"] == "timeout"


def test_nonsense_over_http(commands):
    post, _centre = commands
    assert post(b"{", path="/command")[0] == 400
    assert post({"key": "f"}, path="/other")[0] == 404


# ---------------------------------------------------------------------- the simulator


def simulate(scenario, pace=0.01, seats=("801", "802")):
    """Run ``scenario(centre)``; return the calls as folded from what was told."""
    told = []

    async def run():
        centre = Centre("sim", told.append, pace, random.Random(1))
        for seat in seats:
            await centre.do_sign_in(seat)
        await asyncio.wait_for(scenario(centre), 20)
        while centre.calls:
            await asyncio.sleep(0.01)
    asyncio.run(run())
    by_call = {}
    for item in told:
        parsed = call_events.parse(item)
        if parsed.call:
            by_call.setdefault(parsed.call, []).append(parsed)
    return [fold(events) for events in by_call.values()], told


async def until(condition):
    for _turn in range(500):
        if condition():
            return
        await asyncio.sleep(0.005)
    raise AssertionError("it never came to that")


def test_simulated_calls_are_answered_in_turn_and_every_seat_is_free_again():
    async def scenario(centre):
        await centre.do_simulate(calls=30, every=0.1, answer_after=1, talk=5)
        await asyncio.sleep(0.05)
        await until(lambda: not centre.calls)
        assert all(seat.state == "free" for seat in centre.seats.values())
    calls, _told = simulate(scenario)
    assert len(calls) == 30
    assert {call.outcome for call in calls} == {"answered"}


def test_simulated_caller_gives_up():
    async def scenario(centre):
        centre.place(abandon_after=2)
    calls, _told = simulate(scenario, seats=())
    assert (calls[0].outcome, calls[0].hangup_by) == ("abandoned", "caller")


def test_simulated_agent_works_by_commands():
    async def scenario(centre):
        call = centre.place(number="13800138000")
        seat = centre.seats["801"]
        await until(lambda: seat.state == "ringing")
        with pytest.raises(CommandError):
            await centre.command("hold", {"agent": "801"})
        await centre.command("answer", {"agent": "801"})
        await until(lambda: seat.state == "talking")
        await centre.command("hold", {"agent": "801"})
        await centre.command("unhold", {"agent": "801"})
        await centre.command("blind_transfer", {"agent": "801", "to": "802"})
        await until(lambda: centre.seats["802"].state == "talking")
        await centre.command("hang_up", {"agent": "802"})
        await until(lambda: call.key not in centre.calls)
        await centre.command("dial", {"agent": "801", "number": "13900139000"})
        await until(lambda: seat.state == "talking")
        await centre.command("hang_up", {"agent": "801"})
    calls, _told = simulate(scenario)
    assert [(call.direction, call.outcome, [leg.agent for leg in call.legs]) for call in calls] == [
        ("in", "answered", ["801", "802"]), ("out", "answered", ["801"]),
    ]
    assert (calls[0].transferred_to, calls[0].hangup_by) == ("802", "agent")


def test_simulated_blacklist_and_night():
    async def scenario(centre):
        await centre.command("blacklist_add", {"number": "13900000000"})
        centre.place(number="13900000000")
        await until(lambda: not centre.calls)
        await centre.command("night", {"on": True})
        centre.place(number="13800138000")
    calls, _told = simulate(scenario)
    assert [call.outcome for call in calls] == ["blocked", "after_hours"]


def test_no_answer_pauses_the_seat_and_the_call_goes_on():
    async def scenario(centre):
        centre.place(talk=1)
        await until(lambda: centre.seats["801"].paused)
        await until(lambda: centre.seats["802"].state == "ringing")
        await centre.command("answer", {"agent": "802"})
    calls, _told = simulate(scenario)
    assert [(leg.agent, leg.result) for leg in calls[0].legs] == [("801", "missed"), ("802", "answered")]


def test_journal_tells_what_happened_between_two_moments(tmp_path):
    path = tmp_path / "log/journal"
    book = journal.Journal(str(path))
    for number in range(5):
        book.write(event(number))
    with open(path, "a") as stream:
        stream.write('{"kind": "off')
    found = journal.read([str(path)], event(1)["at"], event(3)["at"])
    assert [item["call"] for item in found] == ["c1", "c2", "c3"]


def test_service_delivers_what_the_adapter_tells(tmp_path, odoo):
    async def run():
        service = Service({"spool": str(tmp_path / "s.db"), "odoo": {"url": odoo.url, "key": "key"}, "servers": []})
        running = asyncio.create_task(service.run())
        await asyncio.sleep(0.05)
        for number in range(50):
            service.emit(event(number))
        for _turn in range(300):
            if len(odoo.taken) >= 50:
                break
            await asyncio.sleep(0.01)
        assert service.health()["ok"]
        assert service.spool.mark("heard sim") == event(49)["at"]
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
    asyncio.run(run())
    assert [item["call"] for item in odoo.taken] == [f"c{number}" for number in range(50)]
