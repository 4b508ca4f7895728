import json
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ..tools.pdf import fonts
from .sheet_case import MASKED, PHONE, SheetCase


@tagged("post_install", "-at_install")
class TestSheetRights(SheetCase):
    """Nobody prints what he or she may not read, and paper says no more about callers than its readers may know."""

    def squeezed(self, phone):
        return "".join(phone.split())

    def test_departments_print_their_own_orders_alone(self):
        own, other = self.handling(), self.handling(self.sanitation, "sanitation")
        self.assertIn(own.name, self.text("order", own, "water"))
        before = self.log()
        for records in (other, own | other):
            with self.assertRaises(AccessError):
                self.printed("order", records, "water")
        self.assertEqual(self.log(), before, "what was refused is not logged as printed")

    def test_people_without_a_part_print_nothing(self):
        order, ticket = self.handling(), self.foreign()
        for person, code, record in (
            ("internal", "order", order), ("config_admin", "case_file", order), ("agent", "registration", ticket),
            ("portal", "order", order), ("kb_editor", "registration", ticket),
        ):
            with self.subTest(person), self.assertRaises(AccessError):
                self.printed(code, record, person)

    def test_a_role_that_reads_but_does_not_print_is_refused(self):
        order = self.handling()
        self.assertTrue(self.as_(order, "statistician").has_access("read"))
        with self.assertRaises(AccessError):
            self.printed("transfer", order, "statistician")

    def test_number_on_the_registration_form_is_what_the_person_sees(self):
        ticket = self.foreign()
        full = self.squeezed(ticket.phone)
        self.assertEqual(full, self.squeezed(PHONE))
        self.assertIn(full, self.text("registration", ticket, "shift_leader"))
        text = self.text("registration", ticket, "leader")
        self.assertIn(MASKED, text)
        self.assertNotIn(full, text)
        self.sheet("registration").group_ids = False
        text = self.text("registration", ticket, "statistician")
        self.assertNotIn(MASKED, text)
        self.assertNotIn("李先生", text)

    def test_confidential_callers_are_not_named_on_any_paper_for_departments(self):
        order = self.closed(ticket=self.foreign(confidential=True, contact_allowed=True))
        for code in ("order", "transfer", "case_file", "check"):
            for person in ("shift_leader", "dispatcher"):
                with self.subTest(code=code, person=person):
                    text = self.text(code, order, person)
                    self.assertNotIn("李先生", text)
                    self.assertNotIn("9000", text)
        self.assertIn("★Confidential", self.text("order", order, "dispatcher"))

    def test_full_number_stands_on_the_order_where_the_department_may_call(self):
        closed_case, open_case = self.handling(), self.handling(ticket=self.foreign(contact_allowed=True))
        full = self.squeezed(PHONE)
        self.assertIn(MASKED, self.text("order", closed_case, "shift_leader"))
        self.assertNotIn(full, self.text("order", closed_case, "shift_leader"))
        self.assertIn(full, self.text("order", open_case, "water"))

    def test_department_does_not_read_the_ticket_through_the_case_file(self):
        ticket = self.do(self.verifying(), "inspector", "verify_result", reason="只写在登记单上的核实").with_env(self.env)
        order = self.handling(ticket=ticket)
        self.assertIn("只写在登记单上的核实", self.text("case_file", order, "shift_leader"))
        self.assertNotIn("只写在登记单上的核实", self.text("case_file", order, "water"))

    def test_units_print_spot_checks_of_their_own_alone(self):
        check = self.spot_check()
        self.assertIn("井盖松动", self.text("spot_check", check, "water"))
        with self.assertRaises(AccessError):
            self.printed("spot_check", check, "sanitation")

    def test_missing_font_says_what_to_install(self):
        order = self.handling()
        self.enterContext(patch.object(fonts, "folders", list))
        self.enterContext(patch.dict(fonts._loaded, clear=True))
        with self.assertRaisesRegex(UserError, "fonts-wqy-microhei"):
            self.printed("order", order, "dispatcher")

    def test_every_print_is_logged_with_person_and_count(self):
        orders = self.sent() | self.sent()
        before = self.log()
        self.printed("order", orders, "dispatcher")
        entry = self.log() - before
        self.assertEqual((entry.user_id, entry.rows, entry.model), (self.people["dispatcher"], 2, "city12319.order"))
        self.assertIn(str(orders[0].id), entry.domain)

    def test_selections_that_cannot_be_printed_say_why(self):
        order = self.handling()
        sheet = self.sheet("order")
        with self.assertRaisesRegex(UserError, "Choose what"):
            self.printed("order", order.browse(), "dispatcher")
        with self.assertRaisesRegex(UserError, "not for"):
            self.printed("reading", order, "dispatcher")
        sheet.most = 1
        with self.assertRaisesRegex(UserError, "at most 1"):
            self.printed("order", order | self.handling(), "dispatcher")
        other = self.env["ir.actions.report"].search([("report_type", "!=", "city12319_sheet")], limit=1)
        with self.assertRaisesRegex(UserError, "no longer"):
            self.env["ir.actions.report"]._print_sheets(other.id, order.ids)


@tagged("post_install", "-at_install")
class TestSheetAddress(SheetCase, HttpCase):
    """The address that the web client fetches a PDF from, as anybody with a login may call it."""

    def fetch(self, person, code, record, address=None):
        if person:
            self.people[person].password = f"t_{person}_secret"
            self.authenticate(self.people[person].login, f"t_{person}_secret")
        return self.url_open(address or f"/city12319/sheet/{self.sheet(code).report_id.id}/{record.id}")

    def test_pdf_comes_to_those_who_may_and_a_refusal_to_others(self):
        order = self.handling()
        answer = self.fetch("water", "order", order)
        self.assertEqual((answer.status_code, answer.headers["Content-Type"]), (200, "application/pdf"))
        self.assertTrue(answer.content.startswith(b"%PDF"))
        self.assertEqual(answer.headers["Cache-Control"], "no-store")
        with mute_logger("odoo.http", "werkzeug"):
            answer = self.fetch("sanitation", "order", order)
        self.assertTrue(answer.headers["Content-Type"].startswith("text/html"))
        self.assertNotIn(b"%PDF", answer.content)
        self.assertIn("AccessError", answer.text)

    def test_without_login_there_is_the_login_page(self):
        answer = self.fetch(None, "order", self.handling())
        self.assertNotIn(b"%PDF", answer.content)
        self.assertIn("/web/login", answer.url)

    def test_odoos_own_address_gives_the_same_within_the_same_rights(self):
        order = self.handling()
        address = f"/report/pdf/city12319_sheets.order/{order.id}"
        self.assertTrue(self.fetch("water", "order", order, address).content.startswith(b"%PDF"))
        with mute_logger("odoo.http", "werkzeug"):
            self.assertNotIn(b"%PDF", self.fetch("sanitation", "order", order, address).content)

    def test_a_refusal_is_read_by_the_client(self):
        order = self.handling()
        with mute_logger("odoo.http", "werkzeug"):
            answer = self.fetch("dispatcher", "reading", order)
        error = json.loads(answer.text.replace("&#34;", '"').replace("&#39;", "'"))
        self.assertIn(order.name, error["data"]["message"])
