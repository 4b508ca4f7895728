from odoo import fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command


def _is_id_list(value):
    return isinstance(value, (list, tuple)) and all(type(item) is int and item > 0 for item in value)


def _is_set_command(value):
    return (
        isinstance(value, (list, tuple)) and len(value) == 1 and isinstance(value[0], (list, tuple))
        and len(value[0]) == 3 and value[0][0] == Command.SET
    )


class TransitionChecks(models.Model):
    """What the gate asks of a transition: person, document, given values, target."""

    _inherit = "city12319.transition"

    def _is_for(self, record):
        """Tell whether the current person may do this to ``record`` (to a new document when it is empty)."""
        self.ensure_one()
        if record.env.su:
            return True
        user = record.env.user
        if not self.group_ids & user.all_group_ids:
            return False
        if not record or not self.actor_path or self.free_group_ids & user.all_group_ids:
            return True
        return user in record.sudo().mapped(self.actor_path)

    def _check_person(self, record):
        if not self._is_for(record):
            raise AccessError(self.env._(
                "“%(name)s” is not yours to do here. It is done by: %(groups)s.",
                name=self.name, groups=", ".join(self.group_ids.mapped("name")) or self.env._("the system"),
            ))

    def _check_document(self, record):
        """Check stage and condition of a locked document."""
        if record.stage_id not in self.from_stage_ids:
            raise UserError(self.env._(
                "“%(name)s” is not possible now: %(document)s is in “%(stage)s”.",
                name=self.name, document=record.display_name, stage=record.stage_id.name,
            ))
        # sudo: a condition may look at what the person cannot read, such as the source of the ticket
        if not record.sudo().filtered_domain(self._guard()):
            raise UserError(self.guard_message or self.env._(
                "“%(name)s” is not possible for %(document)s.", name=self.name, document=record.display_name,
            ))

    def _clean_values(self, record, values):
        """Return ``values`` fit for writing: only fields that are asked for, all required ones, references readable."""
        asked = self._asked_fields()
        model = self.env[self.fields_model_id.model or self.model]
        unknown = values.keys() - asked.keys()
        if unknown:
            raise UserError(self.env._(
                "“%(name)s” does not take: %(fields)s.", name=self.name, fields=", ".join(sorted(unknown)),
            ))
        cleaned = {name: self._clean_value(record, model._fields[name], value) for name, value in values.items()}
        missing = [
            model._fields[name]._description_string(self.env)
            for name, required in asked.items()
            if required and self._is_empty(cleaned.get(name, record._flow_default(self, name)))
        ]
        if missing:
            raise UserError(self.env._(
                "Fill in before “%(name)s”: %(fields)s.", name=self.name, fields=", ".join(missing),
            ))
        return cleaned

    def _clean_value(self, record, field, value):
        """Return one value fit for writing; values of the wrong kind are refused here, with the name of the field."""
        label = field._description_string(self.env)
        if field.type == "many2one":
            ids = self._readable_ids(record.env[field.comodel_name], [value] if value else [], label)
            return ids[0] if ids else False
        if field.type in ("many2many", "one2many"):
            if _is_set_command(value):  # as a form sends it: [[6, 0, ids]]
                value = value[0][2]
            return [Command.set(self._readable_ids(record.env[field.comodel_name], value or [], label))]
        record._flow_check_kind(field, value)
        return value

    def _is_empty(self, value):
        if isinstance(value, list):
            return not value or value == [Command.set([])]
        if isinstance(value, str):
            return not value.strip()
        return value is None or value is False or (isinstance(value, models.BaseModel) and not value)

    def _readable_ids(self, model, ids, label):
        if not _is_id_list(ids):
            raise UserError(self.env._("Give %(field)s as a list of ids.", field=label))
        records = model.browse(ids).exists()
        if len(records) != len(set(ids)):
            raise UserError(self.env._("%(field)s does not exist (any more).", field=label))
        records.check_access("read")
        return records.ids

    def _check_facts(self, facts):
        """Check the reason and the files that were given with the transition."""
        if self.reason == "required" and self._is_empty(facts.get("reason")):
            raise UserError(self.env._(
                "Fill in before “%(name)s”: %(fields)s.", name=self.name,
                fields=self.reason_label or self.env._("Reason"),
            ))
        ids = facts.get("attachment_ids") or []
        if not _is_id_list(ids):
            raise UserError(self.env._("Give %(field)s as a list of ids.", field=self.env._("Files")))
        for name in ("reason", "text"):
            if not isinstance(facts.get(name) or "", str):
                raise UserError(self.env._("The reason is a text."))
        attachments = self.env["ir.attachment"].browse(ids).sudo().exists()  # sudo: ownership is checked below
        if len(attachments) != len(ids) or any(
            attachment.res_id or attachment.create_uid != self.env.user for attachment in attachments
        ):
            raise AccessError(self.env._("Only files that you have just uploaded can be added."))
        if self.attachments == "required" and not attachments:
            raise UserError(self.env._("Add a file or photo before “%(name)s”.", name=self.name))

    def _tell(self, record, values):
        """Return what was given with the transition in words, for the event: texts as they are, the rest named."""
        if self.fields_model_id:  # another document's content, which is kept there
            return ""
        texts, named = [], []
        for name in (name for name in self._asked_fields() if values.get(name)):
            field, value = record._fields[name], values[name]
            if field.type == "text":
                texts.append(value)
                continue
            if field.relational:
                ids = value[0][2] if isinstance(value, list) else [value]
                value = ", ".join(record.env[field.comodel_name].browse(ids).mapped("display_name"))
            elif field.type == "selection":
                value = dict(field._description_selection(record.env))[value]
            elif field.type == "datetime":
                moment = fields.Datetime.context_timestamp(record, fields.Datetime.to_datetime(value))
                value = moment.strftime("%Y-%m-%d %H:%M")
            if value:
                named.append(f"{field._description_string(record.env)}: {value}")
        return "\n".join(texts + named)

    def _target(self, record, values):
        """Return the stage that the document goes to."""
        hook = getattr(record, f"_flow_target_{self.code}", None)
        if hook is None:
            return self.to_stage_id or record.stage_id
        target = hook(self, values)
        if target != record.stage_id:
            self._check_target(target)
        return target

    def _check_target(self, stage):
        if stage not in self.to_stage_id | self.branch_stage_ids:
            raise UserError(self.env._(
                "“%(name)s” does not lead to “%(stage)s”.", name=self.name, stage=stage.name,
            ))
