"""Reports on screen, down to the records and back; their files; periodic and scheduled reports; reports of one's own."""

import io
import re
import time
from datetime import date, timedelta

import openpyxl
import pytest
from journey import Person
from playwright.sync_api import expect
from pypdf import PdfReader

PAGE, PERIODIC, SCHEDULE = "city12319.report.page", "city12319.periodic.report", "city12319.report.schedule"
LAST_MONTH = (date.today().replace(day=1) - timedelta(days=1)).replace(day=1)
FIRST_DAY = max(LAST_MONTH, date.today() - timedelta(days=59))  # the made-up city is 60 days old
TABLE = ".o_report_table, .o_report_heat, .o_report_empty"
SLACK = 1  # pixels that browsers round up


@pytest.fixture
def counted(server):
    """The system when the days of the last month are counted."""
    client, deadline = server.rpc("statistician"), time.monotonic() + 180
    while not all_counted(client):
        assert time.monotonic() < deadline, "the days are not counted"
        time.sleep(2)
    return client


def all_counted(client):
    """Tell whether every day of the last month was counted once; what tests change since then is counted later."""
    days = [["day", ">=", str(LAST_MONTH)], ["day", "<", str(date.today().replace(day=1))], ["counted_at", "!=", False]]
    return client.call("city12319.rollup.day", "search_count", days) >= (date.today().replace(day=1) - FIRST_DAY).days


def open_report(person, path, **asked):
    """Open a report at an address and wait for its figures."""
    person.open(f"/odoo/{path}?" + "&".join(f"{name}={value}" for name, value in asked.items()))
    person.page.wait_for_selector(TABLE)
    return person


def cell(person, row, column):
    """A field of the table."""
    return person.page.locator(f".o_report_table tr[data-key='{row}'] td[data-column='{column}']")


def saved(person, form):
    """Save the report as a file and return its content."""
    person.page.locator(".o_report_files").click()
    with person.page.expect_download() as download:
        person.page.locator(f".o_report_file_{form}").click()
    return download.value.path().read_bytes()


def test_every_report_opens(counted, page_as):
    person = Person(page_as, "statistician")
    for report in counted.call(PAGE, "load", {})["reports"]:
        open_report(person, "reports", report=report["code"], first=LAST_MONTH, compare="previous")
        expect(person.page.locator(".o_report_notes")).to_be_visible()
        expect(person.page.locator(".o_error_dialog")).to_have_count(0)
        assert f"report={report['code']}" in person.page.url


def test_period_comparison_records_and_the_way_back(counted, page_as):
    person = Person(page_as, "statistician")
    open_report(person, "report-call-traffic", kind="month")
    person.page.locator(".o_report_back").click()
    person.page.locator(".o_report_compare").select_option("previous")
    expect(person.page.locator(".o_report_compared")).to_be_visible()
    person.page.locator(".o_report_step").select_option("week")
    period = person.page.locator(".o_report_period").inner_text()
    answered = cell(person, "total", "call_answered").locator("button")
    figure = int(answered.inner_text().replace(",", ""))
    assert figure == counted.call(PAGE, "load", {"report": "call_traffic", "first": str(LAST_MONTH)})["totals"]["values"][2]
    person.picture("report-call-traffic")
    answered.click()
    expect(person.page.locator(".o_pager_limit")).to_have_text(str(figure))
    person.page.locator(".o_breadcrumb a, .breadcrumb a").first.click()
    expect(person.page.locator(".o_report_compared")).to_be_visible()
    assert person.page.locator(".o_report_period").inner_text() == period
    expect(person.page.locator(".o_report_step")).to_have_value("week")
    person.page.reload()
    expect(person.page.locator(".o_report_compared")).to_be_visible()
    assert person.page.locator(".o_report_period").inner_text() == period


def test_formula_and_base_of_a_figure_on_hover(counted, page_as):
    person = Person(page_as, "statistician")
    open_report(person, "report-call-traffic", first=LAST_MONTH)
    person.page.locator(".o_report_table thead th[data-column='call_answer_rate'] button").hover()
    expect(person.page.locator(".o_figure_hint")).to_contain_text("接通量 ÷ 人工请求量")


