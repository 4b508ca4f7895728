from odoo import api, fields, models
from odoo.exceptions import AccessError

from odoo.addons.city12319_evaluation.tools import periods
from odoo.addons.city12319_reports.models.definitions import FIGURES

from ..tools import page_period

COMPARISONS = ("previous", "last_year")
FILTERS = ("area_id", "department_id", "category_id", "service_type_id", "source_id", "user_id")
_KINDS = {"percent": ("percent", 1), "count": ("integer", 0), "seconds": ("duration", 0)}  # of units; others are numbers
_STEPS_OF = {
    "day": ("hour",), "week": ("day",), "month": ("day", "week"), "quarter": ("day", "week", "month"),
    "year": ("week", "month", "quarter"), "free": ("day", "week", "month", "quarter", "year"),
}


class ReportPage(models.AbstractModel):
    """A report as the screen and the files show it: what was asked, the figures, and what else could be asked."""

    _name = "city12319.report.page"
    _description = "Report on Screen"

    @api.model
    @api.readonly
    def load(self, asked):
        """Return everything that the page of a report shows, for the current user.

        :param asked: dict, as it stands in the address of the page: ``report`` (code), ``kind`` of period, ``first`` and
            ``last`` day, ``step`` of time, ``compare``, and ``filter_…`` with an id; all optional
        :return: dict; ``asked`` is what was understood, ``rows`` and ``totals`` have ``values`` and ``before`` in the order of
            ``columns``. Percentages are fractions, durations are seconds, None has no base.
        :raises AccessError: for a report that the user may not see, or when there is none for the user
        :raises UserError: for a day that is none
        """
        reports = self._reports()
        code = asked.get("report") or reports[0]["code"]
        report = self.env["city12319.report"]._named(code)
        asked = self._understood(report, asked)
        result = report.compute(code, self._params(asked))
        compared = self._compared(asked, result)
        columns = [self._column(report, column) for column in result["columns"]]
        return {
            "asked": asked, "reports": reports, **self._words(result),
            **self._choices(report, asked),
            "columns": columns, "rows": self._rows(result, compared, columns), "totals": self._totals(result, compared),
            "compared": compared and {"name": self._comparison_names()[asked["compare"]], "period": compared["label"]},
            "frozen": result["frozen"]["months"],
            "as_of": result["as_of"], "pending_days": result["pending_days"], "more_rows": result["more_rows"],
            "analyses": self._analyses(report),
        }

    @api.model
    @api.readonly
    def open_records(self, asked, key, column):
        """Return the action that opens the records behind a figure of the page.

        :param asked: as ``load`` gave it
        :param key: of the row, or ``total``
        :param column: its key
        """
        report = self.env["city12319.report"]._named(asked.get("report"))
        asked = self._understood(report, asked)
        return report.drill(report.code, key, column, self._params(asked))

    # ------------------------------------------------------------------ what is asked

    @api.model
    def _reports(self):
        reports = self.env["city12319.report"].search([])
        if not reports:
            raise AccessError(self.env._(
                "There is no report for your role. A configuration administrator says who may see which report."))
        sections = dict(reports._fields["section"]._description_selection(self.env))
        return [
            {"code": report.code, "name": report.name, "section": sections[report.section]} for report in reports
        ]

    @api.model
    def _understood(self, report, asked):
        """Return what was asked with everything that makes no sense left out, and defaults for the rest."""
        kind, first, last = page_period.chosen(
            periods, asked.get("kind") or report.period, report._date(asked.get("first")), report._date(asked.get("last")),
            self._today())
        understood = {
            "report": report.code, "kind": kind, "first": fields.Date.to_string(first), "last": fields.Date.to_string(last),
        }
        if asked.get("compare") in COMPARISONS:
            understood["compare"] = asked["compare"]
        if asked.get("step") in self._steps(report, kind):
            understood["step"] = asked["step"]
        for name in self._filter_names(report):
            value = asked.get(self._key(name))
            if isinstance(value, int) and self.env[self._comodel(name)].search_count([("id", "=", value)]):
                understood[self._key(name)] = value
        return understood

    @api.model
    def _today(self):
        return self.env["city12319.rollup.day"]._today()

    @api.model
    def _params(self, asked):
        """Return what ``city12319.report.compute`` and ``drill`` understand."""
        free = asked["kind"] == "free"
        return {
            "period": asked["kind"],
            **({"from": asked["first"], "to": asked["last"]} if free else {"date": asked["first"]}),
            "step": asked.get("step"), "compare": [asked["compare"]] if asked.get("compare") else [],
            "filters": {name: asked[self._key(name)] for name in FILTERS if asked.get(self._key(name))},
        }

    @api.model
    def _key(self, name):
        return "filter_" + name.removesuffix("_id")

    @api.model
    def _comodel(self, name):
        rollups = (self.env[f"city12319.rollup.{rollup}"]._fields.get(name) for rollup in ("order", "ticket"))
        return next(field.comodel_name for field in rollups if field)

    @api.model
    def _filter_names(self, report):
        """Return the fields by which every figure of the report can be filtered."""
        fixed = report._fixed_filters()
        rollups = report._rollups()
        return [
            name for name in FILTERS if name not in fixed and rollups and all(name in rollup._fields for rollup in rollups)
        ]

    # ------------------------------------------------------------------ what could be asked

    @api.model
    def _choices(self, report, asked):
        first, last = (fields.Date.to_date(asked[name]) for name in ("first", "last"))
        steps = page_period.steps(periods, asked["kind"], first, last, self._today())
        words, kinds = self._step_names(), self._kind_names()
        return {
            "kinds": [{"key": kind, "name": kinds[kind]} for kind in page_period.KINDS],
            "steps": {
                name: bounds and dict(zip(("first", "last"), map(fields.Date.to_string, bounds), strict=True))
                for name, bounds in steps.items()
            },
            "comparisons": [{"key": key, "name": name} for key, name in self._comparison_names().items()],
            "time_steps": [{"key": step, "name": words[step]} for step in self._steps(report, asked["kind"])],
            "filters": [self._filter(name, asked) for name in self._filter_names(report)],
        }

    @api.model
    def _filter(self, name, asked):
        model = self._comodel(name)
        chosen = self.env[model].browse(asked.get(self._key(name)))
        labels = {
            "area_id": self.env._("Area"), "department_id": self.env._("Department"), "category_id": self.env._("Category"),
            "service_type_id": self.env._("Service type"), "source_id": self.env._("Source"), "user_id": self.env._("Person"),
        }
        return {
            "key": self._key(name), "label": labels[name], "model": model, "value": chosen.id,
            "value_name": chosen.display_name if chosen else "",
            "domain": [("share", "=", False)] if model == "res.users" else [],
        }

    @api.model
    def _steps(self, report, kind):
        """Return the steps of time that the person may choose from."""
        if "time" not in (report.row_dim, report.split_dim):
            return ()
        return tuple(step for step in _STEPS_OF[kind] if step != "hour" or report._hourly())

    @api.model
    def _kind_names(self):
        return {
            "day": self.env._("day"), "week": self.env._("week"), "month": self.env._("month"),
            "quarter": self.env._("quarter"), "year": self.env._("year"), "free": self.env._("from – to"),
        }

    @api.model
    def _step_names(self):
        return {
            "hour": self.env._("Hours"), "day": self.env._("Days"), "week": self.env._("Weeks"),
            "month": self.env._("Months"), "quarter": self.env._("Quarters"), "year": self.env._("Years"),
        }

    @api.model
    def _comparison_names(self):
        return {"previous": self.env._("the period before"), "last_year": self.env._("the same period last year")}

    @api.model
    def _analyses(self, report):
        """Return the pivots over the roll-ups that the figures come from, for an analysis of one's own."""
        return [
            {"model": rollup._name, "name": self.env["ir.model"]._get(rollup._name).sudo().name}  # sudo: a name, no record
            for rollup in report._rollups() if rollup.has_access("read")
        ]

    # ------------------------------------------------------------------ what is shown

    @api.model
    def _words(self, result):
        head = result["report"]
        return {
            "name": head["name"], "help": head["description"], "label": head["row_label"], "chart": head["chart"],
            "timeline": head["row_dim"] == "time", "split": head["split_label"], "step": result["period"]["step"],
            "period": result["period"]["label"],
        }

    @api.model
    def _column(self, report, column):
        kind, digits = _KINDS.get(column["unit"], ("number", 1))
        return {
            "key": column["key"], "figure": column["figure"], "name": column["name"],
            "split": column["split"]["label"] if column["split"] else False,
            "kind": kind, "digits": digits, "unit": self._unit(column["unit"]), "better": column["better"],
            "formula": column["formula"], "base": column["base"], "note": column["note"], "in_chart": column["in_chart"],
            "opens": self._opens(report, column["figure"]),
        }

    @api.model
    def _unit(self, unit):
        return {"hours": self.env._("h"), "seconds": self.env._("min:s"), "points": self.env._("points")}.get(unit, "")

    @api.model
    def _opens(self, report, figure):
        """Tell whether one list can show what the figure counts: things of one kind."""
        if figure not in FIGURES:
            return True  # results of evaluation
        return len(report._things(FIGURES[figure].over)) == 1

    @api.model
    def _compared(self, asked, result):
        return result["compared"].get(asked.get("compare")) or None

    @api.model
    def _rows(self, result, compared, columns):
        """Return the rows with what they are compared with; days, weeks and months to come are left out.

        A row that was not there in the other period counted nothing then.
        """
        nothing = [0 if column["kind"] == "integer" else None for column in columns]
        by_date = result["report"]["row_dim"] == "time" and result["period"]["step"] != "hour"
        last = fields.Date.to_string(self._today()) if by_date else None
        return [
            {
                "key": row["key"], "label": row["label"], "values": row["values"],
                "before": compared and compared["rows"].get(row["key"], nothing),
            }
            for row in result["rows"] if not last or row["key"] <= last
        ]

    @api.model
    def _totals(self, result, compared):
        if all(value is None for value in result["totals"]["values"]):
            return None
        return {"key": "total", "values": result["totals"]["values"], "before": compared and compared["totals"]}
