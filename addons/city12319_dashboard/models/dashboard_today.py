from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.city12319_evaluation.models import city_time


class DashboardToday(models.AbstractModel):
    """Today until now, beside yesterday until the same time: counted from the facts, by indexes over the moment."""

    _inherit = "city12319.dashboard"

    @api.model
    def _today_bounds(self, days_ago=0):
        """Return (start, end) in UTC: from midnight of the city until now, or as far on an earlier day."""
        today = self.env["city12319.rollup.day"]._today()
        start, _end = city_time.utc_bounds(self.env, today, today)
        back = timedelta(days=days_ago)
        return start - back, fields.Datetime.now() + timedelta(seconds=1) - back

    @api.model
    def _happened(self, codes, start, end):
        """Return the domain of tickets and orders to which one of the steps ``codes`` happened between two moments."""
        return Domain("event_ids", "any", list(Domain("code", "in", codes) & self._within("at", start, end)))

    @api.model
    def _calls_today(self, linked=True, counted=None):
        """Return the calls of today as figures.

        :param counted: what ``city12319.call._figures_today`` returned, when it was asked already
        """
        _ = self.env._
        # sudo: numbers only; leaders see how the hotline is reached, not its calls
        calls = self.env["city12319.call"].sudo()
        asked = Domain("direction", "=", "in") & Domain("queued_at", "!=", False)
        today = asked & self._within("offered_at", *self._today_bounds())
        figures = counted or calls._figures_today()
        return [
            self._figure(
                "calls", _("Calls today"), figures["offered"], _("Incoming calls that asked for an agent, since midnight."),
                previous=calls.search_count(asked & self._within("offered_at", *self._today_bounds(1))), note=_("on yesterday"),
                opens=self._opens(_("Calls today"), "city12319.call", today, linked),
            ),
            self._figure(
                "service_level", _("Service level"), figures["service_level"],
                _("Answered within 15 seconds ÷ calls that asked for an agent, since midnight."), unit="%", note=_("today"),
            ),
        ]

    @api.model
    def _cases_today(self, linked=True):
        """Return what was registered and finished today as figures."""
        _, tickets = self.env._, self.env["city12319.ticket"]
        rows = [
            ("registered", _("Registered today"), _("Tickets registered since midnight."), ["register"]),
            ("finished", _("Finished today"), _("Cases closed or answered on the spot since midnight."),
             ["answer", "visit_close", "close_direct"]),
        ]
        return [
            self._figure(
                key, name, tickets.search_count(self._happened(codes, *self._today_bounds())), formula,
                previous=tickets.search_count(self._happened(codes, *self._today_bounds(1))), note=_("on yesterday"),
                opens=self._opens(name, "city12319.ticket", self._happened(codes, *self._today_bounds()), linked),
            )
            for key, name, formula, codes in rows
        ]
