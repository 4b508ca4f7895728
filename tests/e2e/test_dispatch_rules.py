"""Dispatch rules at the screen: an administrator makes one, a dispatcher follows it or not, and sees the manual queue."""

import re

from journey import Facts, Person, choose
from playwright.sync_api import expect

ORDER, RULE = "city12319.order", "city12319.dispatch.rule"


def file_case(facts, category, summary):
    """Register a case and file it; returns the order's number."""
    category_id = facts.id_of("city12319.category", ["code", "=", category])
    return facts.process(facts.register(category_id=category_id, summary=summary, address=False))


def test_administrator_makes_a_rule_tries_it_and_activates_it(server, page_as):
    facts = Facts(server)
    file_case(facts, category="other", summary="滨江步道的自助售货机漏电")
    enforcement = facts.department_of("enforcement")
    admin = Person(page_as, "configadmin").open("/odoo/dispatch-rules")
    admin.page.locator(".o_list_button_add").click()
    admin.fill(name="自助售货机", any_words="自助售货机、售货柜", sequence="15", department_id=enforcement)
    admin.save()

    admin.page.locator("button[name='action_activate']").first.click()  # asks for the dry run first
    dialog = admin.page.locator(".modal")
    dialog.locator("button[name='action_run']").click()
    expect(dialog.locator(".o_field_widget[name='changed_count']")).to_contain_text(re.compile("[1-9]"))
    expect(dialog.locator(".o_field_widget[name='line_ids'] .o_data_row").first).to_contain_text(enforcement)
    expect(dialog.locator("[name='order_ids'], [name='action_open_orders']")).to_have_count(0)
    assert facts.read(RULE, "自助售货机", "state")["state"] == "draft"
    dialog.locator("button[name='action_activate']").click()
    expect(dialog).to_have_count(0)
    expect(admin.page.locator("button[name='action_retire']")).to_be_visible()
    assert facts.read(RULE, "自助售货机", "state")["state"] == "active"

    number = file_case(facts, category="other", summary="公园门口售货柜挡路")
    order = facts.read(ORDER, number, "proposal_source", "proposal_department_id", "proposal_reason")
    assert order["proposal_source"] == "rule" and "自助售货机" in order["proposal_reason"]


def test_a_condition_is_made_with_the_editor(page_as):
    admin = Person(page_as, "configadmin").open("/odoo/dispatch-rules/new")
    admin.page.locator(".o_rule_condition a, .o_rule_condition button").first.click()
    expect(admin.page.locator(".o_rule_condition .o_tree_editor_condition")).to_have_count(1)
    expect(admin.page.locator(".o_rule_condition [role='alert']")).to_have_count(0)


def test_coverage_shows_who_decides_and_what_is_open(page_as):
    admin = Person(page_as, "configadmin").open("/odoo/dispatch-coverage")
    table = admin.page.locator(".o_rule_coverage_table")
    expect(table.locator("td[data-kind='whole']").first).to_be_visible()
    gaps = table.locator("td[data-kind='hole'], td[data-kind='part']")
    number, rows = gaps.count(), table.locator("tbody tr").count()
    assert number >= 5, "one district of the made-up city has no district heating, and nobody is in charge of the rest"
    admin.page.locator("#o_coverage_open").check()
    expect(gaps).to_have_count(number)
    assert table.locator("tbody tr").count() < rows
    expect(admin.page.locator(".o_rule_accept tr[data-source='rule']")).to_contain_text("%")
    table.locator("th button").first.click()  # into the streets of a district
    expect(admin.page.locator(".o_rule_coverage nav button").first).to_be_visible()


def test_dispatcher_sees_the_proposal_with_its_reason_and_changes_it(server, page_as):
    facts = Facts(server)
    sanitation = facts.department_of("sanitation")
    confirmed = file_case(facts, category="water", summary="锦帆路供水管爆裂漏水")
    changed = file_case(facts, category="water", summary="晴川路供水管爆裂漏水")

    dispatcher = Person(page_as, "dispatcher").open_case("orders-to-dispatch", confirmed)
    expect(dispatcher.page.locator(".o_dispatch_proposal:visible")).to_contain_text("爆裂")
    dispatcher.start("dispatch")
    field = dispatcher.dialog.locator(".o_flow_field[data-field='department_id']")
    proposed = facts.read(ORDER, confirmed, "proposal_department_id")["proposal_department_id"][1]
    expect(field.locator("input.o-autocomplete--input")).to_have_value(proposed)
    expect(field.locator(".o_flow_hint")).to_contain_text("爆裂")
    assert dispatcher.confirm() is None
    expect(dispatcher.dialog).to_have_count(0)
    order = facts.read(ORDER, confirmed, "proposal_accepted", "department_id", "urgency")
    assert (order["proposal_accepted"], order["department_id"][1], order["urgency"]) == (True, proposed, "urgent")

    dispatcher.open_case("orders-to-dispatch", changed)
    dispatcher.start("dispatch")
    choose(field.locator(".o_field_widget"), sanitation)
    assert dispatcher.confirm() is None
    expect(dispatcher.dialog).to_have_count(0)
    order = facts.read(ORDER, changed, "proposal_accepted", "department_id")
    assert (order["proposal_accepted"], order["department_id"][1]) == (False, sanitation)


def test_what_nothing_fits_is_counted_and_waits_in_the_manual_queue(server, page_as):
    facts = Facts(server)
    dispatcher = Person(page_as, "dispatcher").open("/odoo/orders-to-dispatch")
    count = facts.as_("dispatcher").call(ORDER, "manual_queue_count")
    number = file_case(facts, category="other", summary="想打听一件别处的事情")
    counter = dispatcher.page.locator(".o_manual_queue_count")
    expect(counter).to_have_text(str(count + 1))  # told by the server, without a reload
    dispatcher.page.locator(".o_manual_queue button").click()
    expect(dispatcher.rows(number)).to_have_count(1)
    dispatcher.rows(number).first.click()
    dispatcher.act("dispatch", department_id=facts.department_of("enforcement"))
    expect(counter).to_have_text(str(count)) if count else expect(counter).to_have_count(0)
