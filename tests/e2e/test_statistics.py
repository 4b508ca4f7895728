"""Figures in pivots open what they count, and a month is frozen and opened again."""

from datetime import date, timedelta

from journey import LIST
from playwright.sync_api import expect

MONTH = "city12319.report.month"


def test_figure_of_a_pivot_opens_its_rows_and_their_cases(facts, staff):
    person = staff("statistician").open("/odoo/order-figures")
    page = person.page
    cell = page.locator(".o_pivot tbody tr").nth(1).locator("td.o_pivot_cell_value").first
    expect(cell).not_to_have_text("0")
    person.picture("order-figures-pivot")
    counted = int(cell.inner_text().replace(",", ""))
    cell.click()
    page.wait_for_selector(LIST)
    person.settle()
    rows = page.locator(".o_data_row")
    dispatched = [int(text or 0) for text in rows.locator("td[name='dispatched']").all_inner_texts()]
    assert sum(dispatched) == counted
    place = next(place for place, number in enumerate(dispatched) if number)
    rows.nth(place).locator("td[name='day']").click()
    expect(page.locator("td[name='day']")).to_have_count(0)
    expect(page.locator(".o_data_row").first).to_be_visible()
    person.picture("order-figures-cases")


def test_report_names_base_and_opens_its_calls(facts):
    reports = facts.as_("statistician")
    month = {"period": "month", "date": str(date.today() - timedelta(days=1))}
    table = reports.call("city12319.report", "compute", "call_traffic", month)
    column = next(column for column in table["columns"] if column["key"] == "call_answered")
    number = table["totals"]["values"][table["columns"].index(column)]
    assert number > 0 and table["as_of"]
    action = reports.call("city12319.report", "drill", "call_traffic", "total", "call_answered", month)
    assert reports.call(action["res_model"], "search_count", action["domain"]) == number
    rate = next(column for column in table["columns"] if column["key"] == "call_answer_rate")
    assert rate["formula"] and rate["base"]


def test_month_is_frozen_for_publication_and_opened_again_with_a_reason(facts, staff):
    last_month = date.today().replace(day=1) - timedelta(days=1)
    [month] = facts.as_("leader").call(MONTH, "search", [["month", "=", str(last_month.replace(day=1))]])
    statistician = staff("statistician").open(f"/odoo/published-months/{month}")
    statistician.page.locator("button[name='action_freeze']").click()
    statistician.page.locator(".modal .btn-primary").click()
    expect(statistician.field("frozen_by_id")).to_be_visible()
    statistician.picture("month-frozen")

    leader = staff("leader").open(f"/odoo/published-months/{month}")
    leader.page.locator(".o_statusbar_buttons button.btn-secondary").last.click()
    dialog = leader.page.locator(".modal")
    expect(dialog.locator("button[name='action_unfreeze']")).to_be_visible()
    leader.picture("month-open-again")
    dialog.locator("textarea").fill("漏导一批登记")
    dialog.locator("button[name='action_unfreeze']").click()
    expect(dialog).to_have_count(0)
    expect(leader.page.locator(".o_field_widget[name='log_ids']")).to_contain_text("漏导一批登记")
    leader.picture("month-opened-again")
