"""What was typed into a registration survives a lost connection and a closed tab, and stays private."""

import json
import re

import pytest
from desk import OFFLINE, drafts_in_browser, wait_kept
from journey import Person
from playwright.sync_api import expect

DRAFT = "city12319.ticket.draft"


@pytest.fixture(autouse=True)
def no_drafts(server):
    """Drafts of other tests would be offered too."""
    agent = server.rpc("agent2")
    agent.call(DRAFT, "discard", [draft["key"] for draft in agent.call(DRAFT, "mine")])


def new_ticket(page_as, **options):
    person = Person(page_as, "agent2", **options).open("/odoo/new-ticket")
    expect(person.field("phone").locator("input")).to_be_focused()
    return person


def another_tab(person):
    """The same person in a new tab of the same browser."""
    other = object.__new__(Person)
    other.login, other.page = person.login, person.page.context.new_page()
    return other.open("/odoo/new-ticket")


def offered(person, text):
    return person.page.locator(".o_ticket_draft", has_text=text)


def test_saving_without_connection_keeps_the_form_and_works_later(server, page_as):
    person = new_ticket(page_as, allow_errors=OFFLINE)
    person.fill(phone="13876008801", summary="断网草稿: 路面塌陷", address="滨海大道99号")
    person.page.context.set_offline(True)
    person.page.keyboard.press("Alt+s")
    expect(person.page.locator(".o_ticket_offline")).to_be_visible()
    expect(person.field("summary").locator("input")).to_have_value("断网草稿: 路面塌陷")
    person.fill(description="断网后补充的内容")
    person.page.wait_for_function("() => JSON.stringify(localStorage).includes('断网后补充的内容')")

    person.page.context.set_offline(False)
    with person.page.expect_response(re.compile("/web_save$")):
        person.page.locator(".o_ticket_save_again").click()
    expect(person.field("name")).to_contain_text("DJ")
    [saved] = server.rpc("agent2").call("city12319.ticket", "search_read", [["name", "=", person.value("name")]],
                                        ["summary", "description"])
    assert (saved["summary"], saved["description"]) == ("断网草稿: 路面塌陷", "断网后补充的内容")
    person.page.wait_for_function("() => !Object.keys(localStorage).some(key => key.startsWith('city12319.draft.'))")
    assert server.rpc("agent2").call(DRAFT, "mine") == []


def test_lost_connection_and_closed_tab_together(page_as):
    person = new_ticket(page_as, allow_errors=OFFLINE)
    person.page.context.set_offline(True)
    person.page.keyboard.type("13876008802")
    person.fill(summary="断网又关页: 树倒了")
    person.page.wait_for_function("() => JSON.stringify(localStorage).includes('断网又关页')")
    person.page.close()
    person.page.context.set_offline(False)

    other = another_tab(person)
    expect(offered(other, "断网又关页")).to_be_visible()
    offered(other, "断网又关页").locator(".o_ticket_draft_restore").click()
    expect(other.field("summary").locator("input")).to_have_value("断网又关页: 树倒了")
    expect(other.field("phone").locator("input")).to_have_value("13876008802")
    other.save()


def test_closed_tab_is_offered_on_another_computer(server, page_as):
    person = new_ticket(page_as)
    person.fill(phone="13876008803", summary="换电脑: 噪声扰民")
    person.page.locator(".o_field_widget[name='description'] textarea").press_sequentially("正在输入, 还没有离开")
    wait_kept(person.page)
    assert drafts_in_browser(person.page) == [], "what the server has is not kept in the browser"
    person.page.close(run_before_unload=False)

    elsewhere = new_ticket(page_as)
    offered(elsewhere, "换电脑").locator(".o_ticket_draft_restore").click()
    expect(elsewhere.field("description").locator("textarea")).to_have_value("正在输入, 还没有离开")
    elsewhere.save()
    expect(elsewhere.field("name")).to_contain_text("DJ")
    elsewhere.open("/odoo/new-ticket")
    expect(elsewhere.page.locator(".o_ticket_desk_bar")).to_be_visible()
    expect(elsewhere.page.locator(".o_ticket_draft")).to_have_count(0)


