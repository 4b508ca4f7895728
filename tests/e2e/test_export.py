"""A list leaves as a file: at once, or in the background with a link; statistics by SQL; spreadsheet dashboards."""

import csv
import io
from pathlib import Path

import openpyxl
import pytest
from journey import Person
from playwright.sync_api import expect

TICKETS, JOB, LOG, PARAMETER = "city12319.ticket", "city12319.export.job", "city12319.export.log", "ir.config_parameter"
LIST_OF_TICKETS = "/odoo/action-city12319_intake.ticket_action"


@pytest.fixture
def short_limit(server):
    """Lists of two rows and more are exported in the background."""
    admin = server.rpc("admin")
    admin.call(PARAMETER, "set_param", "city12319.export_direct_rows", "1")
    yield
    admin.call(PARAMETER, "set_param", "city12319.export_direct_rows", "2000")


def open_dialog(person):
    """Open the export of the list on screen from the menu beside its title."""
    person.page.locator(".o_control_panel .o_cp_action_menus button, .o_control_panel .fa-cog").first.click()
    person.page.locator(".o_hotline_export_all").click()
    dialog = person.page.locator(".modal")
    expect(dialog.locator(".o_hotline_export_start")).to_be_enabled()
    return dialog


def test_a_short_list_is_fetched_at_once_under_the_users_own_column_names(server, page_as):
    leader = Person(page_as, "shiftleader")
    leader.open(LIST_OF_TICKETS)
    dialog = open_dialog(leader)
    count = server.rpc("shiftleader").call(TICKETS, "search_count", [])
    expect(dialog.locator(".o_hotline_export_count")).to_contain_text(str(count))
    dialog.locator(".o_hotline_export_set").select_option(index=1)
    expect(dialog.locator(".o_hotline_export_chosen")).to_contain_text("值班人员姓名")
    dialog.locator(".o_hotline_export_chosen [data-name='import_note'] button").last.click()
    with leader.page.expect_download() as download:
        dialog.locator(".o_hotline_export_start").click()
    page = openpyxl.load_workbook(io.BytesIO(Path(download.value.path()).read_bytes())).worksheets[0]
    head = [cell.value for cell in page[1]]
    assert head[:3] == ["工单编号", "来电人", "报送时间"] and "备注" not in head
    assert page.max_row == count + 1 and page.freeze_panes == "A2"
    assert {cell.data_type for row in page.iter_rows(min_row=2) for cell in row} <= {"s", "n", "d"}
    [entry] = server.rpc("admin").call(LOG, "search_read", [["user_id.login", "=", "shiftleader"]], ["rows", "kind"], limit=1)
    assert (entry["rows"], entry["kind"]) == (count, "export")


def test_a_long_list_is_made_in_the_background_and_announced_with_a_link(server, page_as, short_limit):
    statistician = Person(page_as, "statistician")
    statistician.open(LIST_OF_TICKETS)
    dialog = open_dialog(statistician)
    dialog.locator(".btn-group label", has_text="csv").click()
    dialog.locator(".o_hotline_export_start").click()
    expect(dialog).to_have_count(0)
    ready = statistician.page.locator(".o_hotline_export_ready")
    expect(ready).to_be_visible(timeout=60_000)
    with statistician.page.expect_download() as download:
        ready.locator(".o_notification_buttons button").click()
    text = Path(download.value.path()).read_bytes().decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert len(rows) == server.rpc("statistician").call(TICKETS, "search_count", []) + 1
    assert not any("138" in cell and len(cell.replace(" ", "")) == 11 for row in rows for cell in row)
    statistician.page.locator(".o_hotline_exports").click()
    expect(statistician.page.locator(".o_hotline_exports_item[data-state='done']").first).to_be_visible()
    other = server.rpc("shiftleader").call(JOB, "search_count", [["user_id.login", "=", "statistician"]])
    assert other == 0


def test_who_may_not_export_is_not_offered_it(page_as):
    agent = Person(page_as, "agent1")
    agent.open("/odoo/action-city12319_intake.ticket_action_mine")
    menu = agent.page.locator(".o_control_panel .o_cp_action_menus button, .o_control_panel .fa-cog")
    if menu.count():
        menu.first.click()
        expect(agent.page.locator(".dropdown-menu")).to_be_visible()
    expect(agent.page.locator(".o_export_all_menu")).to_have_count(0)


def test_an_administrator_sees_the_first_rows_of_a_query_and_is_told_what_is_closed(server, page_as):
    client = server.rpc("configadmin")
    view, = client.call("bi.sql.view", "create", [{
        "name": "端到端", "technical_name": "t_end_to_end",
        "query": "SELECT source_id AS x_source_id, count(*) AS x_count FROM city12319_ticket GROUP BY 1",
    }])
    admin = Person(page_as, "configadmin", allow_errors=("RPC_ERROR",))
    admin.open(f"/odoo/action-city12319_reports_sql.bi_sql_view_action/{view}")
    admin.page.locator("button[name='button_preview_sql_expression']").click()
    expect(admin.page.locator(".modal table")).to_contain_text("x_source_id")
    admin.page.locator(".modal .btn-primary").click()
    client.call("bi.sql.view", "write", [view], {"query": "SELECT phone AS x_phone FROM city12319_ticket"})
    admin.page.reload()
    admin.page.locator("button[name='button_validate_sql_expression']").click()
    refused = admin.page.locator(".modal .modal-body")
    expect(refused).to_contain_text("city12319_ticket.phone")
    server.refusals.append(refused.inner_text().strip())
    admin.page.locator(".modal .btn-primary").first.click()
    client.call("bi.sql.view", "unlink", [view])


@pytest.mark.parametrize("login", ["shiftleader", "leader", "statistician"])
def test_spreadsheet_dashboards_open_with_their_figures(server, page_as, login):
    seen = server.rpc(login).call("spreadsheet.dashboard", "search_read", [], ["name"], context={"lang": "zh_CN"})
    person = Person(page_as, login)
    person.page.goto("/odoo/dashboards")
    assert seen
    for dashboard in seen:
        person.page.locator(".o_search_panel li", has_text=dashboard["name"]).first.click()
        expect(person.page.locator(".o-spreadsheet .o-figure").first).to_be_visible(timeout=60_000)
        expect(person.page.locator(".o_error_dialog, .o-spreadsheet .o-error")).to_have_count(0)
