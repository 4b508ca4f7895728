from odoo import models


class Order(models.Model):
    _inherit = "city12319.order"

    def _flow_event_recorded(self, event):
        super()._flow_event_recorded(event)
        self.env["city12319.sms.rule"]._after(self, event)
