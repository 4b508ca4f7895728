from odoo import fields, models


class CallbackFinish(models.TransientModel):
    """Asks why nobody is called back, before the work list forgets the number."""

    _name = "city12319.callback.finish"
    _description = "End a Call-back"

    callback_id = fields.Many2one(
        "city12319.callback", required=True, default=lambda self: self.env.context.get("active_id"), ondelete="cascade",
        string="Call-back",
    )
    result = fields.Selection([("not_reached", "Given up"), ("not_needed", "Not needed")], required=True, default="not_reached")
    note = fields.Char(required=True, string="Why")

    def action_finish(self):
        self.ensure_one()
        return self.callback_id.finish(self.result, self.note)
