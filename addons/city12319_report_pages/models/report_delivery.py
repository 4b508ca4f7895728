import logging
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

_logger = logging.getLogger(__name__)
MAX_TRIES = 3
RETRY_AFTER = timedelta(minutes=15)


class ReportDelivery(models.Model):
    """What one person gets of one run of a schedule: made as that person, sent once."""

    _name = "city12319.report.delivery"
    _inherit = ["mail.thread"]
    _description = "Delivery of a Scheduled Report"
    _order = "id desc"
    _rec_name = "schedule_id"

    schedule_id = fields.Many2one("city12319.report.schedule", required=True, readonly=True, index=True, ondelete="cascade")
    user_id = fields.Many2one("res.users", required=True, readonly=True, string="Recipient", index=True, ondelete="cascade")
    date_from = fields.Date(required=True, readonly=True, string="From")
    date_to = fields.Date(required=True, readonly=True, string="Until")
    state = fields.Selection(
        [("waiting", "Waits"), ("sent", "Sent"), ("refused", "Not allowed"), ("failed", "Failed")],
        required=True, readonly=True, default="waiting",
    )
    reason = fields.Char(readonly=True, help="Why nothing was sent, or what went wrong at the last attempt.")
    tries = fields.Integer(readonly=True, aggregator=None)
    try_at = fields.Datetime(readonly=True, required=True, default=fields.Datetime.now, string="Next attempt")
    sent_at = fields.Datetime(readonly=True)
    file_ids = fields.One2many(
        "ir.attachment", "res_id", domain=[("res_model", "=", "city12319.report.delivery")], readonly=True, string="Files",
    )

    # never the same period to the same person twice
    _once_uniq = models.UniqueIndex("(schedule_id, user_id, date_from)", "This period was sent to this person already.")
    # what the job takes
    _waiting_idx = models.Index("(try_at) WHERE state = 'waiting'")

    @api.depends("schedule_id.name", "date_from", "date_to")
    def _compute_display_name(self):
        for delivery in self:
            days = dict.fromkeys(str(day) for day in (delivery.date_from, delivery.date_to))
            name = delivery.sudo().schedule_id.name  # sudo: recipients read the name of the schedule, nothing else of it
            delivery.display_name = f"{name} {' – '.join(days)}"

    def action_retry(self):
        """Send again what failed or was not allowed, after its cause was removed."""
        self.check_access("write")
        if any(delivery.state in ("waiting", "sent") for delivery in self):
            raise UserError(self.env._("Only what failed or was refused can be sent again."))
        self.write({"state": "waiting", "tries": 0, "try_at": fields.Datetime.now(), "reason": False})
        self.env["city12319.report.schedule"]._wake()
        return True

    # ------------------------------------------------------------------ the job

    @api.model
    def _send_waiting(self):
        """Send what waits, one after the other, each committed; raise the last error at the end."""
        cron, failed = self.env["ir.cron"], None
        while delivery := self._next_waiting():
            try:
                with self.env.cr.savepoint():
                    delivery._send()
            except AccessError as error:
                delivery.write({"state": "refused", "reason": str(error)})
            except Exception as error:
                failed = error
                _logger.info("Scheduled report %s for %s failed: %s", delivery.schedule_id.id, delivery.user_id.login, error)
                delivery._note_failure(error)
            if not cron._commit_progress(1, remaining=self._count_waiting()):
                break
        if failed:
            raise failed

    @api.model
    def _due(self):
        return [("state", "=", "waiting"), ("try_at", "<=", fields.Datetime.now())]

    @api.model
    def _count_waiting(self):
        return self.search_count(self._due(), limit=1000)

    @api.model
    def _next_waiting(self):
        found = self.search(self._due(), order="try_at, id", limit=20)
        return found.try_lock_for_update(limit=1, allow_referencing=True)

    def _note_failure(self, error):
        self.invalidate_recordset()
        tries = self.tries + 1
        self.write({
            "state": "failed" if tries >= MAX_TRIES else "waiting", "tries": tries, "reason": str(error),
            "try_at": fields.Datetime.now() + RETRY_AFTER,
        })

    def _send(self):
        """Make the files as the recipient sees the figures, and send them."""
        user = self.user_id
        if not user.active:
            raise AccessError(self.env._("%s does not work here any more.", user.name))
        files = self.schedule_id._make_files(user, self.date_from)
        attachments = self.env["ir.attachment"].create([
            {"name": name, "raw": content, "mimetype": kind, "res_model": self._name, "res_id": self.id}
            for name, content, kind in files
        ])
        self.with_context(lang=user.lang)._tell(attachments)
        self.write({"state": "sent", "sent_at": fields.Datetime.now(), "reason": False})

    def _tell(self, attachments):
        partner, subject = self.user_id.partner_id, self.display_name
        body = self.env._("The files are attached. They hold what you may see.")
        self.message_notify(partner_ids=partner.ids, subject=subject, body=body, attachment_ids=attachments.ids)
        if self.schedule_id.by_email and self.user_id.notification_type == "inbox":
            if not partner.email:
                raise UserError(self.env._("%s has no e-mail address.", self.user_id.name))
            self.env["mail.mail"].create({
                "subject": subject, "body_html": body, "email_to": partner.email_formatted,
                "attachment_ids": [(4, attachment.id) for attachment in attachments],
            })
