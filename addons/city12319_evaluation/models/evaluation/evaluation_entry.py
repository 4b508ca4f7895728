from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from odoo.addons.city12319_flow import gate_key


class EvaluationEntry(models.Model):
    """Points given or taken for what no figure counts (加分、扣分), with its reason and evidence.

    Counts for the day that it names, in every scheme that judges whom it is about. Once a run that counted it is frozen,
    it stays as it is.
    """

    _name = "city12319.evaluation.entry"
    _inherit = ["mail.thread"]
    _description = "Bonus or Malus"
    _order = "day desc, id desc"
    _rec_name = "reason"
    _mail_post_access = "read"

    kind = fields.Selection([("bonus", "Bonus"), ("malus", "Malus")], required=True, default="bonus", tracking=True)
    day = fields.Date(required=True, default=fields.Date.context_today, index=True)
    department_id = fields.Many2one("city12319.department", index="btree_not_null", ondelete="restrict")
    area_id = fields.Many2one("city12319.area", index="btree_not_null", ondelete="restrict")
    user_id = fields.Many2one("res.users", string="Person", index="btree_not_null", ondelete="restrict")
    points = fields.Float(required=True, digits=(6, 2), tracking=True)
    signed_points = fields.Float(compute="_compute_signed_points", store=True, digits=(6, 2), string="Counts")
    reason = fields.Char(required=True)
    attachment_ids = fields.Many2many(
        "ir.attachment", "city12319_evaluation_entry_attachment_rel", "entry_id", "attachment_id", string="Evidence",
    )
    line_ids = fields.Many2many(
        "city12319.evaluation.line", "city12319_evaluation_line_entry_rel", "entry_id", "line_id", readonly=True, copy=False,
        string="Counted in",
    )

    _points_positive = models.Constraint("CHECK(points > 0)", "Write points above zero, and choose bonus or malus.")
    _one_object = models.Constraint(
        "CHECK(num_nonnulls(department_id, area_id, user_id) = 1)", "Choose one department, area or person.",
    )

    @api.depends("kind", "points")
    def _compute_signed_points(self):
        for entry in self:
            entry.signed_points = entry.points if entry.kind == "bonus" else -entry.points

    @api.constrains("reason")
    def _check_reason(self):
        if any(not entry.reason.strip() for entry in self):
            raise ValidationError(self.env._("Write the reason."))

    def write(self, vals):
        self._refuse_lines([vals])
        if not all(name.startswith("message_") for name in vals):
            self._check_not_frozen()
        result = super().write(vals)
        self._adopt_evidence()
        return result

    @api.model_create_multi
    def create(self, vals_list):
        self._refuse_lines(vals_list)
        entries = super().create(vals_list)
        entries._adopt_evidence()
        return entries

    @api.ondelete(at_uninstall=False)
    def _unlink_except_frozen(self):
        self._check_not_frozen()

    def _refuse_lines(self, vals_list):
        if not gate_key.is_open(self.env) and any(vals.get("line_ids") for vals in vals_list):
            raise AccessError(self.env._("Which results an entry counts in is found by the computation."))

    def _check_not_frozen(self):
        # sudo: whether a frozen run counts it does not depend on who asks
        if self.sudo().line_ids.run_id.filtered(lambda run: run.state in ("frozen", "published")):
            raise UserError(self.env._("This entry counts in a frozen run and stays as it is."))

    def _adopt_evidence(self):
        """Whoever reads the entry sees its evidence."""
        for entry in self:
            mine = entry.attachment_ids.filtered(lambda file: not file.res_id and file.create_uid == self.env.user)
            mine.write({"res_model": entry._name, "res_id": entry.id, "public": False, "access_token": False})
