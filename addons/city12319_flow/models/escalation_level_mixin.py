from odoo import api, fields, models, tools
from odoo.exceptions import ValidationError

from .clock_mixin import UNITS


class EscalationLevelMixin(models.AbstractModel):
    """A rung of the ladder: at which moment of a clock something is done. Whom it concerns adds the concrete model."""

    _name = "city12319.escalation.level.mixin"
    _inherit = ["city12319.cached.mixin"]
    _description = "Level of Escalation"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10, help="Of several levels that are reached at once, only the highest acts.")
    active = fields.Boolean(default=True)
    basis = fields.Selection(
        [("share", "Share of the limit"), ("after", "Time after the limit")], required=True, default="share",
        string="Reached by",
    )
    percent = fields.Float(default=80, aggregator=None, string="Share (%)", help="100: the moment at which the limit ends.")
    offset = fields.Float(aggregator=None, string="Time after")
    offset_unit = fields.Selection(UNITS, default="working_days", required=True, string="Counted in")
    for_stage = fields.Boolean(string="Stages", default=True, help="Applies to the limit of every single stage.")
    for_phase = fields.Boolean(string="Handling", default=True, help="Applies to the limit of handling as a whole.")
    for_total = fields.Boolean(string="Whole case", help="Applies to the limit of the whole case.")

    _percent_check = models.Constraint(
        "CHECK(basis <> 'share' OR percent > 0 AND percent <= 100)", "The share lies above 0 % and is at most 100 %.",
    )
    _offset_check = models.Constraint(
        'CHECK(basis <> \'after\' OR "offset" > 0)', "Say how long after the limit this level is reached.",
    )

    @api.constrains("for_stage", "for_phase", "for_total")
    def _check_scopes(self):
        for level in self:
            if not (level.for_stage or level.for_phase or level.for_total):
                raise ValidationError(self.env._(
                    "“%(level)s” applies to nothing. Choose at least one limit.", level=level.name,
                ))

    @api.model
    @tools.ormcache()
    def _rungs(self):
        """Return what the arithmetic needs of all levels: id, percent, offset, unit of the offset, scopes."""
        return [
            (
                level.id, level.percent if level.basis == "share" else 100, level.offset if level.basis == "after" else 0,
                level.offset_unit, {scope for scope in ("stage", "phase", "total") if level[f"for_{scope}"]},
            )
            for level in self.sudo().with_context(active_test=True).search([])  # sudo: the same for whoever moves a case
        ]
