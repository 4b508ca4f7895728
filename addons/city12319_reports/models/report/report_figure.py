from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..definitions import FIGURE_LABELS, FIGURES
from .report_dimension import EVALUATED

EVALUATION_FIGURES = [("evaluation_score", "Points"), ("evaluation_rank", "Placing")]


class ReportFigure(models.Model):
    """One column of a report. What the figure means stands in the definitions, once for all reports."""

    _name = "city12319.report.figure"
    _description = "Column of a Report"
    _order = "report_id, sequence, id"
    _rec_name = "code"

    report_id = fields.Many2one("city12319.report", required=True, index=True, ondelete="cascade")
    sequence = fields.Integer(default=10)
    code = fields.Selection(FIGURE_LABELS + EVALUATION_FIGURES, string="Figure", required=True)
    formula = fields.Char(compute="_compute_definition")
    note = fields.Char(compute="_compute_definition")
    in_chart = fields.Boolean(string="In the chart")

    _code_uniq = models.UniqueIndex("(report_id, code)", "This figure is in the report already.")

    @api.depends("code")
    @api.depends_context("lang")
    def _compute_definition(self):
        zh = (self.env.lang or "").startswith("zh")
        for figure in self:
            definition = FIGURES.get(figure.code)
            figure.formula = definition and definition.formula(zh)
            figure.note = definition and self.env["city12319.report"]._note(definition, zh)

    def _check_dims(self):
        """Refuse a figure that cannot be had for the rows and columns of its report."""
        evaluated = self.code in dict(EVALUATION_FIGURES)
        if evaluated != (self.report_id.row_dim == EVALUATED):
            raise ValidationError(self.env._("Points and placings go with what was judged, and with nothing else."))
        if evaluated:
            return
        for counter in self.report_id._stored(self.code):
            for dimension in self.report_id._dims():
                if dimension.field not in self.report_id._rollup_of(counter)._fields:
                    labels = dict(self._fields["code"]._description_selection(self.env))
                    dims = dict(self.report_id._fields["row_dim"]._description_selection(self.env))
                    raise ValidationError(self.env._(
                        "“%(figure)s” cannot be counted by “%(dimension)s”.", figure=labels[self.code],
                        dimension=dims[dimension.code],
                    ))
