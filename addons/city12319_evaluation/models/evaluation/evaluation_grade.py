from odoo import fields, models


class EvaluationGrade(models.Model):
    """A grade of a scheme, from a score on: A from 90."""

    _name = "city12319.evaluation.grade"
    _inherit = ["city12319.draft.part.mixin"]
    _part_of = "scheme_id"
    _description = "Grade"
    _order = "scheme_id, bound desc, id"

    scheme_id = fields.Many2one("city12319.evaluation.scheme", required=True, index=True, ondelete="cascade")
    name = fields.Char(required=True, translate=True)
    bound = fields.Float(string="From", required=True, digits=(6, 2), aggregator=None)

    _bound_uniq = models.Constraint("UNIQUE(scheme_id, bound)", "A grade begins at this score already.")
