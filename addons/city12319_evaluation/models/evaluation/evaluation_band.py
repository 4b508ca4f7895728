from odoo import fields, models


class EvaluationBand(models.Model):
    """A step of a figure that is judged in bands: from this value on, this share of the weight."""

    _name = "city12319.evaluation.band"
    _inherit = ["city12319.draft.part.mixin"]
    _description = "Band of an Indicator"
    _order = "bound desc, id"
    _rec_name = "bound"

    indicator_id = fields.Many2one("city12319.evaluation.indicator", required=True, index=True, ondelete="cascade")
    bound = fields.Float(string="From", required=True, digits=(12, 2), aggregator=None)
    share = fields.Float(string="Share of the weight (%)", required=True, digits=(6, 2), aggregator=None)

    _share_check = models.Constraint("CHECK(share BETWEEN 0 AND 100)", "A share lies between 0 and 100 %.")

    def _whole(self):
        return self.indicator_id.scheme_id
