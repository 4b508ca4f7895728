from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from odoo.addons.city12319_reports.models.definitions import FIGURES, PARTS
from odoo.addons.city12319_reports.models.facts.family import MODELS

TICKET, ORDER, CALL, VISIT = (f"city12319.rollup.{name}" for name in ("ticket", "order", "call", "visit"))
# roll-up, figure
PERIOD_FIGURES = [
    (CALL, "call_in"), (CALL, "call_answer_rate"), (TICKET, "registered"), (TICKET, "filed"), (ORDER, "dispatched"),
    (ORDER, "closed"), (ORDER, "closed_on_time_rate"), (ORDER, "handled_on_time_rate"), (ORDER, "rework_rate"),
    (ORDER, "satisfied_rate"),
]


class DashboardPast(models.AbstractModel):
    """What days have brought: added up from the daily roll-ups, under the rules of the person."""

    _inherit = "city12319.dashboard"

    @api.model
    def _days(self, span, departments=None):
        """Return the domain of roll-ups of a span of days."""
        days = Domain("day", ">=", fields.Date.to_string(span.first)) & Domain("day", "<=", fields.Date.to_string(span.last))
        return days if departments is None else days & Domain("department_id", "in", departments.ids)

    # ------------------------------------------------------------------ figures of a period

    @api.model
    def _period_figures(self, departments, span, compared, linked=True):
        """Return the figures of a period, each beside the same one of the compared period.

        Departments are judged by their orders alone.
        """
        rows = [row for row in PERIOD_FIGURES if departments is None or row[0] == ORDER]
        figures = []
        for model in dict.fromkeys(model for model, _code in rows):
            codes = [code for of, code in rows if of == model]
            now, before = (self._sums(model, codes, days, departments) for days in (span, compared))
            figures += [self._period_figure(code, now, before, span, departments, linked) for code in codes]
        return figures

    @api.model
    def _sums(self, model, figures, span, departments=None, by=()):
        """Add up the counters that figures are made of.

        :return: ``{counter: sum}``; with ``by`` (one field of the roll-up) ``{record: {counter: sum}}``
        """
        stored = self.env["city12319.report"]._stored
        counters = list(dict.fromkeys(counter for code in figures for counter in stored(code)))
        groups = self.env[model]._read_group(self._days(span, departments), by, [f"{counter}:sum" for counter in counters])
        summed = {
            group[0] if by else None: _with_wholes(dict(zip(counters, group[-len(counters):], strict=True)))
            for group in groups
        }
        return summed if by else summed[None]

    @api.model
    def _value(self, code, counts):
        """Return the figure ``code``: a number, or percent with one digit; None when there is nothing to divide by."""
        value = FIGURES[code].value(counts)
        return round(100 * value, 1) if value is not None and FIGURES[code].unit == "percent" else value

    @api.model
    def _period_figure(self, code, now, before, span, departments, linked):
        definition = FIGURES[code]
        zh = (self.env.lang or "").startswith("zh")
        name = definition.zh if zh else definition.name
        return self._figure(
            code, name, self._value(code, now), definition.formula(zh), previous=self._value(code, before),
            unit="%" if definition.unit == "percent" else "", good=definition.better or False,
            opens=self._counted(name, code, span, self._scoped(departments), linked),
        )

    @api.model
    def _scoped(self, departments):
        return {} if departments is None else {"department_id": departments.ids}

    @api.model
    def _counted(self, name, code, span, dims, linked=True):
        """Return what opens the records that a figure counts, see :meth:`open_counted`; False when there is no such list.

        :param dims: ``{field of the roll-up: values}`` of the part that is looked at; areas stand for all within them
        """
        thing = self.env["city12319.report"]._thing(_counters(code)[0])
        if not linked or not self.env[MODELS[thing]].has_access("read"):
            return False
        text = fields.Date.to_string
        return {"name": name, "counted": {"code": code, "first": text(span.first), "last": text(span.last), "dims": dims}}

    @api.model
    @api.readonly
    def open_counted(self, name, counted):
        """Return the action that lists what a figure counts: those of its base, when it is a share.

        :param counted: as :meth:`load` gave it with the figure: ``code``, ``first`` and ``last`` day, ``dims``
        :raises AccessError: when the person has no dashboard
        """
        self._departments()
        definition = FIGURES.get(counted["code"])
        if not definition:
            raise UserError(self.env._("Open the list from a figure of the dashboard."))
        reports = self.env["city12319.report"]
        dims = {
            field: reports._below(field, values) if field == "area_id" else values for field, values in counted["dims"].items()
        }
        cell = {"first": counted["first"], "last": counted["last"], "dims": dims, "filters": {}}
        return reports._open_cell(definition.base or definition.over, cell, name)


def _counters(code):
    """Return the stored counters that the list behind a figure holds."""
    terms = (term.lstrip("-") for term in FIGURES[code].base or FIGURES[code].over)
    return [part for term in terms for part in PARTS.get(term, (term,))]


def _with_wholes(counts):
    """Return the counts with 0 for what is missing, and with those that roll-ups keep in parts put together."""
    counts = {code: value or 0 for code, value in counts.items()}
    return counts | {
        whole: sum(counts[part] for part in parts) for whole, parts in PARTS.items() if set(parts) <= counts.keys()
    }
