from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from odoo.addons.city12319_flow import gate_key

from ..dispatch_rule import URGENCIES

READERS = (
    "city12319_intake.group_visitor,city12319_intake.group_shift_leader,city12319_intake.group_leader,"
    "city12319_intake.group_statistician,base.group_system"
)
SCORES = ("score_result", "score_speed", "score_attitude")


class Visit(models.Model):
    """One return visit (回访): the citizen is called when a case is done, and asked for a judgement.

    Opened by the gate when a case comes to the return visit, or for a sample of the tickets answered on the spot. What
    the visitor enters while calling is written freely; everything else by the methods of this model.
    """

    _name = "city12319.visit"
    _description = "Return Visit"
    _order = "id desc"
    _rec_names_search = ["name", "summary"]

    # what it is about: copied when it is opened, for lists and figures
    name = fields.Char(string="Case", required=True, readonly=True)
    order_id = fields.Many2one("city12319.order", readonly=True, index="btree_not_null", ondelete="restrict")
    ticket_id = fields.Many2one("city12319.ticket", required=True, readonly=True, index=True, ondelete="restrict")
    round = fields.Integer(required=True, default=1, readonly=True, aggregator=None)
    summary = fields.Char(readonly=True)
    category_id = fields.Many2one("city12319.category", string="Problem category", readonly=True, ondelete="restrict")
    service_type_id = fields.Many2one("city12319.service.type", readonly=True, ondelete="restrict")
    source_id = fields.Many2one("city12319.source", readonly=True, ondelete="restrict")
    area_id = fields.Many2one("city12319.area", readonly=True, ondelete="restrict")
    department_id = fields.Many2one(
        "city12319.department", string="Handled by", readonly=True, ondelete="restrict", index="btree_not_null",
    )
    urgency = fields.Selection(URGENCIES, required=True, default="normal", readonly=True)

    # whether and why it is called
    sampled = fields.Boolean(readonly=True, string="Drawn")
    sample_rule_id = fields.Many2one("city12319.visit.rule", string="Drawn by", readonly=True, ondelete="restrict")
    sample_why = fields.Selection(
        [
            ("number", "By its number"), ("unsatisfied", "Unsatisfied before"), ("minimum", "Minimum of the unit"),
            ("no_rule", "No rule: all are called"), ("no_phone", "No number to call"),
        ],
        readonly=True, string="Why",
    )
    sample_number = fields.Integer(readonly=True, aggregator=None, string="Number drawn")
    sample_percent = fields.Float(readonly=True, aggregator=None, digits=(5, 2), string="Share at that time (%)")

    # the work
    state = fields.Selection(
        [
            ("waiting", "To call"), ("done", "Answered"), ("unreached", "Not reached"), ("skipped", "Not called"),
            ("cancelled", "Taken back"),
        ],
        required=True, readonly=True, default="waiting",
    )
    priority = fields.Selection([("0", "Normal"), ("1", "Important"), ("2", "First of all")], required=True, default="0")
    opened_at = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now)
    due_at = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now)
    overdue = fields.Boolean(compute="_compute_overdue", search="_search_overdue")
    overdue_label = fields.Char(compute="_compute_overdue", string="Late", help="Readable without colour.")
    time_id = fields.Many2one("city12319.visit.time", string="Best time to call", ondelete="restrict")
    not_before = fields.Datetime(readonly=True, string="Not before", help="Agreed with the citizen, or the next half-day.")
    visitor_id = fields.Many2one(
        "res.users", readonly=True, index="btree_not_null", ondelete="restrict", string="Visitor",
        domain=lambda self: [("all_group_ids", "in", self.env.ref("city12319_intake.group_visitor").ids)],
    )
    assigned_at = fields.Datetime(readonly=True)
    attempt_ids = fields.One2many("city12319.visit.attempt", "visit_id", string="Calls", readonly=True)
    attempt_count = fields.Integer(readonly=True, string="Calls tried")
    last_attempt_at = fields.Datetime(readonly=True, string="Last call")
    last_outcome_id = fields.Many2one("city12319.visit.outcome", readonly=True, ondelete="restrict", string="Last outcome")
    may_give_up = fields.Boolean(readonly=True, string="May be closed as not reached")

    # what the citizen says
    result_id = fields.Many2one("city12319.result", string="Citizen's judgement", ondelete="restrict")
    score_result = fields.Integer(string="Result (1–5)", aggregator="avg")
    score_speed = fields.Integer(string="Speed (1–5)", aggregator="avg")
    score_attitude = fields.Integer(string="Attitude (1–5)", aggregator="avg")
    proxy = fields.Selection(
        [
            ("none", "The citizen"), ("other", "Somebody else on the citizen's behalf"),
            ("agent", "Nobody: entered by the hotline"),
        ],
        required=True, default="none", string="Who answered",
    )
    comment = fields.Text(string="What the citizen said")
    justified = fields.Boolean(string="With cause", help="The citizen has a reason that can be acted on.")
    cause = fields.Text(string="What is still wrong")
    call_ref = fields.Char(string="Recording", help="Reference of the recorded call.")
    attachment_ids = fields.Many2many(
        "ir.attachment", "city12319_visit_attachment_rel", "visit_id", "attachment_id", string="Proof",
    )

    # what came of it: counted in statistics
    done_at = fields.Datetime(readonly=True)
    done_by_id = fields.Many2one("res.users", readonly=True, index="btree_not_null", ondelete="restrict", string="Done by")
    reason = fields.Text(readonly=True, help="Why it was not called, or not reached.")
    reached = fields.Integer(readonly=True)
    effective = fields.Integer(readonly=True, string="Effective answers")
    satisfied = fields.Integer(readonly=True)
    unsatisfied = fields.Integer(readonly=True)
    redone = fields.Integer(readonly=True, string="Had done again")

    # the queue; what one visitor has; the minimum of a unit; figures of a visitor
    _queue_idx = models.Index("(priority DESC, due_at, id) WHERE state = 'waiting' AND visitor_id IS NULL")
    _mine_idx = models.Index("(visitor_id, due_at) WHERE state = 'waiting'")
    _minimum_idx = models.Index("(department_id, sample_rule_id, opened_at) WHERE sampled")
    _done_idx = models.Index("(done_by_id, done_at) WHERE done_at IS NOT NULL")
    _default_list_idx = models.Index("(state, id DESC)")

    @api.depends("state", "due_at")
    def _compute_overdue(self):
        now = fields.Datetime.now()
        for visit in self:
            visit.overdue = visit.state == "waiting" and bool(visit.due_at) and visit.due_at < now
            visit.overdue_label = visit.overdue and self.env._("Overdue")

    def _search_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        overdue = fields.Domain("state", "=", "waiting") & fields.Domain("due_at", "<", fields.Datetime.now())
        return fields.Domain.OR([overdue if wanted else ~overdue for wanted in value])

    @api.depends("name", "round")
    def _compute_display_name(self):
        for visit in self:
            visit.display_name = visit.name if visit.round < 2 else self.env._(
                "%(case)s, round %(round)s", case=visit.name, round=visit.round,
            )

    @api.constrains(*SCORES)
    def _check_scores(self):
        for visit in self:
            if any(not 0 <= visit[name] <= 5 for name in SCORES):
                raise ValidationError(self.env._("Scores go from 1 to 5."))

    # ------------------------------------------------------------------ guarded writing

    @api.model
    def _answer_fields(self):
        """Return the names of fields that the visitor fills in while calling."""
        return {
            "result_id", *SCORES, "proxy", "comment", "justified", "cause", "call_ref", "attachment_ids", "time_id",
        }

    @api.model_create_multi
    def create(self, vals_list):
        if not gate_key.is_open(self.env):
            raise AccessError(self.env._("Return visits are opened by the flow itself, when a case is done."))
        return super().create(vals_list)

    def write(self, vals):
        if gate_key.is_open(self.env):
            return super().write(vals)
        leads = self.env.user.has_group("city12319_intake.group_shift_leader")
        allowed = {"priority", "visitor_id", "time_id"} if leads else set()
        if self.env.user.has_group("city12319_intake.group_visitor"):
            allowed |= self._answer_fields()
        self._refuse_names(vals.keys() - allowed)
        if vals.keys() & (self._answer_fields() - {"time_id"}):
            self._check_mine()
        if "visitor_id" not in vals:
            return super().write(vals)
        self._assign(self.env["res.users"].browse(vals["visitor_id"] or []))
        rest = {name: value for name, value in vals.items() if name != "visitor_id"}
        return super().write(rest) if rest else True

    @api.model
    def _refuse_names(self, names):
        if names:
            labels = ", ".join(sorted(
                self._fields[name]._description_string(self.env) if name in self._fields else name for name in names
            ))
            raise AccessError(self.env._("%(fields)s of a return visit cannot be changed here.", fields=labels))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_never(self):
        raise UserError(self.env._("Return visits are permanent records and are never deleted."))

    def _check_mine(self):
        """Refuse whoever does not have this visit."""
        for visit in self:
            if visit.state != "waiting":
                raise UserError(self.env._("The visit for %(case)s is finished.", case=visit.name))
            if visit.visitor_id != self.env.user:
                raise UserError(self.env._(
                    "The visit for %(case)s is with %(visitor)s. Take it over first.",
                    case=visit.name, visitor=visit.visitor_id.name,
                ) if visit.visitor_id else self.env._("Take the visit for %(case)s over first.", case=visit.name))

    def _gated(self):
        """Return the visits as the methods of this model write them."""
        # sudo: who may do it is checked before; the gate key opens what nobody writes by hand
        return gate_key.opened(self.sudo())

    @api.model
    def _zone(self):
        return ZoneInfo(self.env["ir.config_parameter"].sudo().get_param("city12319.timezone") or "Asia/Shanghai")

    @api.model
    def _setting(self, name, default):
        """Return a whole number or switch of the settings."""
        value = self.env["ir.config_parameter"].sudo().get_param(f"city12319.visit_{name}")
        return {"True": 1, "False": 0}.get(value) if value in ("True", "False") else int(value or default)
