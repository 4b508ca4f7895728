from odoo import fields, models


class Call(models.Model):
    _inherit = "city12319.call"

    callback_id = fields.Many2one(
        "city12319.callback", string="Call-back", readonly=True, index="btree_not_null", ondelete="restrict",
        help="The call-back that this call asks for, tries or answers.",
    )

    def _on_folded(self, before):
        super()._on_folded(before)
        self.env["city12319.callback"]._derive(self.filtered(
            lambda call: (call.state, call.outcome) != before[call] and (call.answered_at or call.state == "ended"),
        ))
