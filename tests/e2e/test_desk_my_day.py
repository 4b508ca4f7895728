"""My day, the hand-over of a shift, and the warning on open cases."""

import pytest
from desk import Desk, popup, register
from journey import Person, choose
from playwright.sync_api import expect


@pytest.fixture
def desk(server):
    desk = Desk(server)
    yield desk
    desk.clear()


def test_a_morning_at_the_desk(desk, server, page_as):
    server.rpc("agent1").call("city12319.shift.note", "create", [{"text": "今晚海甸岛停水, 按公告答复"}])
    reminder = desk.remind("agent2", minutes=-20, name="晨间回电")
    page = Person(page_as, "agent2").open("/odoo/my-day").page
    note = page.locator(".o_my_day_note", has_text="今晚海甸岛停水")
    expect(note).to_be_visible()
    note.locator(".o_my_day_ack").click()
    expect(note).to_be_hidden()
    row = page.locator(f".o_my_day_reminders .o_my_day_row[data-id='{reminder}']")
    row.locator(".o_my_day_done").click()
    expect(row).to_be_hidden()
    expect(popup(page, reminder)).to_be_hidden()
    expect(page.locator(".o_my_day_figures .o_my_day_number[data-key='reminders'] b")).not_to_have_text("0")


@pytest.mark.parametrize("viewport", ["desktop", "phone"])
def test_ticket_that_came_back_is_marked(server, page_as, viewport):
    ticket = register(server, "agent2", summary=f"退回测试 {viewport}")
    server.rpc("shiftleader").call("city12319.ticket", "advance", [ticket], "verify_request", {"reason": "请核实"})
    server.rpc("inspector").call("city12319.ticket", "advance", [ticket], "verify_result", {
        "reason": "现场未发现", "verification": "not_found"})
    page = Person(page_as, "agent2", viewport).open("/odoo/my-day").page
    row = page.locator(f".o_my_day_moved .o_my_day_row[data-id='{ticket}']")
    expect(row).to_contain_text("现场未发现")
    assert "o_my_day_returned" in row.get_attribute("class")
    row.locator(".o_my_day_main").click()
    expect(page.locator(".o_form_view .o_field_widget[name='summary'] input")).to_have_value(f"退回测试 {viewport}")


def test_open_reminders_go_to_the_next_shift(desk, server, page_as):
    reminder = desk.remind("agent2", minutes=120, name="交接给下一班")
    page = Person(page_as, "agent2").open("/odoo/my-day").page
    page.locator(".o_my_day_handover").click()
    dialog = page.locator(".o_dialog .modal-content")
    colleague = server.rpc("agent1").call("res.users", "read", [server.rpc("agent1").uid], ["name"])[0]["name"]
    choose(dialog.locator(".o_field_widget[name='to_user_id']"), colleague)
    expect(dialog.locator(".o_data_row", has_text="交接给下一班")).to_be_visible()
    dialog.locator(".o_field_widget[name='text'] textarea").fill("两件回电已交接")
    dialog.locator("button[name='action_hand_over']").click()
    expect(dialog).to_be_hidden()
    values = desk.read(reminder, "user_id", "handover_ids")
    assert values["user_id"][0] == server.rpc("agent1").uid
    assert len(values["handover_ids"]) == 1
    notes = Person(page_as, "agent1").open("/odoo/my-day").page.locator(".o_my_day_note", has_text="两件回电已交接")
    expect(notes).to_be_visible()
    notes.locator(".o_my_day_ack").click()
    expect(notes).to_be_hidden()


def test_open_case_at_the_same_address_is_shown_and_linked(server, page_as):
    agent = server.rpc("agent2")
    [category] = agent.call("city12319.category", "search_read", [["code", "=", "water"]], ["name"], limit=1,
                            context={"lang": "zh_CN"})
    place = {"address": "金贸西路8号", "category_id": category["id"]}
    first = register(server, "agent2", summary="近似案件: 水管爆裂", phone="13876007701", **place)
    register(server, "agent1", summary="别的坐席登记的", phone="13876007702", **place)
    person = Person(page_as, "agent2").open("/odoo/new-ticket")
    person.fill(phone="13876007703", category_id=category["name"], summary="又有人报水管爆裂", address="金贸西路 8 号")
    person.page.keyboard.press("Tab")
    card = person.page.locator(f".o_open_case[data-id='{first}']")
    expect(card).to_contain_text("近似案件")
    expect(person.page.locator(".o_open_cases_hidden")).to_be_visible()
    expect(person.page.locator(".o_open_cases")).not_to_contain_text("别的坐席登记的")
    card.locator(".o_open_case_main").click()
    shown = person.page.locator(".o_dialog .modal-content")
    expect(shown).to_contain_text("近似案件")
    person.page.keyboard.press("Escape")
    expect(shown).to_be_hidden()
    card.locator(".o_open_case_link").click()
    person.save()
    [saved] = agent.call("city12319.ticket", "search_read", [["name", "=", person.value("name")]], ["duplicate_of_id"])
    assert saved["duplicate_of_id"][0] == first


def test_content_of_an_earlier_ticket_is_taken_over(server, page_as):
    register(server, "agent2", summary="上次报的: 路灯不亮", description="连续三盏", address="世纪大道1号",
             phone="13876007711", caller_name="冯先生")
    person = Person(page_as, "agent2").open("/odoo/new-ticket")
    person.page.keyboard.type("13876007711")
    expect(person.page.locator(".o_caller_ticket", has_text="上次报的")).to_be_visible()
    person.page.keyboard.press("Alt+Shift+c")
    expect(person.field("summary").locator("input")).to_have_value("上次报的: 路灯不亮")
    expect(person.field("address").locator("input")).to_have_value("世纪大道1号")
    expect(person.field("phone").locator("input")).to_have_value("13876007711")
    person.save()
