from odoo import fields, models


class Event(models.Model):
    _inherit = "city12319.event"

    order_id = fields.Many2one("city12319.order", ondelete="restrict")
    department_id = fields.Many2one("city12319.department", ondelete="restrict")

    # the time line of an order; figures of a department
    _order_idx = models.Index("(order_id, at, id) WHERE order_id IS NOT NULL")
    _department_idx = models.Index("(department_id, at) WHERE department_id IS NOT NULL")

    def _timeline_values(self):
        return {**super()._timeline_values(), "department": self.department_id.name or ""}
