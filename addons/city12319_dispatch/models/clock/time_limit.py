from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.city12319_flow.models.clock_mixin import UNITS

from ..dispatch_rule import URGENCIES


class TimeLimit(models.Model):
    """How long something may take (时限): for handling as a whole, for one stage, or for the whole case.

    Whatever a limit names narrows it down; the most specific one that fits applies (``tools/limit_choice.py``). A
    filing condition has a limit of its own, which applies to handling wherever no limit here is more specific.
    """

    _name = "city12319.time.limit"
    _inherit = ["city12319.cached.mixin"]
    _description = "Time Limit"
    _order = "target, sequence, id"

    sequence = fields.Integer(default=10, help="Among limits that are equally specific the first one applies.")
    active = fields.Boolean(default=True)
    target = fields.Selection(
        [("handling", "Handling, from dispatch to feedback"), ("stage", "A stage"), ("total", "The whole case")],
        required=True, default="handling", string="Applies to",
    )
    stage_id = fields.Many2one("city12319.stage", ondelete="restrict", domain="[('final', '=', False)]")
    condition_id = fields.Many2one(
        "city12319.condition", string="Filing condition", ondelete="restrict", index="btree_not_null",
    )
    category_id = fields.Many2one("city12319.category", string="Class", ondelete="restrict", index="btree_not_null")
    department_id = fields.Many2one("city12319.department", ondelete="restrict", index="btree_not_null")
    area_id = fields.Many2one("city12319.area", ondelete="restrict", index="btree_not_null")
    urgency = fields.Selection(URGENCIES)
    limit = fields.Float(required=True, aggregator=None)
    unit = fields.Selection(UNITS, required=True, default="working_hours")
    valid_from = fields.Date()
    valid_to = fields.Date(string="Valid until")
    note = fields.Char()

    _limit_check = models.Constraint('CHECK("limit" > 0)', "A time limit is more than nothing.")
    _stage_check = models.Constraint(
        "CHECK((target = 'stage') = (stage_id IS NOT NULL))", "Choose the stage that the limit is for, and only then.",
    )
    _validity_check = models.Constraint(
        "CHECK(valid_from IS NULL OR valid_to IS NULL OR valid_from <= valid_to)", "The last day lies before the first.",
    )

    @api.depends("target", "stage_id", "condition_id", "category_id", "department_id", "area_id", "urgency")
    @api.depends_context("lang")
    def _compute_display_name(self):
        targets = dict(self._fields["target"]._description_selection(self.env))
        for limit in self:
            limit.display_name = " · ".join([limit.stage_id.name or targets.get(limit.target) or "", *limit._basis()])

    def _basis(self):
        """Return the names of what narrows this limit down."""
        urgencies = dict(self._fields["urgency"]._description_selection(self.env))
        names = [
            self.condition_id.name or self.category_id.name, self.department_id.name, self.area_id.name,
            urgencies.get(self.urgency),
        ]
        return [name for name in names if name]

    @api.constrains("condition_id", "category_id")
    def _check_condition(self):
        for limit in self:
            if limit.condition_id and limit.category_id and limit.condition_id.category_id != limit.category_id:
                raise ValidationError(self.env._(
                    "“%(condition)s” is a filing condition of %(category)s. Leave the class empty.",
                    condition=limit.condition_id.name, category=limit.condition_id.category_id.name,
                ))

    @api.constrains(
        "target", "stage_id", "condition_id", "category_id", "department_id", "area_id", "urgency", "valid_from",
        "valid_to", "active",
    )
    def _check_unambiguous(self):
        """Refuse two limits for the very same thing at the same time: one of them would never apply."""
        for limit in self.filtered("active"):
            names = ("target", "stage_id", "condition_id", "category_id", "department_id", "area_id", "urgency")
            same = self.search([
                ("id", "!=", limit.id),
                *[(name, "=", limit[name].id if limit._fields[name].relational else limit[name]) for name in names],
            ])
            for other in same:
                if _overlap(limit, other):
                    raise ValidationError(self.env._(
                        "“%(name)s” has a limit already in this time (%(other)s). Change that one, or end it first.",
                        name=limit.display_name, other=f"{other.limit:g} {other.unit}",
                    ))


def _overlap(one, other):
    return (
        (not one.valid_to or not other.valid_from or other.valid_from <= one.valid_to)
        and (not other.valid_to or not one.valid_from or one.valid_from <= other.valid_to)
    )
