"""Cases that go to a leader first (SB), and cases that go to an outside unit (XB)."""

from journey import ORDER, TICKET
from playwright.sync_api import expect


def test_leader_has_it_verified_passes_it_and_it_is_filed(facts, staff):
    ticket = facts.register(summary="滨河绿地被围挡施工, 无公示牌")
    shift_leader = staff("shiftleader").open_case("tickets-to-judge", ticket)
    shift_leader.act("process_escalate", reason="涉及多部门, 请领导批示",
                     leader_id=facts.name_of("res.users", ["login", "=", "leader"]))
    expect(shift_leader.field("name")).to_contain_text("SB")
    report = shift_leader.value("name")

    leader = staff("leader").open_case("orders-to-instruct", report)
    leader.act("instruct_verify", reason="先到现场核实")
    leader.must_not_see("orders-to-instruct", report)
    inspector = staff("inspector", "phone").open_case("orders-to-check", report)
    inspector.act("verify_result", reason="情况属实, 围挡约60米")
    leader.open_case("orders-to-instruct", report)
    assert "verify_result" in leader.timeline(4)
    leader.act("instruct_pass", reason="同意立案, 限三日内拆除")

    shift_leader.open_case("tickets-to-judge", ticket)
    assert shift_leader.value("instruction_text") == "同意立案, 限三日内拆除"
    shift_leader.act("process_file")
    expect(shift_leader.field("name")).to_contain_text("LA")
    case = shift_leader.value("name")
    assert report in shift_leader.value("previous_id")

    assert facts.stage(ORDER, report) == "instructed"
    assert facts.stage(ORDER, case) == facts.stage(TICKET, ticket) == "pending_dispatch"
    assert facts.read(ORDER, case, "previous_id")["previous_id"][1] == report
    assert facts.events(TICKET, ticket) == ["register", "process_escalate", "instruct_verify", "verify_result",
                                            "instruct_pass", "process_file"]
    shift_leader.open_case("tickets", ticket)
    shift_leader.show_tab("orders")
    expect(shift_leader.field("order_ids").locator(".o_data_row")).to_have_count(2)


def test_transferred_case_is_handled_by_an_outside_unit_and_closed_without_a_visit(facts, staff):
    ticket = facts.register(summary="供电线路下垂, 距地面不足三米")
    shift_leader = staff("shiftleader").open_case("tickets-to-judge", ticket)
    shift_leader.act("process_transfer")
    expect(shift_leader.field("name")).to_contain_text("XB")
    order = shift_leader.value("name")

    dispatcher = staff("dispatcher").open_case("orders-to-dispatch", order)
    dispatcher.act("dispatch", reason="请贵单位协助办理", department_id=facts.department_of("powerco"))
    unit = staff("powerco", "phone").open_case("department-orders", order)
    unit.act_at_once("receive")
    unit.act("feedback", result="已提升线路高度, 现场安全")
    shift_leader.open_case("orders-to-review", order)
    shift_leader.act("review_pass")
    shift_leader.act("close_direct", reason="来电人已当面确认")

    assert facts.read(TICKET, ticket, "state")["state"] == "done"
    assert facts.events(ORDER, order) == ["process_transfer", "dispatch", "receive", "feedback", "review_pass", "close_direct"]
    assert shift_leader.timeline(7)[-1] == "close_direct"
    shift_leader.offers("reopen")
