from odoo import api, fields, models


class InspectionLine(models.Model):
    """One item that a spot check deducts points for."""

    _name = "city12319.inspection.line"
    _inherit = ["city12319.draft.part.mixin"]
    _part_of = "inspection_id"
    _description = "Spot Check Line"
    _order = "id"

    inspection_id = fields.Many2one("city12319.inspection", required=True, index=True, ondelete="cascade")
    item_id = fields.Many2one("city12319.inspection.item", required=True, index=True, ondelete="restrict")
    standard = fields.Text(related="item_id.standard")
    times = fields.Integer(default=1, required=True, aggregator=None)
    # only what was chosen counts: a later version of the item changes nothing here
    points = fields.Float(compute="_compute_points", store=True, precompute=True, digits=(6, 2), string="Points deducted")
    note = fields.Char()

    _times_positive = models.Constraint("CHECK(times > 0)", "An item is counted at least once.")

    @api.depends("item_id", "times")
    def _compute_points(self):
        for line in self:
            line.points = line.item_id.points * line.times
