"""Leader's dashboard, wall screen and map: numbers open their lists, the wall updates itself and survives a restart."""

import re
import time
import urllib.error
from urllib.parse import urlsplit

import pytest
from journey import ORDER, TICKET
from playwright.sync_api import expect
from running_server import RpcError

WALL, SCREEN = "/city12319/wall", (1920, 1080)
LIMIT = ".o_pager_limit"
GONE = (r"ERR_CONNECTION_REFUSED", r"WebSocket connection", r"ERR_EMPTY_RESPONSE", r"ERR_CONNECTION_RESET", r"502", r"503")


def count_days(server):
    """Count the daily figures, as the scheduled action does."""
    admin = server.rpc("admin")
    [job] = admin.call("ir.model.data", "search_read",
                       [["module", "=", "city12319_reports"], ["name", "=", "ir_cron_count"]], ["res_id"])
    deadline = time.monotonic() + 60
    while True:
        try:
            return admin.call("ir.cron", "method_direct_trigger", [job["res_id"]])
        except RpcError:  # it runs already by itself
            assert time.monotonic() < deadline
            time.sleep(1)


@pytest.fixture(scope="module")
def counted(server):
    """The days of the made-up city are in the daily figures."""
    count_days(server)


def number(button):
    return int(button.get_attribute("data-value"))


def opened(person, button):
    """How many records the list behind a number has; comes back to the dashboard afterwards."""
    page = person.page
    button.click()
    page.wait_for_selector(".o_list_view")
    person.settle()
    empty = page.locator(".o_view_nocontent, .o_list_table:not(:has(.o_data_row))").count()
    shown = 0 if empty else int(page.locator(LIMIT).inner_text().strip("+"))
    page.go_back()
    page.wait_for_selector(".o_city_dashboard_tiles")
    return shown


def both(person, button):
    """The number on a button, and how many records its list has."""
    place = person.page.locator(button).first
    return number(place), opened(person, place)


def test_numbers_are_those_of_the_database_and_open_as_many_records(server, counted, staff):
    leader = staff("leader").open("/odoo/leader-dashboard")
    page = leader.page
    page.wait_for_selector(".o_city_dashboard_trend canvas")
    [[overdue, handling]] = server.sql("""
        SELECT (SELECT count(*) FROM city12319_order WHERE is_open AND alert = 'overdue'),
               (SELECT count(*) FROM city12319_ticket t JOIN city12319_stage s ON s.id = t.stage_id
                 WHERE t.is_open AND s.phase = 'handling')""")
    assert number(page.locator(".o_city_tile[data-key='overdue']")) == int(overdue)
    assert number(page.locator(".o_city_funnel button[data-phase='handling']")) == int(handling)
    for button in (".o_city_tile[data-key='registered']", ".o_city_tile[data-key='overdue']",
                   ".o_city_tile[data-key='dispatched']", ".o_city_funnel button[data-phase='handling']",
                   ".o_city_dashboard_categories button >> nth=0", ".o_city_dashboard_districts button >> nth=0"):
        shown, listed = both(leader, button)
        assert shown == listed, (button, shown, listed)
    leader.picture("leader-dashboard")


def test_period_is_chosen_and_kept(counted, staff):
    leader = staff("leader").open("/odoo/leader-dashboard")
    page = leader.page
    page.locator("button[data-period='week']").click()
    expect(page.locator("button[data-period='week']")).to_have_attribute("aria-pressed", "true")
    leader.settle()
    leader.open("/odoo/orders").open("/odoo/leader-dashboard")
    expect(page.locator("button[data-period='week']")).to_have_attribute("aria-pressed", "true")
    page.locator("button[data-period='month']").click()


def test_dashboard_fits_the_phone(counted, staff):
    leader = staff("leader", "phone").open("/odoo/leader-dashboard")
    leader.page.wait_for_selector(".o_city_tile")
    leader.settle()
    assert leader.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    leader.picture("leader-dashboard-phone")


def test_manager_sees_the_own_departments_and_others_nothing(server, counted, staff):
    manager = staff("watermanager").open("/odoo/leader-dashboard")
    tile = manager.page.locator(".o_city_tile[data-key='open']")
    tile.wait_for()
    [[open_]] = server.sql("""
        SELECT count(*) FROM city12319_order o JOIN city12319_department_visible_rel v ON v.department_id = o.department_id
        JOIN res_users u ON u.id = v.user_id WHERE o.is_open AND u.login = 'watermanager'""")
    assert number(tile) == int(open_)
    assert not manager.page.locator(".o_city_tile[data-key='calls']").count()
    for login in ("water", "agent1", "dispatcher", "inspector", "configadmin"):
        for model, method in (("city12319.dashboard", "load"), ("city12319.map", "load"), ("city12319.map", "cells"),
                              ("city12319.wall.screen", "load")):
            with pytest.raises(RpcError) as refused:
                server.rpc(login).call(model, method)
            assert refused.value.name.endswith("AccessError"), (login, model)
        with pytest.raises(urllib.error.HTTPError) as page:
            server.rpc(login).get(WALL)
        assert page.value.code == 403


