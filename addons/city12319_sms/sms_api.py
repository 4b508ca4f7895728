from odoo.addons.sms.tools.sms_api import SmsApiBase


class SmsApiQueue(SmsApiBase):
    """What Odoo's ``sms`` hands its messages to: they are queued, never sent in the transaction that asks for it.

    A transaction may fail after this call, and be repeated: a message that had already left would leave twice. See
    ``city12319.sms`` for what happens next.
    """

    PROVIDER_TO_SMS_FAILURE_TYPE = {
        **SmsApiBase.PROVIDER_TO_SMS_FAILURE_TYPE,
        "blacklisted": "sms_blacklist",
    }

    def _send_sms_batch(self, messages, delivery_reports_url=False):
        # sudo: everybody whose work sends a message writes its line of the log, and nothing else of it
        return self.env["city12319.sms"].sudo()._queue(self.company, [
            (number["uuid"], number["number"], message["content"])
            for message in messages for number in message["numbers"]
        ])
