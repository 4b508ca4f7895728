from odoo import api, fields, models
from odoo.exceptions import ValidationError


class QualityItem(models.Model):
    """One thing that is judged: points, or a fatal fault with which everything is lost."""

    _name = "city12319.quality.item"
    _description = "Item of a Score Sheet"
    _order = "sheet_id, sequence, id"

    sheet_id = fields.Many2one("city12319.quality.sheet", required=True, index=True, ondelete="cascade")
    sequence = fields.Integer(default=10)
    section = fields.Char(required=True, translate=True, help="Items of one section stand together, for example “Opening”.")
    name = fields.Char(required=True, translate=True)
    about = fields.Selection(
        [("call", "The talk"), ("ticket", "The ticket")], required=True, default="call",
        help="Items about the ticket do not count when the call has none.",
    )
    max_points = fields.Float(string="Points", digits=(6, 2), aggregator=None)
    fatal = fields.Boolean(help="Whoever fails here has 0 of 100, whatever else was good.")
    standard = fields.Text(translate=True, help="What is expected, in words that checker and agent can be held to.")

    @api.constrains("max_points", "fatal")
    def _check_points(self):
        for item in self:
            if item.fatal == (item.max_points > 0) or item.max_points < 0:
                raise ValidationError(self.env._(
                    "“%(item)s”: a fatal item has no points, every other item has some.", item=item.name,
                ))

    @api.model_create_multi
    def create(self, vals_list):
        items = super().create(vals_list)
        items.sheet_id._check_unused()
        return items

    def write(self, vals):
        # another language of a text that stays the same is no change of the sheet
        translated = {"name", "section", "standard"} if (self.env.lang or "en_US") != "en_US" else set()
        if vals.keys() - translated - {"sequence"}:
            self.sheet_id._check_unused()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        self.sheet_id._check_unused()
