"""Urging and supervising: what pops up on the page of whoever has the case, and what becomes of it."""

from journey import ORDER
from playwright.sync_api import expect

SUPERVISION = "city12319.supervision"
AT_ONCE = 2_000  # how soon a supervision must stand on the page of the handler


def notice(person, text):
    """The pop-up with this text on somebody's page."""
    return person.page.locator(".o_city_notice", has_text=text)


def sent(facts, order):
    """The urges and supervisions of an order, oldest first."""
    return facts.as_("admin").call(SUPERVISION, "search_read", [["order_id.name", "=", order]],
                                   ["kind", "state", "reply", "level", "text"], order="id")


def signs(person):
    """The signs on the open form."""
    return person.field("signs").locator(".o_signs")


def test_supervision_pops_up_is_received_replied_to_and_lifted(facts, staff):
    order = facts.order_in("handling", summary="污水外溢")
    at_water = staff("water").open("/odoo/department-orders")
    dispatcher = staff("dispatcher").open_case("orders", order)
    dispatcher.act("urge", reason="请先围挡现场")
    urged = notice(at_water, "请先围挡现场")
    urged.locator(".o_notification_buttons button").last.click()  # receipt, without leaving the page
    expect(urged).to_be_hidden()
    assert [one["state"] for one in sent(facts, order)] == ["received"]

    leader = staff("leader").open_case("orders", order)  # meanwhile the handler's page hears the server
    leader.start("supervise", reason="今日内办结并回复")
    assert leader.confirm() is None
    supervised = notice(at_water, "今日内办结并回复")
    expect(supervised).to_be_visible(timeout=AT_ONCE)
    expect(supervised).to_contain_text(order)
    expect(signs(leader)).to_have_attribute("data-signs", "in_time supervised urged")

    supervised.locator(".o_notification_buttons button").first.click()
    expect(at_water.field("name")).to_contain_text(order)
    expect(at_water.page.locator(".o_supervision_banner")).to_contain_text("今日内办结并回复")
    at_water.act_at_once("supervision_receipt")
    at_water.act("supervision_reply", reason="抢修队已到场, 下午四点前办结")
    expect(notice(leader, "抢修队已到场")).to_be_visible()
    urge, supervision = sent(facts, order)
    assert (urge["state"], supervision["state"]) == ("received", "replied")
    assert supervision["reply"] == "抢修队已到场, 下午四点前办结"

    leader.open_case("orders", order)
    leader.picture("supervised-case")
    leader.act("supervision_lift", reason="已到现场核实")
    expect(signs(leader)).to_have_attribute("data-signs", "in_time urged")
    expect(leader.page.locator(".o_supervision_banner")).to_be_hidden()
    assert facts.events(ORDER, order)[-6:] == [
        "urge", "supervision_receipt", "supervise", "supervision_receipt", "supervision_reply", "supervision_lift"]


def test_own_list_of_urges_is_answered_on_the_phone(facts, staff):
    order = facts.order_in("handling", summary="手机签收催办")
    facts.advance("dispatcher", ORDER, order, "urge", reason="请尽快到场")
    at_water = staff("water", "phone").open("/odoo/my-supervisions")
    card = at_water.rows("请尽快到场").first
    card.wait_for()
    at_water.put_notices_aside()
    card.locator("button[name='action_receive']").click()
    expect(at_water.rows("请尽快到场").locator("button[name='action_receive']")).to_have_count(0)
    assert [one["state"] for one in sent(facts, order)] == ["received"]


def test_board_urges_several_at_once(facts, staff):
    orders = [facts.order_in("pending_receipt", summary=f"逾时未签收{number}") for number in (1, 2)]
    for viewport in ("desktop", "phone"):
        at_board = staff("dispatcher", viewport).open("/odoo/supervision-board")
        page = at_board.page
        page.locator(".o_board_tile[data-key='unreceived']").click()
        for order in orders:
            page.locator(f".o_board_row[data-name='{order}'] .o_board_choose").check()
        at_board.picture(f"supervision-board-{viewport}")
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        page.locator(".o_board_urge").click()
        page.locator(".modal .o_field_widget[name='text'] textarea").fill(f"请立即签收 ({viewport})")
        page.locator(".modal button[name='action_urge']").click()
        expect(page.locator(".modal")).to_be_hidden()
        page.locator(".o_board_tile[data-key='urged']").click()
        for order in orders:
            expect(page.locator(f".o_board_row[data-name='{order}'] [data-sign='urged']")).to_be_visible()
    for order in orders:
        assert [one["text"] for one in sent(facts, order)] == ["请立即签收 (desktop)", "请立即签收 (phone)"]


def test_board_looks_again_when_something_was_received(facts, staff):
    order = facts.order_in("handling", summary="看板自动刷新")
    facts.advance("leader", ORDER, order, "supervise", category="focus", level="1", reason="重点督办")
    at_board = staff("leader").open("/odoo/supervision-board")
    at_board.page.locator(".o_board_tile[data-key='unanswered']").click()
    row = at_board.page.locator(f".o_board_row[data-name='{order}']")
    expect(row).to_be_visible()
    facts.advance("water", ORDER, order, "supervision_reply", reason="已办")
    expect(row).to_be_hidden()


def test_lamp_turns_red_on_the_board_and_on_the_case_when_the_limit_has_passed(server, facts, staff):
    order = facts.order_in("handling", summary="超期亮灯")
    at_board = staff("leader").open("/odoo/supervision-board")
    at_board.page.locator(".o_board_tile[data-key='overdue']").click()
    at_board.settle()
    row = at_board.page.locator(f".o_board_row[data-name='{order}']")
    expect(row).to_be_hidden()
    at_water = staff("water").open_case("department-orders", order)
    expect(signs(at_water)).to_have_attribute("data-signs", "in_time")

    server.sql("""UPDATE city12319_clock SET warn_at = due_at - interval '1 year', due_at = due_at - interval '1 year'
                  WHERE state = 'running' AND due_at IS NOT NULL
                  AND order_id = (SELECT id FROM city12319_order WHERE name = :'order')""", order=order)
    admin = facts.as_("admin")
    job = facts.id_of("ir.model.data", ["module", "=", "city12319_dispatch"], ["name", "=", "escalation_cron"])
    [job] = admin.call("ir.model.data", "read", [job], ["res_id"])
    admin.call("ir.cron", "method_direct_trigger", [job["res_id"]])
    expect(row.locator("[data-sign='overdue']")).to_be_visible()  # the board was told, nobody pressed a key
    at_water.open_case("department-orders", order)
    expect(signs(at_water)).to_have_attribute("data-signs", "overdue")
