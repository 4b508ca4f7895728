"""The call at the agent's screen: it pops up where it rings, becomes a ticket by one key, and waits for its disposition."""

import re
import time

import pytest
from call_cards import cards, clear
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
