from datetime import date, timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.city12319_evaluation.tools import periods

_STEPS = {"day": "hour", "week": "day", "month": "day", "quarter": "week", "year": "month"}
STEPS = ("hour", "day", "week", "month", "quarter", "year")
_MOST_DAYS = 3660


class Report(models.Model):
    """Which days a report is about, and into which steps they are divided."""

    _inherit = "city12319.report"

    @api.model
    def _period(self, params):
        """Return (kind, first day, last day) of what ``params`` asks for; days to come are left in the period.

        :raises UserError: when it names no period
        """
        kind = params.get("period") or "month"
        if kind not in (*periods.KINDS, "free"):
            raise UserError(self.env._("There is no period “%(period)s”.", period=kind))
        if kind != "free":
            day = self._date(params.get("date")) or self.env["city12319.rollup.day"]._today()
            return kind, *periods.containing(kind, day)
        first, last = (self._date(params.get(name)) for name in ("from", "to"))
        if not first or not last:
            raise UserError(self.env._("Give the first and the last day."))
        if first > last:
            raise UserError(self.env._("The last day lies before the first one. Swap them."))
        if (last - first).days > _MOST_DAYS:
            raise UserError(self.env._("Ten years at most. Choose a shorter period."))
        return kind, first, last

    @api.model
    def _date(self, value):
        try:
            return value if isinstance(value, date) else fields.Date.to_date(value or None)
        except (TypeError, ValueError) as error:
            raise UserError(self.env._("“%(value)s” is not a day. Write it as 2026-11-01.", value=value)) from error

    def _step(self, kind, first, last, params):
        """Return the step of time of the rows or columns."""
        if self.row_dim != "time" and self.split_dim != "time":
            return False
        step = params.get("step")
        if step and step not in STEPS:
            raise UserError(self.env._("There is no step “%(step)s”.", step=step))
        days = (last - first).days + 1
        step = step or _STEPS.get(kind) or ("day" if days <= 62 else "week" if days <= 366 else "month")
        if step != "hour" or self._hourly():
            return step
        return "day"

    def _hourly(self):
        """Tell whether every figure is counted by hour."""
        return all("hour" in rollup._fields for rollup in self._rollups())

    @api.model
    def _buckets(self, step, first, last):
        """Return ``[(key, label, first day, last day, hour or None)]`` of a period, in order; the ends may be cut off."""
        if step == "hour":
            return [(f"h{hour}", f"{hour}:00", first, last, hour) for hour in range(24)]
        buckets, day = [], first
        while day <= last:
            begin, end = periods.containing(step, day)
            begin, end = max(begin, first), min(end, last)
            buckets.append((fields.Date.to_string(begin), self._bucket_label(step, begin, end), begin, end, None))
            day = end + timedelta(days=1)
        return buckets

    @api.model
    def _bucket_label(self, step, begin, end):
        if step == "day":
            return f"{begin.month}-{begin.day}"
        if step == "week":
            return f"{begin.month}-{begin.day} – {end.month}-{end.day}"
        if step == "month":
            return f"{begin.year}-{begin.month:02d}"
        if step == "quarter":
            return f"{begin.year} Q{(begin.month + 2) // 3}"
        return str(begin.year)
