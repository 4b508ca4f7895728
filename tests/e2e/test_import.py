"""Past registrations from a csv file, imported in the web client by the shift leader."""

import time

from journey import TICKET
from playwright.sync_api import expect

HEADER = "受理编号,来电时间,来电人,电话,内容,地址,问题类别"


def table(numbers, *rows):
    """A csv file of registrations, whose numbers no other run of the test has used."""
    lines = [HEADER, *(f"{number},{row}" for number, row in zip(numbers, rows, strict=True))]
    return {"name": "登记.csv", "mimeType": "text/csv", "buffer": "\n".join(lines).encode()}


class ImportScreen:
    """The assistant that imports a table."""

    def __init__(self, person):
        self.person, self.page = person, person.page
        person.open("/odoo/tickets").open_menu("city12319_intake.menu_table_import")
        self.dialog = self.page.locator(".modal")

    def read(self, file):
        """Choose a file and go on to its columns."""
        self.dialog.locator("[name=file] input[type=file]").set_input_files(file)
        expect(self.dialog.locator("[name=file] .o_input")).to_have_value(file["name"])
        self.press("action_read")
        expect(self.dialog.locator(".o_field_widget[name=line_ids] .o_data_row")).to_have_count(HEADER.count(",") + 1)

    def press(self, name):
        """Press one of the buttons at the bottom."""
        self.dialog.locator(f".modal-footer button[name='{name}']").click()

    @property
    def problems(self):
        """The rows that name what is wrong."""
        return self.dialog.locator(".o_field_widget[name=problem_ids] .o_data_row")

    def shows(self, created, skipped):
        """See that the import is done, and how many tickets it made."""
        expect(self.dialog.locator(".modal-footer button[name='action_restart']")).to_be_visible()
        expect(self.dialog.locator(".alert-success:visible [name=created_count]")).to_have_text(str(created))
        expect(self.dialog.locator(".alert-success:visible [name=skipped_count]")).to_have_text(str(skipped))


def test_wrong_row_is_named_nothing_is_imported_and_the_corrected_file_is_imported_once(facts, staff):
    batch = f"E2E-{int(time.time() * 1000)}"
    numbers = [f"{batch}-{row}" for row in range(3)]
    good = ("2025-03-01 09:15,刘女士,13711112222,解放路井盖丢失,解放路5号,市政",
            "2025-03-01 10:20,陈先生,13733334444,小区停水,幸福里2栋,供水")
    imported = [["external_number", "=like", f"{batch}%"]]
    screen = ImportScreen(staff("shiftleader"))

    screen.read(table(numbers, *good, "三月二日下午,孙女士,13755556666,路灯不亮,人民路,市政"))
    expect(screen.dialog.locator("[name=preview]")).to_contain_text("解放路井盖丢失")
    screen.press("action_import")
    expect(screen.problems).to_have_count(1)
    expect(screen.problems.locator("[name=row]")).to_have_text("4")
    expect(screen.problems.locator("[name=value]")).to_contain_text("三月二日下午")
    assert facts.as_("admin").call(TICKET, "search_count", imported) == 0, "part of a file with an error was imported"

    corrected = table(numbers, *good, "2025-03-02 15:00,孙女士,13755556666,路灯不亮,人民路,市政")
    screen.press("action_restart")
    screen.read(corrected)
    screen.press("action_import")
    screen.shows(created=3, skipped=0)
    screen.press("action_open_tickets")
    expect(screen.dialog).to_have_count(0)
    for summary in ("解放路井盖丢失", "小区停水", "路灯不亮"):
        expect(screen.person.rows(summary).first).to_be_visible()
    tickets = facts.as_("admin").call(TICKET, "search_read", imported, ["phone_sanitized", "category_id", "is_open"],
                                      order="external_number", context={"lang": "zh_CN"})
    assert [ticket["phone_sanitized"] for ticket in tickets] == ["+8613711112222", "+8613733334444", "+8613755556666"]
    assert [ticket["category_id"][1] for ticket in tickets] == ["市政", "供水", "市政"]
    assert not any(ticket["is_open"] for ticket in tickets)

    again = ImportScreen(screen.person)
    again.read(corrected)
    again.press("action_import")
    again.shows(created=0, skipped=3)
    assert facts.as_("admin").call(TICKET, "search_count", imported) == 3
