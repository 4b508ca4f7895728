from odoo import api, fields, models
from odoo.exceptions import AccessError

STATES = [
    ("ready", "Ready"), ("busy", "Busy"), ("after_call", "After-call work"), ("signed_out", "Signed out"),
]


class SeatState(models.Model):
    """In which state an agent was, from when to when. Intervals that follow each other without gap or overlap.

    Whether somebody talks is not kept here: calls say it.
    """

    _name = "city12319.seat.state"
    _description = "State of a Seat"
    _order = "started_at desc, id desc"
    _log_access = False
    _rec_name = "state"

    user_id = fields.Many2one("res.users", string="Agent", required=True, readonly=True, ondelete="restrict")
    seat_id = fields.Many2one("city12319.seat", readonly=True, ondelete="restrict")
    state = fields.Selection(STATES, required=True, readonly=True)
    reason_id = fields.Many2one("city12319.seat.reason", readonly=True, ondelete="restrict")
    started_at = fields.Datetime(required=True, readonly=True)
    until = fields.Datetime(readonly=True, help="After-call work ends by itself then.")
    ended_at = fields.Datetime(readonly=True)
    seconds = fields.Integer(readonly=True, help="How long it lasted, in seconds.")
    forced_by_id = fields.Many2one("res.users", string="Set by", readonly=True, ondelete="restrict")

    # one state at a time
    _current_uniq = models.UniqueIndex("(user_id) WHERE ended_at IS NULL", "This agent has a state already.")
    _user_idx = models.Index("(user_id, started_at DESC)")
    _started_idx = models.Index("(started_at)")

    def write(self, vals):
        if not self.env.su:
            raise AccessError(self.env._("States are kept by the system itself."))
        return super().write(vals)

    def unlink(self):
        raise AccessError(self.env._("States of seats are facts and are never deleted."))

    @api.model
    def _current(self, users):
        """Return ``{user: running interval}``; after-call work whose time is over has become “ready” by then."""
        running = self.search([("user_id", "in", users.ids), ("ended_at", "=", False)])
        now = fields.Datetime.now()
        for over in running.filtered(lambda row: row.until and row.until <= now):
            running = running - over | over._follow("ready", over.until)
        return {row.user_id: row for row in running}

    @api.model
    def _enter(self, user, state, at, reason=None, until=None, forced_by=None):
        """Let ``user`` be in ``state`` from ``at`` on (UTC). What is not later than the present interval is ignored."""
        running = self._current(user).get(user, self.browse())
        if running and at < running.started_at:
            return running
        same = running.state == state and running.reason_id == (reason or running.reason_id.browse())
        if running and same and state != "after_call":
            return running
        return running._follow(state, at, user, reason, until, forced_by)

    def _follow(self, state, at, user=None, reason=None, until=None, forced_by=None):
        """End this interval (if any) at ``at`` and start the next one."""
        user = user or self.user_id
        if self:
            self.write({"ended_at": at, "seconds": int((at - self.started_at).total_seconds())})
            self.flush_recordset()
        seat = self.env["city12319.seat"].search([("user_id", "=", user.id)], limit=1)
        return self.create({
            "user_id": user.id, "seat_id": seat.id, "state": state, "reason_id": reason.id if reason else False,
            "started_at": at, "until": until, "forced_by_id": forced_by.id if forced_by else False,
        })
