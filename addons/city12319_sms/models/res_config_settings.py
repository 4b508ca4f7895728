from odoo import fields, models
from odoo.exceptions import UserError


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    city12319_sms_provider = fields.Selection(related="company_id.city12319_sms_provider", readonly=False, required=True)
    city12319_sms_url = fields.Char(related="company_id.city12319_sms_url", readonly=False)
    city12319_sms_username = fields.Char(related="company_id.city12319_sms_username", readonly=False)
    city12319_sms_password = fields.Char(related="company_id.city12319_sms_password", readonly=False)
    city12319_sms_report_base = fields.Char(related="company_id.city12319_sms_report_base", readonly=False)
    city12319_sms_sender = fields.Char(related="company_id.city12319_sms_sender", readonly=False)
    city12319_sms_signature = fields.Char(related="company_id.city12319_sms_signature", readonly=False)
    city12319_sms_number_form = fields.Selection(
        related="company_id.city12319_sms_number_form", readonly=False, required=True)
    city12319_sms_number_limit = fields.Integer(related="company_id.city12319_sms_number_limit", readonly=False)
    city12319_sms_total_limit = fields.Integer(related="company_id.city12319_sms_total_limit", readonly=False)
    city12319_sms_max_parts = fields.Integer(related="company_id.city12319_sms_max_parts", readonly=False)
    city12319_sms_max_attempts = fields.Integer(related="company_id.city12319_sms_max_attempts", readonly=False)
    city12319_sms_max_hours = fields.Integer(related="company_id.city12319_sms_max_hours", readonly=False)
    city12319_sms_test_number = fields.Char(string="Number for a test message")

    def action_city12319_test_sms(self):
        """Send a test message with the saved settings, and show its line of the log.

        :return: action that opens the line
        :raises UserError: when no mobile number was given
        """
        self.ensure_one()
        log = self.env["city12319.sms"]
        if not log._mobile(self.city12319_sms_test_number):
            raise UserError(self.env._("Type the mobile number that the test message is to go to."))
        sms = self.env["sms.sms"].create({
            "number": self.city12319_sms_test_number,
            "body": self.env._("This is a test message of the 12319 hotline."),
        })
        uuid = sms.uuid
        sms.send(unlink_failed=True)
        return {
            "type": "ir.actions.act_window", "res_model": "city12319.sms", "name": self.env._("Test message"),
            "res_id": log.search([("uuid", "=", uuid)]).id, "view_mode": "form", "views": [(False, "form")],
        }