def test_files_hold_what_the_page_shows(counted, page_as):
    person = Person(page_as, "statistician")
    open_report(person, "report-service-types", first=LAST_MONTH)
    total = int(cell(person, "total", "registered").inner_text().replace(",", ""))
    sheet = openpyxl.load_workbook(io.BytesIO(saved(person, "xlsx"))).active
    last = next(row for row in sheet.iter_rows(values_only=True) if row[0] == "合计")
    assert last[1] == total
    assert f"合计,{total}," in saved(person, "csv").decode("utf-8-sig")
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(saved(person, "pdf"))).pages)
    assert "口径说明" in text and "基数" in text
    log = counted.call("city12319.export.log", "search_read", [["user_id.login", "=", "statistician"]], ["file_name", "what"],
                       limit=3)
    assert [entry["file_name"].rpartition(".")[2] for entry in log] == ["pdf", "csv", "xlsx"]
    assert all(str(LAST_MONTH) in entry["what"] for entry in log)


def test_a_report_fits_on_a_phone(counted, page_as):
    person = Person(page_as, "leader", "phone")
    open_report(person, "report-districts", first=LAST_MONTH, compare="previous")
    wide = person.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert wide <= SLACK
    person.picture("report-phone")


def test_what_is_not_ones_own_is_not_offered(counted, page_as):
    person = Person(page_as, "agent1")
    open_report(person, "reports", first=LAST_MONTH)
    person.page.locator(".o_report_chosen").click()
    expect(person.page.locator("[data-report]").first).to_be_visible()
    offered = person.page.locator("[data-report]").evaluate_all("items => items.map(item => item.dataset.report)")
    assert "agent_work" in offered and "call_traffic" not in offered


def test_a_monthly_report_is_made_printed_and_published(counted, page_as, server):
    client = server.rpc("statistician")
    first = date.today() - timedelta(days=date.today().weekday() + 14)  # a week that is over
    known = client.call(PERIODIC, "search", [["kind", "=", "week"], ["date_from", "=", str(first)]])
    report = known[0] if known else client.call(PERIODIC, "create", {"kind": "week", "date_from": str(first)})
    person = Person(page_as, "statistician")
    person.open(f"/odoo/periodic-reports/{report}")
    expect(person.page.locator(".o_periodic_report h2").first).to_contain_text("一、")
    person.picture("periodic-report")
    with person.page.expect_download() as download:
        person.page.locator("button[name='action_pdf']").click()
    text = "".join(page.extract_text() for page in PdfReader(download.value.path()).pages)
    assert "完成情况" in text and "案件分类" in text
    person.page.locator("button[name='action_publish']").click()
    person.page.locator(".modal .btn-primary").first.click()
    expect(person.page.locator(".o_arrow_button_current")).to_have_attribute("data-value", "published")
    assert server.rpc("agent1").call(PERIODIC, "search_count", [["id", "=", report]]) == 1


def test_a_scheduled_report_reaches_the_leader(counted, page_as, server):
    facts = server.rpc("admin")
    [leader] = facts.call("res.users", "search", [["login", "=", "leader"]])
    reports = facts.call("city12319.report", "search", [["code", "in", ["call_traffic"]]])
    client = server.rpc("statistician")
    schedule = client.call(SCHEDULE, "create", {
        "name": "端到端定时报表", "kind": "month", "report_ids": [(6, 0, reports)], "user_ids": [(6, 0, [leader])],
    })
    client.call(SCHEDULE, "action_send_now", [schedule])
    deadline = time.monotonic() + 120
    while server.rpc("leader").call("city12319.report.delivery", "search_count",
                                    [["schedule_id", "=", schedule], ["state", "=", "sent"]]) != 1:
        assert time.monotonic() < deadline, "the report was not sent"
        time.sleep(1)
    person = Person(page_as, "leader")
    person.open("/odoo/reports-received")
    person.rows("端到端定时报表").first.click()
    expect(person.page.locator(".o_field_widget[name='file_ids'] .o_attachment")).to_have_count(2)


def test_an_administrator_sees_a_report_while_defining_it(counted, page_as, server):
    admin = server.rpc("admin")
    [report] = admin.call("city12319.report", "search", [["code", "=", "ticket_sources"]])
    [action] = admin.call("ir.model.data", "search_read", [["name", "=", "report_action_definition"]], ["res_id"])
    person = Person(page_as, "admin")
    person.open(f"/odoo/action-{action['res_id']}/{report}")
    preview = person.page.locator(".o_report_preview")
    expect(preview.locator("tbody tr").filter(has_text=re.compile("社会公众")).first).to_be_visible()
    person.picture("report-definition", preview)
