"""What the people of the hotline do at their screens, and what the server knows afterwards.

Screens are found by field names, transition codes and menu ids, never by texts: those are translated.
"""

import os
import re
import struct
import time
import zlib
from pathlib import Path

from playwright.sync_api import expect

TICKET, ORDER = "city12319.ticket", "city12319.order"
NO_PAGE_YET = "about:blank"
FRESH_ACTION = ".o_action_manager > :not([data-left])"
PATIENCE = 60_000  # the first page of a fresh database waits for its scripts to be put together
PASSING = ".o_notification, .o_pager_indicator, .o_loading_indicator"  # go by themselves
LIST = ".o_list_renderer, .o_kanban_renderer, .o_view_nocontent"
FOLLOW_LINK = """path => {
    document.querySelectorAll(".o_action_manager > *").forEach(action => action.dataset.left = "1");
    const link = Object.assign(document.createElement("a"), { href: path });
    document.querySelector(".o_web_client").append(link);
    link.click();
    link.remove();
}"""


class Person:
    """Somebody of the hotline at a screen."""

    def __init__(self, page_as, login, viewport="desktop", **options):
        self.login, self.server = login, page_as.server
        self.page = page_as(login, viewport, NO_PAGE_YET, **options)
        self.on_the_way = set()
        self.page.on("request", self._notice)
        self.page.on("requestfinished", lambda request: self.on_the_way.discard(request))
        self.page.on("requestfailed", lambda request: self.on_the_way.discard(request))

    def _notice(self, request):
        if request.resource_type in ("xhr", "fetch", "image"):
            self.on_the_way.add(request)

    # ---------------------------------------------------------------- getting about

    def open(self, path):
        """Open a page by its address: the first time as a whole, then by a link inside the client."""
        if self.page.locator(".o_web_client").count():
            self.page.evaluate(FOLLOW_LINK, path)
        else:
            self.page.goto(path, wait_until="commit")
        self.page.wait_for_selector(f"{FRESH_ACTION}, .modal .o_form_view", timeout=PATIENCE)
        return self

    def open_menu(self, menu):
        """Open an entry of the menu of a desk screen, through the section that it stands in."""
        entry = self.page.locator(f"[data-menu-xmlid='{menu}']")
        for section in self.page.locator(".o_menu_sections > .dropdown-toggle").all():
            section.click()
            self.page.locator(".o-dropdown--menu").first.wait_for()
            if entry.count():
                break
            self.page.keyboard.press("Escape")
        entry.click()
        self.settle()
        return self

    def open_case(self, worklist, number):
        """Find a document by its number in a list of work and open it."""
        self.open(f"/odoo/{worklist}")
        self.rows(number).first.wait_for()
        self.put_notices_aside()
        self.rows(number).first.click()
        expect(self.field("name")).to_contain_text(number)
        return self

    def put_notices_aside(self):
        """Close the pop-ups that lie over the list; they may go by themselves at any moment."""
        self.page.evaluate("document.querySelectorAll('.o_city_notice .o_notification_close').forEach(close => close.click())")

    def rows(self, text):
        """The rows or cards of the present list that contain `text`."""
        return self.page.locator(".o_data_row, .o_kanban_record:not(.o_kanban_ghost)").filter(has_text=text)

    def must_not_see(self, worklist, number):
        """Open a list of work and see that a document is not in it (the client may show what it remembers first)."""
        self.open(f"/odoo/{worklist}")
        self.page.wait_for_selector(LIST)
        expect(self.rows(number)).to_have_count(0)

    def show_tab(self, name):
        """Open a tab of the form."""
        self.page.locator(f".o_notebook_headers a[name='{name}']").click()

    def settle(self):
        """Wait until nothing is on its way from the server and everything is drawn."""
        quiet, deadline = 0, time.monotonic() + 20
        while quiet < 2:
            assert time.monotonic() < deadline, [request.url for request in self.on_the_way]
            self.page.evaluate("() => new Promise(done => requestAnimationFrame(() => setTimeout(done)))")
            quiet = 0 if self.on_the_way else quiet + 1

    def picture(self, name, part=None):
        """Keep a picture of the screen, or of a part of it, when HOTLINE_SCREENSHOTS names a folder."""
        folder = os.environ.get("HOTLINE_SCREENSHOTS")
        if folder:
            self.settle()
            expect(self.page.locator(PASSING)).to_have_count(0, timeout=PATIENCE)
            (part or self.page).screenshot(path=Path(folder) / f"{name}.png")

    # ---------------------------------------------------------------- forms

    def field(self, name):
        """A field on the form."""
        return self.page.locator(f".o_form_view .o_field_widget[name='{name}']").first

    def fill(self, **values):
        """Type or choose values on the form."""
        for name, value in values.items():
            set_field(self.field(name), value)

    def save(self):
        """Save the form, and wait until it is saved."""
        with self.page.expect_response(re.compile("/web_save$")) as answer:
            self.page.locator(".o_ticket_save, .o_form_button_save").last.click()
        assert not (refusal := self._refusal(answer.value.json())), refusal
        expect(self.page.locator(".o_form_button_save")).to_be_hidden()

    def value(self, name):
        """What a field shows."""
        field = self.field(name)
        expect(field).to_be_visible()
        inputs = field.locator("input, textarea, select")
        if inputs.count():
            return inputs.first.input_value().strip()
        return field.inner_text().strip()

    def register(self, category, **values):
        """Take a call: fill in an empty registration form and save it; returns the ticket's number."""
        self.open("/odoo/new-ticket")
        self.fill(**{"phone": "13987654321", "caller_name": "王女士", "summary": "中山路12号门前自来水管爆裂",
                     "description": "路面大量积水, 非机动车无法通行。", "address": "中山路12号", **values},
                  category_id=category)
        self.save()
        return self.value("name")

    # ---------------------------------------------------------------- the flow

    def offers(self, *codes):
        """See that exactly these things are offered, buttons and what is below "more" alike."""
        expect(self.page.locator(".o_flow_actions")).to_have_attribute("data-codes", " ".join(codes))

    def press(self, code):
        """Press the button of a transition, wherever it is."""
        self.page.locator(f".o_flow_actions[data-codes~='{code}']").wait_for(state="attached")
        button = self.page.locator(f".o_flow_action[data-code='{code}']")
        if not button.count():
            self.page.locator(".o_flow_more").click()
            button = self.page.locator(f".o_flow_action_item[data-code='{code}']")
        button.click()

    @property
    def dialog(self):
        """The dialog of a transition."""
        return self.page.locator(".o_flow_dialog")

    def start(self, code, reason=None, files=(), **fields):
        """Press a button and fill in its dialog, without confirming."""
        self.press(code)
        expect(self.dialog).to_be_visible()
        for name, value in fields.items():
            set_field(self.dialog.locator(f".o_flow_field[data-field='{name}'] .o_field_widget"), value)
        if reason is not None:
            self.dialog.locator(".o_flow_reason").fill(reason)
        for file in files:
            with self.page.expect_file_chooser() as chooser:
                self.dialog.locator(".o_flow_add_photo, .o_flow_add_file").first.click()
            before = self.dialog.locator(".o_flow_attachment").count()
            chooser.value.set_files(file)
            expect(self.dialog.locator(".o_flow_attachment")).to_have_count(before + 1)

    def confirm(self):
        """Confirm the open dialog; returns what the server refused it with, or nothing."""
        with self.page.expect_response(re.compile("/advance$")) as answer:
            self.dialog.locator(".o_flow_confirm").click()
        return self._refusal(answer.value.json())

    def _refusal(self, answer):
        if "error" not in answer:
            return None
        message = answer["error"]["data"]["message"]
        self.server.refusals.append(message)
        return message

    def act(self, code, reason=None, files=(), **fields):
        """Do something with the open document through its dialog."""
        self.start(code, reason, files, **fields)
        assert not (refusal := self.confirm()), refusal
        expect(self.dialog).to_be_hidden()

    def act_at_once(self, code):
        """Do something that asks for nothing."""
        with self.page.expect_response(re.compile("/advance$")) as answer:
            self.press(code)
        assert not (refusal := self._refusal(answer.value.json())), refusal

    def timeline(self, length):
        """Codes of the steps on the time line, which must have `length` of them."""
        self.show_tab("timeline")
        steps = self.page.locator(".o_flow_event")
        expect(steps).to_have_count(length)
        return [step.get_attribute("data-code") for step in steps.all()]


