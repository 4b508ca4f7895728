from odoo import api, fields, models, tools
from odoo.exceptions import AccessError
from odoo.fields import Domain

from odoo.addons.city12319_evaluation.models import city_time

from ..tools import spans

WHOLE = (
    "city12319_intake.group_leader,city12319_intake.group_shift_leader,city12319_intake.group_statistician,base.group_system"
)
OWN = "city12319_intake.group_department_manager"


class Dashboard(models.AbstractModel):
    """The leader's dashboard (领导驾驶舱), read in one call.

    Past days come from the daily figures, what is open is counted from indexes. A number and the list that it opens are
    counted by the same domain, or from the facts that the daily figures come from.
    """

    _name = "city12319.dashboard"
    _description = "Leader's Dashboard"

    @api.model
    @api.readonly
    def load(self, period="month"):
        """Return everything that the dashboard shows.

        :param period: day, week, month or year: the present one, compared with as many days of the one before
        :return: dict with ``now`` (UTC), ``scope`` (names of departments, empty for the whole city), ``period``,
            ``periods``, ``span`` and ``compared`` (``first``, ``last``), and ``figures``, ``funnel``, ``trend``,
            ``categories``, ``departments`` with ``ranking_columns``, ``districts``, ``judgements``. A figure has ``value``
            (None: nothing to divide by), ``previous``, ``unit``, ``formula`` and ``opens`` (``model`` and
            ``domain``, or ``counted`` for :meth:`open_counted`; False when the person has no such list)
        :raises AccessError: when the person has no dashboard
        """
        departments = self._departments()
        period = period if period in spans.KINDS else "month"
        span, compared = self._span(period)
        return {
            "now": fields.Datetime.to_string(fields.Datetime.now()),
            "scope": "、".join(departments.mapped("name")[:3]) if departments is not None else "",
            "period": period,
            "periods": self._periods(),
            "span": _text(span),
            "compared": _text(compared),
            **self._stamped()._board(departments, span, compared),
        }

    @api.model
    def _departments(self):
        """Return whose figures the person sees: None for all, else the departments of a manager.

        :raises AccessError: when the person has no dashboard
        """
        if self.env.su or self.env.user.has_groups(WHOLE):
            return None
        if self.env.user.has_group(OWN):
            return self.env["city12319.department"].search([("visible_user_ids", "in", self.env.user.ids)])
        raise AccessError(self.env._("The dashboard is for leaders, shift leaders, statisticians and managers of departments."))

    @api.model
    def _periods(self):
        names = {
            "day": self.env._("Today"), "week": self.env._("This week"), "month": self.env._("This month"),
            "year": self.env._("This year"),
        }
        return [{"key": kind, "name": names[kind]} for kind in spans.KINDS]

    # ------------------------------------------------------------------ time

    @api.model
    def _span(self, period):
        """Return (present span, compared span)."""
        today = self.env["city12319.rollup.day"]._today()
        return spans.present(period, today), spans.compared(period, today)

    @api.model
    def _between(self, field, span):
        """Return the domain of what happened in a span of days."""
        return self._within(field, *city_time.utc_bounds(self.env, span.first, span.last))

    @api.model
    def _within(self, field, start, end):
        """Return the domain of what happened between two moments (UTC), the end not included."""
        return Domain(field, ">=", fields.Datetime.to_string(start)) & Domain(field, "<", fields.Datetime.to_string(end))

    @api.model
    def _in_period(self, field, period):
        return self._between(field, self._span(period if period in spans.KINDS else "month")[0])

    # ------------------------------------------------------------------ what is kept in memory

    @api.model
    def _kept(self, what, version):
        """Return the dict in which this process keeps what was counted for ``version``: what earlier ones left is dropped.

        With the version as a key of the cache itself, every old count would stay until the cache is full.
        """
        versions = self._versions(what)
        kept = versions.get(version)
        if kept is None:
            versions.clear()
            kept = versions[version] = {}
        return kept

    @api.model
    @tools.ormcache("what")
    def _versions(self, what):
        return {}

    # ------------------------------------------------------------------ figures

    @api.model
    def _figure(self, key, name, value, formula, **more):
        """Return a figure as the screens show it.

        :param value: a number, None when there is nothing to divide by
        :param more: ``unit`` ("%", "s"), ``previous`` (the same figure of the time that it is compared with), ``good`` (up
            or down is better), ``tone`` (red, yellow), ``note``, ``opens``
        """
        return {
            "key": key, "name": name, "value": value, "formula": formula, "unit": "", "previous": None, "good": False,
            "tone": "", "note": "", "opens": False, **more,
        }

    @api.model
    def _opens(self, name, model, domain, linked=True):
        """Return what a click opens, False when the person has no such list."""
        if not linked or not self.env[model].has_access("read"):
            return False
        return {"name": name, "model": model, "domain": list(domain)}


def _text(span):
    return {"first": fields.Date.to_string(span.first), "last": fields.Date.to_string(span.last)}
