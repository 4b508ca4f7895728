from odoo import api, fields, models

from ..tools import kannel

# what a report may still change: a delivered message stays delivered, whatever comes late
_OPEN_FOR = {
    "sent": {"queued", "sending", "failed"},
    "delivered": {"queued", "sending", "sent", "failed"},
    "undelivered": {"queued", "sending", "sent", "failed"},
    "rejected": {"queued", "sending", "sent", "failed"},
}
# what Odoo's notifications call it
_NOTIFICATION = {
    "queued": "process", "sending": "process", "sent": "pending", "delivered": "sent", "cancelled": "canceled",
    "logged": "canceled",
}


class SmsReport(models.Model):
    """What the gateway reports about messages, and who is told."""

    _inherit = "city12319.sms"

    @api.model
    def _report(self, uuid, key, kind, provider_id, answer):
        """Take a delivery report.

        :param uuid: which message, as we named it to the gateway
        :param key: the key that went out with it
        :param kind: number that says what happened (``%d`` of Kannel)
        :param provider_id: the operator's identifier, may be empty
        :param answer: what the operator said, may be empty
        :return: whether there is such a message, with this key
        """
        sms = self.search([("uuid", "=", uuid)])
        if not sms or not kannel.is_report_key(sms.company_id.city12319_sms_secret, uuid, key):
            return False
        sms._wait_for_lock()
        sms._take_report(kannel.read_report(kind), provider_id, answer)
        return True

    def _take_report(self, reported, provider_id, answer):
        values = {"answer": answer[:200]} if answer else {}
        if provider_id and not self.provider_message_id:
            values["provider_message_id"] = provider_id[:100]
        # reports overtake each other: what the operator said about the phone outranks a late "taken"
        told = self.failure in ("rejected", "undelivered")
        if not reported or self.state not in _OPEN_FOR[reported] or (told and reported == "sent"):
            self.write(values)
            return
        now = fields.Datetime.now()
        values["sent_at"] = self.sent_at or now
        if reported == "sent":
            self._finish("sent", None, **values)
        elif reported == "delivered":
            self._finish("delivered", None, delivered_at=now, **values)
        else:
            self._finish("failed", reported, **values)

    def _tell_trackers(self):
        """Bring the notifications of Odoo up to date that stand for these messages."""
        trackers = self.env["sms.tracker"].search([("sms_uuid", "in", self.mapped("uuid"))]).grouped("sms_uuid")
        labels = dict(self._fields["failure"]._description_selection(self.env))
        for sms in self.filtered(lambda sms: sms.uuid in trackers):
            tracker = trackers[sms.uuid]
            if sms.state in _NOTIFICATION:
                tracker._action_update_from_sms_state(_NOTIFICATION[sms.state])
            else:
                tracker.with_context(sms_known_failure_reason=labels.get(sms.failure))._action_update_from_provider_error(
                    {"undelivered": "not_delivered"}.get(sms.failure, sms.failure))
