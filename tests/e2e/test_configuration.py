"""The configuration administrator changes lists and the flow without code, and sees no case."""

import time

import pytest
from journey import ORDER, TICKET, Person
from playwright.sync_api import expect
from running_server import RpcError

MENU = "data-menu-xmlid"


def test_stage_renamed_from_the_flow_chart_is_called_so_on_every_order(facts, staff):
    order = facts.order_in("handling", summary="环节改名")
    stage = facts.id_of("city12319.stage", ["code", "=", "handling"])
    before = facts.name_of("city12319.stage", ["id", "=", stage])
    renamed = "部门办理中"
    admin = staff("configadmin").open("/odoo")
    admin.open_menu("city12319_intake.menu_flow_chart")
    node = admin.page.locator(f".o_flow_node[data-stage='{stage}']")
    expect(node).to_contain_text(before)
    try:
        node.click()
        admin.page.locator(".o_flow_chart_side h5 a").click()
        admin.page.wait_for_selector(".o_form_view")
        admin.fill(name=renamed)
        admin.save()
        water = staff("water", "phone").open_case("department-orders", order)
        expect(water.field("stage_id")).to_have_text(renamed)
        admin.page.go_back()
        expect(admin.page.locator(f".o_flow_node[data-stage='{stage}']")).to_contain_text(renamed)
    finally:
        facts.as_("configadmin").call("city12319.stage", "write", [stage], {"name": before}, context={"lang": "zh_CN"})


def test_new_source_can_be_chosen_at_once(facts, staff):
    code = f"kiosk{int(time.time())}"
    name = f"自助终端{code[-6:]}"
    admin = staff("configadmin").open("/odoo")
    admin.open_menu("city12319_intake.menu_source")
    admin.page.locator(".o_list_button_add").click()
    row = admin.page.locator(".o_selected_row")
    row.locator("[name=name] input").fill(name)
    row.locator("[name=code] input").fill(code)
    admin.page.locator(".o_list_button_save").click()
    expect(admin.page.locator(".o_selected_row")).to_have_count(0)

    agent = staff("agent1").open("/odoo/new-ticket")
    agent.fill(phone="13987650002", summary="终端上报", source_id=name)
    agent.save()
    assert facts.read(TICKET, agent.value("name"), "source_id")["source_id"][1] == name


def test_configuration_administrator_sees_no_case(facts, staff, page_as):
    order = facts.order_in("handling", summary="配置管理员不可见")
    admin = staff("configadmin").open("/odoo")
    sections = admin.page.locator(f".o_menu_sections [{MENU}]")
    expect(sections.first).to_be_visible()
    assert [section.get_attribute(MENU) for section in sections.all()] == [
        "city12319_kb.menu_knowledge", "city12319_reports.menu_statistics", "city12319_export.menu_exports",
        "city12319_intake.menu_configuration",
    ]
    for model in (TICKET, ORDER, "city12319.event", "city12319.caller"):
        with pytest.raises(RpcError):
            facts.as_("configadmin").call(model, "search_count", [])
    order_id = facts.id_of(ORDER, ["name", "=", order])
    with pytest.raises(RpcError):
        facts.as_("configadmin").call(ORDER, "web_read", [order_id], {"name": {}}, context={"lang": "zh_CN"})
    stranger = Person(page_as, "configadmin", allow_errors=[".*"])
    stranger.page.goto(f"/odoo/orders/{order_id}")
    expect(stranger.page.locator(".modal .btn-primary").first).to_be_visible()
    assert order not in stranger.page.content()


def test_states_and_stages_bear_the_names_of_the_requirements(facts):
    admin = facts.as_("admin")
    chinese = {"lang": "zh_CN"}
    states = admin.call("city12319.state", "search_read", [], ["code", "name"], context=chinese)
    assert {state["code"]: state["name"] for state in states} == {
        "processing": "处理中", "checking": "核查中", "done": "已完成", "void": "已作废", "rejected": "不处理",
    }
    phases = admin.call("city12319.stage", "fields_get", ["phase"], ["selection"], context=chinese)["phase"]["selection"]
    assert [name for _code, name in phases] == ["问题反映", "受理", "分理", "派遣", "处理", "反馈", "回访评价"]
