from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from .request_kind import KINDS

WAITING = ("pending", "endorsed")


class Request(models.Model):
    """A department asks for more time, for a suspension, or to give an order back. Written by the gate alone."""

    _name = "city12319.request"
    _description = "Department Request"
    _order = "id desc"
    _rec_name = "order_id"

    order_id = fields.Many2one("city12319.order", required=True, readonly=True, index=True, ondelete="restrict")
    order_summary = fields.Char(related="order_id.summary", string="Summary")
    order_due_at = fields.Datetime(related="order_id.due_at", string="Due")
    order_alert = fields.Selection(related="order_id.alert", string="Lamp")
    department_id = fields.Many2one("city12319.department", required=True, readonly=True, index=True, ondelete="restrict")
    kind = fields.Selection(KINDS, required=True, readonly=True)
    state = fields.Selection(
        [
            ("pending", "Waits for a decision"), ("endorsed", "Waits for the second level"), ("approved", "Approved"),
            ("denied", "Denied"), ("cancelled", "Withdrawn"),
        ],
        required=True, readonly=True,
    )
    round = fields.Integer(required=True, readonly=True, aggregator=None)
    number = fields.Integer(
        readonly=True, aggregator=None, string="Which one", default=1, help="Of its kind on this case, counting approved ones.",
    )
    levels = fields.Integer(readonly=True, aggregator=None, default=1, help="How many people have to agree.")
    reason = fields.Text(required=True, readonly=True)
    attachment_ids = fields.Many2many(
        "ir.attachment", "city12319_request_attachment_rel", "request_id", "attachment_id", string="Proof", readonly=True,
    )
    until = fields.Datetime(readonly=True)
    requested_by_id = fields.Many2one("res.users", required=True, readonly=True, ondelete="restrict")
    requested_at = fields.Datetime(required=True, readonly=True)
    opinion = fields.Text(readonly=True, string="Dispatcher's opinion")
    endorsed_by_id = fields.Many2one("res.users", readonly=True, ondelete="restrict", string="Opinion by")
    endorsed_at = fields.Datetime(readonly=True, string="Opinion at")
    decided_by_id = fields.Many2one("res.users", readonly=True, ondelete="restrict")
    decided_at = fields.Datetime(readonly=True)
    decision = fields.Text(readonly=True)
    due_before = fields.Datetime(readonly=True, string="Due before", help="The due moment when it was decided.")
    due_after = fields.Datetime(readonly=True, string="Due after", help="The due moment that the decision made of it.")

    # one at a time on an order
    _pending_uniq = models.UniqueIndex(
        "(order_id) WHERE state IN ('pending', 'endorsed')", "This order has a request that waits already.")
    # the list of open decisions, oldest first
    _waiting_idx = models.Index("(state, requested_at) WHERE state IN ('pending', 'endorsed')")
    # figures of a department over a period
    _department_idx = models.Index("(department_id, kind, requested_at)")

    @api.model
    def _check_allowed(self, order, kind, until, now):
        """Refuse a request that the settings of its kind do not allow.

        :param until: UTC datetime that is asked for, or None
        :raises UserError: with what is allowed
        """
        allowed = self.env["city12319.request.kind"]._of(kind)
        label = allowed.display_name
        approved = order._requests_approved(kind)
        if allowed.max_approved and approved >= allowed.max_approved:
            raise UserError(self.env._(
                "%(kind)s was approved %(times)s times on %(order)s: that is all that is allowed.",
                kind=label, times=approved, order=order.name,
            ))
        clock = order._request_clock()
        if allowed.in_time_only and clock.due_at and now > clock.due_at:
            raise UserError(self.env._(
                "%(order)s is overdue already. %(kind)s can only be asked for in time.", order=order.name, kind=label,
            ))
        if until and until <= now:
            raise UserError(self.env._("“Until” must lie in the future."))
        if until and allowed.max_days and (until - now).total_seconds() > allowed.max_days * 86400:
            raise UserError(self.env._(
                "“Until” lies too far ahead: at most %(days)s days are allowed for this (%(kind)s).",
                days=allowed.max_days, kind=label,
            ))
        if kind == "extension" and until and clock.due_at and until <= clock.due_at:
            raise UserError(self.env._(
                "“Until” must lie after the present due moment. Leave it empty to ask for one more limit."))

    @api.model
    def _open(self, order, kind, event):
        """Record the request that ``event`` stands for.

        :raises UserError: when proof is needed and none came with it
        """
        allowed = self.env["city12319.request.kind"]._of(kind)
        number = order._requests_approved(kind) + 1
        if not event.attachment_ids and 0 < allowed.evidence_from <= number and order._is_news(event):
            raise UserError(self.env._("Add a file or photo that shows why: it is needed for this request."))
        self.flush_model(["state"])  # the unique index must see a decision that was made in the same transaction
        return self.create({
            "order_id": order.id, "department_id": order.department_id.id, "kind": kind, "state": "pending",
            "round": order.round, "reason": event.reason, "until": order.requested_until if kind != "return" else False,
            "requested_by_id": event.user_id.id, "requested_at": event.at, "number": number,
            "levels": 2 if allowed._has_second_level(number) else 1,
            "attachment_ids": [Command.set(event.attachment_ids.ids)],
        })

    def _endorse(self, event):
        """Record the dispatcher's opinion; the second level decides."""
        self.write({
            "state": "endorsed", "opinion": event.reason, "endorsed_by_id": event.user_id.id, "endorsed_at": event.at,
        })

    def _decide(self, state, event):
        """Record the decision that ``event`` stands for."""
        self.write({"state": state, "decided_by_id": event.user_id.id, "decided_at": event.at, "decision": event.reason})

    def action_open_order(self):
        """Open the order that this belongs to."""
        self.ensure_one()
        return self.order_id._action_open()
