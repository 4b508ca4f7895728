from odoo import fields, models


class QualityReply(models.TransientModel):
    """Asks for the reason of an appeal, or of a decision on one."""

    _name = "city12319.quality.reply"
    _description = "Reply to a Quality Check"

    check_id = fields.Many2one("city12319.quality.check", required=True, readonly=True, ondelete="cascade")
    kind = fields.Selection([("appeal", "Appeal"), ("decide", "Decision")], required=True, readonly=True)
    appeal_reason = fields.Text(related="check_id.appeal_reason")
    given = fields.Float(related="check_id.score", string="Score given")
    score = fields.Float(string="New score", digits=(6, 2))
    text = fields.Text(string="Reason", required=True)

    def action_appeal(self):
        """Hand in the appeal."""
        self.check_id.appeal(self.text)
        return {"type": "ir.actions.act_window_close"}

    def action_uphold(self):
        """Let the score stay."""
        self.check_id.decide(self.text)
        return {"type": "ir.actions.act_window_close"}

    def action_change(self):
        """Let the new score count."""
        self.check_id.decide(self.text, self.score)
        return {"type": "ir.actions.act_window_close"}
