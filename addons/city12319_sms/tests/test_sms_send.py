from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import ACCEPT, BLOCKED, LATER, REFUSE, SEND, UNCLEAR, SmsCase


@tagged("post_install", "-at_install")
class TestSmsSend(SmsCase):
    """The worker: once, at the right time, within the limits."""

    def later(self, **delta):
        return freeze_time(fields.Datetime.now() + timedelta(**delta))

    def test_message_goes_out_once(self):
        sms = self.message(body="您好")
        self.assertEqual(self.work(), [("13800138000", "您好", sms.uuid)])
        self.assertRecordValues(sms, [{"state": "sent", "attempts": 1, "answer": "202 0: Accepted for delivery"}])
        self.assertTrue(sms.sent_at)
        with self.later(hours=2):
            self.assertFalse(self.work())

    def test_oldest_first(self):
        numbers = [f"1380013800{n}" for n in range(3)]
        for number in numbers:
            self.message(number=number)
        self.assertEqual([number for number, _, _ in self.work()], numbers)

    def test_number_in_the_form_of_the_gateway(self):
        self.env.company.city12319_sms_number_form = "e164"
        self.message()
        self.assertEqual(self.work()[0][0], "+8613800138000")
        self.env.company.city12319_sms_number_form = "national"
        self.message(number="+85251234567")
        self.assertEqual(self.work()[0][0], "0085251234567")

    def test_not_now_is_tried_again_with_growing_pauses_and_then_given_up(self):
        self.env.company.city12319_sms_max_attempts = 3
        sms = self.message()
        self.assertEqual(len(self.work(LATER)), 1)
        self.assertRecordValues(sms, [{"state": "queued", "attempts": 1}])
        self.assertFalse(self.work(), "before the pause is over")
        with self.later(minutes=1, seconds=1):
            self.assertEqual(len(self.work(LATER)), 1)
        with self.later(minutes=2, seconds=30):
            self.assertFalse(self.work(), "the second pause is longer")
        with self.later(minutes=5):
            self.assertEqual(len(self.work(LATER)), 1)
        self.assertRecordValues(sms, [{"state": "failed", "failure": "attempts", "attempts": 3}])

    def test_not_now_once_and_then_accepted(self):
        sms = self.message()
        self.work(LATER)
        with self.later(minutes=2):
            self.assertEqual(len(self.work()), 1)
        self.assertRecordValues(sms, [{"state": "sent", "attempts": 2}])

    def test_refused_by_the_gateway_is_final(self):
        sms = self.message()
        self.work(REFUSE)
        self.assertRecordValues(sms, [{"state": "failed", "failure": "refused", "answer": "400 rejected"}])
        with self.later(hours=2):
            self.assertFalse(self.work())

    def test_gateway_that_is_down_is_asked_once_a_run_and_no_message_suffers(self):
        messages = self.message() + self.message(number="13900139000")
        self.assertEqual(len(self.work(BLOCKED)), 1, "the second message is not even tried")
        self.assertEqual(messages.mapped("state"), ["queued", "queued"])
        self.assertEqual(sum(messages.mapped("attempts")), 0)
        with self.later(minutes=2):
            self.assertEqual(len(self.work()), 2)
        self.assertEqual(messages.mapped("state"), ["sent", "sent"])

    def test_message_that_waited_too_long_is_not_sent(self):
        self.env.company.city12319_sms_max_hours = 2
        sms = self.message()
        with self.later(hours=2, minutes=1):
            self.assertFalse(self.work())
        self.assertRecordValues(sms, [{"state": "failed", "failure": "expired"}])

    def test_missing_credentials_are_named_and_nothing_is_lost(self):
        self.env.company.city12319_sms_password = False
        sms = self.message()
        self.assertFalse(self.work())
        self.assertEqual(sms.state, "queued")
        self.assertIn("password", sms.answer)

    # ------------------------------------------------------------------ never twice

    def test_lost_answer_is_not_sent_again(self):
        sms = self.message()
        self.assertEqual(len(self.work(UNCLEAR)), 1)
        self.assertEqual(sms.state, "sending")
        with self.later(minutes=5):
            self.assertFalse(self.work())
        self.assertEqual(sms.state, "sending", "a report may still come")
        with self.later(minutes=16):
            self.assertFalse(self.work())
        self.assertRecordValues(sms, [{"state": "failed", "failure": "unclear", "answer": "timed out"}])

    def test_crash_after_the_request_is_not_sent_again_and_a_report_settles_it(self):
        sms = self.message()
        self.assertEqual(len(self.work(MemoryError("the process ended"), raises=MemoryError)), 1)
        self.assertEqual(sms.state, "sending", "committed before the request went out")
        self.assertFalse(self.work(), "a worker that starts again leaves it alone")
        self.assertTrue(self.report(sms, "8"))
        self.assertEqual(sms.state, "sent")
        with self.later(hours=1):
            self.assertFalse(self.work())
        self.assertEqual(sms.state, "sent")

    def test_report_that_overtakes_the_answer_is_kept(self):
        sms = self.message()

        def deliver_at_once(gateway, number, text, coding, uuid):
            self.assertTrue(self.report(sms, "1"))
            self.env.flush_all()
            return gateway_answer

        gateway_answer = type("Answer", (), {"outcome": "accepted", "text": "202"})
        with patch(SEND, deliver_at_once), patch.object(
            type(self.env["ir.cron"]), "_commit_progress", lambda *args, **kwargs: 100.0,
        ):
            self.log._cron_send()
        self.assertEqual(sms.state, "delivered")

    def test_rolled_back_work_sends_nothing(self):
        try:
            with self.env.cr.savepoint():
                self.message()
                raise UserError("no")
        except UserError:
            self.env.invalidate_all()
        self.assertFalse(self.work())

    # ------------------------------------------------------------------ limits

    def test_limit_of_a_number(self):
        self.env.company.city12319_sms_number_limit = 2
        messages = self.log.union(*(self.message(body=f"第{n}条") for n in range(3)))
        other = self.message(number="13900139000")
        self.assertEqual(len(self.work()), 3)
        self.assertEqual(messages.sorted("id").mapped("state"), ["sent", "sent", "refused"])
        self.assertEqual(messages.sorted("id")[-1].failure, "limit_number")
        self.assertEqual(other.state, "sent")

    def test_limit_of_a_number_is_over_the_next_day(self):
        self.env.company.city12319_sms_number_limit = 1
        with freeze_time("2026-11-24 15:50:00"):  # 23:50 in the city
            first = self.message()
            self.work()
        with freeze_time("2026-11-24 16:10:00"):
            second = self.message()
            self.work()
        self.assertEqual((first.state, second.state), ("sent", "sent"))
        self.assertEqual((str(first.counted_on), str(second.counted_on)), ("2026-11-24", "2026-11-25"))

    def test_total_limit_counts_parts(self):
        self.env.company.city12319_sms_total_limit = 3
        long, short, last = self.message(body="中" * 100), self.message(number="13900139000"), self.message("13700137000")
        self.assertEqual(len(self.work()), 2)
        self.assertEqual((long.state, short.state, last.state, last.failure), ("sent", "sent", "refused", "limit_total"))

    def test_attempts_that_reached_nobody_do_not_count(self):
        self.env.company.city12319_sms_number_limit = 1
        sms = self.message()
        self.work(BLOCKED)
        with self.later(minutes=2):
            self.work()
        self.assertEqual(sms.state, "sent")

    # ------------------------------------------------------------------ people

    def test_shift_leader_stops_a_message(self):
        sms = self.message()
        self.as_(sms, "shift_leader").action_cancel()
        self.assertFalse(self.work())
        self.assertEqual(sms.state, "cancelled")

    def test_what_was_sent_is_neither_stopped_nor_sent_again(self):
        sms = self.message()
        self.work()
        with self.assertRaises(UserError):
            self.as_(sms, "shift_leader").action_cancel()
        with self.assertRaises(UserError):
            self.as_(sms, "shift_leader").action_send_again()
        self.work(ACCEPT)
        self.assertEqual(sms.attempts, 1)

    def test_unclear_message_is_sent_again_only_by_a_person(self):
        sms = self.message()
        self.work(UNCLEAR)
        with self.later(minutes=20):
            self.work()
            with self.assertRaises(AccessError):
                self.as_(sms, "agent").action_send_again()
            self.as_(sms, "shift_leader").action_send_again()
            self.assertEqual(len(self.work()), 1)
        self.assertRecordValues(sms, [{"state": "sent", "failure": False}])

    def test_expired_message_can_be_sent_again_by_a_person(self):
        sms = self.message()
        with self.later(hours=30):
            self.work()
            self.assertEqual(sms.failure, "expired")
            self.as_(sms, "shift_leader").action_send_again()
            self.assertEqual(len(self.work()), 1)

    def test_agents_and_departments_see_no_log(self):
        sms = self.message()
        for person in ("agent", "dispatcher", "water", "leader", "inspector", "visitor", "statistician"):
            with self.assertRaises(AccessError, msg=person):
                self.as_(sms, person).read(["state"])
            with self.assertRaises(AccessError, msg=person):
                self.as_(sms, person).action_cancel()

    def test_config_admin_sees_masked_numbers_only(self):
        sms = self.as_(self.message(), "config_admin")
        self.assertEqual(sms.read(["number_masked", "state"])[0]["number_masked"], "138****8000")
        for name in ("number", "body"):
            with self.assertRaises(AccessError):
                sms.read([name])
        with self.assertRaises(AccessError):
            sms.action_send_again()

    def test_log_is_never_written_or_deleted(self):
        sms = self.message()
        for person in ("shift_leader", "config_admin"):
            with self.assertRaises(AccessError):
                self.as_(sms, person).write({"state": "delivered"})
            with self.assertRaises(AccessError):
                self.as_(sms, person).unlink()
        with self.assertRaises(UserError):
            sms.unlink()
