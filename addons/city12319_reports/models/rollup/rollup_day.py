import logging
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import LockError
from odoo.tools import SQL

from odoo.addons.city12319_evaluation.models import city_time

_logger = logging.getLogger(__name__)

ROLLUPS = ("ticket", "order", "stage", "visit", "call", "seat")
_SETTLE_MINUTES = 60  # a day of the past that changes is counted again after so long, once for all of its changes


class RollupDay(models.Model):
    """One day of the city: when it was counted, and whether facts of it have changed since."""

    _name = "city12319.rollup.day"
    _description = "Counted Day"
    _order = "day desc"
    _log_access = False
    _rec_name = "day"

    day = fields.Date(required=True, readonly=True)
    counted_at = fields.Datetime(readonly=True, string="Counted", help="Facts until this moment are in the figures.")
    changed_at = fields.Datetime(readonly=True, string="Facts changed", help="The day is to be counted (again) since then.")

    _day_uniq = models.UniqueIndex("(day)")
    # what is to be counted
    _changed_idx = models.Index("(changed_at) WHERE changed_at IS NOT NULL")

    # ------------------------------------------------------------------ which days

    @api.model
    def _today(self):
        """Return the present day of the city."""
        return fields.Date.context_today(self.with_context(tz=city_time.zone(self.env).key))

    @api.model
    def _mark(self, days):
        """Say that facts of these days have changed. Days to come are left aside: they are counted when they come."""
        today = self._today()
        days = sorted({day for day in days if day and day <= today})
        if days:
            self.env.cr.execute(SQL(
                "INSERT INTO city12319_rollup_day (day, changed_at) SELECT unnest(%s::date[]), %s "
                "ON CONFLICT (day) DO UPDATE SET changed_at = COALESCE(city12319_rollup_day.changed_at, excluded.changed_at)",
                days, fields.Datetime.now(),
            ))
            self.invalidate_model()

    @api.model
    def _mark_all(self):
        """Say that every day from the first fact on is to be counted."""
        first = min(filter(None, (
            row[0] for row in self.env.execute_query(SQL(
                "SELECT min(at) FROM city12319_event UNION ALL SELECT min(offered_at) FROM city12319_call "
                "UNION ALL SELECT min(started_at) FROM city12319_seat_state"
            ))
        )), default=None)
        if first:
            day = city_time.local_day(first, city_time.zone(self.env))
            self._mark(day + timedelta(days=number) for number in range((self._today() - day).days + 1))

    @api.model
    def _mark_month(self, first):
        """Say that every day of the month that begins on ``first`` is to be counted; return the days."""
        self._mark(self._days_of_month(first))
        return self.search([("day", "in", self._days_of_month(first))])

    @api.model
    def _mark_missing(self, first):
        """Say that those days of the month are to be counted that never were; return all days of the month."""
        days = self._days_of_month(first)
        self._mark(set(days) - set(self.search([("day", "in", days)]).mapped("day")))
        return self.search([("day", "in", days)])

    @api.model
    def _days_of_month(self, first):
        today = self._today()
        days = (first + timedelta(days=number) for number in range(31))
        return [day for day in days if day.month == first.month and day <= today]

    # ------------------------------------------------------------------ counting

    def _count(self):
        """Count these days from the facts, each in place of what was there.

        :raises LockError: when another process counts one of them
        """
        if not self:
            return
        self.lock_for_update()
        # the statements are long and quick: compiling them takes longer than running them
        self.env.cr.execute("SET LOCAL jit = off")
        # moments of facts have whole seconds; what comes within this one is counted next time
        now = fields.Datetime.now()
        for record in self:
            rows = sum(self.env[f"city12319.rollup.{name}"]._count_day(record.day, now) for name in ROLLUPS)
            _logger.debug("%s counted: %s rows", record.day, rows)
        self.env.cr.execute(SQL(
            "UPDATE city12319_rollup_day SET counted_at = %s, changed_at = NULL WHERE id = ANY(%s)", now, list(self.ids),
        ))
        self.invalidate_model()

    @api.model
    def _count_all(self):
        """Count every day from the first fact on, at once."""
        self._mark_all()
        self.search([("changed_at", "!=", False)])._without_frozen()._count()
        self.env["city12319.report.month"]._complete()

    @api.model
    def _waiting_days(self, now):
        """Return the days to be counted now, the latest first: today always, yesterday until it was counted as a whole,
        other days once their changes have settled. Frozen months keep what was published.
        """
        today = self._today()
        self._mark([today])
        start, _end = city_time.utc_bounds(self.env, today, today)
        settled = now - timedelta(minutes=_SETTLE_MINUTES)
        return self.search([
            ("day", "<=", today), "|", "|",
            ("day", "=", today),
            ("counted_at", "=", False),
            "|", ("changed_at", "<=", settled), "&", ("counted_at", "<", start), ("day", "=", today - timedelta(days=1)),
        ], order="day desc")._without_frozen()

    @api.model
    def _cron_count(self):
        """Take in what changed, then count day after day, each committed: what is done is not done again."""
        cron = self.env["ir.cron"]
        self.env["city12319.rollup.mark"]._take_in()
        self.env["city12319.report.month"]._complete()
        days = self._waiting_days(fields.Datetime.now())
        if not cron._commit_progress(0, remaining=len(days)):
            return
        for record in days:
            try:
                record._count()
            except LockError:
                continue  # somebody rebuilds the month
            if not cron._commit_progress(1):
                return

    def _without_frozen(self):
        """Return the days that do not belong to a frozen month."""
        return self
