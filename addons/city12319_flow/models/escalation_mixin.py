from odoo import api, fields, models
from odoo.tools import SQL

from ..tools.escalation_times import level_moment


class EscalationMixin(models.AbstractModel):
    """The due table: one row for each clock and level, and the moment at which something has to be done.

    Rows come into being when a clock starts, move with its due moment, are held while it is paused, and vanish when it
    stops before their time. What was done stays as a fact. The minute job (``escalation_run``) asks for due rows
    alone, through a partial index: it costs what is due, not what is open.

    The concrete model adds ``clock_id`` and ``level_id`` and defines :meth:`_act`.
    """

    _name = "city12319.escalation.mixin"
    _description = "Escalation"
    _order = "id desc"
    _log_access = False

    _escalation_level_model = None

    due_at = fields.Datetime(required=True, readonly=True, string="Reached at")
    wake_at = fields.Datetime(required=True, readonly=True, string="Looked at", help="Later than reached when tried again.")
    state = fields.Selection(
        [("waiting", "Waits"), ("held", "Stands still"), ("done", "Done")], required=True, readonly=True,
        default="waiting",
    )
    done_at = fields.Datetime(readonly=True, string="Done at")
    result = fields.Char(readonly=True)
    attempts = fields.Integer(readonly=True, aggregator=None, string="Failed attempts")
    error = fields.Char(readonly=True, string="Last error")

    # every level of a clock once
    _level_uniq = models.UniqueIndex("(clock_id, level_id)", "This level of the clock is noted already.")
    # what the minute job takes, in this order
    _waiting_idx = models.Index("(wake_at, id) WHERE state = 'waiting'")

    # ------------------------------------------------------------------ kept beside the clocks

    @api.model
    def _plan(self, clocks):
        """Note the levels of clocks that have just started."""
        self.create([
            vals for clock in clocks for vals in self._rows(clock).values()
        ])

    @api.model
    def _move(self, clocks):
        """Follow the due moments of ``clocks``. What was done is not done again."""
        now = fields.Datetime.now()
        existing = self.search([("clock_id", "in", clocks.ids)]).grouped("clock_id")
        missing, void = [], self.browse()
        for clock in clocks:
            wanted = self._rows(clock)
            for row in existing.get(clock, self.browse()):
                vals = wanted.pop(row.level_id.id, None)
                if row.state == "done":
                    if vals and vals["due_at"] >= now:
                        row._unsay()
                elif vals:
                    row.write({name: vals[name] for name in ("due_at", "wake_at", "state")})
                else:
                    void |= row
            missing += wanted.values()
        void._forget()
        self.create(missing)

    @api.model
    def _hold(self, clocks):
        """Let the levels of paused clocks stand still."""
        rows = self.search([("clock_id", "in", clocks.ids)])
        rows.filtered(lambda row: row.state == "waiting").write({"state": "held"})
        rows._unsay()

    @api.model
    def _drop(self, clocks):
        """Forget the levels that stopped clocks never reached."""
        rows = self.search([("clock_id", "in", clocks.ids)])
        rows._unsay()
        rows.filtered(lambda row: row.state != "done")._forget()

    def _forget(self):
        """Take away rows whose time never came."""
        if self:
            self.flush_model()
            self.env.execute_query(SQL("DELETE FROM %s WHERE id IN %s RETURNING id", SQL.identifier(self._table), self._ids))
            self.invalidate_model()

    def _unsay(self):
        """Hook: what these levels were about to tell people does not hold any more."""

    @api.model
    def _rows(self, clock):
        """Return the rows that ``clock`` should have, by level."""
        if not self._is_escalated(clock):
            return {}
        # sudo: the arithmetic needs the calendar and the pauses
        worked, pauses = clock.sudo()._working_time(), clock.sudo()._pauses()
        rows = {}
        for level_id, percent, offset, offset_unit, scopes in self.env[self._escalation_level_model]._rungs():
            if clock.scope in scopes:
                moment = level_moment(
                    worked, clock.started_at, clock.due_at, clock.unit, pauses, percent, offset, offset_unit)
                rows[level_id] = {
                    **self._row_values(clock), "clock_id": clock.id, "level_id": level_id, "due_at": moment,
                    "wake_at": moment, "state": "held" if clock.state == "paused" else "waiting",
                }
        return rows

    @api.model
    def _is_escalated(self, clock):
        """Tell whether anybody is to be told about this clock."""
        return bool(clock.due_at) and clock.state != "stopped"

    @api.model
    def _row_values(self, clock):
        """Hook: return what rows copy from their clock."""
        return {}

    # ------------------------------------------------------------------ what is due

    @api.model
    def _take(self, now, limit, ids=None):
        """Lock rows that are due before ``now``, oldest first; those that another worker has are left out.

        :param ids: of these alone
        """
        self.flush_model()
        query = SQL(
            "SELECT id FROM %s WHERE state = 'waiting' AND wake_at < %s %s ORDER BY wake_at, id LIMIT %s "
            "FOR UPDATE SKIP LOCKED",
            SQL.identifier(self._table), now, SQL("AND id IN %s", tuple(ids)) if ids else SQL(), limit,
        )
        # somebody may have changed a row since this transaction began: no error, see _work_off
        self.env.cr.execute(query, log_exceptions=False)
        return self.browse(row_id for (row_id,) in self.env.cr.fetchall())

    def _act(self, now):
        """Do what these locked rows stand for, and mark them as done. The concrete model says what that is."""
        raise NotImplementedError
