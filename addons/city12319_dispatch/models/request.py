from odoo import api, fields, models


class Request(models.Model):
    """A department asks for more time, for a suspension, or to give an order back. Written by the gate alone."""

    _name = "city12319.request"
    _description = "Department Request"
    _order = "id desc"
    _rec_name = "order_id"

    order_id = fields.Many2one("city12319.order", required=True, readonly=True, index=True, ondelete="restrict")
    department_id = fields.Many2one("city12319.department", required=True, readonly=True, index=True, ondelete="restrict")
    kind = fields.Selection(
        [("extension", "Extension"), ("suspend", "Suspension"), ("return", "Return")], required=True, readonly=True,
    )
    state = fields.Selection(
        [("pending", "Waits for a decision"), ("approved", "Approved"), ("denied", "Denied"), ("cancelled", "Withdrawn")],
        required=True, readonly=True,
    )
    round = fields.Integer(required=True, readonly=True, aggregator=None)
    reason = fields.Text(required=True, readonly=True)
    until = fields.Datetime(readonly=True)
    requested_by_id = fields.Many2one("res.users", required=True, readonly=True, ondelete="restrict")
    requested_at = fields.Datetime(required=True, readonly=True)
    decided_by_id = fields.Many2one("res.users", readonly=True, ondelete="restrict")
    decided_at = fields.Datetime(readonly=True)
    decision = fields.Text(readonly=True)

    # the list of open decisions; one at a time on an order
    _pending_uniq = models.UniqueIndex("(order_id) WHERE state = 'pending'", "This order has a request that waits already.")

    @api.model
    def _open(self, order, kind, event):
        """Record the request that ``event`` stands for."""
        self.flush_model(["state"])  # the unique index must see a decision that was made in the same transaction
        return self.create({
            "order_id": order.id, "department_id": order.department_id.id, "kind": kind, "state": "pending",
            "round": order.round, "reason": event.reason, "until": order.requested_until if kind != "return" else False,
            "requested_by_id": event.user_id.id, "requested_at": event.at,
        })

    def _decide(self, state, event):
        """Record the decision that ``event`` stands for."""
        self.write({"state": state, "decided_by_id": event.user_id.id, "decided_at": event.at, "decision": event.reason})

    def action_open_order(self):
        """Open the order that this belongs to."""
        self.ensure_one()
        return self.order_id._action_open()
