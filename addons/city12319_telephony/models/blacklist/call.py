from odoo import api, models


class Call(models.Model):
    _inherit = "city12319.call"

    def set_disposition(self, code, note=None):
        """Say what the call was good for; who is a nuisance again and again is proposed for the blacklist."""
        result = super().set_disposition(code, note)
        numbers = [call.phone_sanitized for call in self if call.phone_sanitized]
        if code == "nuisance" and numbers:
            self.env["city12319.blocked.number"]._propose_by_rule(numbers)
        return result

    def action_propose_block(self):
        """Open the dialog that proposes this caller's number for the blacklist."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window", "name": self.env._("Propose for the blacklist"),
            "res_model": "city12319.blocked.number.ask", "view_mode": "form", "views": [(False, "form")], "target": "new",
            "context": {"default_call_id": self.id},
        }

    @api.model
    def _close_forgotten(self, snapshot):
        """A snapshot comes after each connection to a server: it is told the blacklist and the night switch again."""
        super()._close_forgotten(snapshot)
        self.env["city12319.blocked.number"]._push_again()

    def _card(self, leg=None):
        card = super()._card(leg)
        # sudo: whether this number is on the list, for whoever has it on the line
        row = self.env["city12319.blocked.number"].sudo().search([
            ("phone_sanitized", "=", self.phone_sanitized), ("state", "in", ["proposed", "blocked"]),
        ], limit=1) if self.phone_sanitized else None
        return {**card, "blacklist": row.state if row else "", "blacklist_reason": row.reason if row else ""}
