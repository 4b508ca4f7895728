"""Spot checks from the inspector's telephone to the frozen result, and an evaluation down to the cases behind a number."""

import re
from datetime import date, timedelta

from journey import LIST, png
from playwright.sync_api import expect

INSPECTION, PLAN, RUN = "city12319.inspection", "city12319.inspection.plan", "city12319.evaluation.run"


def drawn_check(facts):
    """Let the shift leader draw one closed order of the water department; return the number of the spot check."""
    facts.order_in("closed")
    water = facts.id_of("city12319.department", ["member_ids.login", "=", "water"])
    inspector = facts.id_of("res.users", ["login", "=", "inspector"])
    today = date.today()
    client = facts.as_("shiftleader")
    plan = client.call(PLAN, "create", {
        "name": "端到端抽查", "date_from": str(today - timedelta(days=2)), "date_to": str(today + timedelta(days=2)), "size": 1,
        "department_ids": [(6, 0, [water])], "inspector_ids": [(6, 0, [inspector])],
    })
    client.call(PLAN, "action_draw", [plan])
    [check] = client.call(INSPECTION, "search_read", [["plan_id", "=", plan]], ["name"])
    return check["name"]


def press(person, method):
    """Press a button of the form's header, also where a narrow screen hides it below a menu, and agree when asked."""
    button = person.page.locator(f".o_form_view button[name='{method}'], .o-dropdown--menu button[name='{method}']")
    if not button.first.is_visible():
        person.page.locator(".o_statusbar_buttons .dropdown-toggle, .o_cp_action_menus .dropdown-toggle").first.click()
    button.first.click()


def agree(person):
    """Confirm what is asked before something that cannot be undone."""
    person.page.locator(".modal .btn-primary").first.click()
    expect(person.page.locator(".modal")).to_have_count(0)


def answer(person, method, text):
    """Write a reason into the open dialog and press one of its buttons."""
    dialog = person.page.locator(".modal")
    dialog.locator(".o_field_widget[name='text'] textarea").fill(text)
    dialog.locator(f"button[name='{method}']").click()
    expect(dialog).to_have_count(0)


def test_spot_check_on_the_phone_is_appealed_decided_and_frozen(facts, staff):
    number = drawn_check(facts)
    item = facts.name_of("city12319.inspection.item", ["code", "=", "C01"], field="name")

    inspector = staff("inspector", "phone").open_case("my-spot-checks", number)
    inspector.fill(text="上报已处置，现场井盖仍松动")
    inspector.field("line_ids").locator(".o-kanban-button-new").click()
    dialog = inspector.page.locator(".modal")
    choose_on_phone(dialog, item)
    dialog.locator(".o_form_button_save").first.click()
    expect(dialog).to_have_count(0)
    inspector.field("photo_ids").locator("input[type=file]").set_input_files(png(90, 120, 60))
    expect(inspector.field("photo_ids").locator(".o_attachment")).to_have_count(1)
    inspector.save()
    inspector.picture("spot-check-phone")
    press(inspector, "action_submit")
    agree(inspector)
    expect(inspector.page.locator(".o_form_view .alert-warning")).to_be_visible()
    assert facts.read(INSPECTION, number, "state", "points")["points"] == 3

    water = staff("water").open_case("unit-spot-checks", number)
    expect(water.field("photo_ids").locator(".o_attachment")).to_have_count(1)
    press(water, "action_reply")
    answer(water, "action_appeal", "已于当日固定，附近另有一处不属我单位")
    assert facts.read(INSPECTION, number, "state")["state"] == "appealed"

    leader = staff("leader").open_case("spot-checks", number)
    expect(leader.field("appeal_reason")).to_contain_text("已于当日固定")
    press(leader, "action_reply")
    answer(leader, "action_uphold", "照片清楚，维持")
    final = facts.read(INSPECTION, number, "state", "final_points", "decision")
    assert (final["state"], final["final_points"], final["decision"]) == ("final", 3, "upheld")

    water.open_case("unit-spot-checks", number)
    expect(water.field("decision_text")).to_contain_text("维持")
    expect(water.page.locator("button[name='action_reply']")).to_have_count(0)


def choose_on_phone(dialog, name):
    """Choose a record: a narrow screen shows the choices as cards of a dialog of their own."""
    dialog.locator(".o_field_widget[name='item_id'] input").first.click()
    dialog.page.locator(".modal .o_kanban_record:not(.o_kanban_ghost)").filter(has_text=name).first.click()
    expect(dialog).to_have_count(1)


def test_evaluation_is_computed_published_and_opened_down_to_the_cases(facts, staff):
    order = facts.order_in("closed")
    first = date.today().replace(day=1)
    scheme = facts.id_of("city12319.evaluation.scheme", ["code", "=", "department"], ["state", "=", "published"])
    run = facts.as_("statistician").call(RUN, "create", {"scheme_id": scheme, "date_from": str(first)})

    statistician = staff("statistician").open(f"/odoo/evaluation-runs/{run}")
    press(statistician, "action_compute")
    state = statistician.field("state").locator(".o_arrow_button_current")
    expect(state).to_be_visible()
    wait_computed(facts, run)
    statistician.page.reload()
    press(statistician, "action_freeze")
    agree(statistician)
    press(statistician, "action_publish")
    agree(statistician)
    expect(statistician.field("state").locator(".o_arrow_button_current")).to_have_attribute("data-value", "published")

    department = facts.department_of("water")
    water = staff("water").open("/odoo/evaluation-results")
    water.page.wait_for_selector(LIST)
    closed = water.page.locator(".o_group_header:not(.o_group_open)")
    while closed.count():
        closed.first.click()
        water.settle()
    water.rows(department).first.click()
    expect(water.field("name")).to_contain_text(department)
    water.picture("evaluation-sheet")
    figure = water.page.locator(".o_field_widget[name='figure_ids'] .o_data_row").first
    figure.locator("button[name='action_open_over']").click()
    expect(water.page.locator(".o_data_row").filter(has_text=re.compile("LA|XB")).first).to_be_visible()
    assert facts.as_("water").call("city12319.evaluation.case", "search_count", [["number", "=", order]])


def wait_computed(facts, run):
    """Wait for the job, which runs in the background."""
    import time
    deadline = time.monotonic() + 120
    while facts.as_("admin").call(RUN, "read", [run], ["state"])[0]["state"] != "computed":
        assert time.monotonic() < deadline
        time.sleep(1)
