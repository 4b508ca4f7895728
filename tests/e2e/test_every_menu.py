"""Every role opens every menu of its own, and the first record behind it, on a desk screen and on a phone."""

import json

import pytest
from journey import Person
from playwright.sync_api import expect

ROOT = "city12319_intake.menu_root"
LOGINS = ["agent1", "shiftleader", "dispatcher", "water", "watermanager", "leader", "inspector", "visitor", "statistician",
          "configadmin", "kbeditor", "kbapprover", "quality", "admin"]
SCREENS = {"desk": (1366, 768), "phone": (390, 844)}
DESK_ONLY = ["admin"]  # has the screens of all others, who open them on the phone
RECORDS = (".o_content:not(.o_view_sample_data) .o_data_row .o_data_cell:not(.o_handle_cell),"
           ".o_content:not(.o_view_sample_data) .o_kanban_record:not(.o_kanban_ghost)")
ERRORS = ".o_error_dialog, .o_dialog_error, .o_action_manager .o_error"


def actions_of(client, admin):
    """(menu, address, whether it has forms) of what is below the hotline's menu, as the client of this person loads it.

    Without what opens a page outside of the client.
    """
    menus = {str(menu["id"]): menu for menu in json.loads(client.get("/web/webclient/load_menus")).values()}
    windows = admin.call("ir.actions.act_window", "search_read", [["res_model", "=like", "city12319.%"]], ["view_mode"])
    with_forms = {window["id"] for window in windows if "form" in window["view_mode"]}

    def below(menu):
        for child in (menus[str(child)] for child in menu["children"]):
            if child["actionID"] and not child["children"] and child["actionModel"] != "ir.actions.act_url":
                path = child["actionPath"] or f"action-{child['actionID']}"
                yield child["xmlid"].split(".")[-1], path, child["actionID"] in with_forms
            yield from below(child)

    return [action for menu in menus.values() if menu["xmlid"] == ROOT for action in below(menu)]


@pytest.mark.parametrize("login", LOGINS)
def test_every_menu_opens_without_an_error(server, page_as, login):
    actions = actions_of(server.rpc(login), server.rpc("admin"))
    assert actions
    person = Person(page_as, login)
    for screen, (width, height) in SCREENS.items():
        if screen == "phone" and login in DESK_ONLY:
            continue
        person.page.set_viewport_size({"width": width, "height": height})
        for menu, path, has_forms in actions:
            person.open(f"/odoo/{path}")
            look(person, f"{login}-{screen}-{menu}")
            records, dialog = person.page.locator(RECORDS), person.page.locator(".modal .btn-close")
            if dialog.count():
                dialog.click()
                expect(dialog).to_have_count(0)
            elif has_forms and records.count():
                records.first.click()
                person.page.wait_for_selector(".o_form_view, .o_selected_row")  # a form, or the row itself is edited
                look(person, f"{login}-{screen}-{menu}-record")
                if person.page.locator(".o_selected_row").count():
                    for _picker_then_row in range(2):
                        person.page.keyboard.press("Escape")
                    expect(person.page.locator(".o_selected_row")).to_have_count(0)


def look(person, name):
    """See that a screen came up without an error."""
    person.settle()
    assert not person.page.locator(ERRORS).count(), f"error on the screen {name}"
    person.picture(name)
