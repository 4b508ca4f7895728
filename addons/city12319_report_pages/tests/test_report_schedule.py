from datetime import datetime

from odoo import fields
from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .report_pages_case import ReportPagesCase

NOON = datetime(2026, 4, 1, 4)  # 12:00 of 1 April in Shanghai


@tagged("post_install", "-at_install")
class TestReportSchedule(ReportPagesCase):
    """Reports that are sent by themselves: at their time, once, as each recipient may see them."""

    def setUp(self):
        super().setUp()
        self.traffic = self.env["city12319.report"].search([("code", "=", "call_traffic")])

    def schedule(self, *roles, **values):
        with freeze_time(datetime(2026, 3, 20)):
            schedule = self.env["city12319.report.schedule"].create({
                "name": "月报", "kind": "month", "day": 1, "hour": 8, "report_ids": [Command.set(self.traffic.ids)],
                "user_ids": [Command.set([self.user_of(role).id for role in roles])], **values,
            })
            schedule.flush_recordset()
        return schedule

    def run_job(self, moment=NOON):
        with freeze_time(moment), self.enter_registry_test_mode():
            self.env.ref("city12319_report_pages.ir_cron_send").method_direct_trigger()
        self.env.invalidate_all()

    def test_it_is_sent_at_its_time_with_files_of_the_month_before(self):
        schedule = self.schedule("leader")
        self.assertEqual(schedule.next_at, datetime(2026, 4, 1, 0))
        self.run_job(datetime(2026, 3, 31, 23))
        self.assertFalse(schedule.delivery_ids)
        self.run_job()
        delivery = schedule.delivery_ids
        self.assertEqual((delivery.state, delivery.date_from), ("sent", fields.Date.to_date("2026-03-01")))
        self.assertEqual(sorted(file.name.rpartition(".")[2] for file in delivery.file_ids), ["pdf", "xlsx"])
        self.assertEqual(schedule.next_at, datetime(2026, 5, 1, 0))
        leader = self.user_of("leader")
        message = self.env["mail.message"].search([("model", "=", delivery._name), ("res_id", "=", delivery.id)], limit=1)
        self.assertIn(leader.partner_id, message.notified_partner_ids)
        self.assertTrue(delivery.with_user(leader).file_ids.read(["raw"]))
        self.env.invalidate_all()
        self.assertIn("月报", delivery.with_user(leader).display_name)

    def test_it_is_never_sent_twice_and_a_missed_run_is_made_up_once(self):
        schedule = self.schedule("leader", kind="day")
        self.run_job()
        self.run_job()
        self.assertEqual(schedule.delivery_ids.mapped("date_from"), [fields.Date.to_date("2026-03-31")])
        schedule.next_at = NOON  # as if the server had been asked at the same moment once more
        self.run_job()
        self.assertEqual(len(schedule.delivery_ids), 1)

    def test_who_may_not_see_a_report_gets_nothing(self):
        schedule = self.schedule("leader", "department")
        self.run_job()
        states = {delivery.user_id: delivery for delivery in schedule.delivery_ids}
        self.assertEqual(states[self.user_of("leader")].state, "sent")
        refused = states[self.user_of("department")]
        self.assertEqual(refused.state, "refused")
        self.assertFalse(refused.file_ids)
        self.assertTrue(refused.reason)
        self.assertEqual(schedule.trouble_count, 1)

    def test_what_fails_is_tried_again_and_then_shown(self):
        schedule = self.schedule("leader")
        self.patch(type(self.env["city12319.report.page"]), "_make_file", lambda self, asked, kind: 1 / 0)
        for hour in range(4):
            with mute_logger("odoo.addons.base.models.ir_cron"):
                try:
                    self.run_job(NOON.replace(hour=4 + hour))
                except ZeroDivisionError:
                    pass
        delivery = schedule.delivery_ids
        self.assertEqual((delivery.state, delivery.tries), ("failed", 3))
        self.assertIn("division", delivery.reason)

    def test_periodic_reports_are_sent_in_their_layout(self):
        schedule = self.schedule("leader", report_ids=False, periodic=True, as_xlsx=False)
        self.run_job()
        self.assertEqual(len(schedule.delivery_ids.file_ids), 1)

    def test_an_e_mail_is_queued_for_those_who_read_the_inbox(self):
        leader = self.user_of("leader")
        leader.write({"notification_type": "inbox", "email": "leader@example.com"})
        schedule = self.schedule("leader", by_email=True)
        self.run_job()
        mail = self.env["mail.mail"].search([("email_to", "ilike", "leader@example.com")])
        self.assertEqual(mail.attachment_ids, schedule.delivery_ids.file_ids)

    def test_a_schedule_says_what_is_missing(self):
        no_file = {"as_pdf": False, "as_xlsx": False}
        for values in ({"report_ids": False}, {"user_ids": False}, no_file, {"day": 40}, {"hour": 25}):
            with self.subTest(values), self.assertRaises(ValidationError):
                self.schedule("leader", **values)

    def test_others_neither_see_the_files_nor_change_what_was_sent(self):
        schedule = self.schedule("leader")
        self.run_job()
        delivery = schedule.delivery_ids
        for role in ("agent", "shift_leader", "department_manager"):
            user = self.user_of(role)
            with self.subTest(role), self.assertRaises(AccessError):
                delivery.with_user(user).file_ids.read(["raw"])
            with self.subTest(role), self.assertRaises(AccessError):
                delivery.with_user(user).action_retry()
