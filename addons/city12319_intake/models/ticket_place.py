from odoo import api, models


class TicketPlace(models.Model):
    """Where it is: the area is proposed from the position or the address, and never overwritten."""

    _inherit = "city12319.ticket"

    @api.onchange("address", "latitude", "longitude")
    def _onchange_place(self):
        if not self.area_id:
            self.area_id = self.env["city12319.area"]._propose(self.address, self.latitude, self.longitude)
