from odoo import api, fields, models
from odoo.exceptions import AccessError

from .. import gate_key


class EventMixin(models.AbstractModel):
    """An append-only fact: what happened to a document, by whom, when and why.

    Rows come from the gate alone and are never changed or deleted, not even by the superuser. A correction is a new
    row. The concrete model adds a real foreign key to each kind of document.
    """

    _name = "city12319.event.mixin"
    _description = "Event"
    _order = "at, id"
    _log_access = False

    code = fields.Char(required=True)
    transition_id = fields.Many2one("city12319.transition", ondelete="restrict")
    from_stage_id = fields.Many2one("city12319.stage", ondelete="restrict")
    to_stage_id = fields.Many2one("city12319.stage", ondelete="restrict")
    user_id = fields.Many2one("res.users", required=True, ondelete="restrict")
    at = fields.Datetime(required=True)
    reason = fields.Text()
    text = fields.Text()
    round = fields.Integer(required=True)
    attachment_ids = fields.Many2many("ir.attachment", string="Files")

    @api.model_create_multi
    def create(self, vals_list):
        if not gate_key.is_open(self.env):
            raise AccessError(self.env._("Events are written by the flow itself, when something happens."))
        return super().create(vals_list)

    def write(self, vals):
        raise AccessError(self.env._("Events are facts and are never changed. Record a new one instead."))

    def unlink(self):
        raise AccessError(self.env._("Events are facts and are never deleted."))

    def _timeline_values(self):
        self.ensure_one()
        return {
            "id": self.id,
            "at": fields.Datetime.to_string(self.at),
            "code": self.code,
            "name": self.transition_id.name or self.code,
            "from": self.from_stage_id.id,
            "to": self.to_stage_id.id,
            "from_stage": self.from_stage_id.name or "",
            "to_stage": self.to_stage_id.name or "",
            "phase": self.to_stage_id.phase or False,
            "user": self.user_id.name,
            "department": "",
            "reason": self.reason or "",
            "text": self.text or "",
            "round": self.round,
            "attachments": [
                {"id": attachment.id, "name": attachment.name, "mimetype": attachment.mimetype}
                for attachment in self.attachment_ids
            ],
        }
