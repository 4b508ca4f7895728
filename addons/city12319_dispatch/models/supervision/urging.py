from odoo import api, fields, models
from odoo.exceptions import UserError

from .supervision import LEVELS

MOST = 1000


class Urging(models.TransientModel):
    """The dialog in which several orders are urged at once, from a list or from the supervision board."""

    _name = "city12319.urging"
    _description = "Urging"

    order_ids = fields.Many2many(
        "city12319.order", "city12319_urging_order_rel", "urging_id", "order_id", string="Orders", readonly=True,
        default=lambda self: self._default_orders(),
    )
    possible_count = fields.Integer(compute="_compute_counts", string="To be urged")
    left_out_count = fields.Integer(compute="_compute_counts", string="Left out")
    level = fields.Selection(LEVELS, required=True, default="1", string="Who else is told")
    text = fields.Text(string="What is asked", required=True)

    @api.model
    def _default_orders(self):
        if self.env.context.get("active_model") != "city12319.order":
            return self.env["city12319.order"]
        orders = self.env["city12319.order"].browse(self.env.context.get("active_ids") or [])
        if len(orders) > MOST:
            raise UserError(self.env._("Choose at most %(most)s orders at a time.", most=MOST))
        return orders.exists()

    @api.depends("order_ids")
    def _compute_counts(self):
        stages = set(self.env["city12319.order"]._notable("urge"))
        for urging in self:
            urging.possible_count = len(urging.order_ids.filtered(lambda order: order.stage_id.id in stages))
            urging.left_out_count = len(urging.order_ids) - urging.possible_count

    def action_urge(self):
        """Urge whoever has these orders, and tell how many it were.

        :raises UserError: when none of them can be urged now
        :raises AccessError: when the person may not urge
        """
        self.ensure_one()
        if not self.text.strip():
            raise UserError(self.env._("Write what you ask of the people who have these orders."))
        urges = self.env["city12319.supervision"]._urge(self.order_ids, self.level, self.text.strip(), auto=False)
        if not urges:
            raise UserError(self.env._("None of these orders can be urged now: they are closed or suspended."))
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._("Orders urged: %(count)s", count=len(urges)),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }


class OrderUrging(models.Model):
    _inherit = "city12319.order"

    def action_urge(self):
        """Open the dialog in which these orders are urged."""
        action = self.env["ir.actions.act_window"]._for_xml_id("city12319_dispatch.urging_action")
        return {**action, "context": {"active_model": self._name, "active_ids": self.ids}}
