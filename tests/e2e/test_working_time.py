"""The configuration administrator keeps calendars: hours as people write them, the year at a glance, public holidays."""

import time

from playwright.sync_api import expect

SPECIAL_2026 = {"special_off": 33, "special_worked": 6}


def test_hours_of_a_new_calendar_show_in_the_year_and_move_what_is_tried(staff):
    admin = staff("configadmin").open("/odoo")
    admin.open_menu("city12319_intake.menu_calendar")
    admin.page.locator(".o_list_button_add").click()
    admin.fill(name=f"窗口作息{int(time.time())}")
    dialog = open_timetable(admin)
    dialog.locator("[name=friday] input").fill("9：00至12：00")
    dialog.locator(".o_form_button_save").click()
    expect(dialog).to_have_count(0)
    admin.save()
    expect(admin.field("timetable_ids")).to_contain_text("09:00-12:00")

    admin.page.locator("[name=action_trial]").click()
    sheet = admin.page.locator(".modal .o_city12319_year")
    admin.page.locator(".modal [name=year] input").fill("2026")
    admin.page.keyboard.press("Tab")
    for kind, count in SPECIAL_2026.items():
        expect(sheet.locator(f"td.o_city12319_day_{kind}")).to_have_count(count)
    expect(sheet.locator("td[title^='2026-10-10']")).to_have_attribute("title", "2026-10-10 · 国庆节 · 09:00-12:00")
    before = admin.page.locator(".modal [name=due_at]").inner_text()
    admin.page.locator(".modal [name=limit] input").fill("200")
    admin.page.keyboard.press("Tab")
    expect(admin.page.locator(".modal [name=due_at]")).not_to_have_text(before)
    close(admin)


def test_hours_that_overlap_are_refused_in_words(staff):
    admin = staff("configadmin").open("/odoo")
    admin.open_menu("city12319_intake.menu_calendar")
    admin.page.locator(".o_list_button_add").click()
    admin.fill(name=f"错误作息{int(time.time())}")
    dialog = open_timetable(admin)
    dialog.locator("[name=monday] input").fill("08:30-12:00, 11:00-13:00")
    dialog.locator(".o_form_button_save").click()
    admin.page.locator(".o_form_button_save").last.click()
    refused = admin.page.locator(".modal .modal-body, .o_notification_body").last
    expect(refused).to_contain_text("08:30-12:00, 11:00-13:00")
    admin.server.refusals.append(refused.inner_text().strip().splitlines()[0])
    admin.page.locator(".modal .btn-primary").last.click()
    admin.page.locator(".o_form_button_cancel").last.click()


def test_loading_public_holidays_shows_what_stands_here_already(staff):
    admin = staff("configadmin").open("/odoo")
    admin.open_menu("city12319_intake.menu_public_day")
    expect(admin.rows("国庆节").first).to_be_visible()
    admin.open_menu("city12319_intake.menu_holiday_load")
    admin.page.locator(".modal [name=year] input").fill("2026")
    admin.page.keyboard.press("Tab")
    lines = admin.page.locator(".modal .o_data_row")
    expect(lines).to_have_count(sum(SPECIAL_2026.values()))
    assert not admin.page.locator(".modal .o_data_row input:checked").count(), "nothing is new"
    close(admin)


def open_timetable(admin):
    """Open the timetable that a new calendar begins with."""
    admin.page.locator("[name=timetable_ids] .o_data_row .o_data_cell").first.click()
    dialog = admin.page.locator(".modal .o_form_view")
    expect(dialog).to_be_visible()
    return admin.page.locator(".modal")


def close(admin):
    admin.page.locator(".modal .btn-close").click()
    expect(admin.page.locator(".modal")).to_have_count(0)
