from odoo import api, fields, models

_SIGNS = ("alert", "supervised", "urgency", "round", "urge_count", "return_count", "is_open")


class OrderSigns(models.Model):
    _inherit = "city12319.order"

    signs = fields.Json(compute="_compute_signs", string="Signs", export_string_translation=True)

    @api.depends(*_SIGNS, "stage_id", "due_at")
    def _compute_signs(self):
        """What is to be seen of a case wherever it is listed: lamp, supervision, urgency, round, urges, returns."""
        for order in self:
            order.signs = {
                **{name: order[name] for name in _SIGNS},
                "suspended": order.stage_code == "suspended",
                "due_at": fields.Datetime.to_string(order.due_at) if order.due_at else False,
            }


class TaskSigns(models.Model):
    _inherit = "city12319.task"

    signs = fields.Json(related="order_id.signs", string="Signs")


class RequestSigns(models.Model):
    _inherit = "city12319.request"

    signs = fields.Json(related="order_id.signs", string="Signs")


class TicketSigns(models.Model):
    _inherit = "city12319.ticket"

    signs = fields.Json(compute="_compute_signs", compute_sudo=True, string="Signs")

    @api.depends("order_ids.signs")
    def _compute_signs(self):
        """Signs of the newest order: whoever reads the ticket may know how its case stands."""
        newest = {order.ticket_id: order for order in self.order_ids.sorted("id")}
        for ticket in self:
            ticket.signs = newest[ticket].signs if ticket in newest else False
