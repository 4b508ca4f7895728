from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

from odoo.addons.city12319_flow import house_language

from ..tools import phone as phone_tools
from ..tools import phone_text

_HISTORY_LIMIT = 20
_LOOKUP_LIMIT = 5  # numbers at once: more than anybody calls from, too few to open everybody's history


class Caller(models.Model):
    _name = "city12319.caller"
    _description = "Caller"
    _order = "id desc"
    _rec_names_search = ["name", "phone", "phone_sanitized"]

    name = fields.Char(required=True)
    phone = fields.Char()
    phone_sanitized = fields.Char(compute="_compute_phone_sanitized", store=True, string="Number (E.164)")
    vip = fields.Boolean(string="Needs special care")
    note = fields.Text()
    active = fields.Boolean(default=True)
    ticket_ids = fields.One2many("city12319.ticket", "caller_id", string="Tickets")
    ticket_count = fields.Integer(compute="_compute_ticket_count")
    service_ids = fields.One2many(
        "city12319.caller.service", "caller_id", groups="city12319_intake.group_shift_leader,base.group_system",
    )

    # look-up of a number while the agent types; the same number may belong to several people
    _phone_sanitized_idx = models.Index("(phone_sanitized) WHERE phone_sanitized IS NOT NULL")

    @api.depends("phone")
    def _compute_phone_sanitized(self):
        area_code = self._area_code()
        for caller in self:
            caller.phone_sanitized = phone_tools.primary_e164(caller.phone or "", area_code) or False

    def _compute_ticket_count(self):
        counts = dict(self.env["city12319.ticket"]._read_group([("caller_id", "in", self.ids)], ["caller_id"], ["__count"]))
        for caller in self:
            caller.ticket_count = counts.get(caller, 0)

    @api.model_create_multi
    def create(self, vals_list):
        callers = super().create(vals_list)
        if not self.env.su:  # whoever enters a caller by hand serves that caller
            self.env["city12319.caller.service"]._serve(callers)
        return callers

    @api.model
    def _area_code(self):
        """Return the area code of the city, for local numbers typed without one."""
        return self.env["ir.config_parameter"].sudo().get_param("city12319.area_code") or ""

    @api.model
    def lookup(self, phone):
        """Find who called from a number, while it is typed. Shows everybody with this number, chooses nobody.

        The caller's earlier tickets become readable to the agent who serves them.

        :param phone: what was typed: any usual form, also several numbers
        :return: dict with ``numbers`` (``e164``, ``national``, ``kind``, ``location``), ``people`` (``id``, ``name``,
            ``phone``, ``vip``, ``ticket_count``, ``open_count``), ``tickets`` (newest first, open ones before closed
            ones; at most 20) and ``message`` (empty, or what is wrong with the number)
        :raises AccessError: when the person is neither agent nor return visitor
        """
        if not self.env.user.has_groups("city12319_intake.group_agent,city12319_intake.group_visitor"):
            raise AccessError(self.env._("Only agents and return visitors look up callers by number."))
        numbers = phone_tools.parse_phones(phone or "", self._area_code())[:_LOOKUP_LIMIT]
        keys = [number.e164 for number in numbers if number.e164]
        # sudo: the number itself is the proof that this caller is being served
        callers = self.sudo().search([("phone_sanitized", "in", keys)]) if keys else self.sudo()
        self.env["city12319.caller.service"]._serve(callers)
        tickets = self.env["city12319.ticket"].sudo().search_fetch(
            Domain("caller_id", "in", callers.ids),
            ["name", "reported_at", "summary", "category_id", "state", "stage_id", "is_open", "caller_id"],
            order="is_open desc, reported_at desc", limit=_HISTORY_LIMIT,
        )
        counts = {
            (caller, is_open): count for caller, is_open, count in self.env["city12319.ticket"].sudo()._read_group(
                [("caller_id", "in", callers.ids)], ["caller_id", "is_open"], ["__count"],
            )
        }
        states = dict(self.env["city12319.ticket"]._fields["state"]._description_selection(self.env))
        return {
            "numbers": [
                {
                    "e164": number.e164, "national": number.national, "kind": number.kind,
                    "location": phone_text.location(number.e164, self.env.lang or "zh_CN"),
                }
                for number in numbers
            ],
            "people": [
                {
                    "id": caller.id, "name": caller.name, "phone": caller.phone or "", "vip": caller.vip,
                    "ticket_count": counts.get((caller, True), 0) + counts.get((caller, False), 0),
                    "open_count": counts.get((caller, True), 0),
                }
                for caller in callers
            ],
            "tickets": [
                {
                    "id": ticket.id, "name": ticket.name, "reported_at": fields.Datetime.to_string(ticket.reported_at),
                    "summary": ticket.summary or "", "category": ticket.category_id.name or "", "state": ticket.state,
                    "state_label": states.get(ticket.state, ""), "stage": ticket.stage_id.name, "open": ticket.is_open,
                    "caller_id": ticket.caller_id.id,
                }
                for ticket in tickets
            ],
            "message": self._lookup_message(phone, numbers),
        }

    @api.model
    def _lookup_message(self, phone, numbers):
        if not (phone or "").strip():
            return ""
        kinds = {number.kind for number in numbers}
        if not numbers or kinds == {"invalid"}:
            return self.env._("This does not look like a telephone number. It will be kept as it is typed.")
        if kinds == {"anonymous"}:
            return self.env._("The caller hides the number.")
        return ""

    @api.model
    def _find_or_create(self, pairs):
        """Return the callers of ``pairs``, created when unknown, in as few queries as there are steps.

        :param pairs: list of (name, phone as typed); the same number with another name is another person
        :return: list of callers, parallel to ``pairs``; empty for pairs without a usable number
        """
        area_code = self._area_code()
        keys = [(phone_tools.primary_e164(phone or "", area_code), (name or "").strip()) for name, phone in pairs]
        numbers = {number for number, _name in keys if number}
        # sudo: the number is known to whoever registers, see lookup()
        known = {}
        for caller in self.sudo().search([("phone_sanitized", "in", list(numbers))], order="id"):
            known.setdefault((caller.phone_sanitized, caller.name), caller)
        fresh = {}
        for (number, name), (_name, phone) in zip(keys, pairs, strict=True):
            if number and (number, self._caller_name(name, phone)) not in known:
                fresh.setdefault((number, self._caller_name(name, phone)), phone)
        created = self.sudo().create([
            {"name": name, "phone": phone_text.display(phone, area_code)} for (_number, name), phone in fresh.items()
        ])
        known.update(zip(fresh, created, strict=True))
        return [
            known[(number, self._caller_name(name, phone))] if number else self.sudo()
            for (number, name), (_name, phone) in zip(keys, pairs, strict=True)
        ]

    @api.model
    def _caller_name(self, name, phone):
        return name or house_language.written(self).env._("Caller %(tail)s", tail=phone_text.tail(phone))
