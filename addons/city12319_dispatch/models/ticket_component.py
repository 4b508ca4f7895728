from odoo import api, models


class TicketComponent(models.Model):
    """What a chosen component says about a ticket: its class, area, address and position."""

    _inherit = "city12319.ticket"

    @api.onchange("component_id")
    def _onchange_component_id(self):
        component = self.component_id
        if not component:
            return
        # a choice stays; a wider one becomes more precise
        for name in ("category_id", "area_id"):
            if _is_within(component[name], self[name]):
                self[name] = component[name]
        if not self.address:
            self.address = component.address
        if not (self.latitude and self.longitude):
            self.latitude, self.longitude = component.latitude, component.longitude


def _is_within(precise, wide):
    """Say whether ``precise`` is filled, and ``wide`` is empty or above it in the tree."""
    return bool(precise) and (not wide or (precise.parent_path or "").startswith(wide.parent_path or "-"))
