from odoo import api, fields, models
from odoo.exceptions import AccessError, LockError, UserError
from odoo.fields import Command

from .. import gate_key, house_language


class FlowMixin(models.AbstractModel):
    """A document that moves through stages, and the one gate through which it does.

    A concrete model sets ``_flow_code`` (its flow), ``_flow_event_model`` and ``_flow_event_field`` (where its facts
    are written) and ``_flow_creation_code`` (the transition that a plain ``create`` stands for, or None when the
    document is only ever created by another one). It may define, for a transition code ``x``:

    * ``_flow_before_x(transition, values)``: check and prepare, before anything is written. May change ``values``.
    * ``_flow_target_x(transition, values)``: choose the target stage out of the declared branches.
    * ``_flow_apply_x(transition, target, values, at)``: write something else than the document itself; returns extra
      values for the event.
    * ``_flow_after_x(event, values)``: what follows from the event, in the same transaction.

    ``_flow_event_recorded(event)`` is called for every event: clocks start and stop there.
    """

    _name = "city12319.flow.mixin"
    _description = "Document with a flow"

    _flow_code = None
    _flow_event_model = None
    _flow_event_field = None
    _flow_creation_code = None

    stage_id = fields.Many2one(
        "city12319.stage", string="Stage", readonly=True, copy=False, required=True, index=True, ondelete="restrict",
        tracking=False,
    )
    stage_code = fields.Char(related="stage_id.code", export_string_translation=False)
    round = fields.Integer(default=1, readonly=True, copy=False, aggregator=None, help="Counts how often work started again.")
    version = fields.Integer(
        default=0, readonly=True, copy=False, aggregator=None, help="Rises with every event, to notice stale screens.",
    )

    # ------------------------------------------------------------------ guarded writing

    @api.model
    def _flow_gated_fields(self):
        """Return the names of fields that only the gate may write."""
        return {"stage_id", "round", "version"}

    @api.model
    def _flow_fields_free_at_creation(self):
        """Return those gated fields that may be given when the document is created."""
        return set()

    @api.model_create_multi
    def create(self, vals_list):
        if gate_key.is_open(self.env):
            return super().create(vals_list)
        if not self._flow_creation_code:
            raise AccessError(self.env._("%(document)s cannot be created directly.", document=self._description))
        protected = self._flow_gated_fields() - self._flow_fields_free_at_creation()
        for vals in vals_list:
            self._flow_refuse_gated(protected & {name for name, value in vals.items() if value})
        defaults = self._flow_context_defaults(protected)
        return self._flow_create(self._flow_creation_code, [{**defaults, **vals} for vals in vals_list])

    @api.model
    def _flow_context_defaults(self, protected):
        """Return the values that the context proposes (``default_…``) for fields that a person may fill in."""
        names = {key.removeprefix("default_") for key in self.env.context if key.startswith("default_")}
        names = [name for name in names if name in self._fields and name not in protected]
        return self.default_get(names) if names else {}

    def write(self, vals):
        if not gate_key.is_open(self.env):
            self._flow_refuse_gated(self._flow_gated_fields() & vals.keys())
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_never(self):
        raise UserError(self.env._("Documents of the hotline are permanent records and are never deleted."))

    def _flow_refuse_gated(self, names):
        if names:
            labels = ", ".join(sorted(self._fields[name]._description_string(self.env) for name in names))
            raise AccessError(self.env._(
                "%(fields)s can only change through the buttons of the flow, not by editing the record.", fields=labels,
            ))

    # ------------------------------------------------------------------ the gate

    def advance(self, code, values=None):
        """Let something happen to these documents: the only way in which a stage changes.

        Locks the document, checks the transition (stage, person, condition, required fields), writes, and appends one
        event, all in one transaction.

        :param code: code of the transition, for example ``dispatch``
        :param values: dict with the fields that the transition asks for, and optionally ``reason`` and ``text``,
            ``attachment_ids`` (ids of files that the caller uploaded) and ``expected_version`` (the ``version`` that
            the caller saw: refused when the document has moved on since)
        :return: True, or an action to open when the transition made another document
        :raises UserError: when it is not possible now; the message says why
        :raises AccessError: when this person may not do it
        """
        result = True
        for record in self:
            result = record._flow_result(record._advance(code, self._flow_given(values)))
        return result

    @api.model
    def _flow_given(self, values):
        """Return a copy of what a caller gave as values, or refuse it."""
        if not isinstance(values or {}, dict):
            raise UserError(self.env._("Give the values by the names of their fields."))
        return dict(values or {})

    @api.model
    def _flow_check_kind(self, field, value):
        """Refuse a value that the field cannot hold, such as a word in the place of a date."""
        try:
            if field.type == "many2one" and value and type(value) is not int:
                raise TypeError("not an id")
            if field.type in ("char", "text", "html") and not isinstance(value or "", str):
                raise TypeError("not a text")
            if field.type not in ("one2many", "many2many", "properties"):
                field.convert_to_cache(value, self.env[field.model_name])
        except (ValueError, TypeError) as error:
            raise UserError(self.env._(
                "%(value)s is not a value of %(field)s.", value=value, field=field._description_string(self.env),
            )) from error

    def _advance(self, code, values, at=None):
        """Do one transition on one document and return its event. Never reachable over RPC.

        :param at: UTC datetime of the event, for history that is replayed; default now
        """
        self.ensure_one()
        transition = self._flow_transition(code) if isinstance(code, str) else None
        if not transition:
            raise UserError(self.env._(
                "“%(code)s” is not something that can happen to “%(document)s”.", code=code, document=self._description,
            ))
        self.check_access("read")
        transition._check_person(self)
        self._flow_lock()
        self._flow_check_version(values.pop("expected_version", None))
        transition._check_document(self)
        facts = {name: values.pop(name, None) for name in ("reason", "text", "attachment_ids")}
        values = transition._clean_values(self, values)
        transition._check_facts(facts)
        facts["text"] = facts["text"] or transition._tell(house_language.written(self), values)
        hook = getattr(self, f"_flow_before_{code}", None)
        if hook:
            hook(transition, values)
        before, target = self.stage_id, transition._target(self, values)
        # sudo: the person was checked above; the gate writes what the person's role may not write freely
        gated = gate_key.opened(self.sudo())
        event_values = gated._flow_apply(transition, target, values, at)
        event = gated._flow_record(transition, before, target, facts, event_values, at)
        hook = getattr(gated, f"_flow_after_{code}", None)
        if hook:
            hook(event, values)
        gated._flow_event_recorded(event)
        return event

    def _flow_lock(self):
        try:
            self.lock_for_update(allow_referencing=True)
        except LockError:
            raise UserError(self.env._(
                "Somebody else is changing %(name)s at this very moment. Reload it and look again.",
                name=self.display_name,
            )) from None

    @api.model
    def _flow_passing_codes(self):
        """Return the codes of events after which a document that was opened before them may still be acted on."""
        return set()

    def _flow_check_version(self, expected):
        if expected is None or expected == self.version:
            return
        events = self._flow_events()
        newer = self.version - expected if isinstance(expected, int) else 0
        if not 0 < newer < len(events) or set(events[-newer:].mapped("code")) - self._flow_passing_codes():
            last = events[-1:]
            raise UserError(self.env._(
                "%(name)s has changed since you opened it: it is now in “%(stage)s” (%(user)s, %(code)s). "
                "Reload it and look again.",
                name=self.display_name, stage=self.stage_id.name, user=last.user_id.name,
                code=last.transition_id.name or last.code,
            ))

    def _flow_events(self):
        """Return the events of this document, oldest first."""
        # sudo: whoever reads the document may read what happened to it
        return self.env[self._flow_event_model].sudo().search([(self._flow_event_field, "=", self.id)])

    @api.model
    def _flow_transition(self, code):
        # active_test: retired transitions are for nobody, whatever the context says
        return self.env["city12319.transition"].sudo().with_context(active_test=True).search(
            [("model", "=", self._name), ("code", "=", code)], limit=1,
        )

    def _flow_apply(self, transition, target, values, at):
        """Write the transition onto the document. Runs inside the gate; returns extra values for the event."""
        hook = getattr(self, f"_flow_apply_{transition.code}", None)
        if hook:
            return hook(transition, target, values, at)
        self._flow_enter(transition, target, values)
        return {}

    def _flow_enter(self, transition, target, values):
        """Move the document to ``target`` and write ``values``."""
        vals = dict(values, version=self.version + 1)
        if target != self.stage_id:
            vals.update(stage_id=target.id, **self._flow_stage_values(target))
        if transition.new_round:
            vals["round"] = self.round + 1
        self.write(vals)

    @api.model
    def _flow_stage_values(self, stage):
        """Return further values that go with entering ``stage``."""
        return {}

    def _flow_event_values(self):
        """Return values of the document that its events keep."""
        return {self._flow_event_field: self.id}

    def _flow_record(self, transition, from_stage, target, facts, extra=None, at=None):
        """Append one event and hand the uploaded files over to the document."""
        attachments = self.env["ir.attachment"].browse(facts.get("attachment_ids") or [])
        event = self.env[self._flow_event_model].create({
            "code": transition.code,
            "transition_id": transition.id,
            "from_stage_id": from_stage.id,
            "to_stage_id": target.id,
            "user_id": self.env.uid,
            "at": at or fields.Datetime.now(),
            "reason": facts.get("reason") or False,
            "text": facts.get("text") or False,
            "round": self.round,
            "attachment_ids": [Command.set(attachments.ids)],
            **self._flow_event_values(),
            **(extra or {}),
        })
        # from now on only those who read the document read its files: no public link, no link with a token
        attachments.filtered(lambda attachment: not attachment.res_id).write({
            "res_model": self._name, "res_id": self.id, "public": False, "access_token": False,
        })
        return event

    def _flow_event_recorded(self, event):
        """Hook: an event was written. Clocks and counters hang on here."""

    def _flow_result(self, event):
        """Return what :meth:`advance` answers after ``event``: True, or an action to open."""
        return True

    # ------------------------------------------------------------------ creation

    @api.model
    def _flow_create(self, code, vals_list, at_list=None, facts=None):
        """Create documents through the gate and append one event to each.

        :param code: code of a creating transition (one without a stage to come from)
        :param vals_list: list of values; the caller's own create rights and rules apply. ``_stage`` names another
            start than the transition's own, one of its branches
        :param at_list: UTC datetimes of the events, default now
        :return: the documents, in the caller's environment
        """
        transition = self._flow_transition(code)
        transition._check_person(self)
        prepared = []
        for vals in vals_list:
            stage = vals.get("_stage") or transition.to_stage_id
            transition._check_target(stage)
            own = {name: value for name, value in vals.items() if name != "_stage"}
            prepared.append({"stage_id": stage.id, **self._flow_stage_values(stage), **own, "version": 1})
        self._flow_prepare(transition, prepared, at_list)
        # lines of other models are written afterwards, outside the gate: with the key they could write gated fields
        x2many_names = {name for name, field in self._fields.items() if field.type in ("one2many", "many2many")}
        lines = [
            {name: vals.pop(name) for name in vals.keys() & x2many_names} for vals in prepared
        ]
        quiet = gate_key.opened(self).with_context(mail_create_nosubscribe=True, mail_create_nolog=True)
        records = quiet.create(prepared).with_env(gate_key.opened(self).env)
        for record, vals in zip(gate_key.closed(records), lines, strict=True):
            if vals:
                record.write(vals)
        gated = gate_key.opened(records.sudo())  # sudo: events are written by the gate alone
        now = fields.Datetime.now()
        events = self.env[self._flow_event_model].sudo().with_context(gated.env.context).create([
            {
                "code": code,
                "transition_id": transition.id,
                "to_stage_id": record.stage_id.id,
                "user_id": self.env.uid,
                "at": at_list[index] if at_list else now,
                "round": 1,
                **(facts or {}),
                **record._flow_event_values(),
            }
            for index, record in enumerate(gated)
        ])
        for record, event in zip(gated, events, strict=True):
            record._flow_event_recorded(event)
        return gate_key.closed(records)

    @api.model
    def _flow_prepare(self, transition, vals_list, at_list):
        """Hook: complete the values of documents that are about to be created, in place."""
