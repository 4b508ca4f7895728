"""The call at the agent's screen: it pops up where it rings, becomes a ticket by one key, and waits for its disposition."""

import re
import time

import pytest
from call_cards import cards, clear
from call_centre_stub import connected
from desk import OFFLINE
from journey import TICKET, Person
from playwright.sync_api import expect

CALL, SEAT = "city12319.call", "city12319.seat"


class Line:
    """A call as the call centre reports it, handed in the way the connector does."""

    def __init__(self, server, seat, caller="13612340000"):
        self.server, self.seat, self.caller = server, seat, caller
        self.key = f"e2e-{time.time_ns()}"

    def tell(self, kind, **values):
        self.server.rpc("admin").call(CALL, "ingest", [{
            "kind": kind, "call": self.key, "at": time.time(), "server": "e2e", "caller": self.caller, "called": "12319",
            "queue": "12319", "direction": "in", **values,
        }])

    def ring(self):
        self.tell("offered")
        self.tell("queued")
        self.tell("ringing", agent=self.seat, leg="1")

    def answer(self):
        self.tell("answered", agent=self.seat, leg="1")

    def end(self):
        self.tell("released", agent=self.seat, leg="1", data={"by": "agent"})
        self.tell("ended", data={"by": "agent"})


@pytest.fixture
def seats(server):
    """Numbers of the seats of two agents, by login."""
    admin, numbers = server.rpc("admin"), {}
    for login, number in (("agent1", "9601"), ("agent2", "9602")):
        uid = server.rpc(login).uid
        known = admin.call(SEAT, "search_read", [["user_id", "=", uid]], ["number"])
        if not known:
            admin.call(SEAT, "create", [{"number": number, "user_id": uid}])
        numbers[login] = known[0]["number"] if known else number
    return numbers


@pytest.fixture
def centre(server):
    """A call centre that does what it is told."""
    with connected(server) as stub:
        yield stub


def test_from_the_ring_to_the_ticket(server, seats, page_as):
    clear(server, "agent1")
    agent = Person(page_as, "agent1").open("/odoo/my-day")
    other = Person(page_as, "agent2").open("/odoo/my-day")
    agent.page.wait_for_selector(".o_phone_bar")
    line = Line(server, seats["agent1"])
    line.ring()
    expect(cards(agent)).to_have_attribute("class", re.compile("o_call_ringing"))
    expect(cards(agent)).to_contain_text("136 1234 0000")
    expect(cards(other)).to_have_count(0)
    line.answer()
    expect(cards(agent)).to_have_attribute("class", re.compile("o_call_talking"))

    agent.page.reload()
    expect(cards(agent)).to_have_attribute("class", re.compile("o_call_talking"))
    agent.page.keyboard.press("Alt+Shift+N")
    expect(agent.field("phone").locator("input")).to_have_value("136 1234 0000")
    agent.fill(summary="来电测试：桐荫路井盖松动")
    agent.save()
    line.end()
    [call] = server.rpc("admin").call(CALL, "search_read", [["call_key", "=", line.key]], ["disposition", "ticket_id"])
    assert call["disposition"] == "ticket"
    [ticket] = server.rpc("admin").call(TICKET, "search_read", [["id", "=", call["ticket_id"][0]]], ["summary", "phone"])
    assert (ticket["summary"], ticket["phone"]) == ("来电测试：桐荫路井盖松动", "136 1234 0000")
    expect(agent.page.locator(".o_call_cards")).to_have_count(0)


def test_a_call_without_a_ticket_waits_for_its_disposition_in_every_tab(server, seats, page_as):
    clear(server, "agent1")
    agent, tab = (Person(page_as, "agent1").open("/odoo/my-day") for _ in range(2))
    line = Line(server, seats["agent1"], "13612340001")
    line.ring()
    line.answer()
    line.end()
    for person in (agent, tab):
        expect(cards(person)).to_have_attribute("class", re.compile("o_call_ended"))
    cards(agent).locator(".o_call_disposition[data-code='consulted']").click()
    for person in (agent, tab):
        expect(person.page.locator(".o_call_cards")).to_have_count(0)


def test_states_are_chosen_in_the_bar_and_seen_on_the_wall(server, seats, page_as):
    wall = Person(page_as, "shiftleader").open("/odoo/telephony-wall")
    agent = Person(page_as, "agent2").open("/odoo/my-day")
    seat = wall.page.locator(".o_wall_seat", has_text=seats["agent2"])
    bar = agent.page.locator(".o_phone_bar")
    bar.click()
    agent.page.locator(".o_phone_ready").click()
    expect(bar).to_have_attribute("data-state", "ready")
    expect(seat).to_have_class(re.compile("o_wall_ready"))
    bar.click()
    agent.page.locator(".o_phone_busy").first.click()
    expect(seat).to_have_class(re.compile("o_wall_busy"))
    seat.locator("button").click()
    wall.page.locator(".o_wall_sign_out").click()
    wall.page.locator(".modal .btn-primary").click()
    expect(bar).to_have_attribute("data-state", "signed_out")


