from datetime import timedelta

from odoo import api, fields, models, tools
from odoo.exceptions import UserError, ValidationError

from odoo.addons.city12319_flow import house_language

_NEWS_FOR = timedelta(minutes=10)  # what happened longer ago is history that is replayed or imported: no news


class SmsRule(models.Model):
    """Which event sends which message to whom."""

    _name = "city12319.sms.rule"
    _inherit = ["city12319.cached.mixin"]
    _description = "Message Rule"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    transition_id = fields.Many2one(
        "city12319.transition", required=True, ondelete="cascade", index=True, string="When",
        domain="[('model', 'in', ['city12319.ticket', 'city12319.order'])]",
    )
    addressee = fields.Selection(
        [
            ("caller", "Citizen"), ("department", "People of the main department"),
            ("manager", "Manager of the main department"), ("handler", "Handler, or else the main department"),
        ],
        required=True, default="caller", string="To",
    )
    template_id = fields.Many2one("sms.template", required=True, ondelete="restrict", index=True, string="Text")
    count_today = fields.Integer(compute="_compute_count_today", string="Messages today")

    @api.constrains("template_id", "transition_id", "addressee")
    def _check_template(self):
        for rule in self:
            if rule.template_id.model != rule.transition_id.model:
                raise ValidationError(self.env._(
                    "The text “%(template)s” is for another kind of document than “%(transition)s”.",
                    template=rule.template_id.name, transition=rule.transition_id.name,
                ))
            if rule.addressee != "caller" and rule.transition_id.model != "city12319.order":
                raise ValidationError(self.env._("Tickets have no department yet: only orders can tell one."))

    def _compute_count_today(self):
        sms = self.env["city12319.sms"].sudo()  # sudo: a count tells nothing about whom a message went to
        since = fields.Datetime.now() - timedelta(days=1)
        counts = dict(sms._read_group(
            [("rule_id", "in", self.ids), ("create_date", ">=", since)], ["rule_id"], ["__count"]))
        for rule in self:
            rule.count_today = counts.get(rule._origin, 0)

    @api.model
    @tools.ormcache("transition_id")
    def _ids_for(self, transition_id):
        # sudo: the rules hold for everybody
        return tuple(self.sudo().search([("transition_id", "=", transition_id)]).ids)

    @api.model
    def _after(self, record, event):
        """Queue the messages that follow from ``event`` on ``record``, if it is news."""
        ids = self._ids_for(event.transition_id.id)
        if ids and event.at >= fields.Datetime.now() - _NEWS_FOR:
            for rule in self.sudo().browse(ids):  # sudo: whoever acts need not see rules, numbers and templates
                rule._send(record.sudo())

    def _send(self, record):
        numbers = [number for number in self._numbers(record) if number not in self._told_by_notice(record)]
        if not numbers:
            return
        template = house_language.written(self.template_id)
        about = {"city12319_model": record._name, "city12319_res_id": record.id, "city12319_rule_id": self.id}
        try:
            with self.env.cr.savepoint():
                body = template._render_field("body", record.ids)[record.id]
        except UserError as error:
            # a template that somebody broke must not keep citizens from being registered: the log shows it
            self.env["city12319.sms"]._log_broken(self, record, numbers, str(error))
            return
        if body and body.strip():
            self.env["sms.sms"].create([{"number": number, "body": body.strip(), **about} for number in numbers]).send(
                unlink_failed=True)

    def _told_by_notice(self, record):
        """Return the numbers to which a notice that names ``record`` goes out at this moment: nobody is told twice."""
        if self.addressee == "caller":
            return set()
        notices = self.env["sms.sms"].search([
            ("state", "=", "outgoing"), ("create_date", ">=", self.env.cr.now() - timedelta(minutes=1)),
            ("partner_id", "!=", False), ("body", "like", record.name),
        ])
        return set(notices.mapped("number"))

    def _numbers(self, record):
        """Return the mobile numbers of the addressees, each once; nobody is written to under a fixed line."""
        ticket, order = (record, record.browse()) if record._name == "city12319.ticket" else (record.ticket_id, record)
        if self.addressee == "caller":
            written = [ticket.phone]
        else:
            department = order.department_id
            users = {
                "department": department.member_ids | department.manager_id,
                "manager": department.manager_id,
                "handler": order.handler_id or (department.member_ids | department.manager_id),
            }[self.addressee]
            written = [user.partner_id.phone for user in users.filtered("active")]
            if not any(written):
                written = [department.phone]
        phones = [self.env["city12319.sms"]._mobile(number) for number in written if number]
        return list(dict.fromkeys(phone.e164 for phone in phones if phone))
