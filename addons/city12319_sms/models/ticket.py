from odoo import models


class Ticket(models.Model):
    _inherit = "city12319.ticket"

    def _flow_event_recorded(self, event):
        super()._flow_event_recorded(event)
        self.env["city12319.sms.rule"]._after(self, event)
