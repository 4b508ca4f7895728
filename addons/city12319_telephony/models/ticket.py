from odoo import api, fields, models

from .call.call import WHO_SEES_NUMBERS


class Ticket(models.Model):
    _inherit = "city12319.ticket"

    call_ids = fields.Many2many(
        "city12319.call", "city12319_call_ticket_rel", "ticket_id", "call_id", string="Calls", copy=False,
        groups=WHO_SEES_NUMBERS, help="The calls in which this was reported or talked about.",
    )

    @api.model
    def _check_references(self, vals):
        """Refuse calls that the person has no part in: linking one would claim it."""
        super()._check_references(vals)
        if vals.get("call_ids"):
            named = set()
            for command in vals["call_ids"]:
                if isinstance(command, int):
                    named.add(command)
                elif command[0] in (3, 4):
                    named.add(command[1])
                elif command[0] == 6:
                    named.update(command[2])
            calls = self.env["city12319.call"].browse(named).exists()
            calls.check_access("read")
            for call in calls:
                call._check_own()
