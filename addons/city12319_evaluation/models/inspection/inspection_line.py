from odoo import api, fields, models
from odoo.exceptions import UserError


class InspectionLine(models.Model):
    """One item that a spot check deducts points for."""

    _name = "city12319.inspection.line"
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

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._check_draft()
        return lines

    def write(self, vals):
        self._check_draft()
        result = super().write(vals)
        self._check_draft()  # nor may it be moved to another one
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_submitted(self):
        self._check_draft()

    def _check_draft(self):
        if any(inspection.state != "draft" for inspection in self.inspection_id):
            raise UserError(self.env._("The spot check was submitted: its items and points stay as they are."))
