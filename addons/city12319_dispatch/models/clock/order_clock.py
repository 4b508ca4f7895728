from odoo import api, fields, models

from odoo.addons.city12319_flow.models.clock_mixin import ALERTS


class OrderClock(models.Model):
    """What the clocks say about an order, kept on the order for lists and boards."""

    _inherit = "city12319.order"

    condition_id = fields.Many2one(
        "city12319.condition", string="Filing condition", ondelete="restrict", index="btree_not_null", tracking=True,
        domain="[('category_id', '=', category_id)]", help="Decides how long handling may take, and when it counts as done.",
    )
    closing_condition = fields.Char(related="condition_id.closing_condition")
    clock_ids = fields.One2many("city12319.clock", "order_id", readonly=True)
    due_at = fields.Datetime(
        string="Due", readonly=True, copy=False, help="When the present step has to be done. Empty while suspended.",
    )
    total_due_at = fields.Datetime(string="Case due", readonly=True, copy=False)
    alert = fields.Selection(ALERTS, required=True, readonly=True, copy=False, default="none", string="Lamp")
    urge_count = fields.Integer(string="Times urged", readonly=True, copy=False)

    # boards: what is late or about to be late, the most pressing first
    _alert_idx = models.Index("(alert, due_at) WHERE is_open IS TRUE AND alert <> 'none'")
    _due_idx = models.Index("(due_at) WHERE is_open IS TRUE")

    @api.onchange("category_id")
    def _onchange_category_condition(self):
        if self.condition_id.category_id != self.category_id:
            self.condition_id = False

    @api.model
    def _flow_gated_fields(self):
        return super()._flow_gated_fields() | {"clock_ids", "due_at", "total_due_at", "alert", "urge_count"}

    def _flow_event_recorded(self, event):
        super()._flow_event_recorded(event)
        self.env["city12319.clock"]._order_moved(self, event)

    def _flow_after_recalculate(self, event, values):
        """Choose the limits of the running clocks anew, as rules and content are now."""
        for clock in self._running_clocks():
            clock._relimit(clock._promised(self, self.department_id, clock.scope, clock.stage_id, event.at))
        self._refresh_due()

    def _running_clocks(self):
        """Return the clocks of this order that have not stopped."""
        return self.env["city12319.clock"].search([("order_id", "in", self.ids), ("state", "!=", "stopped")])

    def _refresh_due(self):
        """Take over from the running clocks when the order is due, and its lamp. Runs inside the gate, in batch.

        The step that counts is handling as a whole while it runs with a limit, else the stage. The lamp is the worst of
        both.
        """
        by_order = self._running_clocks().grouped("order_id")
        severity = [code for code, _label in ALERTS]
        alike = {}
        for order in self:
            clocks = by_order.get(order, self.env["city12319.clock"])
            running = clocks.filtered(lambda clock: clock.state == "running")
            timed = running.filtered(lambda clock: clock.scope != "total" and clock.due_at)
            phase = timed.filtered(lambda clock: clock.scope == "phase")
            vals = {
                "due_at": (phase or timed)[:1].due_at,
                "total_due_at": running.filtered(lambda clock: clock.scope == "total").due_at,
                "alert": max(timed.mapped("alert"), key=severity.index, default="none"),
            }
            changed = tuple((name, value) for name, value in vals.items() if order[name] != value)
            if changed:
                alike.setdefault(changed, []).append(order.id)
        for changed, ids in alike.items():
            self.browse(ids).write(dict(changed))
