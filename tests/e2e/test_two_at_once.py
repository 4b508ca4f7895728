"""Two people act on one order at the same moment: one wins, the other is told, and nothing happens twice."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from journey import ORDER
from playwright.sync_api import expect
from running_server import RpcError

AT_ONCE = 8


def test_second_dispatcher_is_told_in_the_dialog_and_changes_nothing(facts, staff):
    order = facts.order_in("pending_dispatch", summary="两人同时派遣")
    water, sanitation = facts.department_of("water"), facts.department_of("sanitation")
    first = staff("dispatcher").open_case("orders-to-dispatch", order)
    second = staff("shiftleader").open_case("orders-to-dispatch", order)
    second.start("dispatch", reason="请尽快处理", department_id=sanitation)

    first.act("dispatch", department_id=water)
    assert order in second.confirm()

    told = second.dialog.locator(".o_flow_error")
    expect(told).to_contain_text(order)
    expect(second.dialog.locator(".o_flow_confirm")).to_be_disabled()
    expect(second.dialog.locator(".o_flow_reason")).to_have_value("请尽快处理")
    second.dialog.locator(".o_flow_cancel").click()
    expect(second.dialog).to_be_hidden()
    expect(second.field("department_id")).to_have_text(water)  # the form shows how it stands now
    assert facts.read(ORDER, order, "department_id")["department_id"][1] == water
    assert facts.events(ORDER, order) == ["process_file", "dispatch"]


def test_stale_screen_does_not_act_on_what_it_does_not_show(facts, staff):
    order = facts.order_in("pending_dispatch", summary="过期页面")
    water, sanitation = facts.department_of("water"), facts.department_of("sanitation")
    stale = staff("dispatcher").open_case("orders-to-dispatch", order)
    stale.start("dispatch", department_id=sanitation)
    # meanwhile it was dispatched and refused: the stage is the same again, the order is not
    facts.advance("shiftleader", ORDER, order, "dispatch",
                  department_id=facts.id_of("city12319.department", ["member_ids.login", "=", "water"]))
    facts.advance("water", ORDER, order, "refuse", reason="不属本单位")

    assert order in stale.confirm()
    expect(stale.dialog.locator(".o_flow_error")).to_contain_text(order)
    assert facts.stage(ORDER, order) == "pending_dispatch"
    assert facts.events(ORDER, order) == ["process_file", "dispatch", "refuse"]

    assert stale.confirm() is None  # with the present state in view the same decision may be confirmed
    expect(stale.dialog).to_be_hidden()
    assert facts.read(ORDER, order, "department_id")["department_id"][1] == sanitation != water


def test_of_many_calls_at_the_same_moment_exactly_one_wins(server, facts):
    order = facts.order_in("pending_dispatch", summary="并发派遣")
    order_id = facts.id_of(ORDER, ["name", "=", order])
    department = facts.id_of("city12319.department", ["member_ids.login", "=", "water"])
    version = facts.read(ORDER, order, "version")["version"]
    clients = [server.fresh_rpc("dispatcher") for _ in range(AT_ONCE)]
    barrier = Barrier(AT_ONCE)

    def dispatch(client):
        barrier.wait()
        try:
            return client.call(ORDER, "advance", [order_id], "dispatch",
                               {"department_id": department, "expected_version": version})
        except RpcError as refused:
            return refused

    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = list(pool.map(dispatch, clients))
    refused = [answer for answer in answers if isinstance(answer, RpcError)]
    assert answers.count(True) == 1 and len(refused) == AT_ONCE - 1
    assert {answer.name for answer in refused} == {"odoo.exceptions.UserError"}
    assert all(order in str(answer) for answer in refused), [str(answer) for answer in refused]
    assert facts.events(ORDER, order) == ["process_file", "dispatch"]
    assert facts.read(ORDER, order, "version")["version"] == version + 1
    assert facts.as_("admin").call("city12319.task", "search_count", [["order_id", "=", order_id]]) == 1
