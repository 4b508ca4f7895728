from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from ..definitions import FIGURES, PARTS
from ..rollup.rollup_day import ROLLUPS
from .report_dimension import DIMENSIONS, EVALUATED, LABELS

CHARTS = [
    ("none", "Nothing drawn"), ("bar", "Bars"), ("stacked", "Stacked bars"), ("line", "Line chart"), ("pie", "Pie"),
    ("heat", "Heat map"),
]
SECTIONS = [
    ("calls", "Telephone"), ("cases", "Cases"), ("departments", "Departments"), ("people", "People"),
    ("quality", "Satisfaction and evaluation"),
]
PERIODS = [
    ("day", "Day"), ("week", "Week"), ("month", "Month"), ("quarter", "Quarter"), ("year", "Year"), ("free", "From – to"),
]


class Report(models.Model):
    """A report: what its rows are, which figures stand in its columns, and who may see it. Records, not code."""

    _name = "city12319.report"
    _description = "Report"
    _order = "section, sequence, id"
    _rec_names_search = ["name", "code"]

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, copy=False, help="By which pages, schedules and dashboards name it.")
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    section = fields.Selection(SECTIONS, required=True, default="cases")
    description = fields.Text(translate=True, help="Shown under the title.")
    row_dim = fields.Selection(LABELS, string="Rows", required=True, default="time")
    split_dim = fields.Selection(LABELS, string="Columns by", help="Each figure once for each value of this, and in all.")
    figure_ids = fields.One2many("city12319.report.figure", "report_id", string="Figures", copy=True)
    chart = fields.Selection(CHARTS, string="Drawn as", required=True, default="none")
    period = fields.Selection(PERIODS, string="Opens with", required=True, default="month")
    top = fields.Integer(string="Top", help="Only so many rows, the largest of the first figure. 0: all.")
    group_ids = fields.Many2many(
        "res.groups", string="Who may see it", help="Empty: everybody with figures. Each person sees only the own figures.",
    )

    _code_uniq = models.UniqueIndex("(code)", "There is a report with this code already.")

    @api.constrains("figure_ids", "row_dim", "split_dim")
    def _check_figures(self):
        for report in self:
            if report.split_dim and DIMENSIONS[report.split_dim].field == DIMENSIONS[report.row_dim].field != "day":
                raise ValidationError(self.env._("Rows and columns of a report are two different things."))
            if EVALUATED == report.split_dim:
                raise ValidationError(self.env._("Results of evaluation are rows of a report, not columns."))
            for figure in report.figure_ids:
                figure._check_dims()

    def _dims(self):
        """Return the dimensions of rows and, if any, of columns."""
        self.ensure_one()
        return [DIMENSIONS[code] for code in (self.row_dim, self.split_dim) if code]

    @api.model
    def _named(self, code):
        """Return the report ``code`` that the person may see.

        :raises AccessError: when there is none
        """
        report = self.search([("code", "=", code)])
        if not report:
            raise AccessError(self.env._("There is no report “%(code)s”, or you may not see it.", code=code))
        return report

    @api.model
    def _rollup_of(self, counter):
        """Return the roll-up model that holds ``counter``."""
        for name in ROLLUPS:
            model = self.env[f"city12319.rollup.{name}"]
            if counter in model._fields:
                return model
        raise UserError(self.env._("“%(counter)s” is not counted.", counter=counter))

    def _rollups(self):
        """Return ``{roll-up model: set of its counters}`` that the figures need; results of evaluation need none."""
        needed = {}
        for line in self.figure_ids:
            for counter in self._stored(line.code) if line.code in FIGURES else ():
                needed.setdefault(self._rollup_of(counter), set()).add(counter)
        return needed

    @api.model
    def _stored(self, figure):
        """Return the counters of roll-ups that the figure ``figure`` needs."""
        counters = FIGURES[figure].counters
        return [part for code in counters for part in PARTS.get(code, (code,))]
