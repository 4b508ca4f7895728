from odoo import api, fields, models
from odoo.tools import SQL, split_every

from odoo.addons.city12319_flow import gate_key

_BATCH, _MOST = 500, 10_000


class ClockLamp(models.Model):
    """Lamps that no level of escalation has set: they change by the clock, whatever levels a city has."""

    _inherit = "city12319.clock"

    # what turns yellow, and what turns red
    _yellow_idx = models.Index("(warn_at) WHERE state = 'running' AND alert = 'none' AND warn_at IS NOT NULL")
    _red_idx = models.Index("(due_at) WHERE state = 'running' AND alert = 'warning' AND due_at IS NOT NULL")

    @api.model
    def _run_lamps(self):
        """Set the lamps that have changed by now, in batches. What somebody works on at this moment waits a minute."""
        now = fields.Datetime.now()
        for ids in split_every(_BATCH, self._stale_ids(now)):
            self.env["city12319.escalation"]._without_conflict(lambda ids=ids: self.browse(ids)._set_lamps(now))
            self.env["ir.cron"]._commit_progress(len(ids))

    @api.model
    def _stale_ids(self, now):
        self.flush_model()
        return [clock_id for (clock_id,) in self.env.execute_query(SQL(
            """
            (SELECT id FROM city12319_clock
              WHERE state = 'running' AND alert = 'none' AND warn_at <= %(now)s ORDER BY warn_at LIMIT %(most)s)
            UNION ALL
            (SELECT id FROM city12319_clock
              WHERE state = 'running' AND alert = 'warning' AND due_at < %(now)s ORDER BY due_at LIMIT %(most)s)
            """,
            now=now, most=_MOST,
        ))]

    def _set_lamps(self, now):
        """Refresh the lamps of these clocks and of their orders, as far as nobody else is changing the orders."""
        free = self.order_id.try_lock_for_update(allow_referencing=True)
        clocks = self.filtered(lambda clock: not clock.order_id or clock.order_id in free)
        # the gate's key: lamps are written by the system alone
        gate_key.opened(clocks)._refresh_alert(now)
        gate_key.opened(free)._refresh_due()
        self.env.flush_all()
