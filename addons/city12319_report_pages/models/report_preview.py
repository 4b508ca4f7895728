from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from odoo.addons.city12319_evaluation.tools import periods

_KEPT = (
    "name", "row_dim", "split_dim", "chart", "top", "area_id", "department_id", "category_id", "service_type_id", "source_id",
)


class ReportPreview(models.AbstractModel):
    """A report while it is being defined: its first rows beside the form, without saving it."""

    _inherit = "city12319.report.page"

    @api.model
    @api.readonly
    def preview(self, values):
        """Return what a report would show of the last month that is over.

        :param values: as on the form: ``row_dim``, ``split_dim``, ``chart``, ``top``, fixed filters, and ``figures``, a list
            of dicts ``code`` and ``in_chart``
        :return: dict as ``load`` gives it, as far as table and chart need it; or ``{"problem": text}`` when the report cannot
            be counted like this, or the person sees no figures
        """
        report = self.env["city12319.report"].new({
            **{name: values.get(name) for name in _KEPT},
            "figure_ids": [
                Command.create({"code": line["code"], "in_chart": line.get("in_chart")})
                for line in values.get("figures", []) if line.get("code")
            ],
        })
        if not report.row_dim or not report.figure_ids:
            return {"problem": self.env._("Choose what the rows are, and at least one figure.")}
        try:
            report._check_figures()
            report._check_fixed_filters()
            return self._previewed(report)
        except AccessError:
            return {"problem": self.env._("Your role sees no figures: the preview shows them to those who may see the report.")}
        except UserError as problem:
            return {"problem": str(problem)}

    @api.model
    def _previewed(self, report):
        first, last = periods.before("month", self._today())
        params = {"filters": report._fixed_filters(), "top": report.top}
        step = report._step("month", first, last, {})
        matrix = report._matrix("month", first, last, step, params)
        columns = [{**self._column(report, column), "opens": False} for column in matrix["columns"]]
        result = {
            **matrix, "report": report._head(), "period": {**report._period_dict("month", first, last), "step": step},
        }
        return {
            **self._words(result), "chart": report.chart or "none", "compared": None, "more_rows": matrix["more_rows"],
            "columns": columns, "rows": self._rows(result, None, columns), "totals": self._totals(result, None),
        }
