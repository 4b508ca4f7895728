from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import SmsCase


@tagged("post_install", "-at_install")
class TestSmsRule(SmsCase):
    """Which events tell whom."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rules = {
            name: cls.env.ref(f"city12319_sms.rule_{name}")
            for name in ("accepted", "result_review", "closed", "unreached", "unit_new", "unit_review_fail")
        }
        cls.people["water"].partner_id.phone = "13511112222"
        cls.people["water_manager"].partner_id.phone = "13533334444"
        cls.people["pipes"].partner_id.phone = "13555556666"
        cls.env.ref("base.main_company").partner_id.lang = "en_US"

    def on(self, *names):
        for name in names:
            self.rules[name].active = True

    def sent(self):
        return [(sms.number, sms.body) for sms in self.log.search([], order="id")]

    def test_citizen_is_told_the_number_of_the_report(self):
        self.on("accepted")
        ticket = self.ticket()
        [(number, text)] = self.sent()
        self.assertEqual(number, "+8613800138000")
        self.assertIn(ticket.name, text)
        sms = self.log.search([])
        self.assertEqual((sms.res_model, sms.res_id, sms.rule_id), (ticket._name, ticket.id, self.rules["accepted"]))

    def test_nobody_is_written_to_on_a_fixed_line(self):
        self.on("accepted")
        self.ticket(phone="0898-66220000")
        self.ticket(phone=False)
        self.assertFalse(self.sent())

    def test_department_is_told_of_a_new_case_without_the_citizen(self):
        self.on("unit_new")
        order = self.order("pending_receipt")
        sent = dict(self.sent())
        self.assertEqual(set(sent), {"+8613511112222", "+8613533334444"})
        for text in sent.values():
            self.assertIn(order.name, text)
            self.assertIn("中山路12号", text)
            for secret in ("13800138000", "王女士"):
                self.assertNotIn(secret, text)

    def test_two_people_with_one_telephone_get_one_message(self):
        self.on("unit_new")
        self.people["water_manager"].partner_id.phone = "135 1111 2222"
        self.order("pending_receipt")
        self.assertEqual(len(self.sent()), 1)

    def test_whoever_gets_a_notice_about_it_gets_no_second_message(self):
        order = self.order("pending_receipt")
        self.env["city12319.notice"]._send(
            self.people["water"], "新案件", f"{order.name} 请签收", record=order.with_env(self.env), channels=("inbox", "sms"))
        self.rules["unit_new"]._send(order.with_env(self.env).sudo())
        self.assertEqual([number for number, _ in self.sent()], ["+8613533334444"])

    def test_department_without_people_is_told_under_its_own_number(self):
        self.on("unit_new")
        (self.people["water"] | self.people["water_manager"]).partner_id.phone = False
        self.water.phone = "13577778888"
        self.order("pending_receipt")
        self.assertEqual([number for number, _ in self.sent()], ["+8613577778888"])

    def test_citizen_is_told_the_result_and_the_end(self):
        self.on("result_review", "closed")
        order = self.order("review")
        self.step(order, "shift_leader", "review_pass")
        self.step(order, "visitor", "visit_close", {"result_id": self.satisfied.id})
        texts = [text for _, text in self.sent()]
        self.assertEqual(len(texts), 2)
        self.assertIn("已更换井盖", texts[0])
        self.assertTrue(all(order.ticket_id.name in text for text in texts))

    def test_citizen_who_was_called_in_vain_is_told_in_writing(self):
        self.on("unreached")
        order = self.order("pending_visit")
        visit = order.visit_ids.filtered(lambda item: item.state == "waiting")
        outcome = self.env.ref("city12319_dispatch.visit_outcome_no_answer")
        for at in ("2026-03-02 01:00:00", "2026-03-02 07:00:00", "2026-03-03 01:00:00"):
            visit.sudo()._record_attempt(outcome, fields.Datetime.to_datetime(at))
        self.assertFalse(self.sent())
        self.step(order, "visitor", "visit_unreached")
        [(number, text)] = self.sent()
        self.assertEqual(number, "+8613800138000")
        self.assertIn(order.ticket_id.name, text)

    def test_rework_tells_the_handler(self):
        self.on("unit_review_fail")
        order = self.order("review")
        self.step(order, "shift_leader", "review_fail", {"reason": "照片不清"})
        [(_, text), *_] = self.sent()
        self.assertIn("2", text)

    def test_switched_off_rule_says_nothing(self):
        self.order("closed")
        self.assertFalse(self.sent())

    def test_replayed_history_is_no_news(self):
        self.on("accepted", "unit_new")
        order = self.order("pending_dispatch")
        before = len(self.sent())
        as_dispatcher = self.as_(order, "dispatcher")
        as_dispatcher._advance(
            "dispatch", {"department_id": self.water.id}, at=fields.Datetime.now() - timedelta(days=3))
        self.assertEqual(len(self.sent()), before)

    def test_broken_template_stops_nobody_and_shows_in_the_log(self):
        self.on("accepted")
        self.env.ref("city12319_sms.template_accepted").body = "{{ object.no_such_field }}"
        with mute_logger("odoo.addons.mail.models.mail_render_mixin"):
            ticket = self.ticket()
        sms = self.log.search([])
        self.assertRecordValues(sms, [{"state": "refused", "failure": "template", "res_id": ticket.id}])
        self.assertFalse(self.work())

    def test_refused_registration_sends_nothing(self):
        self.on("accepted")
        with self.assertRaises(ValidationError), self.env.cr.savepoint():
            self.ticket(latitude=200)
        self.assertFalse(self.sent())

    def test_rule_fits_its_text(self):
        with self.assertRaises(ValidationError):
            self.rules["accepted"].template_id = self.env.ref("city12319_sms.template_closed")
        with self.assertRaises(ValidationError):
            self.rules["accepted"].addressee = "department"

    def test_only_configuration_changes_rules(self):
        rule = self.rules["accepted"]
        self.as_(rule, "config_admin").write({"name": "受理"})
        for person in ("shift_leader", "agent", "water", "leader"):
            with self.assertRaises(AccessError):
                self.as_(rule, person).write({"name": "x"})
        with self.assertRaises(AccessError):
            self.as_(self.env.ref("city12319_sms.template_accepted"), "config_admin").write({"body": "x"})
