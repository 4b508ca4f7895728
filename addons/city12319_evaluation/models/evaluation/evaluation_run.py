from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.city12319_flow import gate_key

from ...tools import periods

STATES = [
    ("draft", "Draft"), ("queued", "Waits to be computed"), ("computing", "Being computed"), ("computed", "Computed"),
    ("failed", "Failed"), ("frozen", "Frozen"), ("published", "Published"),
]
_RESTING = ("draft", "computed", "failed")


class EvaluationRun(models.Model):
    """One evaluation: a scheme over a period. Computed as often as needed, then frozen, then published to those judged."""

    _name = "city12319.evaluation.run"
    _inherit = ["mail.thread"]
    _description = "Evaluation Run"
    _order = "date_from desc, id desc"
    _rec_names_search = ["scheme_id"]

    name = fields.Char(compute="_compute_name")
    scheme_id = fields.Many2one(
        "city12319.evaluation.scheme", required=True, index=True, ondelete="restrict",
        domain="[('state', '!=', 'draft')]",
    )
    object = fields.Selection(related="scheme_id.object")
    period = fields.Selection(related="scheme_id.period")
    date_from = fields.Date(required=True, string="From", default=lambda self: self._default_date_from())
    date_to = fields.Date(compute="_compute_date_to", store=True, precompute=True, string="Until")
    state = fields.Selection(STATES, required=True, readonly=True, default="draft", copy=False, tracking=True)
    step = fields.Integer(readonly=True, copy=False, aggregator=None)
    steps = fields.Integer(readonly=True, copy=False, aggregator=None)
    progress = fields.Integer(compute="_compute_progress", string="Progress (%)")
    trouble = fields.Text(readonly=True, copy=False, string="What went wrong")
    computed_at = fields.Datetime(readonly=True, copy=False)
    computed_by_id = fields.Many2one("res.users", readonly=True, copy=False, ondelete="restrict")
    frozen_at = fields.Datetime(readonly=True, copy=False)
    frozen_by_id = fields.Many2one("res.users", readonly=True, copy=False, ondelete="restrict")
    published_at = fields.Datetime(readonly=True, copy=False)
    published_by_id = fields.Many2one("res.users", readonly=True, copy=False, ondelete="restrict")
    line_ids = fields.One2many("city12319.evaluation.line", "run_id", readonly=True)
    line_count = fields.Integer(compute="_compute_line_count", string="Results")

    _period_uniq = models.Constraint("UNIQUE(scheme_id, date_from)", "This scheme has a run for this period already.")
    _queue_idx = models.Index("(id) WHERE state IN ('queued', 'computing')")

    @api.model
    def _default_date_from(self):
        return periods.before("month", fields.Date.context_today(self))[0]

    @api.depends("scheme_id.period", "date_from")
    def _compute_date_to(self):
        for run in self:
            run.date_to = run.date_from and run.scheme_id and periods.containing(run.scheme_id.period, run.date_from)[1]

    @api.depends("scheme_id.name", "date_from", "date_to")
    @api.depends_context("lang")
    def _compute_name(self):
        for run in self:
            days = dict.fromkeys(str(day) for day in (run.date_from, run.date_to) if day)
            run.name = f"{run.scheme_id.name or ''} {' – '.join(days)}"

    @api.depends("step", "steps", "state")
    def _compute_progress(self):
        for run in self:
            done = run.state in ("computed", "frozen", "published")
            run.progress = 100 if done else run.steps and 100 * run.step // run.steps

    def _compute_line_count(self):
        counts = dict(self.env["city12319.evaluation.line"]._read_group(
            [("run_id", "in", self.ids)], ["run_id"], ["__count"]))
        for run in self:
            run.line_count = counts.get(run, 0)

    @api.onchange("scheme_id", "date_from")
    def _onchange_period(self):
        if self.scheme_id and self.date_from:
            self.date_from = periods.containing(self.scheme_id.period, self.date_from)[0]

    @api.constrains("scheme_id", "date_from")
    def _check_period(self):
        for run in self:
            if run.scheme_id.state == "draft":
                raise UserError(self.env._("Publish the scheme first: a draft judges nobody."))
            if run.date_from != periods.containing(run.scheme_id.period, run.date_from)[0]:
                raise UserError(self.env._("%(day)s is not the first day of a period of this scheme.", day=run.date_from))

    # ------------------------------------------------------------------ guarded writing

    @api.model_create_multi
    def create(self, vals_list):
        if not gate_key.is_open(self.env) and any(vals.get("state", "draft") != "draft" for vals in vals_list):
            raise UserError(self.env._("A run begins as a draft."))
        return super().create(vals_list)

    def write(self, vals):
        if not gate_key.is_open(self.env):
            names = {name for name in vals if not name.startswith("message_")}
            if names - {"scheme_id", "date_from"}:
                raise UserError(self.env._("A run is computed, frozen and published through its buttons."))
            if names and any(run.state not in _RESTING or run.line_ids for run in self):
                raise UserError(self.env._("This run was computed for its scheme and period. Make another one."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_frozen(self):
        if any(run.state in ("frozen", "published") for run in self):
            raise UserError(self.env._("A run that was frozen is kept."))

    # ------------------------------------------------------------------ steps of people

    def action_compute(self):
        """Let the run be computed in the background, anew if it was computed before."""
        self.check_access("write")
        for run in self:
            run._require(_RESTING)
            run._opened().write({"state": "queued", "step": 0, "steps": 0, "trouble": False, "computed_by_id": self.env.uid})
        # sudo: wakes the job; what it computes was allowed above
        self.env.ref("city12319_evaluation.ir_cron_compute").sudo()._trigger()
        return True

    def action_freeze(self):
        """Freeze the results: nothing computes them again, and what was counted stays as it is."""
        self.check_access("write")
        for run in self:
            run._require(("computed",))
            run._opened().write({"state": "frozen", "frozen_at": fields.Datetime.now(), "frozen_by_id": self.env.uid})
        return True

    def action_publish(self):
        """Show the results to those who were judged."""
        self.check_access("write")
        for run in self:
            run._require(("frozen",))
            run._opened().write({
                "state": "published", "published_at": fields.Datetime.now(), "published_by_id": self.env.uid,
            })
        return True

    def action_open_lines(self):
        """Open the ranking."""
        self.ensure_one()
        return {
            **self.env["ir.actions.act_window"]._for_xml_id("city12319_evaluation.evaluation_line_action"),
            "name": self.name,
            "domain": [("run_id", "=", self.id)],
            "context": {},
        }

    def _require(self, states):
        if self.state not in states:
            raise UserError(self.env._(
                "“%(run)s” is in the state “%(state)s”: this is not possible now.", run=self.display_name,
                state=dict(self._fields["state"]._description_selection(self.env))[self.state],
            ))

    def _opened(self):
        # sudo: the person was checked; results are written by the computation alone
        return gate_key.opened(self.sudo())
