"""What the wall screens are told of: every step of a case, every lamp, every call and seat."""

from odoo import api, models


class Ticket(models.Model):
    _inherit = "city12319.ticket"

    def _flow_event_recorded(self, event):
        super()._flow_event_recorded(event)
        self.env["city12319.screen.notice"]._changed()


class Order(models.Model):
    _inherit = "city12319.order"

    def _flow_event_recorded(self, event):
        super()._flow_event_recorded(event)
        self.env["city12319.screen.notice"]._changed()

    def _refresh_due(self):
        super()._refresh_due()
        self.env["city12319.screen.notice"]._changed()


class Seat(models.Model):
    _inherit = "city12319.seat"

    @api.model
    def _tell_wall(self):
        super()._tell_wall()
        self.env["city12319.screen.notice"]._changed()
