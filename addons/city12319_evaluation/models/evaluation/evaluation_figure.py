from odoo import api, fields, models

from ...tools import indicators


class EvaluationFigure(models.Model):
    """One figure of one unit, area or person in a run: how many of how many, and the points it gave."""

    _name = "city12319.evaluation.figure"
    _inherit = ["city12319.evaluation.result.mixin"]
    _description = "Figure"
    _order = "line_id, sequence, id"
    _rec_name = "code"

    line_id = fields.Many2one("city12319.evaluation.line", required=True, index=True, ondelete="cascade")
    run_id = fields.Many2one(related="line_id.run_id")
    indicator_id = fields.Many2one("city12319.evaluation.indicator", required=True, ondelete="restrict")
    sequence = fields.Integer()
    code = fields.Selection(related="indicator_id.code", store=True, string="Figure")
    formula = fields.Char(related="indicator_id.formula", related_sudo=True)
    how = fields.Char(related="indicator_id.how", related_sudo=True, string="How it becomes points")
    over = fields.Float(string="Counted", digits=(16, 2))
    base = fields.Float(digits=(16, 2), string="Out of")
    has_base = fields.Boolean()
    known = fields.Boolean(help="False when there was nothing to judge: shown as a dash.")
    value = fields.Float(string="Value (number)", digits=(16, 6), aggregator="avg")
    value_text = fields.Char(compute="_compute_texts", string="Value")
    points = fields.Float(string="Points (number)", digits=(8, 2))
    points_text = fields.Char(compute="_compute_texts", string="Points")
    judged = fields.Boolean(help="False when the figure is shown for information only.")
    weight = fields.Float(digits=(6, 2), string="Points at best")

    @api.depends("value", "known", "points", "judged")
    def _compute_texts(self):
        for figure in self:
            unit = indicators.INDICATORS[figure.code].unit
            figure.value_text = indicators.text_of(figure.value if figure.known else None, unit)
            figure.points_text = False if not figure.judged else f"{figure.points:g}" if figure.known else "–"

    def action_open_over(self):
        """Open the cases that were counted."""
        return self._open_cases(indicators.INDICATORS[self.code].over)

    def action_open_base(self):
        """Open the cases that the share is taken of."""
        return self._open_cases(indicators.INDICATORS[self.code].base)

    def _open_cases(self, terms):
        self.ensure_one()
        return self.line_id._open_cases([term.lstrip("-") for term in terms], self.code)
