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
        string="Due", readonly=True, copy=False, help="When the step that presses most has to be done. Empty while suspended.",
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

        What counts is the step with the worst lamp; handling as a whole goes before the stage when both are alike. So
        the lamp and the time beside it always speak of the same thing.
        """
        by_order = self._running_clocks().grouped("order_id")
        severity = {code: index for index, (code, _label) in enumerate(ALERTS)}
        alike = {}
        for order in self:
            clocks = by_order.get(order, self.env["city12319.clock"])
            running = clocks.filtered(lambda clock: clock.state == "running")
            timed = running.filtered(lambda clock: clock.scope != "total" and clock.due_at)
            pressing = timed.sorted(lambda clock: (-severity[clock.alert], clock.scope != "phase", clock.due_at))[:1]
            vals = {
                "due_at": pressing.due_at,
                "total_due_at": running.filtered(lambda clock: clock.scope == "total").due_at,
                "alert": pressing.alert or "none",
            }
            changed = tuple((name, value) for name, value in vals.items() if order[name] != value)
            if changed:
                alike.setdefault(changed, []).append(order.id)
        for changed, ids in alike.items():
            self.browse(ids).write(dict(changed))
