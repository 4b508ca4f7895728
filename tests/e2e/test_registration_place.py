"""Registration by people who know what and where, but no codes: initials, nearest components, the area of an address."""

import re

from journey import Facts, Person
from playwright.sync_api import expect


def suggestions(person, name, text):
    """Type into a field with suggestions; returns the offered entries."""
    person.field(name).locator("input.o-autocomplete--input").press_sequentially(text, delay=40)
    entries = person.page.locator(".o-autocomplete--dropdown-item:not(:has(.o_loading))")
    expect(entries.first).to_be_visible()
    return entries


def test_initials_find_the_class_and_favourites_come_first(server, page_as):
    facts = Facts(server)
    agent = Person(page_as, "agent2")
    agent.open("/odoo/new-ticket")
    entries = suggestions(agent, "category_id", "jg")
    entries.filter(has_text="井盖").first.click()
    expect(agent.field("category_id").locator("input")).to_have_value(re.compile("井盖"))

    agent.field("category_id").locator("input").fill("")
    suggestions(agent, "category_id", "bllj")
    agent.page.keyboard.press("Enter")
    expect(agent.field("category_id").locator("input")).to_have_value("暴露垃圾")
    agent.fill(phone="13987650001", summary="路口垃圾成堆")
    agent.save()
    assert facts.read("city12319.ticket", agent.value("name"), "category_id")["category_id"][1] == "暴露垃圾"

    agent.open("/odoo/new-ticket")
    agent.field("category_id").locator("input").click()
    first = agent.page.locator(".o-autocomplete--dropdown-item:not(:has(.o_loading))").first
    expect(first).to_contain_text("暴露垃圾")


def test_the_address_proposes_the_area_and_components_nearby(server, page_as):
    [component] = server.rpc("admin").call(
        "city12319.component", "search_read", [["address", "!=", False], ["latitude", "!=", 0]],
        ["name", "address", "category_id", "area_id", "latitude"], limit=1, order="code")
    district = component["address"][:3]
    agent = Person(page_as, "agent1")
    agent.open("/odoo/new-ticket")
    agent.fill(summary="设施破损", address=component["address"])
    agent.page.keyboard.press("Tab")
    expect(agent.field("area_id").locator("input")).to_have_value(re.compile(district))

    nearby = agent.page.locator(".o_nearest_component")
    expect(nearby.first).to_be_visible()
    assert 1 <= nearby.count() <= 5
    nearby.filter(has_text=component["name"]).first.click()
    expect(agent.field("component_id").locator("input")).to_have_value(component["name"])
    # the district became the grid that the component stands in
    expect(agent.field("area_id").locator("input")).to_have_value(component["area_id"][1])
    expect(agent.field("category_id").locator("input")).to_have_value(component["category_id"][1])
    expect(nearby).to_have_count(0)
    agent.save()
    saved = Facts(server).read(
        "city12319.ticket", agent.value("name"), "component_id", "area_id", "category_id", "latitude")
    assert saved["component_id"][0] == component["id"] and saved["area_id"] == component["area_id"]
    assert saved["latitude"] == component["latitude"]


def test_a_chosen_area_stays_and_a_position_finds_its_own(server, page_as):
    agent = Person(page_as, "agent1")
    agent.open("/odoo/new-ticket")
    agent.fill(latitude="27.005", longitude="112.005")
    agent.page.keyboard.press("Tab")
    expect(agent.field("area_id").locator("input")).to_have_value(re.compile("栖云区.*云阶社区第一网格"))
    agent.fill(address="白鹭区芦洲街道芦洲大道3号")
    agent.page.keyboard.press("Tab")
    expect(agent.page.locator(".o_nearest_component").first).to_be_visible()
    expect(agent.field("area_id").locator("input")).to_have_value(re.compile("栖云区"))
