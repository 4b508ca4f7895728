from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, RedirectWarning, UserError, ValidationError

from odoo.addons.city12319_flow import gate_key

from ..tools import phone as phone_tools
from ..tools import phone_text

STATES = ["processing", "checking", "done", "void", "rejected"]


class Ticket(models.Model):
    """The registration form (登记单): one per contact, always saved, kept for good."""

    _name = "city12319.ticket"
    _inherit = ["mail.thread", "mail.activity.mixin", "city12319.flow.mixin"]
    _description = "Ticket"
    _order = "reported_at desc, id desc"
    _rec_names_search = ["name", "summary", "external_number"]

    _flow_code = "case"
    _flow_event_model = "city12319.event"
    _flow_event_field = "ticket_id"
    _flow_creation_code = "register"
    _mail_post_access = "read"

    name = fields.Char(string="Number", readonly=True, copy=False, default="/")

    # who
    caller_id = fields.Many2one(
        "city12319.caller", index="btree_not_null", copy=False, ondelete="restrict",
        groups="city12319_intake.group_agent,city12319_intake.group_visitor,base.group_system",
    )
    caller_name = fields.Char(
        groups="city12319_intake.group_agent,city12319_intake.group_visitor,city12319_intake.group_leader,"
        "city12319_intake.group_inspector,base.group_system",
    )
    phone = fields.Char(
        groups="city12319_intake.group_agent,city12319_intake.group_visitor,base.group_system",
    )
    phone_sanitized = fields.Char(
        compute="_compute_phone_sanitized", store=True, string="Number (E.164)",
        groups="city12319_intake.group_agent,city12319_intake.group_visitor,base.group_system",
    )
    phone_masked = fields.Char(
        compute="_compute_phone_masked", compute_sudo=True, string="Masked number",
        groups="city12319_intake.group_agent,city12319_intake.group_visitor,city12319_intake.group_leader,"
        "city12319_intake.group_inspector,base.group_system",
    )
    confidential = fields.Boolean(help="The caller asks to stay unnamed towards departments.")
    contact_allowed = fields.Boolean(
        string="Department may call", help="The departments that handle the case see the caller's number.",
    )

    # when and by whom
    reported_at = fields.Datetime(required=True, default=fields.Datetime.now, copy=False)
    occurred_at = fields.Datetime()
    agent_id = fields.Many2one(
        "res.users", string="Agent", required=True, default=lambda self: self.env.user, index=True, copy=False,
        ondelete="restrict",
    )

    # what
    source_id = fields.Many2one(
        "city12319.source", required=True, default=lambda self: self._default_source(), ondelete="restrict",
    )
    category_id = fields.Many2one(
        "city12319.category", string="Problem category", index=True, ondelete="restrict", tracking=True,
        domain="[('is_current', '=', True), ('level', '!=', 'major')]",
    )
    service_type_id = fields.Many2one("city12319.service.type", ondelete="restrict")
    summary = fields.Char(required=True, tracking=True, help="Time and matter in one line.")
    description = fields.Text(tracking=True)
    properties = fields.Properties("Details of the category", definition="category_id.properties_definition", copy=True)

    # where
    address = fields.Char()
    area_id = fields.Many2one("city12319.area", index=True, ondelete="restrict")
    latitude = fields.Float(digits=(10, 7), aggregator=None)
    longitude = fields.Float(digits=(10, 7), aggregator=None)

    # what became of it
    instruction = fields.Selection(selection="_selection_instruction", string="Leader's instruction", copy=False)
    instruction_text = fields.Text(readonly=True, copy=False)
    verification = fields.Selection(
        [("confirmed", "Confirmed on site"), ("not_found", "Not found on site"), ("unclear", "Unclear")],
        readonly=True, copy=False, string="Verification",
    )
    answer = fields.Text(readonly=True, copy=False, help="What the citizen was told on the spot.")
    result_id = fields.Many2one("city12319.result", string="Citizen's judgement", copy=False, ondelete="restrict")
    state = fields.Selection(selection="_selection_state", string="Handling state", readonly=True, copy=False, index=True)
    is_open = fields.Boolean(readonly=True, copy=False, string="Open")
    inspector_id = fields.Many2one("res.users", readonly=True, copy=False, ondelete="restrict")
    duplicate_of_id = fields.Many2one("city12319.ticket", index="btree_not_null", copy=False, ondelete="restrict")
    duplicate_ids = fields.One2many("city12319.ticket", "duplicate_of_id", string="Reported again in")
    duplicate_count = fields.Integer(compute="_compute_duplicate_count")
    event_ids = fields.One2many("city12319.event", "ticket_id", readonly=True)

    save_key = fields.Char(
        copy=False, export_string_translation=False,
        help="Given by whoever registers: the same registration, sent again, does not become a second ticket.",
    )

    _save_key_uniq = models.UniqueIndex("(save_key, create_uid) WHERE save_key IS NOT NULL")
    _name_uniq = models.UniqueIndex("(name)", "This ticket number is taken.")
    # the default list, and its order within what is open
    _reported_idx = models.Index("(reported_at DESC, id DESC)")
    _open_idx = models.Index("(stage_id, reported_at DESC) WHERE is_open IS TRUE")
    # an agent's own list; with the class, so that favourites are counted from the index alone
    _agent_idx = models.Index("(agent_id, reported_at DESC) INCLUDE (category_id)")
    # earlier tickets of a caller
    _caller_idx = models.Index("(caller_id, reported_at DESC) WHERE caller_id IS NOT NULL")
    _phone_idx = models.Index("(phone_sanitized) WHERE phone_sanitized IS NOT NULL")

    @api.model
    def _default_source(self):
        return self.env["city12319.source"].search([("code", "=", "public")], limit=1)

    @api.model
    def _selection_instruction(self):
        return [(item.code, item.name) for item in self.env["city12319.instruction"].sudo().search([])]

    @api.model
    def _selection_state(self):
        return [(item.code, item.name) for item in self.env["city12319.state"].sudo().search([])]

    @api.depends("phone")
    def _compute_phone_sanitized(self):
        area_code = self.env["city12319.caller"]._area_code()
        for ticket in self:
            ticket.phone_sanitized = phone_tools.primary_e164(ticket.phone or "", area_code) or False

    @api.depends("phone")
    def _compute_phone_masked(self):
        for ticket in self:
            ticket.phone_masked = phone_tools.mask(ticket.phone) if ticket.phone else False

    def _compute_duplicate_count(self):
        counts = dict(self._read_group([("duplicate_of_id", "in", self.ids)], ["duplicate_of_id"], ["__count"]))
        for ticket in self:
            ticket.duplicate_count = counts.get(ticket, 0)

    @api.constrains("duplicate_of_id")
    def _check_duplicate(self):
        for ticket in self:
            if ticket.duplicate_of_id == ticket or ticket.duplicate_of_id.duplicate_of_id:
                raise ValidationError(self.env._(
                    "%(ticket)s cannot be linked to %(original)s: link it to the first report of the problem.",
                    ticket=ticket.name, original=ticket.duplicate_of_id.name,
                ))

    @api.constrains("latitude", "longitude")
    def _check_position(self):
        for ticket in self:
            if not (-90 <= ticket.latitude <= 90 and -180 <= ticket.longitude <= 180):
                raise ValidationError(self.env._("The position of %(ticket)s is not on earth.", ticket=ticket.name))

    @api.constrains("reported_at", "occurred_at")
    def _check_times(self):
        limit = fields.Datetime.now() + timedelta(days=1)
        for ticket in self:
            if ticket.reported_at > limit:
                raise ValidationError(self.env._("The time of the report lies in the future."))
            if ticket.occurred_at and ticket.occurred_at > limit:
                raise ValidationError(self.env._("The time of the occurrence lies in the future."))

    def write(self, vals):
        self._check_references(vals)
        if "phone" in vals:
            vals = {**vals, "phone": self._display_phone(vals["phone"])}
        linking = "duplicate_of_id" in vals
        before = {ticket: ticket.duplicate_of_id for ticket in self} if linking else {}
        result = super().write(vals)
        for ticket, original in before.items():
            if ticket.duplicate_of_id != original:
                ticket._record_duplicate(original)
        return result

    @api.model
    def _check_references(self, vals):
        """Refuse callers and tickets that the person does not read: naming them would open them, or their names."""
        for name in ("caller_id", "duplicate_of_id"):
            if vals.get(name):
                self.env[self._fields[name].comodel_name].browse(vals[name]).check_access("read")

    def _flow_event_recorded(self, event):
        super()._flow_event_recorded(event)
        if event.code == self._flow_creation_code and self.duplicate_of_id:
            self._record_duplicate(self.browse(), event.at)

    def _record_duplicate(self, before, at=None):
        """Append the fact that the link to the first report was set or taken back."""
        code = "link_duplicate" if self.duplicate_of_id else "unlink_duplicate"
        # sudo: events are written by the gate alone; the link that is taken back may lead to a ticket of somebody else
        gated = gate_key.opened(self.sudo())
        gated._flow_record(
            self._flow_transition(code), self.stage_id, self.stage_id,
            {"text": (self.duplicate_of_id or before).sudo().name}, at=at,
        )
        gated.write({"version": self.version + 1})

    # ------------------------------------------------------------------ the gate

    @api.model
    def _flow_gated_fields(self):
        return super()._flow_gated_fields() | {
            "name", "state", "is_open", "instruction", "instruction_text", "verification", "answer", "result_id",
            "inspector_id", "agent_id", "phone_sanitized",
        }

    @api.model
    def _flow_fields_free_at_creation(self):
        # a leader's written instruction, and what the citizen says at once, are part of the form; rules decide who may
        # register in whose name
        return super()._flow_fields_free_at_creation() | {"instruction", "result_id", "agent_id"}

    @api.model
    def _flow_stage_values(self, stage):
        return {"state": stage.state, "is_open": not stage.final}

    @api.model
    def _flow_prepare(self, transition, vals_list, at_list):
        super()._flow_prepare(transition, vals_list, at_list)
        self._refuse_saved(vals_list)
        for vals in vals_list:
            self._check_references(vals)
            vals["phone"] = self._display_phone(vals.get("phone"))
        unknown = [vals for vals in vals_list if not vals.get("caller_id")]
        callers = self.env["city12319.caller"]._find_or_create([
            (vals.get("caller_name"), vals.get("phone")) for vals in unknown
        ])
        for vals, caller in zip(unknown, callers, strict=True):
            vals["caller_id"] = caller.id
        if transition.code == self._flow_creation_code:  # who imports a table does not serve the people in it
            callers = self.env["city12319.caller"].browse({vals["caller_id"] for vals in vals_list if vals["caller_id"]})
            self.env["city12319.caller.service"]._serve(callers.exists())
        self._number(vals_list, at_list)

    @api.model
    def _saved_before(self, keys):
        """Return the tickets that the person registered under these keys: only the answer did not arrive."""
        # sudo: the key is known to nobody but the one who registered
        return self.sudo().search([("save_key", "in", keys), ("create_uid", "=", self.env.uid)])

    @api.model
    def _refuse_saved(self, vals_list):
        keys = [vals["save_key"] for vals in vals_list if vals.get("save_key")]
        saved = self._saved_before(keys)[:1] if keys else self.browse()
        if saved:
            raise RedirectWarning(
                self.env._("This registration was saved already, as %(ticket)s: only the answer was lost.", ticket=saved.name),
                saved.get_formview_action(),
                self.env._("Open %(ticket)s", ticket=saved.name),
            )

    @api.model
    def _number(self, vals_list, at_list):
        """Give each ticket its number, of the day on which it is registered."""
        moments = at_list or [None] * len(vals_list)
        by_day = {}
        numbering = self.env["city12319.numbering"]
        for vals, at in zip(vals_list, moments, strict=True):
            by_day.setdefault(numbering._local_day(at or fields.Datetime.now()), []).append((vals, at))
        for rows in by_day.values():
            for (vals, _at), number in zip(rows, numbering._take("ticket", len(rows), rows[0][1]), strict=True):
                vals["name"] = number

    @api.model
    def _display_phone(self, phone):
        return phone_text.display(phone, self.env["city12319.caller"]._area_code()) if phone else False

    @api.model
    def register(self, values):
        """Register a contact: save a ticket.

        :param values: dict of ticket fields; ``summary`` is required. Times are UTC. The caller is found by number
            and name, or created, unless ``caller_id`` is given. With a ``save_key`` (any unique text), the same call
            sent again returns the ticket of the first one.
        :return: the ticket (its id over RPC)
        :raises UserError: when something is missing or not allowed; nothing is saved then
        """
        values = self._flow_given(values)
        unknown = values.keys() - self._fields.keys()
        if unknown:
            raise UserError(self.env._("A ticket does not know: %(fields)s.", fields=", ".join(sorted(unknown))))
        for name, value in values.items():
            self._flow_check_kind(self._fields[name], value)
        if not (values.get("summary") or "").strip():
            raise UserError(self.env._("Fill in the summary: what is it about, and when?"))
        if values.get("save_key"):
            saved = self._saved_before([values["save_key"]])
            if saved:
                return saved.with_env(self.env)
        return self.create([values])

    @api.model
    def _import_register(self, vals_list):
        """Save past registrations from a table, without people acting on them.

        :param vals_list: ticket values; ``state`` (one of the five, default done) decides the stage
        :return: the tickets, in the order of the list
        """
        stages = {
            "processing": "registered", "checking": "registered", "done": "imported", "void": "void", "rejected": "rejected",
        }
        by_code = {code: self.env["city12319.stage"]._by_code("case", code) for code in set(stages.values())}
        prepared = [
            {**vals, "_stage": by_code[stages[vals.get("state") or "done"]]} for vals in vals_list
        ]
        for vals in prepared:
            vals.pop("state", None)
        return self._flow_create("import", prepared)

    def _flow_before_verify_request(self, transition, values):
        self._flow_check_inspector(values)

    def _flow_after_verify_request(self, event, values):
        if "inspector_id" not in values:
            self.write({"inspector_id": False})  # anybody may go, not just who went the last time

    def _flow_after_verify_result(self, event, values):
        self.write({"inspector_id": event.user_id.id})

    def _flow_check_inspector(self, values):
        inspector = self.env["res.users"].browse(values.get("inspector_id") or [])
        if inspector and not inspector.has_group("city12319_intake.group_inspector"):
            raise UserError(self.env._("%(user)s is not an inspector.", user=inspector.name))

    # ------------------------------------------------------------------ phone numbers

    def reveal_phone(self):
        """Show the caller's full number to someone who sees it masked. Every reveal is logged.

        :return: the number as text
        :raises AccessError: when the person may not see it
        """
        self.ensure_one()
        self.check_access("read")
        if not self._may_reveal_phone():
            raise AccessError(self.env._("The caller's number is not shown to you. Ask the shift leader if you need it."))
        return self._reveal_phone()

    def _may_reveal_phone(self):
        return self.env.user.has_groups(
            "city12319_intake.group_agent,city12319_intake.group_visitor,city12319_intake.group_inspector,"
            "city12319_intake.group_leader,base.group_system"
        )

    def _reveal_phone(self):
        self.env["city12319.phone.reveal"]._log(self)
        return self.sudo().phone or ""  # sudo: allowed above, and logged

    # ------------------------------------------------------------------ buttons

    def action_open_duplicates(self):
        """Open the tickets in which the same problem was reported again."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Reported again"),
            "res_model": self._name,
            "view_mode": "list,form",
            "domain": [("duplicate_of_id", "=", self.id)],
        }
