import secrets

from odoo import api, fields, models, tools
from odoo.exceptions import ValidationError

from ..dispatch_rule import URGENCIES

_RANK = {code: rank for rank, (code, _label) in enumerate(URGENCIES)}


class VisitRule(models.Model):
    """Which share of the cases is called back (回访抽样规则). The first rule that a case fits decides."""

    _name = "city12319.visit.rule"
    _inherit = ["city12319.cached.mixin"]
    _description = "Sampling Rule for Return Visits"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    document = fields.Selection(
        [("order", "Cases that departments handled"), ("answer", "Tickets answered on the spot")],
        required=True, default="order",
    )

    # what it is for: an empty list means all
    category_ids = fields.Many2many("city12319.category", string="Problem categories")
    service_type_ids = fields.Many2many("city12319.service.type", string="Service types")
    source_ids = fields.Many2many("city12319.source", string="Sources")
    area_ids = fields.Many2many("city12319.area", string="Areas")
    department_ids = fields.Many2many("city12319.department", string="Departments")
    urgency = fields.Selection(URGENCIES, string="At least as urgent as")

    # what it says
    percent = fields.Float(
        default=100, required=True, digits=(5, 2), aggregator=None, string="Share (%)",
        help="A case draws a number from 0 to 9999 out of its number and the key of the rule. It is called back when the "
             "number is below the share: 25 % means below 2500.",
    )
    always_unsatisfied = fields.Boolean(
        default=True, string="All that were unsatisfied before",
        help="Cases whose earlier visit ended unsatisfied or was to be done again are always called back.",
    )
    minimum = fields.Integer(
        string="At least per unit and month", aggregator=None,
        help="Until a unit has so many visits in the month, all of its cases are called back.",
    )
    unvisited = fields.Selection(
        [("wait", "Wait for the shift leader to close them"), ("close", "Are closed by the system, with the reason")],
        required=True, default="wait", string="Cases that are not drawn",
    )
    salt = fields.Char(
        string="Key of the draw", required=True, readonly=True, copy=False, default=lambda self: secrets.token_hex(8),
        help="Made once and never changed, so that the draw can be checked later.",
    )

    @api.constrains("percent", "minimum")
    def _check_numbers(self):
        for rule in self:
            if not 0 <= rule.percent <= 100:
                raise ValidationError(self.env._("The share of “%(rule)s” must lie between 0 and 100 %%.", rule=rule.name))
            if rule.minimum < 0:
                raise ValidationError(self.env._("The minimum of “%(rule)s” cannot be below zero.", rule=rule.name))

    def write(self, vals):
        if "salt" in vals:
            raise ValidationError(self.env._("The key of the draw never changes: make a new rule instead."))
        return super().write(vals)

    @api.model
    @tools.ormcache("document")
    def _of_document(self, document):
        """Return the ids of the rules for a kind of document, in their order."""
        # sudo: whoever moves a case need not read the rules
        return tuple(self.sudo().search([("document", "=", document)]).ids)

    @api.model
    def _first_for(self, visit):
        """Return the rule that decides about ``visit``, or none."""
        rules = self.sudo().browse(self._of_document("order" if visit.order_id else "answer"))  # sudo: as above
        return next((rule for rule in rules if rule._fits(visit)), self.browse())

    def _fits(self, visit):
        self.ensure_one()
        return (
            self._within(self.category_ids, visit.category_id) and self._within(self.area_ids, visit.area_id)
            and self._within(self.department_ids, visit.department_id)
            and (not self.service_type_ids or visit.service_type_id in self.service_type_ids)
            and (not self.source_ids or visit.source_id in self.source_ids)
            and (not self.urgency or _RANK[visit.urgency or "normal"] >= _RANK[self.urgency])
        )

    @api.model
    def _within(self, roots, node):
        """Tell whether ``node`` is one of ``roots`` or below one of them; no roots mean everything."""
        return not roots or any((node.parent_path or "").startswith(root.parent_path) for root in roots)
