"""Reminders pop up on the right page at the right time. The page's clock is moved; nobody waits."""

import pytest
from desk import Desk, popup, register, wait_scheduled
from journey import Person
from playwright.sync_api import expect


@pytest.fixture
def desk(server):
    desk = Desk(server)
    yield desk
    desk.clear()


def at_desk(page_as, login, path="/odoo/reminders", **options):
    """Somebody's page, whose clock can be moved."""
    person = Person(page_as, login, **options)
    person.page.clock.install()
    person.open(path)
    return person.page


def test_pops_up_at_its_time_and_after_a_reload(desk, page_as):
    reminder = desk.remind("agent2", minutes=10, name="告知王女士结果", phone="138 7600 1234")
    page = at_desk(page_as, "agent2")
    wait_scheduled(page, reminder)
    expect(popup(page, reminder)).to_be_hidden()
    page.clock.fast_forward("11:00")
    expect(popup(page, reminder)).to_contain_text("告知王女士结果")
    expect(popup(page, reminder)).to_contain_text("138 7600 1234")

    due = desk.remind("agent2", minutes=-5, name="已到时间")
    expect(popup(page, due)).to_be_visible()
    page.reload()
    expect(popup(page, due)).to_be_visible()


def test_set_by_a_colleague_while_the_page_is_open(desk, page_as):
    page = at_desk(page_as, "agent2", "/odoo/my-tickets")
    reminder = desk.remind("agent2", minutes=10, set_by="shiftleader", name="值班长交办")
    wait_scheduled(page, reminder)
    page.clock.fast_forward("11:00")
    expect(popup(page, reminder)).to_contain_text("值班长交办")
    assert not at_desk(page_as, "agent1").locator(".o_reminder_popup", has_text="值班长交办").count()


def test_snoozed_it_comes_back_later(desk, page_as):
    reminder = desk.remind("agent2", minutes=-1)
    page = at_desk(page_as, "agent2")
    popup(page, reminder).locator(".o_reminder_snooze").click()
    page.locator(".o_reminder_snooze_item[data-minutes='5']").click()
    expect(popup(page, reminder)).to_be_hidden()
    wait_scheduled(page, reminder)
    page.clock.fast_forward("04:00")
    expect(popup(page, reminder)).to_be_hidden()
    page.clock.fast_forward("02:00")
    expect(popup(page, reminder)).to_be_visible()
    assert desk.read(reminder, "snooze_count", "state") == {"id": reminder, "snooze_count": 1, "state": "open"}


def test_done_in_one_tab_is_done_in_the_other(desk, page_as):
    reminder = desk.remind("agent2", minutes=-1)
    first, second = at_desk(page_as, "agent2"), at_desk(page_as, "agent2", "/odoo/my-day")
    expect(popup(first, reminder)).to_be_visible()
    expect(popup(second, reminder)).to_be_visible()
    popup(first, reminder).locator(".o_reminder_done").click()
    expect(popup(first, reminder)).to_be_hidden()
    expect(popup(second, reminder)).to_be_hidden()
    assert desk.read(reminder, "state")["state"] == "done"


def test_call_back_is_logged_and_the_ticket_opens(desk, page_as, server):
    ticket = register(server, "agent2", summary="回电测试: 路灯不亮", phone="13876005678", caller_name="吴先生")
    reminder = desk.remind("agent2", minutes=-1, ticket_id=ticket, name="")
    page = at_desk(page_as, "agent2", allow_errors=(r"tel:",))
    expect(popup(page, reminder)).to_contain_text("吴先生")
    with page.expect_response("**/log_call"):
        popup(page, reminder).locator(".o_reminder_call").click()
    assert desk.read(reminder, "call_count")["call_count"] == 1
    popup(page, reminder).locator(".o_reminder_ticket").click()
    expect(page.locator(".o_form_view .o_field_widget[name='summary'] input")).to_have_value("回电测试: 路灯不亮")


def test_call_back_later_on_a_ticket(desk, page_as, server):
    ticket = register(server, "agent2", summary="稍后回电测试", phone="13876005679")
    page = at_desk(page_as, "agent2", f"/odoo/my-tickets/{ticket}")
    page.locator(".o_ticket_remind").click()
    page.locator(".o_ticket_remind_item[data-choice='15m']").click()
    expect(page.locator(".o_form_view button[name='action_open_reminders']")).to_be_visible()
    [reminder] = server.rpc("agent2").call("city12319.reminder", "search", [["ticket_id", "=", ticket]])
    desk.made.append(reminder)
    wait_scheduled(page, reminder)
    page.clock.fast_forward("16:00")
    expect(popup(page, reminder)).to_contain_text("稍后回电测试")


def test_overdue_ones_are_counted_and_listed(desk, page_as):
    reminder = desk.remind("agent2", minutes=-30, name="逾期未回电")
    page = at_desk(page_as, "agent2")
    expect(page.locator(".o_reminder_counter")).to_have_text("1")
    expect(page.locator(".o_data_row", has_text="逾期未回电")).to_be_visible()
    page.locator(".o_reminder_menu").click()
    expect(page.locator(".o_reminder_menu_item", has_text="逾期未回电")).to_be_visible()
    assert desk.read(reminder, "overdue")["overdue"]
