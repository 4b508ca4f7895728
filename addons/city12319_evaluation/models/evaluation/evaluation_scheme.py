from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from odoo.addons.city12319_flow import gate_key

from ...tools.periods import KINDS

OBJECTS = [("department", "Departments"), ("area", "Areas"), ("post", "People of a post")]
POSTS = [
    ("agent", "Agents"), ("shift_leader", "Shift leaders"), ("dispatcher", "Dispatchers"), ("inspector", "Inspectors"),
    ("visitor", "Return visitors"),
]
PERIODS = [("day", "Day"), ("week", "Week"), ("month", "Month"), ("quarter", "Quarter"), ("year", "Year")]
assert tuple(code for code, _label in PERIODS) == KINDS
_ALWAYS = {"name", "note"}  # words, in whatever language


class EvaluationScheme(models.Model):
    """How units, areas or people are judged (评价方案): figures with weights, grades, a kind of period.

    A record is one version. A published version is frozen: what it was judged by can be read years later. Changes are
    made in a new version, which takes over on its first day.
    """

    _name = "city12319.evaluation.scheme"
    _inherit = ["mail.thread"]
    _description = "Evaluation Scheme"
    _order = "object, code, version desc"
    _rec_names_search = ["name", "code"]

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, copy=True)
    version = fields.Integer(default=1, required=True, readonly=True, copy=False, aggregator=None)
    state = fields.Selection(
        [("draft", "Draft"), ("published", "Published"), ("retired", "Retired")], required=True, readonly=True,
        default="draft", copy=False, tracking=True,
    )
    object = fields.Selection(OBJECTS, string="Who is judged", required=True, default="department")
    post = fields.Selection(POSTS, help="People with this role.")
    area_level = fields.Selection(
        selection=lambda self: self.env["city12319.area"]._fields["level"]._description_selection(self.env),
        default="district", help="Cases of smaller areas count for the area of this level that they lie in.",
    )
    department_ids = fields.Many2many(
        "city12319.department", "city12319_evaluation_scheme_department_rel", "scheme_id", "department_id",
        string="Only these departments", help="Empty: all that are in use.",
    )
    with_below = fields.Boolean(string="With units below", help="Cases of the units below count for a department too.")
    period = fields.Selection(PERIODS, required=True, default="month")
    automatic = fields.Boolean(default=True, help="A run is computed by itself when a period is over.")
    valid_from = fields.Date(readonly=True, copy=False)
    valid_to = fields.Date(readonly=True, copy=False, string="Valid until")
    indicator_ids = fields.One2many("city12319.evaluation.indicator", "scheme_id", copy=True)
    grade_ids = fields.One2many("city12319.evaluation.grade", "scheme_id", copy=True)
    weight = fields.Float(compute="_compute_weight", string="Sum of weights")
    note = fields.Text(translate=True)

    _version_uniq = models.Constraint("UNIQUE(code, version)", "This version of the scheme exists already.")
    _draft_uniq = models.UniqueIndex("(code) WHERE state = 'draft'", "This scheme has a draft already.")
    _post_check = models.Constraint("CHECK(object <> 'post' OR post IS NOT NULL)", "Choose the post.")
    _level_check = models.Constraint("CHECK(object <> 'area' OR area_level IS NOT NULL)", "Choose the level of the areas.")

    @api.depends("name", "version")
    def _compute_display_name(self):
        for scheme in self:
            scheme.display_name = f"{scheme.name or ''} v{scheme.version}"

    @api.depends("indicator_ids.weight", "indicator_ids.method")
    def _compute_weight(self):
        for scheme in self:
            scheme.weight = sum(scheme.indicator_ids.filtered(lambda item: item.method != "per_unit").mapped("weight"))

    @api.constrains("object", "indicator_ids")
    def _check_indicators(self):
        self.indicator_ids._check_object()

    def write(self, vals):
        if not gate_key.is_open(self.env):
            if {"state", "valid_from", "valid_to", "version"} & vals.keys():
                raise UserError(self.env._("A scheme is published and retired through its buttons."))
            if vals.keys() - _ALWAYS and not all(name.startswith("message_") for name in vals):
                self._check_draft()
        return super().write(vals)

    @api.model_create_multi
    def create(self, vals_list):
        if not gate_key.is_open(self.env) and any(vals.get("state", "draft") != "draft" for vals in vals_list):
            raise UserError(self.env._("A scheme begins as a draft."))
        return super().create(vals_list)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_published(self):
        self._check_draft()

    def _check_draft(self):
        frozen = self.filtered(lambda scheme: scheme.state != "draft")[:1]
        if frozen:
            raise UserError(self.env._(
                "“%(scheme)s” was published and stays as it is. Make a new version of it.", scheme=frozen.display_name,
            ))

    # ------------------------------------------------------------------ versions

    def action_publish(self):
        """Freeze this version and let it be used from today on; the version before ends yesterday."""
        self.check_access("write")
        for scheme in self:
            scheme._publish(fields.Date.context_today(scheme))
        return True

    def _publish(self, day):
        """Publish from ``day`` on."""
        day = fields.Date.to_date(day)
        self._check_draft()
        if not self.weight:
            raise ValidationError(self.env._("Choose at least one figure with a weight before you publish."))
        if not self.grade_ids:
            raise ValidationError(self.env._("Add grades before you publish."))
        opened = gate_key.opened(self)
        before = self.search([("code", "=", self.code), ("state", "=", "published"), ("id", "!=", self.id)])
        for scheme in gate_key.opened(before):
            last = max(day - timedelta(days=1), scheme.valid_from)
            scheme.write({"state": "retired", "valid_to": last})
        opened.write({"state": "published", "valid_from": day})

    def action_new_version(self):
        """Open a draft of the next version: this one, to be changed."""
        self.ensure_one()
        self.check_access("write")
        draft = self.search([("code", "=", self.code), ("state", "=", "draft")], limit=1)
        if not draft:
            newest = self.search([("code", "=", self.code)], order="version desc", limit=1)
            draft = gate_key.closed(gate_key.opened(self).copy({"version": newest.version + 1, "name": self.name}))
        return draft.get_formview_action()

    def action_retire(self):
        """Let this version no longer be used."""
        self.check_access("write")
        for scheme in self.filtered(lambda scheme: scheme.state == "published"):
            today = fields.Date.context_today(scheme)
            gate_key.opened(scheme).write({"state": "retired", "valid_to": max(today, scheme.valid_from)})
        return True

    # ------------------------------------------------------------------ who is judged

    def _objects(self):
        """Return the records that are judged, in their order."""
        self.ensure_one()
        if self.object == "department":
            return self.department_ids or self.env["city12319.department"].search(Domain.TRUE)
        if self.object == "area":
            return self.env["city12319.area"].search([("level", "=", self.area_level)])
        group = self.env.ref(f"city12319_intake.group_{self.post}")
        # sudo: who has a role; direct members only, since a shift leader has the rights of an agent but not the post
        return self.env["res.users"].sudo().search([("group_ids", "in", group.ids)], order="name, id").sudo(False)

    def _members(self, objects):
        """Return ``[(id that facts carry, id that is judged)]``: an area stands for all that lies in it."""
        if self.object == "post" or (self.object == "department" and not self.with_below):
            return [(record.id, record.id) for record in objects]
        # closed ones too: cases of the past stay where they were
        below = objects.with_context(active_test=False).search([("id", "child_of", objects.ids)])
        judged = set(objects.ids)
        return [
            (record.id, above)
            for record in below for above in map(int, record.parent_path.strip("/").split("/")) if above in judged
        ]
