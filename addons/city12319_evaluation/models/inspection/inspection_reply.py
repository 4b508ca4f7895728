from odoo import fields, models


class InspectionReply(models.TransientModel):
    """Asks for the reason of an appeal, or of a decision on one."""

    _name = "city12319.inspection.reply"
    _description = "Reply to a Spot Check"

    inspection_id = fields.Many2one("city12319.inspection", required=True, readonly=True, ondelete="cascade")
    kind = fields.Selection([("appeal", "Appeal"), ("decide", "Decision")], required=True, readonly=True)
    points = fields.Float(related="inspection_id.points")
    appeal_reason = fields.Text(related="inspection_id.appeal_reason")
    text = fields.Text(string="Reason", required=True)

    def action_appeal(self):
        """Hand in the appeal."""
        return self._close(self.inspection_id.appeal(self.text))

    def action_uphold(self):
        """Let the points stay."""
        return self._close(self.inspection_id.decide(False, self.text))

    def action_waive(self):
        """Waive the points."""
        return self._close(self.inspection_id.decide(True, self.text))

    def _close(self, _done):
        return {"type": "ir.actions.act_window_close"}
