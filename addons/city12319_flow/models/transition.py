from ast import literal_eval

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain


class Transition(models.Model):
    """One thing that can happen to a document: from where, to where, who may do it and what must be given."""

    _name = "city12319.transition"
    _description = "Transition"
    _order = "flow_id, sequence, id"

    flow_id = fields.Many2one("city12319.flow", required=True, ondelete="cascade", index=True)
    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, help="Name used by programs, for example dispatch.")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    model_id = fields.Many2one(
        "ir.model", string="Document", required=True, ondelete="cascade",
        domain=[("is_mail_thread", "=", True), ("model", "=like", "city12319.%")],
    )
    model = fields.Char(related="model_id.model", string="Document Model", store=True, index=True)
    from_stage_ids = fields.Many2many(
        "city12319.stage", "city12319_transition_from_stage_rel", "transition_id", "stage_id", string="From",
        help="Empty: this transition creates the document.",
    )
    to_stage_id = fields.Many2one("city12319.stage", string="To", help="Empty: the document stays where it is.")
    branch_stage_ids = fields.Many2many(
        "city12319.stage", "city12319_transition_branch_stage_rel", "transition_id", "stage_id", string="May also lead to",
        help="Other stages that the outcome may choose, for example the kind of the request that is approved.",
    )
    group_ids = fields.Many2many(
        "res.groups", string="Who may do it", help="Empty: only the system itself, never a person.",
    )
    actor_path = fields.Char(
        string="Persons on the document",
        help="Path to users on the document; only they may do it, for example department_id.visible_user_ids.",
    )
    free_group_ids = fields.Many2many(
        "res.groups", "city12319_transition_free_group_rel", "transition_id", "group_id", string="Also anybody who is",
        help="Of those who may do it, these groups need not be on the document.",
    )
    fields_model_id = fields.Many2one(
        "ir.model", string="Fields are of", ondelete="set null",
        help="Document that the asked fields belong to, when the transition creates another document.",
    )
    required_field_ids = fields.Many2many(
        "ir.model.fields", "city12319_transition_required_field_rel", "transition_id", "field_id", string="Required fields",
    )
    optional_field_ids = fields.Many2many(
        "ir.model.fields", "city12319_transition_optional_field_rel", "transition_id", "field_id", string="Optional fields",
    )
    reason = fields.Selection(
        [("none", "Not asked"), ("optional", "Optional"), ("required", "Required")], required=True, default="none",
    )
    reason_label = fields.Char(translate=True, help="What the reason is called in the dialog, for example Reason of refusal.")
    attachments = fields.Selection(
        [("none", "Not asked"), ("optional", "Optional"), ("required", "Required")], required=True, default="none",
    )
    guard_domain = fields.Char(default="[]", help="The document must match this domain.")
    guard_message = fields.Char(translate=True, help="What to tell when the document does not match.")
    new_round = fields.Boolean(help="Starts the next round of work, counted as rework.")
    confirm = fields.Boolean(help="Always ask before doing it.")
    style = fields.Selection(
        [("primary", "Main button"), ("secondary", "Button"), ("danger", "Red button")], required=True, default="secondary",
    )
    help = fields.Text(translate=True, help="Shown in the dialog.")

    # the gate looks up (document, code); retired rows may repeat a code
    _code_uniq = models.UniqueIndex("(model_id, code) WHERE active", "This document has a transition with this code already.")

    @api.constrains("guard_domain", "model_id")
    def _check_guard_domain(self):
        for transition in self:
            try:
                Domain(literal_eval(transition.guard_domain or "[]")).validate(self.env[transition.model])
            except (ValueError, SyntaxError, TypeError) as error:
                raise ValidationError(self.env._(
                    "The condition of “%(name)s” is not a valid domain: %(error)s", name=transition.name, error=error,
                )) from error

    @api.constrains("actor_path", "model_id")
    def _check_actor_path(self):
        for transition in self.filtered("actor_path"):
            model = self.env[transition.model]
            for name in transition.actor_path.split("."):
                field = model._fields.get(name)
                if field is None or not field.relational:
                    raise ValidationError(self.env._(
                        "“%(path)s” does not lead from %(model)s to users.",
                        path=transition.actor_path, model=transition.model_id.name,
                    ))
                model = self.env[field.comodel_name]
            if model._name != "res.users":
                raise ValidationError(self.env._(
                    "“%(path)s” does not lead from %(model)s to users.",
                    path=transition.actor_path, model=transition.model_id.name,
                ))

    @api.constrains("required_field_ids", "optional_field_ids", "fields_model_id", "model_id")
    def _check_fields(self):
        for transition in self:
            allowed = transition.fields_model_id or transition.model_id
            for field in transition.required_field_ids | transition.optional_field_ids:
                if field.model_id != allowed:
                    raise ValidationError(self.env._(
                        "%(field)s is a field of %(model)s, not of %(allowed)s.",
                        field=field.field_description, model=field.model_id.name, allowed=allowed.name,
                    ))

    def _asked_fields(self):
        """Return ``{field name: is it required}`` in the order in which the dialog shows them: that of the form."""
        self.ensure_one()
        required = set(self.required_field_ids.mapped("name"))
        asked = required | set(self.optional_field_ids.mapped("name"))
        return {name: name in required for name in self.env[self.fields_model_id.model or self.model]._fields if name in asked}

    def _guard(self):
        """Return the domain that a document has to match."""
        self.ensure_one()
        return Domain(literal_eval(self.guard_domain or "[]"))

    # ------------------------------------------------------------------ what the screen asks

    def _action_values(self, record):
        """Describe this transition as a button with its dialog."""
        self.ensure_one()
        model = record.env[self.fields_model_id.model or self.model]
        asked = self._asked_fields()
        infos = model.sudo().fields_get(list(asked))  # sudo: fields shown to the roles of this transition only
        return {
            "code": self.code,
            "name": self.name,
            "style": self.style,
            "help": self.help or "",
            "confirm": self.confirm,
            "reason": self.reason,
            "reason_label": self.reason_label or "",
            "attachments": self.attachments,
            "version": record.version if record else 0,
            "fields": [
                {
                    "name": name,
                    "required": required,
                    "model": model._name,
                    "info": infos[name],
                    "value": self._dialog_value(record, name),
                    "hint": record.sudo()._flow_hint(self, name),  # sudo: as the value itself
                }
                for name, required in asked.items()
            ],
        }

    def _dialog_value(self, record, name):
        value = record.sudo()._flow_default(self, name)  # sudo: as above
        if isinstance(value, models.BaseModel):
            if self.env[self.fields_model_id.model or self.model]._fields[name].type == "many2one":
                return {"id": value.id, "display_name": value.display_name} if value else False
            return [{"id": item.id, "display_name": item.display_name} for item in value]
        if hasattr(value, "isoformat"):
            return fields.Datetime.to_string(value) if hasattr(value, "hour") else fields.Date.to_string(value)
        return value

    def _chart_values(self):
        self.ensure_one()
        return {
            "id": self.id,
            "code": self.code,
            "name": self.name,
            "document": self.model,
            "from": self.from_stage_ids.ids,
            "to": self.to_stage_id.id,
            "branches": self.branch_stage_ids.ids,
            "groups": self.group_ids.mapped("name"),
            # sudo: names of fields, for people who may not read the list of all fields of the system
            "required": [field.field_description for field in self.sudo().required_field_ids],
            "reason": self.reason,
            "style": self.style,
            "help": self.help or "",
        }
