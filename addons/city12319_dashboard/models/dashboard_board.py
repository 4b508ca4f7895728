from datetime import timedelta

from odoo import api, models

from ..tools.spans import Span
from .dashboard_past import ORDER, TICKET

TREND_DAYS = 30


class DashboardBoard(models.AbstractModel):
    """What stands on the dashboard, and what stands on the wall."""

    _inherit = "city12319.dashboard"

    @api.model
    def _board(self, departments, span, compared):
        """Return the parts of the dashboard, see :meth:`load`."""
        lamps = self._lamps(departments)
        calls, cases = (self._calls_today(), self._cases_today()) if departments is None else ([], [])
        return {
            "figures": [*calls, *cases, *self._open_figures(lamps, departments)],
            "past": self._period_figures(departments, span, compared),
            "funnel": self._funnel(cases[0] if cases else None, departments),
            "trend": self._trend(departments),
            "categories": self._categories(departments, span, compared),
            "districts": self._districts(departments, span, compared),
            "departments": self._ranking(lamps, departments, span),
            "ranking_columns": self._ranking_columns(),
            "judgements": self._judgements(departments, span, compared),
            "counted_at": self._counted_at(),
        }

    @api.model
    def _wall(self, calls):
        """Return the parts of the wall: the same figures, of the last 30 days, with nothing to click.

        :param calls: the figures of today's calls, which the strip of the call centre shows as well
        """
        lamps = self._lamps()
        span = self._trend_span()
        before = Span.until(span.first - timedelta(days=1), TREND_DAYS)
        cases = self._cases_today(linked=False)
        shares = [one for one in self._period_figures(None, span, before, linked=False) if one["key"] in (
            "handled_on_time_rate", "satisfied_rate")]
        for one in shares:
            one["note"] = self.env._("30 days")
        return {
            "figures": [
                *self._calls_today(linked=False, counted=calls), *cases, *self._open_figures(lamps, linked=False), *shares,
            ],
            "funnel": self._funnel(cases[0], linked=False),
            "trend": self._trend(None),
            "categories": self._categories(None, span, before, linked=False)[:6],
            "districts": self._districts(None, span, before, linked=False),
            "departments": self._ranking(lamps, None, span, linked=False)[:6],
        }

    @api.model
    def _counted_at(self):
        """Return until when facts of today are in the roll-ups (UTC), False when today was not counted yet."""
        days = self.env["city12319.rollup.day"].sudo()  # sudo: a moment, for everybody who reads figures
        counted = days.search([("day", "=", days._today())]).counted_at
        return counted and counted.strftime("%Y-%m-%d %H:%M:%S")

    # ------------------------------------------------------------------ trend

    @api.model
    def _trend_span(self):
        """Return the last 30 days, today included."""
        return Span.until(self.env["city12319.rollup.day"]._today(), TREND_DAYS)

    @api.model
    def _trend(self, departments):
        """Return the last 30 days beside the 30 days before: what came in, and what was closed.

        :return: dict ``name``, ``days`` (dates), ``labels``, ``series`` (``name``, ``values``, ``role``)
        """
        span = self._trend_span()
        both = Span(span.first - timedelta(days=TREND_DAYS), span.last)
        model, code = self._intake(departments)
        came = self._by_day(model, code, both, departments)
        closed = self._by_day(ORDER, "closed", span, departments)
        _ = self.env._
        name = _("Registered") if model == TICKET else _("Dispatched")
        return {
            "name": _("Last 30 days"),
            "days": [str(day) for day in span.dates],
            "labels": [day.strftime("%m-%d") for day in span.dates],
            "series": [
                {"name": name, "role": "main", "values": [came.get(day, 0) for day in span.dates]},
                {"name": _("Closed"), "role": "done", "values": [closed.get(day, 0) for day in span.dates]},
                {"name": _("30 days before"), "role": "other",
                 "values": [came.get(day - timedelta(days=TREND_DAYS), 0) for day in span.dates]},
            ],
        }

    @api.model
    def _by_day(self, model, code, span, departments):
        return {
            day: counts[code] for day, counts in self._sums(model, [code], span, departments, "day:day").items()
        }

    @api.model
    def open_day(self, day):
        """Return the action that lists what came in on a day of the trend.

        :param day: date, as in ``trend.days`` of :meth:`load`
        :raises AccessError: when the person has no dashboard
        """
        departments = self._departments()
        day = Span.on(day)
        _model, code = self._intake(departments)
        return self.open_counted(str(day.first), {
            "code": code, "first": str(day.first), "last": str(day.last), "dims": self._scoped(departments),
        })
