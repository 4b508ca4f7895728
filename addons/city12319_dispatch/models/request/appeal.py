from odoo import api, fields, models
from odoo.fields import Command

APPEAL_KINDS = [("overdue", "Overdue mark"), ("rework", "Rework")]


class Appeal(models.Model):
    """A department disputes a mark on a closed case (申诉), once. Written by the gate alone.

    Granted, the mark counts in no statistics of lateness or rework any more. The fact itself stays, and is shown.
    """

    _name = "city12319.appeal"
    _description = "Appeal"
    _order = "id desc"
    _rec_name = "order_id"

    order_id = fields.Many2one("city12319.order", required=True, readonly=True, index=True, ondelete="restrict")
    department_id = fields.Many2one("city12319.department", required=True, readonly=True, index=True, ondelete="restrict")
    kind = fields.Selection(APPEAL_KINDS, required=True, readonly=True)
    state = fields.Selection(
        [
            ("pending", "Waits for the dispatcher"), ("reviewed", "Waits for the shift leader"), ("approved", "Granted"),
            ("denied", "Denied"),
        ],
        required=True, readonly=True,
    )
    reason = fields.Text(required=True, readonly=True)
    attachment_ids = fields.Many2many(
        "ir.attachment", "city12319_appeal_attachment_rel", "appeal_id", "attachment_id", string="Proof", readonly=True,
    )
    clock_ids = fields.Many2many(
        "city12319.clock", "city12319_appeal_clock_rel", "appeal_id", "clock_id", string="Clocks", readonly=True,
        help="Whose lateness is disputed.",
    )
    requested_by_id = fields.Many2one("res.users", required=True, readonly=True, ondelete="restrict")
    requested_at = fields.Datetime(required=True, readonly=True)
    opinion = fields.Text(readonly=True, string="Dispatcher's opinion")
    reviewed_by_id = fields.Many2one("res.users", readonly=True, ondelete="restrict", string="Opinion by")
    reviewed_at = fields.Datetime(readonly=True, string="Opinion at")
    decision = fields.Text(readonly=True)
    decided_by_id = fields.Many2one("res.users", readonly=True, ondelete="restrict")
    decided_at = fields.Datetime(readonly=True)

    _once_uniq = models.UniqueIndex(
        "(order_id, department_id, kind)", "This department has appealed against this mark already.")
    # the work list of dispatchers and shift leaders, oldest first
    _waiting_idx = models.Index("(state, requested_at) WHERE state IN ('pending', 'reviewed')")

    @api.model
    def _open(self, order, kind, clocks, event):
        """Record the appeal that ``event`` stands for."""
        return self.create({
            "order_id": order.id, "department_id": order.department_id.id, "kind": kind, "state": "pending",
            "reason": event.reason, "attachment_ids": [Command.set(event.attachment_ids.ids)],
            "clock_ids": [Command.set(clocks.ids)], "requested_by_id": event.user_id.id, "requested_at": event.at,
        })

    def _review(self, event):
        """Record the dispatcher's opinion."""
        self.write({
            "state": "reviewed", "opinion": event.reason, "reviewed_by_id": event.user_id.id, "reviewed_at": event.at,
        })

    def _decide(self, state, event):
        """Record the shift leader's decision, and take the marks out of the statistics if it was granted."""
        self.write({"state": state, "decision": event.reason, "decided_by_id": event.user_id.id, "decided_at": event.at})
        if state == "approved":
            self.clock_ids.write({"excluded": True})
            if self.kind == "rework":
                self.order_id.write({"rework_excluded": True})

    def action_open_order(self):
        """Open the order that this belongs to."""
        self.ensure_one()
        return self.order_id._action_open()
