from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from odoo.addons.city12319_flow import gate_key

STATES = [("draft", "To be scored"), ("submitted", "Open to appeal"), ("appealed", "Appealed"), ("final", "Final")]
LEADERS = "city12319_intake.group_shift_leader"
CHECKERS = f"city12319_quality.group_quality,{LEADERS}"
_FREE = ("message_", "activity_")
_CONTENT = {"line_ids", "comment", "checker_id"}


class QualityCheck(models.Model):
    """One call judged by a score sheet (质检). Its steps: ``quality_steps``.

    Draft → submitted (the agent reads it) → appealed (once, in time) → final. What was submitted stays as it is.
    """

    _name = "city12319.quality.check"
    _inherit = ["mail.thread", "city12319.appeal.mixin"]
    _description = "Quality Check"
    _order = "id desc"
    _mail_post_access = "read"

    name = fields.Char(string="Number", readonly=True, copy=False)
    state = fields.Selection(STATES, required=True, readonly=True, default="draft", copy=False, tracking=True)
    draw_id = fields.Many2one("city12319.quality.draw", readonly=True, index="btree_not_null", ondelete="restrict")

    # what is judged; the content of the ticket is shown to whoever judges, who reads no tickets otherwise
    call_id = fields.Many2one("city12319.call", required=True, index=True, ondelete="restrict")
    agent_id = fields.Many2one(
        "res.users", compute="_compute_of_call", store=True, precompute=True, string="Agent", ondelete="restrict",
    )
    offered_at = fields.Datetime(compute="_compute_of_call", store=True, precompute=True, string="Call at")
    talk_seconds = fields.Float(related="call_id.talk_seconds")
    satisfaction = fields.Integer(related="call_id.satisfaction")
    disposition = fields.Selection(related="call_id.disposition")
    disposition_note = fields.Char(related="call_id.disposition_note")
    has_recording = fields.Boolean(compute="_compute_recording", compute_sudo=True)
    recording_url = fields.Char(compute="_compute_recording", compute_sudo=True, string="Recording")
    has_ticket = fields.Boolean(compute="_compute_ticket", compute_sudo=True)
    ticket_name = fields.Char(compute="_compute_ticket", compute_sudo=True, string="Ticket")
    ticket_summary = fields.Char(compute="_compute_ticket", compute_sudo=True, string="Summary")
    ticket_text = fields.Text(compute="_compute_ticket", compute_sudo=True, string="Description")
    ticket_category = fields.Char(compute="_compute_ticket", compute_sudo=True, string="Class")
    ticket_address = fields.Char(compute="_compute_ticket", compute_sudo=True, string="Address")

    # by whom and how
    sheet_id = fields.Many2one("city12319.quality.sheet", required=True, index=True, ondelete="restrict")
    checker_id = fields.Many2one(
        "res.users", string="Checker", required=True, default=lambda self: self.env.user, ondelete="restrict",
        domain=lambda self: [("all_group_ids", "in", [self.env.ref(name).id for name in CHECKERS.split(",")])],
    )
    line_ids = fields.One2many("city12319.quality.line", "check_id", string="Items", copy=False)
    comment = fields.Text(copy=False, help="What was good, what can be better. The agent reads it.")
    score = fields.Float(
        compute="_compute_score", store=True, digits=(6, 2), aggregator="avg",
        help="Points given ÷ points possible × 100; 0 with a fatal fault. Items that do not apply count on neither side.",
    )
    fatal = fields.Boolean(compute="_compute_score", store=True, string="Fatal fault")

    # what the agent says to it, and what was decided
    decision = fields.Selection(
        [("upheld", "Score stays"), ("changed", "Score changed")], readonly=True, copy=False, tracking=True,
    )
    final_score = fields.Float(readonly=True, copy=False, digits=(6, 2), aggregator="avg", string="Score that counts")
    passed = fields.Boolean(compute="_compute_passed", store=True, help="By the score that counts, once it is final.")
    may_appeal = fields.Boolean(compute="_compute_may", string="May appeal")
    may_decide = fields.Boolean(compute="_compute_may", string="May decide")

    _name_uniq = models.UniqueIndex("(name)", "This number is taken.")
    _call_uniq = models.UniqueIndex("(call_id, sheet_id)", "This call is checked with this sheet already.")
    # an agent's results of a period
    _agent_idx = models.Index("(agent_id, offered_at DESC)")
    # a checker's own work
    _checker_idx = models.Index("(checker_id, state)")

    @api.depends("call_id.agent_id", "call_id.offered_at")
    def _compute_of_call(self):
        for check in self:
            call = check.call_id.sudo()  # sudo: copied once; who reads the check may not read the call
            check.agent_id, check.offered_at = call.agent_id, call.offered_at

    @api.depends("call_id")
    def _compute_recording(self):
        for check in self:
            check.has_recording = bool(check.call_id.recording_path)
            check.recording_url = check.call_id.recording_url

    @api.depends("call_id.ticket_id")
    def _compute_ticket(self):
        for check in self:
            ticket = check.call_id.ticket_id
            check.has_ticket, check.ticket_name = bool(ticket), ticket.name
            check.ticket_summary, check.ticket_text = ticket.summary, ticket.description
            check.ticket_category, check.ticket_address = ticket.category_id.display_name, ticket.address

    @api.depends("line_ids.points", "line_ids.failed", "line_ids.applies")
    def _compute_score(self):
        for check in self:
            lines = check.line_ids.filtered("applies")
            possible = sum(lines.item_id.mapped("max_points"))
            check.fatal = any(line.failed for line in lines)
            check.score = 0.0 if check.fatal or not possible else round(100 * sum(lines.mapped("points")) / possible, 2)

    @api.depends("state", "final_score", "sheet_id.pass_score")
    def _compute_passed(self):
        for check in self:
            check.passed = check.state == "final" and check.final_score >= check.sheet_id.pass_score

    @api.depends("state", "appeal_until", "agent_id")
    @api.depends_context("uid")
    def _compute_may(self):
        now, user = fields.Datetime.now(), self.env.user
        leads = user.has_group(LEADERS)
        for check in self:
            check.may_appeal = check.agent_id == user and check._can_still_be_appealed(now)
            check.may_decide = leads and check.state == "appealed" and user not in (check.checker_id | check.agent_id)

    @api.constrains("checker_id", "call_id")
    def _check_checker(self):
        for check in self:
            if check.checker_id in check.call_id.sudo().leg_ids.user_id:  # sudo: who took part
                raise ValidationError(self.env._("Nobody checks the own calls: choose another checker."))
            if not check.checker_id.has_groups(CHECKERS):
                raise ValidationError(self.env._("%(user)s is no quality checker.", user=check.checker_id.name))
            if not check.agent_id:
                raise ValidationError(self.env._("No agent talked in this call: there is nothing to judge."))

    # ------------------------------------------------------------------ guarded writing

    @api.model_create_multi
    def create(self, vals_list):
        """Create checks, each with one line for each item of its sheet. By hand, shift leaders choose a call."""
        if not gate_key.is_open(self.env):
            for vals in vals_list:
                self._refuse(vals.keys() - _CONTENT - {"call_id", "sheet_id", "message_follower_ids"})
        if not vals_list:
            return self.browse()
        numbers = self.env["city12319.numbering"]._take("quality_check", len(vals_list))
        checks = super().create([{**vals, "name": number} for vals, number in zip(vals_list, numbers, strict=True)])
        lines = self.env["city12319.quality.line"]
        # sudo: the lines belong to the check; the items are those of its sheet
        lines.sudo().create([
            {"check_id": check.id, "item_id": item.id, "points": item.max_points,
             "applies": item.about == "call" or check.has_ticket}
            for check in checks for item in check.sheet_id.item_ids if item not in check.line_ids.item_id
        ])
        return checks

    def write(self, vals):
        if not gate_key.is_open(self.env):
            names = {name for name in vals if not name.startswith(_FREE)}
            self._refuse(names - _CONTENT)
            done = self.filtered(lambda check: check.state != "draft")[:1]
            if names and done:
                raise UserError(self.env._("%(number)s was submitted and stays as it is.", number=done.name))
            if "checker_id" in names and not self.env.user.has_group(LEADERS):
                raise AccessError(self.env._("Shift leaders hand checks over."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("Quality checks are kept."))

    def _refuse(self, names):
        if names:
            labels = ", ".join(sorted(
                self._fields[name]._description_string(self.env) if name in self._fields else name for name in names))
            raise AccessError(self.env._("%(fields)s cannot be edited by hand. Use the buttons.", fields=labels))
