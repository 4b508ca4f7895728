from odoo import api, fields, models


class EvaluationLine(models.Model):
    """What one unit, area or person reached in a run: the sheet with its figures, score, grade and rank."""

    _name = "city12319.evaluation.line"
    _inherit = ["city12319.evaluation.result.mixin"]
    _description = "Evaluation Result"
    _order = "run_id desc, rank, id"
    _rec_names_search = ["name"]

    run_id = fields.Many2one("city12319.evaluation.run", required=True, index=True, ondelete="cascade")
    scheme_id = fields.Many2one(related="run_id.scheme_id", store=True)
    date_from = fields.Date(related="run_id.date_from", store=True)
    date_to = fields.Date(related="run_id.date_to", store=True)
    name = fields.Char(required=True, string="Who")
    department_id = fields.Many2one("city12319.department", index="btree_not_null", ondelete="restrict")
    area_id = fields.Many2one("city12319.area", index="btree_not_null", ondelete="restrict")
    user_id = fields.Many2one("res.users", string="Person", index="btree_not_null", ondelete="restrict")
    figure_ids = fields.One2many("city12319.evaluation.figure", "line_id")
    entry_ids = fields.Many2many(
        "city12319.evaluation.entry", "city12319_evaluation_line_entry_rel", "line_id", "entry_id",
        string="Bonus and malus",
    )
    entry_points = fields.Float(digits=(8, 2), string="Bonus and malus (points)")
    known = fields.Boolean(help="False when there was nothing to judge: no score, no rank.")
    score = fields.Float(digits=(8, 2), aggregator="avg")
    score_text = fields.Char(compute="_compute_score_text", string="Points reached")
    grade_id = fields.Many2one("city12319.evaluation.grade", ondelete="restrict")
    rank = fields.Integer(aggregator=None)
    rank_text = fields.Char(compute="_compute_score_text", string="Placing")

    @api.depends("name", "run_id")
    def _compute_display_name(self):
        for line in self:
            line.display_name = f"{line.name} · {line.run_id.display_name}"

    @api.depends("score", "known", "rank")
    def _compute_score_text(self):
        for line in self:
            line.score_text = f"{line.score:.2f}" if line.known else "–"
            line.rank_text = str(line.rank) if line.known else "–"

    def action_open_inspections(self):
        """Open the final spot checks of this unit in the period."""
        return self._open_cases(["inspection_points"], "inspection_points")

    def _open_cases(self, counters, figure):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": f"{self.name}: {dict(self._label_of_figures())[figure]}",
            "res_model": "city12319.evaluation.case",
            "view_mode": "list",
            "views": [(False, "list"), (False, "search")],
            "domain": [("line_id", "=", self.id), ("counter", "in", counters)],
            "context": {"create": False},
        }

    def _label_of_figures(self):
        return self.env["city12319.evaluation.indicator"]._fields["code"]._description_selection(self.env)
