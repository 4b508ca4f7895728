from odoo import api, fields, models


class Escalation(models.Model):
    """One level of one clock of a case: when it is due, whether it was done, and what came of it (预警督办台账)."""

    _name = "city12319.escalation"
    _inherit = ["city12319.escalation.mixin"]
    _description = "Escalation"
    _log_access = False

    _escalation_level_model = "city12319.escalation.level"

    clock_id = fields.Many2one("city12319.clock", required=True, readonly=True, ondelete="cascade")
    level_id = fields.Many2one("city12319.escalation.level", required=True, readonly=True, ondelete="restrict")
    order_id = fields.Many2one("city12319.order", readonly=True, ondelete="restrict")
    ticket_id = fields.Many2one("city12319.ticket", required=True, readonly=True, ondelete="restrict")
    stage_id = fields.Many2one(related="clock_id.stage_id", string="Stage")
    scope = fields.Selection(related="clock_id.scope", string="Limit of")
    department_id = fields.Many2one(related="clock_id.department_id", string="Department")
    limit_due_at = fields.Datetime(related="clock_id.due_at", string="Due")
    line_ids = fields.One2many(
        "city12319.escalation.line", "escalation_id", readonly=True, string="Still to be told", groups="base.group_system",
    )

    # the tab on the order
    _order_idx = models.Index("(order_id, id) WHERE order_id IS NOT NULL")
    # the list of what was done, newest first
    _done_idx = models.Index("(done_at DESC) WHERE state = 'done'")

    @api.model
    def _is_escalated(self, clock):
        # the ticket's own total clock runs beside the one of its order, which has the same limit
        return super()._is_escalated(clock) and (bool(clock.order_id) or clock.scope == "stage")

    @api.model
    def _row_values(self, clock):
        return {"order_id": clock.order_id.id, "ticket_id": clock.ticket_id.id}

    def _unsay(self):
        self.line_ids._forget()

    def _document(self):
        """Return the order, or the ticket that has none yet."""
        self.ensure_one()
        return self.order_id or self.ticket_id

    @api.model
    def _cron_escalate(self):
        """The minute job: lamps, levels, and one message to each person."""
        escalations = self.with_context(lang=self._lang())
        escalations._run()
        self.env["city12319.clock"]._run_lamps()
        escalations.env["city12319.escalation.line"]._run()

    @api.model
    def _lang(self):
        """Return the language in which the system writes into records."""
        return self.env.company.partner_id.lang or self.env.lang

    def action_open_case(self):
        """Open the order, or the ticket that has none yet."""
        self.ensure_one()
        return self.clock_id.action_open_case()
