import secrets

from odoo import fields, models
from odoo.exceptions import UserError

from ..sms_api import SmsApiQueue
from ..tools.kannel import Gateway

ONLY_SYSTEM = "base.group_system"


class ResCompany(models.Model):
    """How the city sends messages. Odoo's own paid service (IAP) is never used."""

    _inherit = "res.company"

    city12319_sms_provider = fields.Selection(
        [("off", "Send nothing"), ("log", "Record only"), ("kannel", "Kannel gateway")],
        string="SMS provider", required=True, default="log",
        help="Record only: every message is written to the send log as it would be sent, and none leaves.",
    )
    city12319_sms_url = fields.Char(
        string="SMS gateway address", groups=ONLY_SYSTEM, default="http://127.0.0.1:13013/cgi-bin/sendsms")
    city12319_sms_username = fields.Char(string="SMS gateway user", groups=ONLY_SYSTEM)
    city12319_sms_password = fields.Char(string="SMS gateway password", groups=ONLY_SYSTEM, copy=False)
    city12319_sms_secret = fields.Char(
        string="SMS report secret", groups=ONLY_SYSTEM, copy=False, default=lambda self: secrets.token_urlsafe(32),
        help="Makes the keys with which the gateway reports; never leaves this system.",
    )
    city12319_sms_report_base = fields.Char(
        string="Address for reports", groups=ONLY_SYSTEM,
        help="Address of this system as the gateway reaches it; empty: the address of the web page.",
    )
    city12319_sms_sender = fields.Char(
        string="SMS sender number", groups=ONLY_SYSTEM, help="Empty: the one that is set in the gateway.")
    city12319_sms_signature = fields.Char(
        string="SMS signature", groups=ONLY_SYSTEM, help="Put before every text in 【】, as the operators demand.")
    city12319_sms_number_form = fields.Selection(
        [("national", "13800138000"), ("e164", "+8613800138000")], string="Form of numbers", required=True,
        default="national", groups=ONLY_SYSTEM, help="What the gateway's line to the operator expects.",
    )
    city12319_sms_number_limit = fields.Integer(
        string="Messages a day to one number", default=10, groups=ONLY_SYSTEM, help="0: no limit.")
    city12319_sms_total_limit = fields.Integer(
        string="Parts a day in total", default=5000, groups=ONLY_SYSTEM, help="0: no limit.")
    city12319_sms_max_parts = fields.Integer(
        string="Parts of one message at most", default=6, groups=ONLY_SYSTEM, help="0: no limit.")
    city12319_sms_max_attempts = fields.Integer(
        string="Attempts at most", default=6, groups=ONLY_SYSTEM)
    city12319_sms_max_hours = fields.Integer(
        string="Hours after which a message is no longer sent", default=24, groups=ONLY_SYSTEM,
        help="A message that waited longer, for example because the gateway was down, would only confuse.",
    )

    _city12319_sms_positive = models.Constraint(
        "CHECK(city12319_sms_number_limit >= 0 AND city12319_sms_total_limit >= 0 AND city12319_sms_max_parts >= 0"
        " AND city12319_sms_max_attempts >= 1 AND city12319_sms_max_hours >= 1)",
        "Limits of messages cannot be negative; attempts and hours are at least 1.",
    )

    def _get_sms_api_class(self):
        self.ensure_one()
        return SmsApiQueue

    def _city12319_gateway(self):
        """Return the :class:`Gateway` of this company, or refuse when something is not set."""
        self.ensure_one()
        if not self.city12319_sms_url or not self.city12319_sms_username or not self.city12319_sms_password:
            raise UserError(self.env._(
                "Set the address, the user and the password of the SMS gateway under Settings → 12319 Hotline."))
        return Gateway(
            url=self.city12319_sms_url,
            username=self.city12319_sms_username,
            password=self.city12319_sms_password,
            secret=self.city12319_sms_secret,
            report_base=self.city12319_sms_report_base or self.get_base_url(),
            sender=self.city12319_sms_sender or "",
        )
