from odoo import api, fields, models
from odoo.exceptions import UserError


class Stage(models.Model):
    _name = "city12319.stage"
    _description = "Stage"
    _order = "flow_id, sequence, id"

    flow_id = fields.Many2one("city12319.flow", required=True, ondelete="cascade", index=True)
    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    phase = fields.Selection([], help="Coarse step that this stage counts under in clocks and statistics.")
    final = fields.Boolean(help="The case has ended: it can only be reopened.")
    pauses_clocks = fields.Boolean(help="Every clock of the case stands still while it is here.")
    active = fields.Boolean(default=True, help="Retired stages stay readable on old cases.")
    description = fields.Text(translate=True)
    outgoing_ids = fields.Many2many(
        "city12319.transition", "city12319_transition_from_stage_rel", "stage_id", "transition_id",
        string="What can happen here",
    )

    _code_uniq = models.Constraint("UNIQUE(flow_id, code)", "This flow has a stage with this code already.")

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        if self.env["city12319.transition"].with_context(active_test=False).search_count(
            ["|", ("from_stage_ids", "in", self.ids), ("to_stage_id", "in", self.ids)], limit=1,
        ):
            raise UserError(self.env._("This stage is used by transitions. Archive it instead: old cases keep it."))

    @api.model
    def _by_code(self, flow_code, code):
        """Return the stage ``code`` of the flow ``flow_code`` (empty recordset when there is none)."""
        return self.search([("flow_id.code", "=", flow_code), ("code", "=", code)], limit=1)

    def _chart_values(self):
        self.ensure_one()
        return {
            "id": self.id,
            "code": self.code,
            "name": self.name,
            "phase": self.phase or False,
            "sequence": self.sequence,
            "final": self.final,
            "active": self.active,
        }
