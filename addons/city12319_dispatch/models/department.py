from odoo import api, fields, models
from odoo.exceptions import ValidationError


class Department(models.Model):
    """A unit that handles cases (专业部门), or an outside unit that cases are transferred to."""

    _name = "city12319.department"
    _inherit = ["mail.thread"]
    _description = "Department"
    _parent_store = True
    _order = "sequence, code, id"
    _rec_names_search = ["name", "code"]

    name = fields.Char(required=True, tracking=True)
    code = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    kind = fields.Selection(
        [("internal", "Department of the city"), ("liaison", "Outside unit")], required=True, default="internal",
        help="Outside units receive cases that are transferred.",
    )
    parent_id = fields.Many2one("city12319.department", string="Belongs to", index=True, ondelete="restrict")
    parent_path = fields.Char(index=True)
    child_ids = fields.One2many("city12319.department", "parent_id", string="Departments below")
    manager_id = fields.Many2one("res.users", ondelete="set null", tracking=True)
    member_ids = fields.Many2many(
        "res.users", "city12319_department_member_rel", "department_id", "user_id", string="Members",
    )
    visible_user_ids = fields.Many2many(
        "res.users", "city12319_department_visible_rel", "department_id", "user_id", compute="_compute_visible_user_ids",
        store=True, recursive=True, string="People who see its cases",
        help="Members and managers of this department and of those above it. Record rules ask this table.",
    )
    phone = fields.Char()
    calendar_id = fields.Many2one(
        "city12319.calendar", string="Working time", ondelete="restrict",
        help="By which its time limits are counted. Empty: as the department above, the area, or the city.",
    )

    _code_uniq = models.Constraint("UNIQUE(code)", "A department with this code exists already.")

    @api.depends("member_ids", "manager_id", "parent_id.visible_user_ids")
    def _compute_visible_user_ids(self):
        for department in self:
            department.visible_user_ids = (
                department.member_ids | department.manager_id | department.parent_id.visible_user_ids
            )

    def write(self, vals):
        result = super().write(vals)
        if "active" in vals:
            self._tell_dispatch_rules()
        return result

    def _tell_dispatch_rules(self):
        """Rules may send orders here: they stop working when a department is closed, and work again when it opens."""
        self.env.registry.clear_cache()
        # sudo: whoever closes a department need not maintain rules, and sees no orders
        rules = self.env["city12319.dispatch.rule"].sudo().search(
            [("department_id", "in", self.ids), ("state", "!=", "retired")])
        rules._check_health()
        self.env["city12319.order"].sudo().search([
            ("is_open", "=", True), ("stage_id.code", "=", "pending_dispatch"), "|",
            ("proposal_department_id", "in", self.ids), ("proposal_rule_id", "in", rules.ids),
        ])._propose()

    @api.constrains("parent_id")
    def _check_parent(self):
        if self._has_cycle():
            raise ValidationError(self.env._("A department cannot belong to itself."))
