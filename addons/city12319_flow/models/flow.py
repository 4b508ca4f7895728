from odoo import api, fields, models


class Flow(models.Model):
    _name = "city12319.flow"
    _description = "Flow"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    description = fields.Text(translate=True)
    stage_ids = fields.One2many("city12319.stage", "flow_id", string="Stages")
    transition_ids = fields.One2many("city12319.transition", "flow_id", string="Transitions")

    _code_uniq = models.Constraint("UNIQUE(code)", "A flow with this code exists already.")

    @api.model
    def chart(self, flow_code, res_model=None, res_id=None):
        """Describe a flow for drawing, and on request the path that one document took through it.

        :param flow_code: code of the flow
        :param res_model: model of a document (a model with ``city12319.flow.mixin``), or None
        :param res_id: id of that document; the caller needs read access to it
        :return: dict with ``flow``, ``phases``, ``stages``, ``transitions``, ``path`` (events, oldest first) and
            ``current`` (id of the document's stage, or False)
        :raises AccessError: when the caller may not read the document
        """
        flow = self.search([("code", "=", flow_code)], limit=1)
        document = self.env[res_model].browse(res_id) if res_model and res_id else None
        path = document.flow_timeline() if document else []
        phase_names = dict(self.env["city12319.stage"]._fields["phase"]._description_selection(self.env))
        used = {stage.phase for stage in flow.stage_ids}
        return {
            "flow": {"id": flow.id, "name": flow.name, "code": flow.code},
            "phases": [{"key": key, "name": name} for key, name in phase_names.items() if key in used],
            "stages": [stage._chart_values() for stage in flow.stage_ids],
            # sudo: whoever sees the flow may know which fields (ir.model.fields) a transition asks for
            "transitions": [transition._chart_values() for transition in flow.sudo().transition_ids],
            "path": path,
            "current": document.stage_id.id if document else False,
        }

    def action_open_chart(self):
        """Open the drawing of this flow."""
        self.ensure_one()
        return {
            "type": "ir.actions.client",
            "tag": "city12319_flow.chart",
            "name": self.name,
            "params": {"flow_code": self.code},
        }
