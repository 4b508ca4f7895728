from unittest.mock import patch

from odoo import api

from odoo.addons.city12319_dispatch.tests.common import DispatchCase

from ..tools import kannel

SEND = "odoo.addons.city12319_sms.tools.kannel.send"


class FakeGateway:
    """Stands in for ``kannel.send``: gives the answers of a list one after the other, the last one for ever."""

    def __init__(self, *answers):
        self.answers = [kannel.Answer(*answer) if isinstance(answer, tuple) else answer for answer in answers]
        self.sent = []

    def __call__(self, gateway, number, text, coding, uuid):
        self.sent.append((number, text, uuid))
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, BaseException):
            raise answer
        return answer


ACCEPT = ("accepted", "202 0: Accepted for delivery")
LATER = ("later", "503 Temporal failure, try again later.")
REFUSE = ("refused", "400 rejected")
BLOCKED = ("blocked", "[Errno 111] Connection refused")
UNCLEAR = ("unclear", "timed out")


class SmsCase(DispatchCase):
    """A company with a gateway, and the worker run as the scheduler runs it: in transactions of its own."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.write({
            "city12319_sms_provider": "kannel", "city12319_sms_username": "city", "city12319_sms_password": "pw",
            "city12319_sms_url": "http://gateway.invalid/cgi-bin/sendsms", "city12319_sms_secret": "s" * 40,
            "city12319_sms_report_base": "http://odoo.invalid", "city12319_sms_signature": False,
        })
        cls.env["city12319.sms.rule"].search([]).active = False
        cls.log = cls.env["city12319.sms"]

    def message(self, number="13800138000", body="您好", **values):
        """Ask Odoo to send a message; returns its line of the log."""
        sms = self.env["sms.sms"].create({"number": number, "body": body, **values})
        uuid = sms.uuid
        sms.send()
        return self.log.search([("uuid", "=", uuid)])

    def work(self, *answers, raises=None):
        """Run the worker once; returns what reached the gateway, as (number, text, uuid)."""
        gateway = FakeGateway(*(answers or (ACCEPT,)))
        with self.enter_registry_test_mode(), patch(SEND, gateway):
            # not assertRaises: it would roll back what the worker committed
            caught = None
            try:
                with self.registry.cursor() as cr:
                    api.Environment(cr, api.SUPERUSER_ID, {})["city12319.sms"]._cron_send()
            except Exception as error:
                if not raises or not isinstance(error, raises):
                    raise
                caught = error
            self.assertEqual(bool(caught), bool(raises))
        return gateway.sent

    def report(self, sms, kind, provider_id="", answer=""):
        """Let the gateway report on a message."""
        key = kannel.report_key(self.env.company.city12319_sms_secret, sms.uuid)
        return self.log._report(sms.uuid, key, kind, provider_id, answer)
