from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.city12319_flow.models.clock_mixin import UNITS


class Condition(models.Model):
    """Under which condition a problem is filed (立案条件), how long handling may take, and when it counts as closed.

    One class has several: a missing manhole cover is a matter of hours, a rattling one of days.
    """

    _name = "city12319.condition"
    _description = "Filing Condition"
    _order = "category_id, sequence, id"
    _rec_names_search = ["name", "category_id"]

    name = fields.Char(string="Filing condition", required=True)
    category_id = fields.Many2one(
        "city12319.category", string="Class", required=True, index=True, ondelete="restrict",
        domain="[('level', '!=', 'major')]",
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    limit = fields.Float(required=True, aggregator=None)
    unit = fields.Selection(UNITS, required=True, default="working_hours")
    limit_label = fields.Char(compute="_compute_limit_label", string="Time limit")
    closing_condition = fields.Char()
    closing_method_ids = fields.Many2many("city12319.closing.method", string="Ways of closing")
    responsible = fields.Char(string="Handling unit", help="As the standard names it.")
    competent = fields.Char(string="Competent authority", help="As the standard names it.")
    department_id = fields.Many2one(
        "city12319.department", ondelete="restrict", index="btree_not_null", help="The handling unit, as far as it is ours.",
    )
    valid_from = fields.Date()
    valid_to = fields.Date(string="Valid until")
    note = fields.Char()

    _name_uniq = models.UniqueIndex("(category_id, name) WHERE active", "This class has such a filing condition already.")
    _limit_check = models.Constraint('CHECK("limit" > 0)', "A time limit is more than nothing.")
    _validity_check = models.Constraint(
        "CHECK(valid_from IS NULL OR valid_to IS NULL OR valid_from <= valid_to)", "The last day lies before the first.",
    )

    @api.depends("limit", "unit")
    @api.depends_context("lang")
    def _compute_limit_label(self):
        units = dict(self._fields["unit"]._description_selection(self.env))
        for condition in self:
            condition.limit_label = f"{condition.limit:g} {units.get(condition.unit, '')}"

    @api.depends("name", "limit", "unit")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for condition in self:
            condition.display_name = f"{condition.name or ''} ({condition.limit_label})"

    @api.constrains("category_id")
    def _check_category(self):
        for condition in self:
            if condition.category_id.level == "major":
                raise ValidationError(self.env._(
                    "%(condition)s needs a minor class: %(category)s is a group of classes.",
                    condition=condition.name, category=condition.category_id.name,
                ))
