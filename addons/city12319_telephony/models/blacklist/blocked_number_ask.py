from odoo import api, fields, models
from odoo.exceptions import UserError


class BlockedNumberAsk(models.TransientModel):
    """Asks why the number of a call should be blocked."""

    _name = "city12319.blocked.number.ask"
    _description = "Propose for the Blacklist"

    call_id = fields.Many2one("city12319.call", required=True, readonly=True, ondelete="cascade")
    phone = fields.Char(related="call_id.phone")
    reason = fields.Char(required=True)

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        call = self.env["city12319.call"].browse(values.get("call_id"))
        if call and not call.phone_sanitized:
            raise UserError(self.env._("The caller hides the number: there is nothing to block."))
        return values

    def action_propose(self):
        """Hand the proposal in."""
        self.ensure_one()
        self.env["city12319.blocked.number"].propose(self.call_id.phone_sanitized, self.reason)
        return {
            "type": "ir.actions.client", "tag": "display_notification",
            "params": {
                "type": "success", "message": self.env._("Proposed. The shift leader decides."),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }
