from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .. import gate_key
from ..tools.working_time import KINDS

UNITS = [
    ("urgent_hours", "Urgent hours"), ("working_hours", "Working hours"), ("working_days", "Working days"),
    ("natural_days", "Natural days"),
]
assert tuple(code for code, _label in UNITS) == KINDS
ALERTS = [("none", "In time"), ("warning", "About to be late"), ("overdue", "Overdue")]


def duration_label(env, seconds, unit):
    """Return seconds on a clock's scale for people: days and hours for units of days, hours and minutes for the rest."""
    if unit.endswith("days"):
        days, hours = divmod(round(seconds / 3600), 24)
        return env._("%(days)s d %(hours)s h", days=days, hours=hours)
    hours, minutes = divmod(round(seconds / 60), 60)
    return env._("%(hours)s h %(minutes)s min", hours=hours, minutes=minutes)


class ClockMixin(models.AbstractModel):
    """How long something took, against how long it may take.

    A clock is started, paused, resumed and stopped by the gate, and never by hand. What was promised is copied onto it
    when it starts (limit, unit, version of the calendar, the rule that gave them): editing a rule or a calendar later
    does not move it. Time used is working time between start and stop, minus the pauses; the arithmetic is pure
    (``tools/working_time.py``).

    Scales: hours count in seconds of 3600; days count in seconds of 86400 per counted day. ``limit_seconds``,
    ``used_seconds`` and ``overrun_seconds`` are on the scale of the clock's own unit.

    The concrete model adds a real foreign key to what is timed, sets ``_clock_pause_model``, and may extend the hooks
    ``_on_started``, ``_on_moved``, ``_on_paused`` and ``_on_stopped``, each called once for a batch of clocks.
    """

    _name = "city12319.clock.mixin"
    _description = "Clock"
    _order = "id"
    _log_access = False

    _clock_pause_model = None

    scope = fields.Selection(
        [("stage", "Stage"), ("phase", "Handling as a whole"), ("total", "Whole case")], required=True, readonly=True,
    )
    stage_id = fields.Many2one("city12319.stage", required=True, readonly=True, ondelete="restrict")
    phase = fields.Selection(selection="_selection_phase", readonly=True)
    round = fields.Integer(required=True, readonly=True, aggregator=None)
    state = fields.Selection(
        [("running", "Running"), ("paused", "Paused"), ("stopped", "Stopped")], required=True, readonly=True,
        default="running",
    )
    started_at = fields.Datetime(string="Started", required=True, readonly=True)
    stopped_at = fields.Datetime(string="Stopped", readonly=True)
    calendar_version_id = fields.Many2one("city12319.calendar.version", required=True, readonly=True, ondelete="restrict")
    limit = fields.Float(readonly=True, aggregator=None, help="0: no limit, time is only taken.")
    unit = fields.Selection(UNITS, required=True, readonly=True, default="working_hours")
    limit_seconds = fields.Integer(readonly=True, aggregator=None)
    carried_seconds = fields.Integer(
        readonly=True, aggregator=None, help="Used before by the same department in the same round; counts against the limit.",
    )
    extended_seconds = fields.Integer(readonly=True, aggregator=None, help="Granted on top of the limit.")
    due_at = fields.Datetime(string="Due", readonly=True)
    warn_at = fields.Datetime(string="Yellow from", readonly=True, help="From here on the clock shows yellow.")
    alert = fields.Selection(ALERTS, string="Lamp", required=True, readonly=True, default="none")
    used_seconds = fields.Integer(readonly=True, string="Used (seconds)")
    overrun_seconds = fields.Integer(readonly=True, string="Over the limit (seconds)")
    result = fields.Selection(
        [("on_time", "In time"), ("late", "Late"), ("unlimited", "Without limit")], readonly=True,
    )

    @api.model
    def _selection_phase(self):
        return self.env["city12319.stage"]._fields["phase"]._description_selection(self.env)

    # ------------------------------------------------------------------ written by the gate alone

    @api.model_create_multi
    def create(self, vals_list):
        self._check_gate()
        return super().create(vals_list)

    def write(self, vals):
        self._check_gate()
        return super().write(vals)

    def unlink(self):
        raise AccessError(self.env._("Clocks are facts and are never deleted."))

    @api.model
    def _check_gate(self):
        if not gate_key.is_open(self.env):
            raise AccessError(self.env._("Clocks are started and stopped by the flow itself."))

    # ------------------------------------------------------------------ what happens to a clock

    @api.model
    def _start(self, vals_list):
        """Start clocks: the promise is frozen here.

        :param vals_list: values with at least scope, stage_id, round, started_at, calendar_version_id, and the promise
            (limit, unit); ``carried_seconds`` for time that was used before
        :return: the clocks
        """
        for vals in vals_list:
            worked = self.env["city12319.calendar.version"].browse(vals["calendar_version_id"])._working_time()
            vals["limit_seconds"] = worked.seconds(vals.get("limit") or 0, vals["unit"])
        clocks = self.create(vals_list)
        clocks._set_due()
        clocks._on_started()
        return clocks

    def _stop(self, at):
        """Stop clocks at ``at`` (UTC) and keep what was used, the overrun and the result."""
        clocks = self.filtered(lambda clock: clock.state != "stopped")
        clocks._end_pause(at)
        for clock in clocks:
            late = bool(clock.due_at and at > clock.due_at)
            clock.write({
                "state": "stopped",
                "stopped_at": at,
                "used_seconds": clock._used(at),
                "overrun_seconds": clock._overrun(at),
                "result": "unlimited" if not clock.limit_seconds else "late" if late else "on_time",
                "alert": "overdue" if late else "none",
            })
        clocks._on_stopped()

    def _pause(self, at, until=None):
        """Let clocks stand still from ``at`` (UTC); ``until`` is when they are meant to run again."""
        clocks = self.filtered(lambda clock: clock.state == "running")
        clocks._refresh_alert(at)
        self.env[clocks._clock_pause_model].create([
            {"clock_id": clock.id, "started_at": at, "planned_end": until} for clock in clocks
        ])
        clocks.write({"state": "paused"})
        clocks._on_paused()

    def _resume(self, at):
        """Let paused clocks run on from ``at`` (UTC): the due moment moves by the working length of the pause."""
        clocks = self.filtered(lambda clock: clock.state == "paused")
        clocks._end_pause(at)
        clocks.write({"state": "running"})
        clocks._set_due()
        clocks._on_moved()

    def _extend(self, seconds=None, until=None):
        """Grant more time on running clocks with a limit.

        :param seconds: how much, on the scale of the clock's unit; default one original limit
        :param until: instead, the moment (UTC) to which the due moment moves
        :raises UserError: when ``until`` is not later than the due moment
        """
        for clock in self.filtered("limit_seconds"):
            more = seconds or clock.limit_seconds
            if until:
                if until <= clock.due_at:
                    raise UserError(self.env._("The new end must lie after the present one."))
                # the least number of seconds that reaches the moment wished for
                more = clock._working_time().used(clock.due_at, until, clock.unit) or 1
            clock.write({"extended_seconds": clock.extended_seconds + more})
        self._set_due()
        self._on_moved()

    def _relimit(self, vals):
        """Give running clocks another promise, counted from their start. Time granted on top stays.

        :param vals: limit, unit, calendar_version_id and whatever names the rule
        """
        worked = self.env["city12319.calendar.version"].browse(vals["calendar_version_id"])._working_time()
        # what was granted and carried on another scale is worth the same share of the new limit
        limit_seconds = worked.seconds(vals["limit"] or 0, vals["unit"])
        for clock in self:
            share = limit_seconds / clock.limit_seconds if clock.unit != vals["unit"] and clock.limit_seconds else 1
            clock.write({
                **vals,
                "limit_seconds": limit_seconds,
                "extended_seconds": round(clock.extended_seconds * share),
                "carried_seconds": round(clock.carried_seconds * share),
            })
        self._set_due()
        self._on_moved()

    def _refresh_alert(self, now):
        """Set the lamp as of ``now`` (UTC). Returns the clocks whose lamp changed."""
        running = self.filtered(lambda clock: clock.state == "running" and clock._alert_at(now) != clock.alert)
        for alert, clocks in running.grouped(lambda clock: clock._alert_at(now)).items():
            clocks.write({"alert": alert})
        return running

    # ------------------------------------------------------------------ hooks, in batch

    def _on_started(self):
        """Hook: these clocks started."""

    def _on_moved(self):
        """Hook: the due moment of these clocks moved."""

    def _on_paused(self):
        """Hook: these clocks stand still."""

    def _on_stopped(self):
        """Hook: these clocks stopped."""

    # ------------------------------------------------------------------ arithmetic

    def _working_time(self):
        return self.calendar_version_id._working_time()

    def _granted(self):
        """Return how many seconds may be used in all, on the scale of the unit."""
        return self.limit_seconds + self.extended_seconds

    def _pauses(self):
        """Return the pauses that are over as pairs of UTC datetimes."""
        return [(pause.started_at, pause.ended_at) for pause in self.pause_ids if pause.ended_at]

    def _used(self, at):
        """Return the seconds used by ``at``, without what was carried over."""
        return self._working_time().used(self.started_at, at, self.unit, self._pauses())

    def _overrun(self, at):
        """Return the seconds used after the due moment by ``at``."""
        if not self.due_at or at <= self.due_at:
            return 0
        return self._working_time().used(self.due_at, at, self.unit, self._pauses())

    def _set_due(self):
        share = self._warning_share()
        for clock in self:
            if not clock.limit_seconds:
                clock.write({"due_at": False, "warn_at": False, "alert": "none"})
                continue
            left = max(0, clock._granted() - clock.carried_seconds)
            due = clock._working_time().deadline(clock.started_at, left, clock.unit, clock._pauses())
            warn = clock._working_time().share(clock.started_at, due, share, clock.unit, clock._pauses())
            clock.write({"due_at": due, "warn_at": warn, "alert": "none"})
        self._refresh_alert(fields.Datetime.now())

    @api.model
    def _warning_share(self):
        """Return the share of the limit (0 to 1) from which on a clock shows yellow."""
        value = self.env["ir.config_parameter"].sudo().get_param("city12319_flow.warning_percent")  # sudo: a setting
        return float(value or 80) / 100

    def _alert_at(self, now):
        if not self.due_at:
            return "none"
        return "overdue" if now > self.due_at else "warning" if now >= self.warn_at else "none"

    def _end_pause(self, at):
        self.pause_ids.filtered(lambda pause: not pause.ended_at).write({"ended_at": at})

