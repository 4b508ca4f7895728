"""Tickets that end without an order, and what is opened again."""

from journey import ORDER, TICKET
from playwright.sync_api import expect


def test_agent_answers_on_the_spot(facts, staff):
    ticket = facts.register(summary="询问停水时间")
    agent = staff("agent1").open_case("my-tickets", ticket)
    agent.act("answer", answer="今日22时恢复供水, 已告知来电人")
    agent.offers()
    assert facts.read(TICKET, ticket, "state", "answer") | {"id": 0} == {
        "id": 0, "state": "done", "answer": "今日22时恢复供水, 已告知来电人"}
    assert agent.timeline(2) == ["register", "answer"]
    assert agent.value("answer") == "今日22时恢复供水, 已告知来电人"
    expect(agent.field("summary").locator("input")).to_have_count(0)  # closed: nothing to type into


def test_agent_saves_and_answers_in_one_go(facts, staff):
    agent = staff("agent1").open("/odoo/new-ticket")
    agent.fill(phone="13987650001", summary="询问垃圾分类投放时间")
    agent.act("answer", answer="每日7时至9时、18时至20时")
    ticket = agent.value("name")
    assert facts.events(TICKET, ticket) == ["register", "answer"]


def test_report_outside_the_citys_tasks_is_not_handled_and_reopened(facts, staff):
    ticket = facts.register(summary="邻居噪音纠纷")
    agent = staff("agent1").open_case("my-tickets", ticket)
    agent.start("reject")
    agent.dialog.locator(".o_flow_confirm").click()
    expect(agent.dialog.locator(".o_flow_reason.is-invalid")).to_be_focused()
    assert facts.stage(TICKET, ticket) == "registered", "rejected without a reason"
    agent.dialog.locator(".o_flow_reason").fill("属于民事纠纷, 已告知走调解")
    agent.confirm()
    expect(agent.dialog).to_be_hidden()
    agent.offers()
    assert facts.read(TICKET, ticket, "state")["state"] == "rejected"

    shift_leader = staff("shiftleader").open_case("tickets", ticket)
    shift_leader.act("reopen", reason="核对后属于夜间施工噪音")
    assert facts.stage(TICKET, ticket) == "registered"
    expect(shift_leader.field("round")).to_have_text("2")
    assert facts.events(TICKET, ticket) == ["register", "reject", "reopen"]


def test_ticket_registered_by_mistake_is_void_and_stays(facts, staff):
    ticket = facts.register(summary="测试误登记")
    shift_leader = staff("shiftleader").open_case("tickets-to-judge", ticket)
    shift_leader.act("void", reason="误登记")
    shift_leader.offers()
    assert facts.read(TICKET, ticket, "state")["state"] == "void"
    assert shift_leader.timeline(2) == ["register", "void"]
    shift_leader.must_not_see("tickets-to-judge", ticket)


def test_closed_order_is_reopened_and_dispatched_again(facts, staff):
    order = facts.order_in("closed", summary="污水管反复堵塞")
    shift_leader = staff("shiftleader").open(f"/odoo/orders/{facts.id_of(ORDER, ['name', '=', order])}")
    shift_leader.act("reopen", reason="来电人反映问题复发")
    assert facts.stage(ORDER, order) == "pending_dispatch"
    assert facts.read(ORDER, order, "round", "state") | {"id": 0} == {"id": 0, "round": 2, "state": "processing"}
    shift_leader.act("dispatch", department_id=facts.department_of("water"))
    assert facts.stage(ORDER, order) == "pending_receipt"
