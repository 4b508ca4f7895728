import logging

from psycopg2.errors import SerializationFailure

from odoo import api, fields, models

from odoo.addons.sms.models.sms_sms import SmsSms as OdooSms

_logger = logging.getLogger(__name__)


class SmsSms(models.Model):
    """Odoo's own record of a message: lives until the message is in our log."""

    _inherit = "sms.sms"

    IAP_TO_SMS_STATE_SUCCESS = {
        **OdooSms.IAP_TO_SMS_STATE_SUCCESS,
        "queued": "process",
        "logged": "canceled",  # nothing left: not to be called sent
    }

    city12319_rule_id = fields.Many2one("city12319.sms.rule", readonly=True, ondelete="set null")
    city12319_model = fields.Char(readonly=True, export_string_translation=False)
    city12319_res_id = fields.Integer(readonly=True, export_string_translation=False)
    city12319_company_id = fields.Many2one("res.company", readonly=True, ondelete="set null")

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([{"city12319_company_id": self.env.company.id, **vals} for vals in vals_list])

    def _get_sms_company(self):
        return self.mail_message_id.record_company_id or self.city12319_company_id or super()._get_sms_company()

    def _split_by_api(self):
        for company, messages in self.grouped(lambda sms: sms._get_sms_company()).items():
            api = company._get_sms_api_class()(self.env)
            api._set_company(company)
            yield api, messages

    @api.model
    def _process_queue(self):
        """Hand what is left over to the log, each company's messages to its own settings."""
        domain = [("state", "=", "outgoing"), ("to_delete", "!=", True)]
        batch = self._get_send_batch_size()
        found = self.search(domain, limit=batch, order="id")
        try:
            with self.env.cr.savepoint():
                mine = found.try_lock_for_update()
        except SerializationFailure:
            # whoever wrote one of them sends it at this very moment; what is left then is for the next run
            _logger.info("Messages in the queue are being sent by somebody else: once more in a moment.")
            self.env.ref("sms.ir_cron_sms_scheduler_action")._trigger()
            return
        mine.send(unlink_failed=False, unlink_sent=True, raise_exception=False)
        self.env["ir.cron"]._commit_progress(
            len(found), remaining=self.search_count(domain) if len(found) == batch else 0)

    def _city12319_document(self):
        """Return (model, id) of what the message is about, or None."""
        if self.city12319_model:
            return self.city12319_model, self.city12319_res_id
        message = self.mail_message_id
        return (message.model, message.res_id) if message.model and message.res_id else None
