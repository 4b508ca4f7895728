from uuid import uuid4

from odoo import api, fields, models

from odoo.addons.city12319_intake.tools import phone as phone_tools

from ..tools import sms_text

# what is told to Odoo's own SMS about a message that was refused, where it has a word for it
_ODOO_WORDS = {"number": "wrong_number_format", "blacklist": "blacklisted"}


class SmsQueue(models.Model):
    """How messages come into the log."""

    _inherit = "city12319.sms"

    @api.model
    def _queue(self, company, messages):
        """Queue messages, each uuid once.

        :param company: whose settings hold
        :param messages: list of (uuid, number as written, text)
        :return: for each a dict of ``uuid``, ``state`` and ``failure_reason``, as ``sms.sms`` wants it
        """
        known = {sms.uuid: sms for sms in self.search([("uuid", "in", [uuid for uuid, _, _ in messages])])}
        # somebody pressed "Retry" on Odoo's own SMS
        self.browse([sms.id for sms in known.values() if sms.state in ("failed", "refused", "cancelled")])._requeue()
        unseen = [message for message in messages if message[0] not in known]
        own = self.env["sms.sms"].sudo().search([("uuid", "in", [uuid for uuid, _, _ in unseen])]).grouped("uuid")
        blocked = self._blacklisted([number for _, number, _ in unseen])
        created = self.create([
            self._queued_values(company, uuid, number, body, own.get(uuid), blocked) for uuid, number, body in unseen
        ])
        if any(sms.state == "queued" for sms in created):
            self._wake_worker()
        everything = {**known, **{sms.uuid: sms for sms in created}}
        return [everything[uuid]._queue_result() for uuid, _, _ in messages]

    def _queued_values(self, company, uuid, number, body, own, blacklisted):
        """Return the values of a new line of the log: queued, recorded only, or refused at once."""
        company = company.sudo()  # sudo: the settings are for administrators to see, and for everybody's messages
        body = sms_text.sign(body or "", company.city12319_sms_signature)
        measured = sms_text.measure(body)
        phone = self._mobile(number)
        failure = None
        if company.city12319_sms_provider == "off":
            failure = "off"
        elif not phone:
            failure = "number"
        elif phone.e164 in blacklisted:
            failure = "blacklist"
        elif 0 < company.city12319_sms_max_parts < measured.parts:
            failure = "long"
        state = "refused" if failure else "logged" if company.city12319_sms_provider == "log" else "queued"
        document = own and own._city12319_document() or (False, False)
        return {
            "uuid": uuid, "company_id": company.id, "body": body, "coding": measured.coding, "parts": measured.parts,
            "number": phone.e164 if phone else (number or False), "number_masked": phone_tools.mask(number or "") or "–",
            "state": state, "failure": failure, "next_try_at": fields.Datetime.now() if state == "queued" else False,
            "rule_id": own.city12319_rule_id.id if own else False, "res_model": document[0], "res_id": document[1],
        }

    @api.model
    def _log_broken(self, rule, record, numbers, problem):
        """Write down messages that were never made because the template of ``rule`` failed on ``record``."""
        self.create([{
            "uuid": uuid4().hex, "company_id": self.env.company.id, "body": "–", "number": number,
            "number_masked": phone_tools.mask(number), "state": "refused", "failure": "template",
            "answer": problem[:200], "rule_id": rule.id, "res_model": record._name, "res_id": record.id,
        } for number in numbers])

    @api.model
    def _mobile(self, number):
        """Return the parsed number if a message can reach it, else None."""
        phones = phone_tools.parse_phones(number or "", self.env["city12319.caller"]._area_code())
        return next((phone for phone in phones if phone.kind in (phone_tools.MOBILE, phone_tools.FOREIGN)), None)

    @api.model
    def _blacklisted(self, numbers):
        wanted = [phone.e164 for phone in map(self._mobile, numbers) if phone]
        # sudo: a number that wants no messages gets none, whoever sends
        return set(self.env["phone.blacklist"].sudo().search([("number", "in", wanted)]).mapped("number"))

    def _queue_result(self):
        reason = dict(self._fields["failure"]._description_selection(self.env)).get(self.failure)
        state = {
            "queued": "queued", "sending": "queued", "sent": "success", "delivered": "delivered", "logged": "logged",
        }.get(self.state) or _ODOO_WORDS.get(self.failure, "not_sent")
        return {"uuid": self.uuid, "state": state, "failure_reason": reason}

    def _requeue(self):
        """Start again with messages that came to an end without being sent; the attempts count from the beginning."""
        if self:
            self.write({
                "state": "queued", "failure": False, "attempts": 0, "next_try_at": fields.Datetime.now(),
                "sending_at": False, "requeued_at": fields.Datetime.now(),
            })
            self._wake_worker()

    @api.model
    def _wake_worker(self, at=None):
        # sudo: the worker is woken by whoever sends
        self.env.ref("city12319_sms.cron_send").sudo()._trigger(at)
