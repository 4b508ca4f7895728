from odoo import fields, models


class InspectionPlanUnit(models.Model):
    """What the sample of one unit was drawn from. Written when the plan is drawn, and never again."""

    _name = "city12319.inspection.plan.unit"
    _description = "Unit of a Spot Check Plan"
    _order = "id"
    _rec_name = "department_id"

    plan_id = fields.Many2one("city12319.inspection.plan", required=True, readonly=True, index=True, ondelete="cascade")
    department_id = fields.Many2one("city12319.department", string="Unit", required=True, readonly=True, ondelete="restrict")
    candidates = fields.Integer(string="Closed orders", readonly=True)
    drawn = fields.Integer(readonly=True)
    checksum = fields.Char(readonly=True, help="Stands for the closed orders that were there when the sample was drawn.")

    _unit_uniq = models.Constraint("UNIQUE(plan_id, department_id)", "One line per unit.")
