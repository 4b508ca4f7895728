from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from ..tools import rule_match

_STATE_KEY = object()  # no remote call can put it into a context

URGENCIES = [("normal", "Normal"), ("urgent", "Urgent"), ("critical", "Critical")]

SOURCES = [
    ("previous", "Who has it already"), ("owner", "Owner of the component"), ("keeper", "Keeper of the component"),
    ("rule", "Rule"), ("manual", "Nothing fits"), ("broken", "A rule does not work"),
]
PROPOSAL_READERS = "city12319_intake.group_dispatcher,city12319_intake.group_statistician,base.group_system"

# what decides; frozen once the rule is active, so that what was proposed stays explicable
_CONTENT = {
    "domain", "category_ids", "area_ids", "any_words", "all_words", "none_words", "valid_from", "valid_to",
    "department_id", "assist_department_ids", "urgency", "replaces_id",
}


class DispatchRule(models.Model):
    """Which department gets which orders (分派规则). Active rules are asked in order; the first that fits decides.

    How rules are matched stands in ``dispatch_rule_match``, what is checked about them in ``dispatch_rule_check``.
    """

    _name = "city12319.dispatch.rule"
    _inherit = ["mail.thread"]
    _description = "Dispatch Rule"
    _order = "sequence, id"
    _rec_names_search = ["name"]

    name = fields.Char(required=True, tracking=True)
    sequence = fields.Integer(
        string="Priority", default=100, required=True, aggregator=None, help="Rules with a lower number are asked first.",
    )
    state = fields.Selection(
        [("draft", "Draft"), ("active", "Active"), ("retired", "Retired")], required=True, readonly=True, default="draft",
        tracking=True, index=True,
    )
    note = fields.Text()

    # which orders
    category_ids = fields.Many2many(
        "city12319.category", "city12319_dispatch_rule_category_rel", "rule_id", "category_id", string="Problem categories",
        context={"active_test": False}, ondelete="restrict", help="These and everything below them. Empty: all.",
    )
    area_ids = fields.Many2many(
        "city12319.area", "city12319_dispatch_rule_area_rel", "rule_id", "area_id", string="Areas",
        context={"active_test": False}, ondelete="restrict", help="These and everything within them. Empty: everywhere.",
    )
    any_words = fields.Char(string="One of these words", help="In summary or description. Separate words by a comma.")
    all_words = fields.Char(string="All of these words")
    none_words = fields.Char(string="None of these words")
    domain = fields.Char(string="Further condition", default="[]")
    valid_from = fields.Date()
    valid_to = fields.Date()

    # what follows
    department_id = fields.Many2one(
        "city12319.department", string="Main department", required=True, index=True, ondelete="restrict", tracking=True,
    )
    assist_department_ids = fields.Many2many(
        "city12319.department", "city12319_dispatch_rule_assist_rel", "rule_id", "department_id", ondelete="restrict",
        string="Assisting departments", context={"active_test": False},
    )
    urgency = fields.Selection(URGENCIES, required=True, default="normal")

    # its life
    replaces_id = fields.Many2one(
        "city12319.dispatch.rule", readonly=True, copy=False, index="btree_not_null", ondelete="set null",
        help="Rule that is retired when this one is activated.",
    )
    dry_run_at = fields.Datetime(readonly=True, copy=False, string="Last dry run", help="Since the rule was last changed.")
    last_error = fields.Text(readonly=True, copy=False)
    last_error_at = fields.Datetime(readonly=True, copy=False)
    alerted_on = fields.Date(readonly=True, copy=False)
    is_broken = fields.Boolean(compute="_compute_is_broken", search="_search_is_broken", string="Does not work")
    shadowed_by_id = fields.Many2one(
        "city12319.dispatch.rule", compute="_compute_shadows", string="Hidden by",
        help="An earlier rule takes everything that this one could decide on.",
    )
    shadows_ids = fields.Many2many(
        "city12319.dispatch.rule", compute="_compute_shadows", string="Hides",
        help="Later rules that would never decide because of this one.",
    )
    proposed_count = fields.Integer(compute="_compute_figures", string="Proposed", help="Dispatches that it proposed.")
    accepted_count = fields.Integer(compute="_compute_figures", string="Accepted")
    accept_rate = fields.Char(
        compute="_compute_figures", help="Dispatches to the proposed department, out of those that the rule proposed.",
    )

    # the index of active rules, in order
    _active_idx = models.Index("(sequence, id) WHERE state = 'active'")

    @api.depends("last_error", "state")
    def _compute_is_broken(self):
        for rule in self:
            rule.is_broken = rule.state != "retired" and bool(rule.last_error)

    def _search_is_broken(self, operator, value):
        if operator != "in":
            return NotImplemented
        broken = Domain("state", "!=", "retired") & Domain("last_error", "not in", [False, ""])
        return broken if True in value else ~broken

    @api.depends("department_id")
    def _compute_figures(self):
        figures = self._accept_figures(self.ids)
        for rule in self:
            proposed, accepted = figures.get(rule.id, (0, 0))
            rule.proposed_count, rule.accepted_count = proposed, accepted
            rule.accept_rate = f"{accepted / proposed:.0%}" if proposed else "–"

    @api.model
    def _accept_figures(self, rule_ids=None):
        """Return ``{rule id: (dispatches it proposed, of these as proposed)}``, from the events of dispatch."""
        domain = Domain("proposal_rule_id", "in", rule_ids) if rule_ids is not None \
            else Domain("proposal_rule_id", "!=", False)
        # sudo: counts only; whoever maintains rules sees no cases
        rows = self.env["city12319.event"].sudo()._read_group(domain, ["proposal_rule_id", "proposal_accepted"], ["__count"])
        figures = {}
        for rule, accepted, count in rows:
            proposed, so_far = figures.get(rule.id, (0, 0))
            figures[rule.id] = (proposed + count, so_far + (count if accepted else 0))
        return figures

    # ------------------------------------------------------------------ checks on save

    @api.constrains("valid_from", "valid_to")
    def _check_validity(self):
        for rule in self:
            if rule.valid_from and rule.valid_to and rule.valid_to < rule.valid_from:
                raise ValidationError(self.env._("“%(rule)s” ends before it begins.", rule=rule.name))

    @api.constrains("department_id", "assist_department_ids")
    def _check_departments(self):
        for rule in self.filtered(lambda rule: rule.state != "retired"):
            closed = (rule.department_id | rule.assist_department_ids).filtered(lambda department: not department.active)
            if closed:
                raise ValidationError(self.env._(
                    "%(departments)s is closed: nothing can be dispatched there.",
                    departments=", ".join(closed.mapped("name")),
                ))
            if rule.department_id in rule.assist_department_ids:
                raise ValidationError(self.env._(
                    "%(department)s is the main department already and cannot assist itself.",
                    department=rule.department_id.name,
                ))

    @api.constrains("domain")
    def _check_domain(self):
        for rule in self:
            rule._read_condition()

    @api.constrains("any_words", "all_words", "none_words")
    def _check_words(self):
        for rule in self:
            contradiction = set(rule_match.words_of(rule.none_words)) & set(rule_match.words_of(rule.all_words))
            if contradiction:
                raise ValidationError(self.env._(
                    "“%(rule)s” asks for %(words)s and for its absence.", rule=rule.name, words="、".join(contradiction),
                ))

    # ------------------------------------------------------------------ writing

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if vals.get("state", "draft") != "draft":
                raise UserError(self.env._("A new rule is a draft. Activate it after a dry run."))
        rules = super().create(vals_list)
        self.env.registry.clear_cache()
        return rules

    def write(self, vals):
        content = _CONTENT & vals.keys()
        if content and self.filtered(lambda rule: rule.state != "draft"):
            raise UserError(self.env._("A rule that was active stays as it was. Use “Revise” and activate the new version."))
        if "state" in vals and self.env.context.get("dispatch_rule_state") is not _STATE_KEY:
            raise UserError(self.env._("Use the buttons to activate or retire a rule."))
        if content:
            vals = {**vals, "dry_run_at": False}
        result = super().write(vals)
        if content or vals.keys() & {"state", "sequence", "name"}:
            self.env.registry.clear_cache()
        if content:
            self._check_health()
        return result

    def _set_state(self, state):
        self.with_context(dispatch_rule_state=_STATE_KEY).write({"state": state})

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        if self.filtered(lambda rule: rule.state != "draft"):
            raise UserError(self.env._("Rules that were active are kept: orders refer to them. Retire them instead."))

    # ------------------------------------------------------------------ buttons

    def action_dry_run(self):
        """Open the dry run with these drafts: what would change on past orders."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Dry run"),
            "res_model": "city12319.dispatch.dry.run",
            "view_mode": "form",
            "target": "new",
            "context": {"default_rule_ids": self.filtered(lambda rule: rule.state == "draft").ids},
        }

    def action_activate(self):
        """Activate drafts; opens the dry run first when there was none since the last change.

        :raises UserError: when a rule does not work, or could never decide
        """
        drafts = self.filtered(lambda rule: rule.state == "draft")
        if drafts.filtered(lambda rule: not rule.dry_run_at):
            return drafts.action_dry_run()
        return drafts._activate()

    def _activate(self):
        self._check_departments()
        self._check_health()
        for rule in self:
            if rule.last_error:
                raise UserError(self.env._("“%(rule)s” does not work: %(error)s", rule=rule.name, error=rule.last_error))
            if rule.shadowed_by_id:
                raise UserError(self.env._(
                    "“%(rule)s” would never decide: “%(upper)s” comes before it and takes everything. "
                    "Change the priority or the conditions.",
                    rule=rule.name, upper=rule.shadowed_by_id.name,
                ))
            rule.replaces_id.filtered(lambda replaced: replaced.state == "active")._set_state("retired")
            rule._set_state("active")
        return True

    def action_retire(self):
        """Take active rules out of use."""
        self.filtered(lambda rule: rule.state == "active")._set_state("retired")
        return True

    def action_revise(self):
        """Open a draft that replaces this rule once it is activated."""
        self.ensure_one()
        draft = self.search([("replaces_id", "=", self.id), ("state", "=", "draft")], limit=1) or self.copy({
            "name": self.name, "replaces_id": self.id, "sequence": self.sequence,
        })
        return draft._action_form()

    def action_check(self):
        """Look again whether the rules work, for example after a department was opened again."""
        self._check_health()
        return True

    def _action_form(self):
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "views": [(False, "form")],
        }
