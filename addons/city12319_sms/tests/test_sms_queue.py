from unittest.mock import patch

from psycopg2.errors import SerializationFailure

from odoo.tests import tagged

from .common import SmsCase


@tagged("post_install", "-at_install")
class TestSmsQueue(SmsCase):
    """How messages of Odoo come into the log."""

    def test_message_is_queued_and_odoo_forgets_its_own_record(self):
        sms = self.env["sms.sms"].create({"number": "138 0013 8000", "body": "井盖"})
        uuid = sms.uuid
        sms.send()
        logged = self.log.search([("uuid", "=", uuid)])
        self.assertRecordValues(logged, [{
            "number": "+8613800138000", "number_masked": "138****8000", "body": "井盖", "coding": "ucs2", "parts": 1,
            "state": "queued", "attempts": 0, "failure": False,
        }])
        self.assertEqual((sms.state, sms.to_delete), ("process", True))

    def test_queue_manager_of_odoo_takes_the_same_way(self):
        sms = self.env["sms.sms"].create([{"number": f"1380013800{n}", "body": "一"} for n in range(3)])
        with self.enter_registry_test_mode():
            self.env.ref("sms.ir_cron_sms_scheduler_action").method_direct_trigger()
        self.assertEqual(self.log.search([("uuid", "in", sms.mapped("uuid"))]).mapped("state"), ["queued"] * 3)

    def test_queue_manager_comes_again_when_somebody_sends_the_same_messages_at_the_same_moment(self):
        sms = self.env["sms.sms"].create({"number": "13800138000", "body": "一"})
        job = self.env.ref("sms.ir_cron_sms_scheduler_action")
        triggers = self.env["ir.cron.trigger"].search_count([("cron_id", "=", job.id)])
        with self.enter_registry_test_mode():
            with patch.object(type(sms), "try_lock_for_update", side_effect=SerializationFailure):
                job.method_direct_trigger()
            self.assertEqual((sms.state, self.log.search_count([("uuid", "=", sms.uuid)])), ("outgoing", 0))
            self.assertEqual(self.env["ir.cron.trigger"].search_count([("cron_id", "=", job.id)]), triggers + 1)
            job.method_direct_trigger()
        self.assertEqual(self.log.search([("uuid", "=", sms.uuid)]).state, "queued")

    def test_the_same_message_is_queued_once(self):
        sms = self.env["sms.sms"].create({"number": "13800138000", "body": "一"})
        for _ in range(2):
            sms.write({"state": "outgoing", "to_delete": False})
            sms.send()
        self.assertEqual(self.log.search_count([("uuid", "=", sms.uuid)]), 1)

    def test_record_only_sends_nothing_and_is_not_called_sent(self):
        self.env.company.city12319_sms_provider = "log"
        sms = self.env["sms.sms"].create({"number": "13800138000", "body": "一"})
        sms.send()
        self.assertEqual(self.log.search([("uuid", "=", sms.uuid)]).state, "logged")
        self.assertEqual(sms.state, "canceled")
        self.assertFalse(self.work())

    def test_switched_off_refuses(self):
        self.env.company.city12319_sms_provider = "off"
        self.assertRecordValues(self.message(), [{"state": "refused", "failure": "off"}])
        self.assertFalse(self.work())

    def test_switched_off_later_refuses_what_still_waits(self):
        sms = self.message()
        self.env.company.city12319_sms_provider = "off"
        self.assertFalse(self.work())
        self.assertRecordValues(sms, [{"state": "refused", "failure": "off"}])

    def test_numbers_that_no_message_reaches_are_refused(self):
        for number in ("0898-66220000", "110", "王女士", False, "4001234567"):
            self.assertRecordValues(self.message(number=number), [{"state": "refused", "failure": "number"}])
        self.assertFalse(self.work())

    def test_blacklisted_number_gets_nothing(self):
        self.env["phone.blacklist"].create({"number": "+8613800138000"})
        self.assertRecordValues(self.message(), [{"state": "refused", "failure": "blacklist"}])

    def test_text_of_too_many_parts_is_refused(self):
        self.env.company.city12319_sms_max_parts = 2
        self.assertEqual(self.message(body="中" * 134).state, "queued")
        self.assertRecordValues(self.message(body="中" * 135), [{"state": "refused", "failure": "long", "parts": 3}])

    def test_signature_counts_as_text(self):
        self.env.company.city12319_sms_signature = "城管12319"
        sms = self.message(body="中" * 62)
        self.assertEqual((sms.body, sms.parts), ("【城管12319】" + "中" * 62, 2))

    def test_notification_follows_the_message(self):
        partner = self.env["res.partner"].create({"name": "值班员", "phone": "13800138000"})
        message = partner._message_sms("您好", partner_ids=partner.ids)
        notification = message.notification_ids
        sms = self.log.search([("uuid", "=", notification.sms_tracker_ids.sms_uuid)])
        self.assertEqual((sms.res_model, sms.res_id), ("res.partner", partner.id))
        self.assertEqual(notification.notification_status, "process")
        self.work()
        self.assertEqual(notification.notification_status, "pending")
        self.report(sms, "1")
        self.assertEqual(notification.notification_status, "sent")

    def test_notification_of_a_message_that_failed_says_why(self):
        partner = self.env["res.partner"].create({"name": "值班员", "phone": "13800138000"})
        notification = partner._message_sms("您好", partner_ids=partner.ids).notification_ids
        self.work()
        self.report(self.log.search([("uuid", "=", notification.sms_tracker_ids.sms_uuid)]), "2")
        self.assertEqual((notification.notification_status, notification.failure_type), ("exception", "sms_not_delivered"))

    def test_paid_service_of_odoo_is_never_asked(self):
        for provider in ("off", "log", "kannel"):
            self.env.company.city12319_sms_provider = provider
            self.assertEqual(self.env.company._get_sms_api_class().__name__, "SmsApiQueue")
            [(api, messages)] = list(self.env["sms.sms"].create({"number": "13800138000", "body": "一"})._split_by_api())
            self.assertEqual(type(api).__name__, "SmsApiQueue")