def test_leaving_the_form_keeps_a_draft_and_takes_no_number(server, page_as):
    person = new_ticket(page_as)
    person.fill(phone="13876008804", summary="离开页面: 井盖松动")
    person.open("/odoo/my-day")
    expect(person.page.locator(".o_my_day_drafts", has_text="离开页面")).to_be_visible()
    count = server.rpc("agent2").call("city12319.ticket", "search_count", [["summary", "like", "离开页面"]])
    assert count == 0


def test_discarded_is_gone(server, page_as):
    person = new_ticket(page_as)
    person.fill(summary="不要了的草稿")
    wait_kept(person.page)
    with person.page.expect_response("**/discard"):
        person.page.locator(".o_form_button_cancel").click()
    assert server.rpc("agent2").call(DRAFT, "mine") == []


def test_nothing_is_left_for_whoever_uses_the_browser_next(page_as):
    person = new_ticket(page_as, allow_errors=OFFLINE)
    person.page.context.set_offline(True)
    person.fill(summary="别人不该看到的草稿")
    person.page.wait_for_function("() => JSON.stringify(localStorage).includes('别人不该看到的草稿')")
    [key] = drafts_in_browser(person.page)
    left = person.page.evaluate("key => localStorage.getItem(key)", key)

    other = Person(page_as, "agent1")
    other.page.add_init_script(f"localStorage.setItem({json.dumps(key)}, {json.dumps(left)})")
    other.open("/odoo/new-ticket")
    expect(other.field("phone").locator("input")).to_be_focused()
    assert drafts_in_browser(other.page) == []
    expect(other.page.locator(".o_ticket_draft", has_text="别人不该")).to_have_count(0)


def test_logging_out_sends_what_is_left_and_deletes_it(server, page_as):
    person = Person(page_as, "agent2", allow_errors=(r"ERR_FAILED",))
    session = server.fresh_rpc("agent2").session_id  # one of its own, since it ends here
    person.page.context.add_cookies([{"name": "session_id", "value": session, "url": server.url}])
    person.open("/odoo/new-ticket")
    person.page.route("**/save_draft", lambda route: route.abort())  # the server does not get it while typing
    person.fill(summary="退出登录时的草稿")
    person.page.wait_for_function("() => JSON.stringify(localStorage).includes('退出登录时的草稿')")
    person.page.unroute("**/save_draft")
    person.page.locator(".o_user_menu button").click()
    person.page.locator(".dropdown-item[data-menu='logout']").click()
    person.page.wait_for_url("**/web/login**")
    assert drafts_in_browser(person.page) == []
    assert [draft["words"] for draft in server.rpc("agent2").call(DRAFT, "mine")] == ["退出登录时的草稿"]


def test_when_only_the_answer_is_lost_saving_again_makes_no_second_ticket(server, page_as):
    person = new_ticket(page_as, allow_errors=(*OFFLINE, r"ERR_FAILED"))
    person.fill(summary="应答丢失: 井盖松动", address="滨海大道100号")

    def lose_the_answer(route):
        route.fetch()
        route.abort()

    person.page.route("**/web_save", lose_the_answer)
    person.page.keyboard.press("Alt+s")
    expect(person.page.locator(".o_ticket_offline")).to_be_visible()
    person.page.unroute("**/web_save")
    person.page.locator(".o_ticket_save_again").click()
    [saved] = server.rpc("agent2").call("city12319.ticket", "search_read", [["summary", "=", "应答丢失: 井盖松动"]], ["name"])
    dialog = person.page.locator(".modal", has_text=saved["name"])
    dialog.locator(".modal-footer .btn-primary").click()
    expect(person.field("name")).to_contain_text(saved["name"])
