"""Return visits: called in vain, called again, closed with a judgement; unsatisfied with a cause and done again."""

import re

from journey import ORDER
from playwright.sync_api import expect

VISIT = "city12319.visit"


def open_visit(person, order):
    """Open the visit of an order from the list of visits to make, and take it over."""
    person.open("/odoo/visits")
    person.rows(order).first.click()
    expect(person.field("name")).to_contain_text(order)
    press(person, "action_take")
    expect(person.page.locator(".o_visit_calls")).to_be_visible()
    return person


def press(person, button):
    """Press a button of the form and wait for the server's answer."""
    with person.page.expect_response(re.compile(f"/{button}$")) as answer:
        person.page.locator(f".o_form_view button[name='{button}']:visible").click()
    assert "error" not in answer.value.json(), answer.value.json()
    person.settle()


def record_call(person, kind):
    """Record what came of a call, by the first button of this kind."""
    with person.page.expect_response(re.compile("/log_attempt$")):
        person.page.locator(f".o_visit_calls button[data-kind='{kind}']").first.click()
    person.settle()


def judge(person, result):
    choices = person.field("result_id").locator(".o_radio_item")
    choices.filter(has=person.page.get_by_text(result, exact=True)).locator("input").check()


def test_called_in_vain_then_reached_satisfied_and_closed(facts, staff):
    order = facts.order_in("pending_visit", summary="回访测试：路灯已修复")
    visitor = open_visit(staff("visitor"), order)
    expect(visitor.field("script")).to_contain_text("李先生")
    expect(visitor.field("contact_phone")).to_contain_text("****")
    with visitor.page.expect_response(re.compile("/reveal_phone$")):
        visitor.field("contact_phone").locator("button").click()
    expect(visitor.field("contact_phone").locator("a")).to_have_attribute("href", "tel:13612345678")

    visitor.page.locator(".o_visit_note").fill("响铃无人接")
    record_call(visitor, "unanswered")
    expect(visitor.field("not_before")).to_be_visible()
    assert facts.read(VISIT, order, "state", "attempt_count") | {"id": 0} == {
        "id": 0, "state": "waiting", "attempt_count": 1,
    }

    record_call(visitor, "reached")
    judge(visitor, facts.name_of("city12319.result", ["code", "=", "satisfied"]))
    for field, key in (("score_result", "5"), ("score_speed", "4"), ("score_attitude", "5")):
        visitor.field(field).locator("[role=radio]").first.focus()
        visitor.page.keyboard.press(key)
        expect(visitor.field(field).locator("[aria-checked=true]")).to_have_text(key)
    visitor.fill(comment="修得很快")
    visitor.picture("visit")
    press(visitor, "action_close")

    assert facts.stage(ORDER, order) == "closed"
    done = facts.read(VISIT, order, "state", "attempt_count", "satisfied", "score_speed", "comment")
    assert {**done, "id": 0} == {
        "id": 0, "state": "done", "attempt_count": 2, "satisfied": 1, "score_speed": 4, "comment": "修得很快",
    }
    visitor.must_not_see("visits", order)


def test_unsatisfied_with_a_cause_is_done_again(facts, staff):
    unhappy = "不满意"
    facts.as_("configadmin").call("city12319.result", "create", [
        {"name": unhappy, "code": "e2e_unsatisfied", "sequence": 90, "unsatisfied": True},
    ])
    order = facts.order_in("pending_visit", summary="回访测试：井盖仍然松动")
    visitor = open_visit(staff("visitor", "phone"), order)
    judge(visitor, unhappy)
    visitor.fill(justified=True)
    visitor.fill(cause="井盖仍然松动, 车过有响声")
    visitor.picture("visit-phone")
    press(visitor, "action_redo")

    redone = facts.read(ORDER, order, "stage_code", "round")
    assert (redone["stage_code"], redone["round"]) == ("pending_dispatch", 2)
    assert facts.events(ORDER, order)[-1] == "visit_redo"
    dispatcher = staff("dispatcher").open_case("orders-to-dispatch", order)
    expect(dispatcher.page.locator(".o_flow_event").last).to_contain_text("井盖仍然松动")
