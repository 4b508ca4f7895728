"""A registration by keyboard alone, from the empty form to the saved ticket, and on to the next step."""

import re

from desk import focused_field
from desk import register as register_as
from journey import Facts, Person
from playwright.sync_api import expect

TICKET = "city12319.ticket"


class Keyboard:
    """Everything that this test does to the page after opening it."""

    def __init__(self, page):
        self.page, self.keys = page, page.keyboard

    def write(self, field, text):
        """Type into the field that has the focus now: which one it is, is part of the test."""
        assert focused_field(self.page) == field
        self.keys.type(text)

    def tab(self):
        self.keys.press("Tab")

    def choose(self, field, text):
        """Choose the first suggestion for what is typed."""
        self.write(field, text)
        suggestions = self.page.locator(".o-autocomplete--dropdown-item:not(:has(.o_loading))")
        expect(suggestions.filter(has_text=text).first).to_be_visible()
        self.keys.press("Enter")
        # gone with the next frame, which no finger is faster than: until then Tab would go into it
        expect(self.page.locator(".o-autocomplete--dropdown-menu")).to_have_count(0)


def register(board, phone, summary):
    """Fill in a new registration by keys alone; the cursor stands in the number already."""
    board.write("phone", phone)
    board.tab()
    board.write("caller_name", "黄女士")
    board.tab()
    board.choose("category_id", "供水")
    board.tab()
    board.write("summary", summary)
    board.tab()
    board.write("description", "水从井盖往外冒, 路面湿滑")
    board.tab()
    board.write("address", "海甸三东路15号")


def open_new(page_as):
    person = Person(page_as, "agent1").open("/odoo/new-ticket")
    expect(person.field("phone").locator("input")).to_be_focused()
    return person, Keyboard(person.page)


def test_from_number_to_saved(server, page_as):
    person, board = open_new(page_as)
    register(board, "13876004321", "键盘登记: 自来水管漏水")
    with person.page.expect_response(re.compile("/web_save$")):
        board.keys.press("Alt+s")
    expect(person.field("name")).to_contain_text("DJ")
    [saved] = server.rpc("agent1").call(
        TICKET, "search_read", [["name", "=", person.value("name")]],
        ["summary", "address", "phone", "category_id"], context={"lang": "zh_CN"})
    assert saved["summary"] == "键盘登记: 自来水管漏水"
    assert saved["address"] == "海甸三东路15号"
    assert saved["phone"].replace(" ", "") == "13876004321"
    assert "供水" in saved["category_id"][1]


def test_save_and_process_in_one_go(server, page_as):
    person, board = open_new(page_as)
    register(board, "13876004322", "键盘登记: 咨询水价")
    person.page.locator(".o_flow_action[data-code='answer']").wait_for()
    hotkey = person.page.locator(".o_flow_action[data-code='answer']").get_attribute("data-hotkey")
    board.keys.press("Alt+" + hotkey.replace("shift+", "Shift+"))
    expect(person.dialog).to_be_visible()
    expect(person.dialog.locator(".o_field_widget[name='answer'] textarea")).to_be_focused()
    board.keys.type("已按现行水价答复")
    with person.page.expect_response(re.compile("/advance$")):
        board.keys.press("Control+Enter")
    expect(person.dialog).to_be_hidden()
    expect(person.field("name")).to_contain_text("DJ")
    number = person.value("name")
    assert Facts(server).events(TICKET, number) == ["register", "answer"]
    assert Facts(server).read(TICKET, number, "state", "answer")["answer"] == "已按现行水价答复"


def test_known_caller_template_and_quick_text(server, page_as):
    register_as(server, "agent1", summary="上一次: 停水", phone="13876004323", caller_name="吴女士")
    person, board = open_new(page_as)
    board.keys.type("13876004323")
    expect(person.page.locator(".o_caller_person", has_text="吴女士")).to_be_visible()
    board.keys.press("Alt+1")
    expect(person.field("caller_name").locator("input")).to_have_value("吴女士")

    board.keys.press("Alt+t")
    template = person.page.locator(".o_ticket_template_item", has_text="小区停水")
    expect(template).to_be_visible()
    board.keys.press("ArrowDown")
    while "focus" not in (template.get_attribute("class") or ""):
        board.keys.press("ArrowDown")
    board.keys.press("Enter")
    summary = person.field("summary").locator("input")
    expect(summary).to_have_value("小区停水")
    expect(summary).to_be_focused()

    board.tab()
    description = person.field("description").locator("textarea")
    expect(description).to_be_focused()
    board.keys.press("Control+End")
    board.keys.type("\n/ddf")
    expect(person.page.locator(".o_quick_text_item.active kbd")).to_have_text("/ddf")
    board.keys.press("Enter")
    expect(description).to_have_value(re.compile("已告知来电人"))
    board.keys.type(" /hd")
    expect(person.page.locator(".o_quick_text_item.active kbd")).to_have_text("/hd")
    board.keys.press("Tab")
    expect(description).to_have_value(re.compile("回电吴女士"))
    with person.page.expect_response(re.compile("/web_save$")):
        board.keys.press("Alt+s")
    expect(person.field("name")).to_contain_text("DJ")
    saved = Facts(server).read(TICKET, person.value("name"), "description", "caller_id")
    assert "已告知来电人" in saved["description"] and "回电吴女士" in saved["description"]
    assert saved["caller_id"][1] == "吴女士"
