from odoo.tests import HttpCase, tagged

from ..tools import kannel
from .common import SmsCase


@tagged("post_install", "-at_install")
class TestSmsReport(SmsCase):
    """What delivery reports do, in whatever order they come."""

    def after(self, *kinds):
        sms = self.message()
        self.work()
        for kind in kinds:
            self.assertTrue(self.report(sms, kind))
        return sms

    def test_taken_then_delivered(self):
        sms = self.after("8", "1")
        self.assertRecordValues(sms, [{"state": "delivered", "failure": False}])
        self.assertTrue(sms.delivered_at)

    def test_delivered_stays_delivered_whatever_comes_late(self):
        for late in ("8", "4", "2", "16", "nonsense"):
            self.assertEqual(self.after("1", late).state, "delivered", late)

    def test_not_delivered(self):
        self.assertRecordValues(self.after("8", "2"), [{"state": "failed", "failure": "undelivered"}])
        self.assertRecordValues(self.after("16"), [{"state": "failed", "failure": "rejected"}])

    def test_late_taken_does_not_heal_a_failure_and_delivery_does(self):
        self.assertEqual(self.after("2", "8").state, "failed")
        self.assertRecordValues(self.after("2", "1"), [{"state": "delivered", "failure": False}])

    def test_repeated_report_changes_nothing(self):
        self.assertEqual(self.after("8", "8", "1", "1").state, "delivered")

    def test_identifier_of_the_operator_is_kept(self):
        sms = self.message()
        self.work()
        self.report(sms, "1", provider_id="abc-1", answer="stat:DELIVRD")
        self.assertRecordValues(sms, [{"provider_message_id": "abc-1", "answer": "stat:DELIVRD"}])

    def test_report_revives_what_was_given_up_as_unclear(self):
        sms = self.message()
        sms.write({"state": "failed", "failure": "unclear"})
        self.report(sms, "1")
        self.assertRecordValues(sms, [{"state": "delivered", "failure": False}])

    def test_wrong_key_changes_nothing(self):
        sms = self.message()
        other = self.message(number="13900139000")
        for key in ("", "0" * 32, kannel.report_key("s" * 40, other.uuid), kannel.report_key("other", sms.uuid)):
            self.assertFalse(self.log._report(sms.uuid, key, "1", "", ""))
        self.assertEqual(sms.state, "queued")


@tagged("post_install", "-at_install")
class TestSmsReportAddress(SmsCase, HttpCase):
    """The address that the gateway calls."""

    def test_gateway_reports_without_a_login(self):
        sms = self.message()
        sms.state = "sending"
        path = f"/city12319_sms/report/{sms.uuid}/{kannel.report_key('s' * 40, sms.uuid)}"
        answer = self.url_open(f"{path}?type=1&id=abc&answer=")
        self.assertEqual((answer.status_code, answer.text), (200, "OK"))
        self.assertRecordValues(sms, [{"state": "delivered", "provider_message_id": "abc"}])

    def test_strangers_are_told_nothing(self):
        sms = self.message()
        for path in (
            f"{sms.uuid}/{'0' * 32}", f"{'0' * 32}/{kannel.report_key('s' * 40, '0' * 32)}", "x/y", f"{sms.uuid.upper()}/a",
        ):
            self.assertEqual(self.url_open(f"/city12319_sms/report/{path}?type=1").status_code, 404, path)
        self.assertEqual(sms.state, "queued")
