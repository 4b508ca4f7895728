from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

from odoo.addons.city12319_flow import gate_key

KINDS = [("urge", "Urge"), ("supervise", "Supervision")]
CATEGORIES = [
    ("overdue", "Supervision of lateness"), ("leader", "Supervision by a leader"), ("focus", "Supervision of a focus"),
]
# how high it goes: who else is told beside those who have the case
LEVELS = [("1", "Department"), ("2", "Heads of the department"), ("3", "Leadership")]
STATES = [
    ("sent", "Not received"), ("received", "Received"), ("replied", "Replied"), ("lifted", "Lifted"), ("ended", "Over"),
]
WAITING = ("sent", "received")

# what may be written after sending, each once
_ANSWER = {"receipt_at", "receipt_by", "reply", "replied_at", "replied_by", "ended_at", "ended_by", "ended_reason"}


class Supervision(models.Model):
    """A numbered urge (催办) or supervision (督办): who asked what of whom, when it was received, and what was replied.

    A fact, like an event: what was sent never changes, receipt and reply are written once. Rows are written by the gate
    of the order alone (see ``supervision_issue`` and ``order_supervision``), each together with its event.
    """

    _name = "city12319.supervision"
    _description = "Urge or Supervision"
    _order = "id desc"
    _rec_names_search = ["name", "order_id.name"]

    name = fields.Char(string="Number", required=True, readonly=True)
    kind = fields.Selection(KINDS, required=True, readonly=True)
    category = fields.Selection(CATEGORIES, readonly=True, string="Kind of supervision")
    level = fields.Selection(LEVELS, required=True, readonly=True)
    automatic = fields.Boolean(readonly=True, help="Sent by the system, after a limit or a threshold was passed.")
    order_id = fields.Many2one("city12319.order", required=True, readonly=True, ondelete="restrict")
    text = fields.Text(string="Requirement", required=True, readonly=True)
    sender = fields.Many2one("res.users", required=True, readonly=True, ondelete="restrict", index=True)
    sent_at = fields.Datetime(required=True, readonly=True)
    due_at = fields.Datetime(string="Reply until", readonly=True)
    needs_reply = fields.Boolean(readonly=True, default=True)

    # whom it was addressed to, at that moment
    stage_id = fields.Many2one("city12319.stage", required=True, readonly=True, ondelete="restrict")
    round = fields.Integer(required=True, readonly=True, aggregator=None)
    department_id = fields.Many2one("city12319.department", readonly=True, ondelete="restrict")
    handler_id = fields.Many2one("res.users", readonly=True, ondelete="restrict")
    recipient_ids = fields.Many2many(
        "res.users", "city12319_supervision_recipient_rel", "supervision_id", "user_id", string="Sent to", readonly=True,
    )

    # what became of it
    state = fields.Selection(STATES, required=True, readonly=True, default="sent", copy=False)
    receipt_at = fields.Datetime(string="Received at", readonly=True)
    receipt_by = fields.Many2one("res.users", string="Received by", readonly=True, ondelete="restrict")
    reply = fields.Text(readonly=True)
    replied_at = fields.Datetime(readonly=True)
    replied_by = fields.Many2one("res.users", readonly=True, ondelete="restrict")
    ended_at = fields.Datetime(readonly=True, string="Over since")
    ended_by = fields.Many2one("res.users", readonly=True, ondelete="restrict")
    ended_reason = fields.Char(readonly=True, string="Why it is over")
    late = fields.Boolean(compute="_compute_late", search="_search_late", string="Reply is late")
    may_receive = fields.Boolean(compute="_compute_may_answer")
    may_reply = fields.Boolean(compute="_compute_may_answer")

    # shown beside it
    order_summary = fields.Char(related="order_id.summary", string="Summary", related_sudo=True)
    order_stage_id = fields.Many2one(related="order_id.stage_id", string="Stage now", related_sudo=True)
    signs = fields.Json(related="order_id.signs", string="Signs")

    _name_uniq = models.UniqueIndex("(name)", "This number is taken.")
    _level_of_category = models.Constraint(
        "CHECK((kind = 'supervise') = (category IS NOT NULL))", "A supervision has a kind, an urge has none.",
    )
    # the tab on the order, and what ends when the order moves on
    _order_idx = models.Index("(order_id, id)")
    # the board and the lists of what waits for receipt or reply
    _waiting_idx = models.Index("(kind, state, order_id) WHERE state IN ('sent', 'received')")
    # a department's own list, newest first
    _department_idx = models.Index("(department_id, id DESC) WHERE department_id IS NOT NULL")

    @api.depends("due_at", "state")
    def _compute_late(self):
        now = fields.Datetime.now()
        for supervision in self:
            supervision.late = bool(supervision.due_at) and supervision.due_at < now and supervision.state in WAITING

    @api.model
    def _search_late(self, operator, value):
        if operator != "in" or True not in value:
            return NotImplemented
        return Domain("due_at", "<", fields.Datetime.now()) & Domain("state", "in", WAITING)

    @api.depends("state", "needs_reply")
    @api.depends_context("uid")
    def _compute_may_answer(self):
        for supervision in self:
            mine = supervision.state in WAITING and supervision._is_mine()
            supervision.may_receive = mine and supervision.state == "sent"
            supervision.may_reply = mine

    # ------------------------------------------------------------------ a fact

    @api.model_create_multi
    def create(self, vals_list):
        if not gate_key.is_open(self.env):
            raise AccessError(self.env._("Urges and supervisions are sent from the order, and numbered there."))
        return super().create(vals_list)

    def write(self, vals):
        fixed = vals.keys() - _ANSWER - {"state"}
        if fixed or not gate_key.is_open(self.env):
            raise AccessError(self.env._("What was sent is a fact and is never changed. Send a new one instead."))
        for supervision in self:
            if any(supervision[name] for name in vals.keys() & _ANSWER):
                raise AccessError(self.env._("%(number)s is answered already.", number=supervision.name))
        return super().write(vals)

    def unlink(self):
        raise AccessError(self.env._("Urges and supervisions are facts and are never deleted."))

    # ------------------------------------------------------------------ answering

    def _is_mine(self):
        """Tell whether the current person is addressed: by name then, or because the case is with the department now."""
        self.ensure_one()
        user = self.env.user
        supervision = self.sudo()  # sudo: looks at who is addressed, nothing else
        return user in supervision.recipient_ids or user in supervision.order_id._addressed_department_users()

    def action_receive(self):
        """Confirm that this arrived, together with everything else on its order that waits for the person's receipt.

        :raises UserError: when there is nothing to receive
        :raises AccessError: when it is addressed to somebody else
        """
        for order in self.order_id:
            order._advance("supervision_receipt", {})
        return True

    def action_reply(self, reply):
        """Write the reply, once.

        :param reply: what was done or will be done, as text
        :raises UserError: when it was replied to already, or is over
        :raises AccessError: when it is addressed to somebody else
        """
        self.ensure_one()
        self.order_id._advance("supervision_reply", {"supervision_id": self.id, "reason": reply})
        return True

    def action_open_order(self):
        """Open the order that this belongs to."""
        self.ensure_one()
        return self.order_id._action_open()

    def _receive(self, event):
        for supervision in self.filtered(lambda one: one.state == "sent"):
            supervision.write({"state": "received", "receipt_at": event.at, "receipt_by": event.user_id.id})

    def _reply(self, event):
        self._receive(event)
        self.write({
            "state": "replied", "reply": event.reason, "replied_at": event.at, "replied_by": event.user_id.id,
        })

    def _end(self, event, state, reason):
        """Close these: a supervision was lifted, or the case has gone past what was asked."""
        self.write({
            "state": state, "ended_at": event.at, "ended_by": event.user_id.id, "ended_reason": reason,
        })