def test_two_calls_at_once_and_a_lost_connection_end_in_the_right_picture(server, seats, page_as):
    clear(server, "agent1")
    agent = Person(page_as, "agent1", allow_errors=OFFLINE).open("/odoo/my-day")
    first, second = Line(server, seats["agent1"], "13612340002"), Line(server, seats["agent1"], "13612340003")
    first.ring()
    first.answer()
    second.ring()
    expect(cards(agent)).to_have_count(2)
    expect(agent.page.locator(".o_call_talking")).to_contain_text("136 1234 0002")
    expect(agent.page.locator(".o_call_ringing")).to_contain_text("136 1234 0003")
    agent.page.context.set_offline(True)
    second.tell("ended", data={"by": "caller"})  # gave up
    first.end()
    agent.page.context.set_offline(False)
    agent.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(cards(agent)).to_have_count(1)
    expect(cards(agent)).to_have_attribute("class", re.compile("o_call_ended"))
    clear(server, "agent1")


def test_nuisance_is_proposed_from_the_card_and_blocked_by_the_leader(server, seats, page_as, centre):
    clear(server, "agent1")
    agent = Person(page_as, "agent1").open("/odoo/my-day")
    line = Line(server, seats["agent1"], "13612340004")
    line.ring()
    line.answer()
    line.end()
    cards(agent).locator(".o_call_block").click()
    agent.page.locator(".modal [name='reason'] input").fill("反复骚扰")
    agent.page.locator(".modal [name='action_propose']").click()
    expect(cards(agent).locator(".o_call_blacklist")).to_be_visible()
    clear(server, "agent1")
    leader = Person(page_as, "shiftleader").open("/odoo/blacklist")
    row = leader.page.locator(".o_data_row", has_text="136 1234 0004")
    row.locator("[name='action_block']").click()
    expect(row.locator("[name='action_block']")).to_have_count(0)
    admin = server.rpc("admin")
    [blocked] = admin.call("city12319.blocked.number", "search_read", [["phone_sanitized", "=", "+8613612340004"]],
                           ["state", "push_state"])
    assert (blocked["state"], blocked["push_state"]) == ("blocked", "confirmed")
    assert {"number": "13612340004"} in [command["arguments"] for command in centre.told]


def test_supervisor_listens_in_and_switches_the_night_service(server, seats, page_as, centre):
    wall = Person(page_as, "shiftleader").open("/odoo/telephony-wall")
    line = Line(server, seats["agent1"], "13612340005")
    line.ring()
    line.answer()
    seat = wall.page.locator(".o_wall_seat", has_text=seats["agent1"])
    seat.locator(".o_wall_listen").click()
    expect(wall.page.locator(".o_notification")).to_contain_text("880")
    centre.answer = {"ok": False, "reason": "not_in_call"}
    seat.locator(".o_wall_whisper").click()
    expect(wall.page.locator(".o_notification .bg-danger, .o_notification.border-danger, .o_notification_bar.bg-danger").first
           ).to_be_attached()
    centre.answer = {"ok": True}
    for look in ("btn-warning", "btn-light"):
        wall.page.locator(".o_wall_night").click()
        wall.page.locator(".modal .btn-primary").click()
        expect(wall.page.locator(".o_wall_night")).to_have_class(re.compile(look))
    assert centre.names() == ["listen", "whisper", "night", "night"]
    log = server.rpc("configadmin").call("city12319.call.command", "search_read", [["command", "in", ["listen", "whisper"]]],
                                         ["command", "ok", "agent_id", "call_id"], limit=2)
    assert [(row["command"], row["ok"]) for row in log] == [("whisper", False), ("listen", True)]
    assert log[0]["call_id"] and log[0]["agent_id"][0] == server.rpc("agent1").uid
    line.end()
    clear(server, "agent1")


def test_whoever_called_in_vain_is_dialled_from_the_reminder_and_leaves_the_list(server, seats, page_as, centre):
    line = Line(server, seats["agent1"], "13612340006")
    line.tell("offered")
    line.tell("queued")
    line.tell("abandoned")
    line.tell("ended", data={"by": "caller"})
    agent = Person(page_as, "agent1").open("/odoo/my-day")
    row = agent.page.locator(".o_my_day_waiting li", has_text="136 1234 0006")
    [waiting] = server.rpc("agent1").call("city12319.callback", "search", [["phone_sanitized", "=", "+8613612340006"]])
    if not row.count():  # five are shown, and others may have waited longer
        server.rpc("agent1").call("city12319.callback", "take", [waiting])
        agent.page.reload()
    row.locator(".o_callback_remind").click()
    agent.page.locator(".modal .o_form_button_save").click()
    expect(agent.page.locator(".modal")).to_have_count(0)
    [reminder] = server.rpc("agent1").call("city12319.reminder", "search", [["callback_id", "=", waiting]])
    server.rpc("agent1").call("city12319.reminder", "write", [reminder], {
        "due_at": time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime())})
    popup = agent.page.locator(f".o_reminder_popup[data-id='{reminder}']")
    popup.locator(".o_reminder_call").click()
    expect(popup).to_be_visible()
    agent.page.wait_for_function("() => true")
    deadline = time.time() + 10
    while "dial" not in centre.names() and time.time() < deadline:
        agent.page.wait_for_timeout(100)
    [dialled] = [command["arguments"] for command in centre.told if command["command"] == "dial"]
    assert (dialled["number"], dialled["agent"]) == ("13612340006", seats["agent1"])

    again = Line(server, seats["agent1"], "13612340006")
    again.ring()
    again.answer()
    again.end()
    expect(popup).to_have_count(0)
    clear(server, "agent1")
