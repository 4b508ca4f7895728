from odoo import api, fields, models


class TicketClock(models.Model):
    _inherit = "city12319.ticket"

    clock_ids = fields.One2many("city12319.clock", "ticket_id", readonly=True)

    @api.model
    def _flow_gated_fields(self):
        return super()._flow_gated_fields() | {"clock_ids"}

    def _flow_event_recorded(self, event):
        super()._flow_event_recorded(event)
        self.env["city12319.clock"]._ticket_moved(self, event)

    def _running_clocks(self):
        """Return the clocks of this ticket itself, without those of its orders, that have not stopped."""
        return self.env["city12319.clock"].search([
            ("ticket_id", "in", self.ids), ("order_id", "=", False), ("state", "!=", "stopped"),
        ])
