from odoo import api, fields, models
from odoo.exceptions import ValidationError


class QualityLine(models.Model):
    """The judgement on one item of the sheet."""

    _name = "city12319.quality.line"
    _inherit = ["city12319.draft.part.mixin"]
    _part_of = "check_id"
    _description = "Line of a Quality Check"
    _order = "check_id, item_sequence, id"

    check_id = fields.Many2one("city12319.quality.check", required=True, index=True, readonly=True, ondelete="cascade")
    item_id = fields.Many2one("city12319.quality.item", required=True, readonly=True, index=True, ondelete="restrict")
    item_sequence = fields.Integer(related="item_id.sequence", store=True)
    section = fields.Char(related="item_id.section")
    standard = fields.Text(related="item_id.standard")
    fatal = fields.Boolean(related="item_id.fatal")
    about = fields.Selection(related="item_id.about")
    max_points = fields.Float(related="item_id.max_points", string="Of")
    points = fields.Float(digits=(6, 2), string="Points")
    failed = fields.Boolean(string="Fatal fault")
    applies = fields.Boolean(default=True, help="Off: it could not be judged in this call, and does not count.")
    note = fields.Char()

    _item_uniq = models.Constraint("UNIQUE(check_id, item_id)", "Each item is judged once.")

    @api.constrains("points", "failed")
    def _check_points(self):
        for line in self:
            if not 0 <= line.points <= line.max_points:
                raise ValidationError(self.env._(
                    "“%(item)s” gives 0 to %(most)g points.", item=line.item_id.name, most=line.max_points))
            if line.failed and not line.fatal:
                raise ValidationError(self.env._("“%(item)s” is no fatal item.", item=line.item_id.name))
