from datetime import timedelta

import requests

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import CommandCase

NUMBER = "+8613800138000"


@tagged("post_install", "-at_install")
class TestBlacklist(CommandCase):
    """Numbers that the call centre turns away: proposed, decided, told, told again, over."""

    def setUp(self):
        super().setUp()
        self.numbers = self.env["city12319.blocked.number"]
        self.numbers.search([]).sudo().write({"push_state": "none"})

    def block(self, phone="138 0013 8000", **values):
        return self.as_(self.numbers, "shift_leader").create({"phone": phone, "reason": "abuse", **values})

    def nuisance(self, *keys):
        for key in keys:
            now = fields.Datetime.now().timestamp() - 3600
            events = self.answered_events(key)
            self.ingest(*[{**event, "at": event["at"] - events[0]["at"] + now} for event in events])
            self.as_(self.call(key), "agent").set_disposition("nuisance")

    def run_job(self):
        self.env.flush_all()
        with self.enter_registry_test_mode():
            self.env.ref("city12319_telephony.cron_blacklist").method_direct_trigger()
        self.env.invalidate_all()

    def rows(self):
        return self.numbers.search([("phone_sanitized", "=", NUMBER)])

    def test_shift_leader_blocks_and_the_call_centre_confirms(self):
        row = self.block()
        self.assertEqual(self.sent, [("blacklist_add", {"number": "13800138000"})])
        self.assertRecordValues(row.sudo(), [{
            "phone_sanitized": NUMBER, "state": "blocked", "push_state": "confirmed", "push_message": False,
            "decided_by_id": self.people["shift_leader"].id,
        }])
        row.action_lift()
        self.assertEqual(self.sent[1:], [("blacklist_remove", {"number": "13800138000"})])
        self.assertEqual((row.state, row.push_state), ("lifted", "confirmed"))
        log = self.env["city12319.call.command"].search([("user_id", "=", self.people["shift_leader"].id)])
        self.assertEqual(set(log.mapped("command")), {"blacklist_add", "blacklist_remove"})
        self.block()  # lifted is not for ever

    def test_failure_is_shown_and_tried_again(self):
        self.answer = requests.ConnectionError()
        row = self.block()
        self.assertEqual((row.state, row.push_state), ("blocked", "failed"))
        self.assertIn("Try again", row.push_message)
        self.answer = {"ok": True}
        self.run_job()
        self.assertEqual((row.push_state, row.push_message), ("confirmed", False))

    def test_nobody_to_talk_to_is_asked_once_in_a_run(self):
        self.answer = requests.ConnectionError()
        rows = self.block("13800138001") | self.block("13800138002") | self.block("13800138003")
        self.sent.clear()
        rows.action_push()
        self.assertEqual(len(self.sent), 1)
        self.assertEqual(set(rows.mapped("push_state")), {"failed"})

    def test_every_server_is_told(self):
        self.seats[0].server, self.seats[1].server = "cc1", "cc2"
        self.block()
        self.assertEqual([arguments["server"] for _name, arguments in self.sent], ["cc1", "cc2"])

    def test_the_list_is_told_again_after_a_connection(self):
        row = self.block()
        self.block("13800138009").action_lift()
        self.sent.clear()
        triggers = self.env["ir.cron.trigger"].search([])
        self.ingest({"kind": "snapshot", "at": self.event("offered")["at"], "server": "cc1", "data": {"calls": []}})
        job = self.env.ref("city12319_telephony.cron_blacklist")
        self.assertEqual((self.env["ir.cron.trigger"].search([]) - triggers).cron_id, job)
        self.assertEqual(row.push_state, "pending")
        self.run_job()
        self.assertEqual(self.sent, [("blacklist_add", {"number": "13800138000"})])

    def test_block_ends_by_itself(self):
        row = self.block(until=fields.Datetime.now() + timedelta(days=1))
        row.sudo().flush_recordset()
        self.env.cr.execute("UPDATE city12319_blocked_number SET until = now() - interval '1 hour' WHERE id = %s", [row.id])
        row.invalidate_recordset()
        self.run_job()
        self.assertEqual((row.state, row.push_state), ("expired", "confirmed"))
        self.assertEqual(self.sent[-1][0], "blacklist_remove")
        with self.assertRaisesRegex(UserError, "past"):
            self.block(until=fields.Datetime.now() - timedelta(hours=1))

    def test_agents_propose_and_leaders_decide(self):
        self.ingest(*self.answered_events())
        call = self.as_(self.call(), "agent")
        ask = call.env["city12319.blocked.number.ask"].with_context(**call.action_propose_block()["context"]).create(
            {"reason": "swears"})
        ask.action_propose()
        row = self.rows()
        self.assertRecordValues(row, [{
            "state": "proposed", "proposed_by_id": self.people["agent"].id, "push_state": "none", "reason": "swears",
        }])
        self.assertFalse(self.sent)
        self.assertEqual(self.as_(self.call(), "agent")._card()["blacklist"], "proposed")
        for forbidden in ("action_block", "action_refuse", "action_lift", "action_push"):
            with self.assertRaises(AccessError):
                getattr(self.as_(row, "agent"), forbidden)()
        with self.assertRaises(AccessError):
            self.as_(self.numbers, "agent").create({"phone": "13800138001", "reason": "x"})
        self.as_(row, "shift_leader").action_block()
        self.assertEqual((row.state, row.push_state), ("blocked", "confirmed"))
        with self.assertRaisesRegex(UserError, "already"):
            self.as_(row, "shift_leader").action_refuse()
        self.assertFalse(self.as_(self.numbers, "other_agent").search([("id", "=", row.id)]))

    def test_fields_of_the_steps_cannot_be_written(self):
        row = self.block()
        for values in ({"state": "lifted"}, {"push_state": "confirmed"}, {"phone": "13800138001"}):
            with self.assertRaisesRegex(AccessError, "cannot be edited by hand"):
                row.write(values)
        with self.assertRaises(AccessError):
            row.sudo().unlink()
        row.write({"reason": "more of it"})

    def test_repeated_nuisance_is_proposed_once(self):
        self.nuisance("n1", "n2")
        self.assertFalse(self.rows())
        self.nuisance("n3", "n4")
        self.assertRecordValues(self.rows(), [{"state": "proposed", "by_rule": True, "proposed_by_id": False}])
        self.as_(self.rows(), "shift_leader").action_refuse()
        self.nuisance("n5")
        self.assertEqual(len(self.rows()), 1, "what was refused is not proposed again at once")

    def test_rule_can_be_switched_off(self):
        self.env["ir.config_parameter"].set_param("city12319_telephony.nuisance_times", False)
        self.nuisance("n1", "n2", "n3", "n4")
        self.assertFalse(self.rows())

    def test_only_numbers_can_be_blocked(self):
        for phone in ("", "nobody", "匿名"):
            with self.assertRaises(UserError):
                self.block(phone)
