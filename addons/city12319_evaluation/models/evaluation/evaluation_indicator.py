from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...tools import indicators, scoring

FIGURES = [(item.code, item.name) for item in indicators.INDICATORS.values()]
METHODS = [
    ("ratio", "Weight × rate"), ("bands", "Bands"), ("threshold", "Full from a target, less below it"),
    ("per_unit", "Points per unit"),
]
assert tuple(code for code, _label in METHODS) == scoring.METHODS
_DIMS = {"department": "department", "area": "area", "post": "person"}


class EvaluationIndicator(models.Model):
    """One figure of a scheme, and how it becomes points. What the figure means stands in ``tools/indicators.py``."""

    _name = "city12319.evaluation.indicator"
    _inherit = ["city12319.draft.part.mixin"]
    _part_of = "scheme_id"
    _description = "Indicator of a Scheme"
    _order = "scheme_id, sequence, id"
    _rec_name = "code"

    scheme_id = fields.Many2one("city12319.evaluation.scheme", required=True, index=True, ondelete="cascade")
    sequence = fields.Integer(default=10)
    code = fields.Selection(FIGURES, string="Figure", required=True)
    formula = fields.Char(compute="_compute_definition")
    better = fields.Selection([("up", "Higher"), ("down", "Lower")], compute="_compute_definition", string="Better when")
    method = fields.Selection(METHODS, string="How it becomes points", required=True, default="ratio")
    weight = fields.Float(digits=(6, 2), aggregator=None, help="Points at best. Not used for points per unit.")
    target = fields.Float(digits=(6, 2), aggregator=None, string="Target (%)", help="From here on the full weight is given.")
    step = fields.Float(
        digits=(6, 2), aggregator=None, string="Points per unit",
        help="Points less for each percentage point below the target; or points for each unit, negative to deduct.",
    )
    limit = fields.Float(digits=(6, 2), aggregator=None, string="At most", help="Points per unit: 0 for no limit.")
    band_ids = fields.One2many("city12319.evaluation.band", "indicator_id", copy=True)
    how = fields.Char(compute="_compute_how", string="Points")

    _weight_check = models.Constraint("CHECK(weight >= 0)", "A weight is not negative.")

    @api.depends("code")
    @api.depends_context("lang")
    def _compute_definition(self):
        zh = (self.env.lang or "").startswith("zh")
        for indicator in self:
            definition = indicators.INDICATORS.get(indicator.code)
            indicator.formula = definition and definition.formula(zh)
            indicator.better = definition and definition.better

    @api.depends("method", "weight", "target", "step", "limit", "band_ids.bound", "band_ids.share", "better")
    @api.depends_context("lang")
    def _compute_how(self):
        for indicator in self:
            judged = indicator.step if indicator.method == "per_unit" else indicator.weight
            indicator.how = getattr(indicator, f"_how_{indicator.method}")() if judged else self.env._("for information")

    def _how_ratio(self):
        if self.better == "down":
            return self.env._("%(weight)g × (1 − rate)", weight=self.weight)
        return self.env._("%(weight)g × rate", weight=self.weight)

    def _how_bands(self):
        bands = ", ".join(f"≥ {band.bound:g}: {band.share:g} %" for band in self.band_ids)
        return self.env._("%(weight)g × (%(bands)s)", weight=self.weight, bands=bands)

    def _how_threshold(self):
        return self.env._(
            "%(weight)g from %(target)g %% on, %(step)g less per percentage point", weight=self.weight, target=self.target,
            step=self.step,
        )

    def _how_per_unit(self):
        if self.limit:
            return self.env._("%(step)+g each, %(limit)g at most", step=self.step, limit=self.limit)
        return self.env._("%(step)+g each", step=self.step)

    @api.constrains("code")
    def _check_object(self):
        for indicator in self:
            if _DIMS[indicator.scheme_id.object] not in indicators.INDICATORS[indicator.code].dims:
                labels = [
                    dict(record._fields[name]._description_selection(self.env))[record[name]]
                    for record, name in ((indicator, "code"), (indicator.scheme_id, "object"))
                ]
                raise ValidationError(self.env._(
                    "“%(figure)s” cannot be computed for %(objects)s.", figure=labels[0], objects=labels[1],
                ))

    @api.constrains("code", "method")
    def _check_method(self):
        for indicator in self:
            unit = indicators.INDICATORS[indicator.code].unit
            if indicator.method in ("ratio", "threshold") and unit != "percent":
                raise ValidationError(self.env._("A count has bands, or points per unit: it is not a rate."))

    def _rule(self):
        """Return the pure rule by which the figure becomes points."""
        return scoring.Rule(
            self.method, self.weight, self.better, tuple((band.bound, band.share) for band in self.band_ids),
            self.target / 100, self.step, self.limit,
        )
