from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.city12319_reports.models.definitions import FIGURES, PARTS
from odoo.addons.city12319_reports.models.facts.family import MODELS

TICKET, ORDER, CALL, VISIT = (f"city12319.rollup.{name}" for name in ("ticket", "order", "call", "visit"))
STAMP = "city12319_dashboard_stamp"  # set by the server alone, see _stamped()
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
    def _sums(self, model, figures, span, departments=None, by=None):
        """Add up the counters that figures are made of.

        :param by: a field of the roll-up, or ``day:day``
        :return: ``{counter: sum}``; with ``by`` ``{record or date: {counter: sum}}``, without what has no record
        """
        stored = self.env["city12319.report"]._stored
        counters = tuple(dict.fromkeys(counter for code in figures for counter in stored(code)))
        stamp = self.env.context.get(STAMP)
        if departments is None and stamp:
            self.env[model].check_access("read")
            rows = self._whole_sums(model, counters, span, by, stamp)
        else:
            rows = self._added_up(model, counters, self._days(span, departments), by)
        keys = [key for key, _values in rows]
        if by and by in self.env[model]._fields:
            rows = [row for row in rows if row[0]]
            # together: their names are read at once
            keys = self.env[self.env[model]._fields[by].comodel_name].browse([key for key, _values in rows])
        summed = {
            key: _with_wholes(dict(zip(counters, values, strict=True))) for key, (_id, values) in zip(keys, rows, strict=True)
        }
        return summed if by else summed[None]

    @api.model
    def _whole_sums(self, model, counters, span, by, stamp):
        """Return the sums of the whole city, which are the same for everybody who sees it, until days are counted anew."""
        kept, key = self._kept("sums", stamp), (model, counters, span, by)
        if key not in kept:
            kept[key] = self._added_up(model, counters, self._days(span), by)
        return kept[key]

    @api.model
    def _added_up(self, model, counters, domain, by):
        groups = self.env[model]._read_group(domain, [by] if by else [], [f"{counter}:sum" for counter in counters])
        return [
            ((group[0].id if isinstance(group[0], models.BaseModel) else group[0]) if by else None, group[-len(counters):])
            for group in groups
        ]

    @api.model
    def _stamped(self):
        """Return this model, knowing when days were counted last: until then, sums of the whole city are kept in memory."""
        self.env["city12319.rollup.day"].flush_model(["counted_at"])
        [stamp] = self.env.execute_query(SQL(
            "SELECT MAX(counted_at), SUM(EXTRACT(EPOCH FROM counted_at)) FROM city12319_rollup_day"))
        return self.with_context(**{STAMP: stamp})

    @api.model
    def _value(self, code, counts):
        """Return the figure ``code``: a number, or percent with one digit; None when there is nothing to divide by."""
        value = FIGURES[code].value(counts)
        return round(100 * value, 1) if value is not None and FIGURES[code].unit == "percent" else value

    @api.model
    def _period_figure(self, code, now, before, span, departments, linked):
        words = self._worded(code)
        return self._figure(
            code, value=self._value(code, now), previous=self._value(code, before), good=FIGURES[code].better or False,
            opens=self._counted(words["name"], code, span, self._scoped(departments), linked), **words,
        )

    @api.model
    def _worded(self, code):
        """Return ``name``, ``formula`` and ``unit`` of a figure in the person's language."""
        definition, zh = FIGURES[code], (self.env.lang or "").startswith("zh")
        return {
            "name": definition.zh if zh else definition.name, "formula": definition.formula(zh),
            "unit": "%" if definition.unit == "percent" else "",
        }

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
