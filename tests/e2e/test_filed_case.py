"""A filed case (LA) from the citizen's call to the closed case, by every role at its own screen."""

from journey import LIST, ORDER, TICKET, png
from playwright.sync_api import expect

STEPS = ["register", "process_file", "dispatch", "refuse", "dispatch", "receive", "assist_receive", "assist_answer",
         "feedback", "check_request", "check_fail", "feedback", "check_request", "check_pass", "visit_close"]


def test_filed_case_is_refused_sent_again_checked_twice_visited_and_closed(facts, staff):
    water, sanitation = facts.department_of("water"), facts.department_of("sanitation")
    satisfied = facts.name_of("city12319.result", ["satisfied", "=", True])

    ticket = staff("agent1").register(facts.name_of("city12319.category", ["code", "=", "water"]))
    shift_leader = staff("shiftleader").open_case("tickets-to-judge", ticket)
    shift_leader.act("process_file")
    expect(shift_leader.field("name")).to_contain_text("LA")
    order = shift_leader.value("name")

    dispatcher = staff("dispatcher").open_case("orders-to-dispatch", order)
    dispatcher.act("dispatch", department_id=water)

    at_water = staff("water", "phone").open_case("department-orders", order)
    at_water.act("refuse", reason="爆裂点在小区内, 请核实管理单位")
    at_water.page.wait_for_selector(LIST)  # back in the list: the order is no longer theirs
    at_water.must_not_see("department-orders", order)

    dispatcher.open_case("orders-to-dispatch", order)
    dispatcher.act("dispatch", reason="市政管段, 请供水处办理", department_id=water, assist_department_ids=sanitation)

    at_water.open_case("department-orders", order).picture("phone")
    at_water.act_at_once("receive")
    at_sanitation = staff("sanitation").open_case("department-orders", order)
    at_sanitation.act_at_once("assist_receive")
    at_sanitation.act("assist_answer", reason="已清扫积水淤泥, 恢复通行")

    at_water.open_case("department-orders", order)
    at_water.act("feedback", files=[png(40, 90, 200)], result="已更换爆裂管段, 恢复供水")
    shift_leader.open_case("orders-to-review", order).act("check_request")
    inspector = staff("inspector", "phone").open_case("orders-to-check", order)
    inspector.act("check_fail", reason="路面仍未恢复, 井盖松动")
    assert facts.stage(ORDER, order) == "handling"

    at_water.open_case("department-orders", order)
    at_water.act("feedback", files=[png(40, 160, 90)], result="路面已恢复, 井盖已固定")
    shift_leader.open_case("orders-to-review", order).act("check_request")
    inspector.open_case("orders-to-check", order).act("check_pass", reason="现场已恢复", files=[png(220, 180, 40)])
    visitor = staff("visitor").open_case("orders-to-visit", order)
    visitor.act("visit_close", reason="居民表示满意", result_id=satisfied)

    assert facts.read(TICKET, ticket, "state", "is_open", "result_id")["state"] == "done"
    assert facts.events(TICKET, ticket) == STEPS
    shift_leader.open_case("tickets", ticket)
    assert shift_leader.timeline(len(STEPS)) == STEPS
    expect(shift_leader.page.locator(".o_flow_thumb img")).to_have_count(3)
    shift_leader.show_tab("chart")
    expect(shift_leader.page.locator(".o_flow_node_current.o_flow_node_final")).to_have_count(1)
    expect(shift_leader.page.locator(".o_flow_node_visited")).to_have_count(8)
    assert shift_leader.page.locator(".o_flow_edge_taken").count() >= 10
    shift_leader.page.set_viewport_size({"width": 1900, "height": 1000})
    shift_leader.open_case("tickets", ticket).show_tab("chart")
    shift_leader.picture("flow", shift_leader.page.locator(".o_flow_chart"))