def test_wall_shows_a_registration_without_being_loaded_again(facts, counted, page_as):
    page = page_as("leader", SCREEN, WALL)
    expect(page.get_by_text("呼叫中心", exact=True)).to_be_visible()  # words of the page itself are Chinese too
    registered = page.locator(".o_city_wall_figure[data-key='registered'] b")
    expect(registered).to_be_visible()
    before = int(registered.inner_text())
    page.evaluate("window.samePage = true")
    ticket = facts.register(summary="赵某某家门口积水", caller_name="赵某某", phone="13698765432")
    expect(page.locator(f"[data-number='{ticket}']").first).to_be_visible()
    expect(registered).to_have_text(str(before + 1))
    assert page.evaluate("window.samePage")
    text = page.locator("main").inner_text()
    assert "赵某某" not in text and "13698765432" not in text and not re.search(r"1\d{2} ?\d{4} ?\d{4}", text)
    assert page.evaluate("[document.documentElement.scrollWidth, document.documentElement.scrollHeight]") == list(SCREEN)


def test_wall_reads_once_for_many_changes(facts, counted, page_as):
    page = page_as("leader", SCREEN, WALL)
    page.wait_for_selector(".o_city_wall_figure")
    page.wait_for_timeout(3000)  # what was told before
    reads = []
    page.on("request", lambda request: "city12319.wall.screen/load" in request.url and reads.append(request.url))
    tickets = [facts.register(summary=f"连续登记{number}") for number in range(4)]
    expect(page.locator(f"[data-number='{tickets[-1]}']").first).to_be_visible()
    assert 1 <= len(reads) < len(tickets)
    page.wait_for_timeout(4000)
    quiet = len(reads)
    page.wait_for_timeout(6000)
    assert len(reads) == quiet, "the wall asks though nothing changes"


def test_wall_survives_a_restart_and_says_so_meanwhile(server, facts, counted, page_as):
    page = page_as("leader", SCREEN, WALL, allow_errors=GONE)
    page.wait_for_selector(".o_city_wall_figure")
    page.evaluate("window.sameWall = true")
    lost = page.locator(".o_city_wall_lost_text")
    with server.down():
        expect(lost).to_be_visible()
        expect(page.locator(".o_city_wall_figure").first).to_be_visible()  # as it was
    expect(lost).to_be_hidden(timeout=60_000)
    ticket = facts.register(summary="重启后登记")
    expect(page.locator(f"[data-number='{ticket}']").first).to_be_visible()
    assert page.evaluate("window.sameWall")


def test_map_works_without_tiles_and_a_circle_opens_its_cases(facts, staff):
    order = facts.order_in("handling", summary="地图上的案件", latitude=27.05, longitude=112.05)
    leader = staff("leader").open("/odoo/case-map")
    page = leader.page
    asked = []
    page.on("request", lambda request: asked.append(urlsplit(request.url)))
    page.locator(".o_city_map[data-tiles='no']").wait_for()
    expect(page.locator(".o_city_map [data-district]")).to_have_count(4)
    expect(page.locator(".o_city_map [data-cell]").first).to_be_visible()
    leader.picture("case-map")
    page.locator(".o_city_map_lamp").select_option("any")
    leader.settle()
    total = int(page.locator(".o_city_map_total").get_attribute("data-total"))
    assert total == facts.as_("leader").call(ORDER, "search_count", [["is_open", "=", True]])
    circle = page.locator(".o_city_map [data-cell]").last  # the fullest is drawn last, on top
    count = int(circle.get_attribute("data-count"))
    circle.click(force=True)
    page.wait_for_selector(".o_list_view")
    expect(page.locator(LIMIT)).to_have_text(str(count))
    here = urlsplit(page.url)
    assert {url.netloc for url in asked if url.scheme.startswith("http")} == {here.netloc}, "something came from elsewhere"
    assert facts.read(TICKET, facts.read(ORDER, order, "ticket_id")["ticket_id"][1], "latitude")["latitude"] == 27.05


def test_map_of_a_manager_holds_the_own_orders(server, staff):
    manager = staff("watermanager", "phone").open("/odoo/case-map")
    manager.page.locator(".o_city_map_lamp").select_option("any")
    manager.settle()
    assert int(manager.page.locator(".o_city_map_total").get_attribute("data-total")) == server.rpc("watermanager").call(
        ORDER, "search_count", [["is_open", "=", True], ["department_id.visible_user_ids.login", "=", "watermanager"]])
    assert manager.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    manager.picture("case-map-phone")