class Facts:
    """What the server knows, and short ways to a document in a given stage, over RPC and without a screen."""

    def __init__(self, server):
        self.as_ = server.rpc

    # ---------------------------------------------------------------- reading, as the system administrator

    def read(self, model, number, *names):
        """Values of the document with this number."""
        [values] = self.as_("admin").call(model, "search_read", [["name", "=", number]], list(names))
        return values

    def stage(self, model, number):
        """Code of the stage that a document is in."""
        return self.read(model, number, "stage_code")["stage_code"]

    def events(self, model, number):
        """Codes of what happened to a document, oldest first."""
        field = {TICKET: "ticket_id", ORDER: "order_id"}[model]
        return [event["code"] for event in self.as_("admin").call(
            "city12319.event", "search_read", [[f"{field}.name", "=", number]], ["code"], order="id")]

    def name_of(self, model, *domain, field="name"):
        """How people of the hotline see the first record that fits, in their language."""
        [record] = self.as_("shiftleader").call(model, "search_read", list(domain), [field], limit=1,
                                                context={"lang": "zh_CN"})
        return record[field]

    def id_of(self, model, *domain):
        """Id of the first record that fits."""
        return self.as_("admin").call(model, "search", list(domain), limit=1)[0]

    def department_of(self, login):
        """Name of the department that somebody works in."""
        return self.name_of("city12319.department", ["member_ids.login", "=", login])

    # ---------------------------------------------------------------- short ways

    def register(self, login="agent1", **values):
        """Register a ticket; returns its number."""
        client = self.as_(login)
        [ticket] = client.call(TICKET, "register", {"summary": "人民路路灯不亮", "phone": "13612345678",
                                                    "caller_name": "李先生", "address": "人民路3号", **values})
        return self._number(TICKET, ticket)

    def process(self, ticket, mode="file", **values):
        """Let the shift leader process a ticket; returns the order's number."""
        [order] = self.as_("shiftleader").call(TICKET, "process", [self.id_of(TICKET, ["name", "=", ticket])], mode, values)
        return self._number(ORDER, order)

    def advance(self, login, model, number, code, **values):
        """Let somebody do something with a document."""
        return self.as_(login).call(model, "advance", [self.id_of(model, ["name", "=", number])], code, values)

    def order_in(self, stage, mode="file", login="water", **values):
        """An order that came to `stage` by the shortest way, handled by the department of `login`; its number."""
        order = self.process(self.register(**values), mode)
        department = self.id_of("city12319.department", ["member_ids.login", "=", login])
        steps = [("dispatcher", "dispatch", {"department_id": department}), (login, "receive", {}),
                 (login, "feedback", {"result": "已处理完毕"}), ("shiftleader", "review_pass", {}),
                 ("shiftleader", "close_direct", {"reason": "来电人不愿接受回访"})]
        for who, code, given in steps:
            if self.stage(ORDER, order) == stage:
                return order
            self.advance(who, ORDER, order, code, **given)
        assert self.stage(ORDER, order) == stage
        return order

    def _number(self, model, record_id):
        return self.as_("admin").call(model, "read", [record_id], ["name"])[0]["name"]


