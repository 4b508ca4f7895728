import logging
from datetime import timedelta
from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools import kannel, retry

_logger = logging.getLogger(__name__)

_BATCH = 100  # read and locked together; each message is committed on its own
_SETTLED_AFTER = timedelta(minutes=15)  # a message that hangs this long without a report will get none


class SmsSend(models.Model):
    """The worker that hands queued messages to the gateway."""

    _inherit = "city12319.sms"

    @api.model
    def _cron_send(self):
        """Send what is due, oldest first; called every minute, and at once when something is queued."""
        cron = self.env["ir.cron"]
        self._settle_hanging()
        due = [("state", "=", "queued"), ("next_try_at", "<=", fields.Datetime.now())]
        ids = self.search(due, order="next_try_at, id", limit=_BATCH).ids
        left = cron._commit_progress(remaining=len(ids))
        for sms_id in ids:
            if not left:
                return
            # a record set of its own: the commits in between empty the cache
            outcome = self.browse(sms_id)._send_one()
            left = cron._commit_progress(1)
            if outcome == kannel.BLOCKED:
                # nobody answers, or our password is wrong: one try a minute is enough to notice when that is over
                cron._commit_progress(remaining=0)
                return
        if len(ids) == _BATCH:
            cron._commit_progress(remaining=self.search_count(due, limit=1000))

    def _send_one(self):
        """Send this one message if it is still due; returns the outcome, or None when nothing was tried."""
        sms = self.try_lock_for_update(allow_referencing=True).filtered(lambda sms: sms.state == "queued")
        if not sms or sms._refuse_now():
            return None
        company = sms.company_id
        if company.city12319_sms_provider == "log":
            sms._finish("logged", None)
            return None
        try:
            gateway = company._city12319_gateway()
        except UserError as error:
            sms._try_later(kannel.Answer(kannel.BLOCKED, str(error)))
            return kannel.BLOCKED
        number = sms._number_for(company.city12319_sms_number_form)
        body, coding, uuid = sms.body, sms.coding, sms.uuid
        sms.write({
            "state": "sending", "sending_at": fields.Datetime.now(), "attempts": sms.attempts + 1,
            "counted_on": sms.counted_on or sms._today(),
        })
        # the fact that we are about to send is safe before we do; from here to the answer nothing is read or written
        self.env["ir.cron"]._commit_progress()
        answer = kannel.send(gateway, number, body, coding, uuid)
        sms._take_answer(answer)
        return answer.outcome

    def _take_answer(self, answer):
        """Write what came out of an attempt. Reports of the gateway may have come in before this."""
        # the first statement since the commit: what a report wrote in between is seen
        self._wait_for_lock()
        if self.state != "sending":
            return
        if answer.outcome == kannel.ACCEPTED:
            self._finish("sent", None, answer=answer.text, sent_at=fields.Datetime.now())
        elif answer.outcome == kannel.REFUSED:
            self._finish("failed", "refused", answer=answer.text)
        elif answer.outcome == kannel.UNCLEAR:
            self.write({"answer": answer.text})  # stays "sending" until a report, or the settling, decides
        else:
            self._try_later(answer)

    def _try_later(self, answer):
        """Put this message back into the queue, since the gateway certainly does not have it."""
        blocked = answer.outcome == kannel.BLOCKED
        # an attempt that reached nobody is not the message's: only its age ends that
        attempts = max(self.attempts - (1 if blocked and self.state == "sending" else 0), 0)
        if not blocked and attempts >= self.company_id.city12319_sms_max_attempts:
            self._finish("failed", "attempts", answer=answer.text)
            return
        wait = timedelta(minutes=1) if blocked else retry.pause(attempts)
        self.write({
            "state": "queued", "attempts": attempts, "answer": answer.text, "sending_at": False, "counted_on": False,
            "next_try_at": fields.Datetime.now() + wait,
        })
        _logger.info("SMS %s waits: %s", self.uuid, answer.text)

    def _refuse_now(self):
        """Give up on this message if it waited too long or a limit is reached; tells whether it did."""
        company = self.company_id
        waited = fields.Datetime.now() - (self.requeued_at or self.create_date)
        failure = None
        if company.city12319_sms_provider == "off":
            failure = "off"
        elif waited > timedelta(hours=company.city12319_sms_max_hours):
            failure = "expired"
        else:
            failure = self._limit_reached(company)
        if not failure:
            return False
        self._finish("failed" if failure == "expired" else "refused", failure)
        return True

    def _limit_reached(self, company):
        """Return the limit that this message would break, or None. One worker sends, so that the counts hold."""
        today = [("counted_on", "=", self._today()), ("company_id", "=", company.id)]
        limit = company.city12319_sms_number_limit
        if limit and self.search_count([*today, ("number", "=", self.number)], limit=limit) >= limit:
            return "limit_number"
        limit = company.city12319_sms_total_limit
        if limit and sum(self._read_group(today, [], ["parts:sum"])[0]) + self.parts > limit:
            return "limit_total"
        return None

    @api.model
    def _today(self):
        # sudo: a plain setting
        zone = self.env["ir.config_parameter"].sudo().get_param("city12319.timezone") or "Asia/Shanghai"
        return fields.Datetime.now().replace(tzinfo=ZoneInfo("UTC")).astimezone(ZoneInfo(zone)).date()

    def _number_for(self, form):
        """Return the number as the gateway wants it: Chinese numbers as they are dialled, or everything with +."""
        if form == "national" and self.number.startswith("+86"):
            return self.number[3:]
        return self.number if form == "e164" else self.number.replace("+", "00", 1)

    @api.model
    def _settle_hanging(self):
        """End the messages whose answer was lost and about which no report came."""
        hanging = self.search([
            ("state", "=", "sending"), ("sending_at", "<=", fields.Datetime.now() - _SETTLED_AFTER),
        ], limit=1000).try_lock_for_update(allow_referencing=True).filtered(lambda sms: sms.state == "sending")
        for sms in hanging:
            sms._finish("failed", "unclear", answer=sms.answer or self.env._("No answer was recorded."))
        if hanging:
            _logger.info("%s messages ended without an answer of the gateway", len(hanging))

    def _finish(self, state, failure, **values):
        """Write the end of these messages, or a step on the way, and tell Odoo's notifications."""
        self.write({"state": state, "failure": failure or False, "next_try_at": False, **values})
        self._tell_trackers()
