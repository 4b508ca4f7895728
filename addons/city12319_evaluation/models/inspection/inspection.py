from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.city12319_flow import gate_key

STATES = [("draft", "To be checked"), ("submitted", "Submitted"), ("appealed", "Appealed"), ("final", "Final")]
_FREE = ("message_", "activity_")


class Inspection(models.Model):
    """A spot check of a unit's work (抽查): a closed order or a place, with points deducted. Its steps: ``inspection_steps``.

    Draft → submitted → appealed (once, in time) → final. What was submitted stays as it is; nothing changes a final one.
    """

    _name = "city12319.inspection"
    _inherit = ["mail.thread", "city12319.appeal.mixin"]
    _description = "Spot Check"
    _order = "id desc"
    _rec_names_search = ["name", "subject"]
    _mail_post_access = "read"

    name = fields.Char(string="Number", readonly=True, copy=False)
    state = fields.Selection(STATES, required=True, readonly=True, default="draft", copy=False, tracking=True)
    plan_id = fields.Many2one("city12319.inspection.plan", readonly=True, index="btree_not_null", ondelete="restrict")

    # what is checked: a copy of the order's content, since inspectors do not read every closed order
    department_id = fields.Many2one("city12319.department", string="Unit", required=True, index=True, ondelete="restrict")
    order_id = fields.Many2one("city12319.order", readonly=True, index="btree_not_null", ondelete="restrict")
    subject = fields.Char(string="What is checked", required=True)
    address = fields.Char()
    area_id = fields.Many2one("city12319.area", index="btree_not_null", ondelete="restrict")
    order_result = fields.Text(string="Result that the unit reported", readonly=True)

    # what was found
    inspector_id = fields.Many2one(
        "res.users", required=True, default=lambda self: self.env.user, index=True, ondelete="restrict",
        domain=lambda self: [("all_group_ids", "in", self.env.ref("city12319_intake.group_inspector").ids)],
    )
    at = fields.Datetime(string="Checked at", copy=False)
    line_ids = fields.One2many("city12319.inspection.line", "inspection_id", string="Items", copy=False)
    photo_ids = fields.Many2many(
        "ir.attachment", "city12319_inspection_photo_rel", "inspection_id", "attachment_id", string="Photos", copy=False,
        ondelete="restrict",
    )
    text = fields.Text(string="What was found", copy=False)
    points = fields.Float(
        compute="_compute_points", store=True, precompute=True, digits=(6, 2), string="Points deducted",
    )

    # what the unit says to it, and what was decided
    appealed_by_id = fields.Many2one("res.users", readonly=True, copy=False, ondelete="restrict")
    decision = fields.Selection(
        [("upheld", "Points stay"), ("waived", "Points waived")], readonly=True, copy=False, tracking=True,
    )
    final_points = fields.Float(readonly=True, copy=False, digits=(6, 2), string="Points that count")
    may_appeal = fields.Boolean(compute="_compute_may", string="May appeal")
    may_decide = fields.Boolean(compute="_compute_may", string="May decide")

    _name_uniq = models.UniqueIndex("(name)", "This number is taken.")
    _order_uniq = models.UniqueIndex("(plan_id, order_id) WHERE order_id IS NOT NULL", "The plan has drawn this order already.")
    # final ones of a period, by unit and by inspector
    _at_idx = models.Index("(at) WHERE state = 'final'")

    @api.depends("line_ids.points")
    def _compute_points(self):
        for inspection in self:
            inspection.points = sum(inspection.line_ids.mapped("points"))

    @api.depends("state", "appeal_until", "department_id")
    @api.depends_context("uid")
    def _compute_may(self):
        now = fields.Datetime.now()
        decides = self.env.user.has_groups("city12319_intake.group_shift_leader,city12319_intake.group_leader")
        for inspection in self:
            # sudo: looks at who belongs to the unit, nothing else
            of_unit = self.env.user in inspection.sudo().department_id.visible_user_ids
            inspection.may_appeal = of_unit and inspection._can_still_be_appealed(now)
            inspection.may_decide = decides and inspection.state == "appealed"

    # ------------------------------------------------------------------ guarded writing

    @api.model
    def _gated_fields(self):
        """Return the names of fields that only the steps of a spot check write."""
        return {
            "name", "state", "plan_id", "order_id", "order_result", "submitted_at", "appeal_until", "appeal_reason",
            "appealed_by_id", "appealed_at", "decision", "decision_text", "decided_by_id", "decided_at", "final_points",
            "final_at",
        }

    @api.model_create_multi
    def create(self, vals_list):
        if not gate_key.is_open(self.env):
            for vals in vals_list:
                self._refuse_gated({name for name in self._gated_fields() & vals.keys() if vals[name]} - {"state"})
                if vals.get("state", "draft") != "draft":
                    self._refuse_gated({"state"})
        numbers = self.env["city12319.numbering"]._take("inspection", len(vals_list))
        inspections = super().create([{**vals, "name": number} for vals, number in zip(vals_list, numbers, strict=True)])
        inspections._adopt_photos()
        return inspections

    def write(self, vals):
        if not gate_key.is_open(self.env):
            self._refuse_gated(self._gated_fields() & vals.keys())
            content = [name for name in vals if not name.startswith(_FREE)]
            done = self.filtered(lambda inspection: inspection.state != "draft")[:1]
            if content and done:
                raise UserError(self.env._("%(number)s was submitted and stays as it is.", number=done.name))
        result = super().write(vals)
        if "photo_ids" in vals:
            self._adopt_photos()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_submitted(self):
        if any(inspection.state != "draft" for inspection in self):
            raise UserError(self.env._("A spot check that was submitted is kept."))

    def _refuse_gated(self, names):
        if names:
            labels = ", ".join(sorted(self._fields[name]._description_string(self.env) for name in names))
            raise AccessError(self.env._("%(fields)s cannot be edited by hand. Use the buttons.", fields=labels))

    def _adopt_photos(self):
        """Make uploaded photos files of the spot check, so that whoever reads it sees them. Foreign files are refused."""
        for inspection in self:
            photos = inspection.photo_ids.sudo()  # sudo: files that nobody has adopted belong to who uploaded them
            new = photos.filtered(lambda photo, own=inspection: (photo.res_model, photo.res_id) != (own._name, own.id))
            if new.filtered(lambda photo: photo.res_id or photo.create_uid != self.env.user and not self.env.su):
                raise AccessError(self.env._("Upload the photo here: a file that belongs to something else cannot be used."))
            new.write({"res_model": inspection._name, "res_id": inspection.id, "public": False, "access_token": False})
