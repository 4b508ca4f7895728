from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

FULL_NUMBER = "city12319_intake.group_shift_leader,base.group_system"

FAILURES = [
    ("off", "Sending is switched off"),
    ("number", "Not a mobile number"),
    ("blacklist", "Number on the blacklist"),
    ("long", "Text too long"),
    ("limit_number", "Daily limit of the number"),
    ("limit_total", "Daily limit in total"),
    ("template", "The template could not be filled in"),
    ("refused", "Refused by the gateway"),
    ("attempts", "Too many attempts"),
    ("expired", "Waited too long"),
    ("unclear", "Not known whether it was sent"),
    ("rejected", "Rejected by the operator"),
    ("undelivered", "Not delivered"),
]


class Sms(models.Model):
    """One message to one number: the send log, and the queue of what is still to be sent.

    **Nothing is sent twice.** A message is queued in the transaction that asks for it, under the uuid of Odoo's own SMS
    (unique). The worker (``sms_send``) writes the state ``sending`` and commits *before* it talks to the gateway. Only
    an answer that rules out that the gateway has the message brings it back to ``queued``. A message whose answer was
    lost, because the line or this process broke down in between, stays ``sending``; the gateway's reports, which name the
    uuid, settle it. Without a report within 15 minutes it becomes ``failed`` / ``unclear``, and only a person sends it
    again. So at worst a message is missing and shown as such; it is never doubled.
    """

    _name = "city12319.sms"
    _description = "Sent Message"
    _order = "id desc"
    _rec_name = "number_masked"

    uuid = fields.Char(required=True, readonly=True, copy=False, string="Identifier")
    company_id = fields.Many2one("res.company", required=True, readonly=True, ondelete="restrict")
    number = fields.Char(readonly=True, groups=FULL_NUMBER)
    number_masked = fields.Char(readonly=True, string="Number (masked)")
    body = fields.Text(required=True, readonly=True, groups=FULL_NUMBER, string="Text")
    coding = fields.Selection([("gsm7", "Latin (160)"), ("ucs2", "Chinese (70)")], readonly=True)
    parts = fields.Integer(readonly=True)
    state = fields.Selection(
        [
            ("queued", "Queued"), ("sending", "Being sent"), ("sent", "Sent to the gateway"), ("delivered", "Delivered"),
            ("failed", "Failed"), ("refused", "Refused"), ("cancelled", "Cancelled"), ("logged", "Recorded only"),
        ],
        required=True, readonly=True, default="queued",
    )
    failure = fields.Selection(FAILURES, readonly=True, string="Why not")
    answer = fields.Char(readonly=True, string="Last answer", help="What the gateway or the operator said.")
    attempts = fields.Integer(readonly=True)
    next_try_at = fields.Datetime(readonly=True)
    requeued_at = fields.Datetime(readonly=True, help="When a person last let it be sent again.")
    sending_at = fields.Datetime(readonly=True, string="Handed over at")
    sent_at = fields.Datetime(readonly=True)
    delivered_at = fields.Datetime(readonly=True)
    counted_on = fields.Date(readonly=True, string="Counts for the day")
    provider_message_id = fields.Char(readonly=True, string="Operator's identifier")
    rule_id = fields.Many2one("city12319.sms.rule", readonly=True, ondelete="set null", index="btree_not_null")
    res_model = fields.Char(readonly=True, string="About (model)")
    res_id = fields.Many2oneReference(model_field="res_model", readonly=True, string="About")

    _uuid_uniq = models.Constraint("UNIQUE(uuid)", "This message is in the log already.")
    # the worker: what is due, oldest first
    _due_idx = models.Index("(next_try_at, id) WHERE state = 'queued'")
    # the worker: what hangs
    _sending_idx = models.Index("(sending_at) WHERE state = 'sending'")
    # the daily limits
    _counted_idx = models.Index("(counted_on, number) INCLUDE (parts) WHERE counted_on IS NOT NULL")
    # messages about a document
    _about_idx = models.Index("(res_model, res_id) WHERE res_id IS NOT NULL")
    _failed_idx = models.Index("(id DESC) WHERE state IN ('failed', 'refused')")

    @api.ondelete(at_uninstall=False)
    def _unlink_except_never(self):
        raise UserError(self.env._("The log of messages is never deleted."))

    def _check_decider(self):
        if not self.env.user.has_groups(FULL_NUMBER):
            raise AccessError(self.env._("Only shift leaders and administrators decide about messages."))
        self.check_access("read")

    def action_cancel(self):
        """Stop trying to send these messages. What is already on its way cannot be called back."""
        self._check_decider()
        waiting = self._locked({"queued"})
        if not waiting:
            raise UserError(self.env._("Only messages that are still queued can be stopped."))
        waiting._finish("cancelled", None)
        return True

    def action_send_again(self):
        """Queue these messages once more, because a person decided so: those that failed or were refused.

        :raises UserError: when one of them was sent, or may still be on its way
        """
        self._check_decider()
        failed = self._locked({"failed", "refused", "cancelled"})
        if failed != self or "template" in failed.mapped("failure"):
            raise UserError(self.env._("Only messages that failed, were refused or stopped can be sent again."))
        failed._requeue()
        return True

    def _locked(self, states):
        """Return those of these messages that are in one of ``states``, locked, in sudo."""
        # sudo: nobody writes the log but these methods, which check the person
        return self.sudo().try_lock_for_update(allow_referencing=True).filtered(lambda sms: sms.state in states)

    def _wait_for_lock(self):
        """Lock this message, after whoever holds it: the answer and the reports of one message come close together."""
        self.env.cr.execute(SQL("SELECT id FROM city12319_sms WHERE id = %s FOR NO KEY UPDATE", self.id))
        self.invalidate_recordset()

    def action_open_document(self):
        """Open what the message is about."""
        self.ensure_one()
        if not self.res_model or not self.res_id:
            raise UserError(self.env._("This message is about no document."))
        return {
            "type": "ir.actions.act_window", "res_model": self.res_model, "res_id": self.res_id, "view_mode": "form",
            "views": [(False, "form")],
        }