def set_field(field, value):
    """Enter a value into one of Odoo's field components, as a person does."""
    expect(field).to_be_visible()
    classes = field.get_attribute("class").split()
    if "o_field_boolean" in classes:
        field.locator("input").set_checked(value)
    elif "o_field_many2one" in classes or "o_field_many2many_tags" in classes or "o_field_many2one_avatar" in classes:
        choose(field, value)
    elif "o_field_selection" in classes:
        _pick_selection(field, value)
    elif "o_field_radio" in classes:
        field.locator(f"input[data-value='{value}']").check()
    else:
        field.locator("input, textarea").first.fill(value)


def _pick_selection(field, value):
    native = field.locator("select")
    if native.count():
        native.select_option(value=f'"{value}"')
    else:
        field.locator("input").click()
        field.page.locator(".o_select_menu_item", has_text=value).first.click()


def choose(field, name):
    """Choose a record by its name in a field with suggestions."""
    field.locator("input.o-autocomplete--input").fill(name)
    field.page.locator(".o-autocomplete--dropdown-item:not(:has(.o_loading))").get_by_text(name, exact=True).first.click()


def png(red, green, blue, size=48):
    """A small picture of one colour, as a file for Playwright's file choosers."""
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = (b"\0" + bytes((red, green, blue)) * size) * size
    content = (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", size, size, 8, 2, 0, 0, 0))
               + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))
    return {"name": f"photo-{red}-{green}-{blue}.png", "mimeType": "image/png", "buffer": content}
