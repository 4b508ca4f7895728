from odoo import api, fields, models

from odoo.addons.city12319_flow.models.clock_mixin import duration_label


class Clock(models.Model):
    """The clock of a ticket or an order (计时), one per stage and round.

    A stage has a clock of its own; handling as a whole (from dispatch to the department's feedback, through however many
    stages) has one with the limit that the department is judged by; the whole case has one.
    """

    _name = "city12319.clock"
    _inherit = ["city12319.clock.mixin"]
    _description = "Clock"

    _clock_pause_model = "city12319.clock.pause"

    ticket_id = fields.Many2one("city12319.ticket", required=True, readonly=True, ondelete="restrict")
    order_id = fields.Many2one("city12319.order", readonly=True, ondelete="restrict")
    department_id = fields.Many2one("city12319.department", readonly=True, ondelete="restrict")
    user_id = fields.Many2one("res.users", string="Who ended it", readonly=True, ondelete="restrict")
    time_limit_id = fields.Many2one("city12319.time.limit", readonly=True, ondelete="restrict")
    condition_id = fields.Many2one("city12319.condition", string="Filing condition", readonly=True, ondelete="restrict")
    pause_ids = fields.One2many("city12319.clock.pause", "clock_id", readonly=True)
    promise = fields.Char(compute="_compute_promise", string="Limit and its basis")
    used_label = fields.Char(compute="_compute_used", string="Used")
    overrun_label = fields.Char(compute="_compute_used", string="Over the limit")
    excluded = fields.Boolean(
        readonly=True, help="Left out of statistics of lateness after an appeal. The fact itself stays.",
    )

    # one clock of a kind runs at a time
    _order_running_idx = models.UniqueIndex(
        "(order_id, scope) WHERE order_id IS NOT NULL AND state <> 'stopped'", "This clock of the order runs already.",
    )
    _ticket_running_idx = models.UniqueIndex(
        "(ticket_id, scope) WHERE order_id IS NULL AND state <> 'stopped'", "This clock of the ticket runs already.",
    )
    _order_idx = models.Index("(order_id, id) WHERE order_id IS NOT NULL")
    _ticket_idx = models.Index("(ticket_id, id)")
    # figures of a department and of a stage over a period
    _department_idx = models.Index("(department_id, stopped_at) WHERE scope = 'phase'")
    _stage_idx = models.Index("(stage_id, stopped_at) WHERE scope = 'stage'")

    @api.depends("limit", "unit", "time_limit_id", "condition_id", "department_id")
    @api.depends_context("lang")
    def _compute_promise(self):
        units = dict(self._fields["unit"]._description_selection(self.env))
        for clock in self:
            if not clock.limit_seconds:
                clock.promise = self.env._("No limit")
                continue
            # sudo: the names of what the limit was chosen by, shown to whoever sees the clock
            limit, condition = clock.sudo().time_limit_id, clock.sudo().condition_id
            by_condition = condition and not limit
            basis = [condition.name] if by_condition else limit._basis()
            parts = [f"{clock.limit:g} {units[clock.unit]}", *basis, clock.sudo().department_id.name]
            clock.promise = " · ".join(dict.fromkeys(part for part in parts if part))

    @api.depends("used_seconds", "overrun_seconds", "state", "started_at", "due_at")
    @api.depends_context("lang")
    def _compute_used(self):
        for clock in self.sudo():  # sudo: the arithmetic needs the calendar and the pauses
            used, over = clock._progress()
            clock.used_label = duration_label(self.env, used, clock.unit)
            clock.overrun_label = duration_label(self.env, over, clock.unit) if over else False

    def _progress(self):
        """Return the seconds used and over the limit: as kept when it stopped, else as of now or of the present pause."""
        if self.state == "stopped":
            return self.used_seconds, self.overrun_seconds
        paused = self.pause_ids.filtered(lambda pause: not pause.ended_at)
        until = paused.started_at or fields.Datetime.now()
        return self._used(until), self._overrun(until)

    def action_open_case(self):
        """Open the order that was timed, or its ticket."""
        self.ensure_one()
        return (self.order_id or self.ticket_id).get_formview_action()
