"""What departments ask for, who decides, and what comes of it: on screen, on the clock, and after the case is closed."""

import re
import time
from datetime import datetime, timedelta, timezone

import pytest
from journey import ORDER, png
from playwright.sync_api import expect
from running_server import RpcError

PATIENCE = 60


def in_days(days):
    return (datetime.now(timezone.utc) + timedelta(days=days)).strftime("%Y-%m-%d 12:00:00")


def end_of_suspensions(server):
    """Let the worker look for suspensions that are over."""
    admin = server.rpc("admin")
    [cron] = admin.call("ir.model.data", "search_read", [["module", "=", "city12319_dispatch"], ["name", "=", "cron_resume"]],
                        ["res_id"])
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            return admin.call("ir.cron", "method_direct_trigger", [cron["res_id"]])
        except RpcError:  # the scheduler runs it at this very moment
            assert time.monotonic() < deadline
            time.sleep(0.3)


def test_extension_is_asked_for_with_proof_decided_from_the_list_and_moves_the_due_moment(facts, staff):
    order = facts.order_in("handling", summary="申请延期的案件")
    due = facts.read(ORDER, order, "due_at")["due_at"]
    water = staff("water").open_case("department-orders", order)
    water.act("request_extension", reason="等待配件到货", files=[png(10, 20, 30)])
    banner = water.page.locator(".o_waiting_request")
    expect(banner).to_contain_text("等待配件到货")
    expect(banner.locator(".o_attachment, .o_image_box, .o_attachments").first).to_be_visible()
    with pytest.raises(RpcError):  # one at a time
        facts.advance("water", ORDER, order, "request_return", reason="不属本单位")

    dispatcher = staff("dispatcher").open_case("requests-to-decide", order)
    expect(dispatcher.page.locator(".o_waiting_request")).to_contain_text("等待配件到货")
    dispatcher.act("approve", reason="同意")
    expect(dispatcher.page.locator(".o_waiting_request")).to_be_hidden()
    after = facts.read(ORDER, order, "due_at", "extension_count", "stage_code")
    assert after["due_at"] > due and after["extension_count"] == 1 and after["stage_code"] == "handling"
    dispatcher.show_tab("requests")
    expect(dispatcher.page.locator("[name='request_ids'] .o_data_row")).to_have_count(1)
    dispatcher.must_not_see("requests-to-decide", order)
    water.open("/odoo/my-requests")
    expect(water.rows(order)).to_have_count(1)


def test_second_level_decides_on_the_dispatchers_opinion(facts, staff, server):
    order = facts.order_in("handling", summary="需要两级审批的延期")
    admin = server.rpc("admin")
    kind = admin.call("city12319.request.kind", "search", [["code", "=", "extension"]])
    admin.call("city12319.request.kind", "write", kind, {"second_from": 1})
    facts.advance("water", ORDER, order, "request_extension", reason="工程量大")
    admin.call("city12319.request.kind", "write", kind, {"second_from": 0})

    dispatcher = staff("dispatcher").open_case("requests-to-decide", order)
    dispatcher.act("endorse", reason="情况属实")
    leader = staff("leader").open_case("requests-second-level", order)
    leader.act("approve_second", reason="同意")
    assert facts.read(ORDER, order, "extension_count")["extension_count"] == 1
    assert facts.events(ORDER, order)[-3:] == ["request_extension", "endorse", "approve_second"]


def test_suspension_stops_the_clock_and_ends_by_itself(facts, staff, server):
    order = facts.order_in("handling", summary="申请挂账的案件")
    water = staff("water").open_case("department-orders", order)
    water.start("request_suspend", reason="冬季无法施工", requested_until=in_days(500))
    assert "365" in water.confirm()
    water.dialog.locator(".o_flow_cancel").click()
    water.act("request_suspend", reason="冬季无法施工", requested_until=in_days(40))
    staff("dispatcher").open_case("requests-to-decide", order).act("approve")
    suspended = facts.read(ORDER, order, "stage_code", "due_at", "suspended_until")
    assert suspended["stage_code"] == "suspended" and not suspended["due_at"] and suspended["suspended_until"]
    with pytest.raises(RpcError):
        facts.advance("water", ORDER, order, "feedback", result="已处理")

    server.sql("UPDATE city12319_order SET suspended_until = now() AT TIME ZONE 'UTC' - interval '1 minute'"
               " WHERE name = :'order'", order=order)
    end_of_suspensions(server)
    resumed = facts.read(ORDER, order, "stage_code", "due_at", "suspended_until")
    assert resumed["stage_code"] == "handling" and resumed["due_at"] and not resumed["suspended_until"]
    water.open_case("department-orders", order)
    expect(water.page.locator(".o_flow_actions")).to_have_attribute("data-codes", re.compile(r"\bfeedback\b"))


def test_appeal_against_rework_takes_it_out_of_statistics_and_shows(facts, staff):
    order = facts.order_in("review", summary="申诉返工的案件")
    for login, code, values in (
        ("shiftleader", "review_fail", {"reason": "照片不清"}), ("water", "feedback", {"result": "已补照片"}),
        ("shiftleader", "review_pass", {}), ("shiftleader", "close_direct", {"reason": "来电人不愿接受回访"}),
    ):
        facts.advance(login, ORDER, order, code, **values)
    path = f"/odoo/department-orders/{facts.id_of(ORDER, ['name', '=', order])}"
    water = staff("water").open(path)
    water.act("appeal", reason="首次反馈的照片清晰")
    staff("dispatcher").open_case("appeals-to-decide", order).act("appeal_review", reason="情况属实")
    shift_leader = staff("shiftleader").open_case("appeals-to-decide", order)
    shift_leader.act("appeal_grant", reason="同意")
    assert facts.read(ORDER, order, "rework_excluded", "round", "appeal_kind") | {"id": 0} == {
        "id": 0, "rework_excluded": True, "round": 2, "appeal_kind": "rework"}
    assert facts.events(ORDER, order)[-3:] == ["appeal", "appeal_review", "appeal_grant"]
    water.open(path)
    expect(water.page.locator("[name='appeal_state']").first).to_be_visible()
    water.settle()
    water.offers()
