"""Printed sheets from the screen: the Print menu of a form and of several lines of a list gives one PDF."""

import io
import re

import pypdf
from playwright.sync_api import expect


def printed(person, title):
    """Choose a sheet in the Print menu that is open, and return what stands in the PDF, without spaces."""
    with person.page.expect_download() as download:
        person.page.locator(".o-dropdown--menu .o-dropdown-item").filter(has_text=re.compile(f"^{title}$")).click()
    assert download.value.suggested_filename.startswith(title)
    content = download.value.path().read_bytes()
    pages = pypdf.PdfReader(io.BytesIO(content)).pages
    return [re.sub(r"\s", "", page.extract_text()) for page in pages]


def title_of(server, code):
    """The title of a sheet as Chinese users see it."""
    [sheet] = server.rpc("admin").call(
        "city12319.sheet", "search_read", [["code", "=", code]], ["name"], context={"lang": "zh_CN"})
    return sheet["name"]


def test_the_form_of_an_order_prints_its_sheet_with_number_and_chinese_text(facts, staff, server):
    order = facts.order_in("handling", summary="望潮路路灯不亮")
    dispatcher = staff("dispatcher").open_case("orders", order)
    dispatcher.page.locator(".o_cp_action_menus button").first.click()
    dispatcher.page.locator(".o-dropdown--menu .fa-print").hover()
    title = title_of(server, "order")
    pages = printed(dispatcher, title)
    assert title in pages[0] and order in pages[0] and "望潮路路灯不亮" in pages[0]
    assert f"第1页共{len(pages)}页" in pages[0]
    [entry] = server.rpc("admin").call(
        "city12319.export.log", "search_read", [["kind", "=", "print"], ["what", "like", order]], ["rows", "user_id"])
    assert entry["rows"] == 1


def test_several_orders_of_a_list_come_as_one_file(facts, staff, server):
    numbers = [facts.order_in("handling", summary=f"成批打印{number}") for number in range(2)]
    dispatcher = staff("dispatcher").open("/odoo/orders")
    for number in numbers:
        row = dispatcher.rows(number).first
        row.wait_for()
        dispatcher.put_notices_aside()
        row.locator(".o_list_record_selector input").click()
    dispatcher.page.locator(".o_control_panel button:has(.fa-print)").click()
    pages = printed(dispatcher, title_of(server, "transfer"))
    assert all(any(number in page for page in pages) for number in numbers)


def test_departments_have_no_transfer_letter_in_their_menu(facts, staff, server):
    order = facts.order_in("handling", summary="部门打印")
    water = staff("water").open_case("department-orders", order)
    water.page.locator(".o_cp_action_menus button").first.click()
    water.page.locator(".o-dropdown--menu .fa-print").hover()
    items = water.page.locator(".o-dropdown--menu .o-dropdown-item")
    expect(items.filter(has_text=title_of(server, "order")).first).to_be_visible()
    expect(items.filter(has_text=title_of(server, "transfer"))).to_have_count(0)
