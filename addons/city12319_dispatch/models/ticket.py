from odoo import api, fields, models
from odoo.exceptions import UserError


class Ticket(models.Model):
    _inherit = "city12319.ticket"

    component_id = fields.Many2one("city12319.component", index="btree_not_null", ondelete="restrict")
    order_ids = fields.One2many("city12319.order", "ticket_id", string="Orders", readonly=True, copy=False)
    order_count = fields.Integer(compute="_compute_order_count")

    @api.depends("order_ids")
    def _compute_order_count(self):
        counts = dict(self.env["city12319.order"]._read_group([("ticket_id", "in", self.ids)], ["ticket_id"], ["__count"]))
        for ticket in self:
            ticket.order_count = counts.get(ticket, 0)

    def _readable_with(self, name):
        """Return those tickets of which the person reads the field ``name``, whatever environment this runs in."""
        tickets = self.with_env(self.env(su=False))
        allowed = tickets._has_field_access(self._fields[name], "read")
        return tickets._filtered_access("read") if allowed else tickets.browse()

    def _department_may_call(self):
        """Tell whether the person belongs to a department and sees the number on the orders of this ticket."""
        return (
            self.contact_allowed and not self.confidential
            and self.env.user.has_group("city12319_intake.group_department")
        )

    @api.model
    def _flow_gated_fields(self):
        return super()._flow_gated_fields() | {"order_ids"}

    def process(self, mode, values=None):
        """Process the ticket in one of three ways: a new order comes out of it.

        :param mode: ``file`` (立案办理), ``escalate`` (上报领导) or ``transfer`` (协办转办)
        :param values: order fields that differ from the ticket's; ``leader_id`` is required to escalate
        :return: the order (its id over RPC)
        :raises UserError: when it is not possible now; nothing is saved then
        """
        self.ensure_one()
        if not isinstance(mode, str) or mode not in dict(self.env["city12319.order"]._fields["mode"].selection):
            raise UserError(self.env._("There is no way of processing called “%(mode)s”.", mode=mode))
        event = self._advance(f"process_{mode}", self._flow_given(values))
        return self.env["city12319.order"].browse(event.order_id.id)

    def _flow_result(self, event):
        if event.code.startswith("process_"):
            return event.order_id._action_open()
        return super()._flow_result(event)

    def _flow_default(self, transition, name):
        if transition.fields_model_id.model == "city12319.order" and name not in self._fields:
            return False
        return super()._flow_default(transition, name)

    def _flow_apply_process_file(self, transition, target, values, at):
        return self._apply_process("file", transition, target, values, at)

    def _flow_apply_process_escalate(self, transition, target, values, at):
        return self._apply_process("escalate", transition, target, values, at)

    def _flow_apply_process_transfer(self, transition, target, values, at):
        return self._apply_process("transfer", transition, target, values, at)

    def _apply_process(self, mode, transition, target, values, at):
        order = self.env["city12319.order"]._open_for(self, mode, target, values, at)
        self._flow_enter(transition, target, {})
        return {"order_id": order.id, "department_id": order.department_id.id}

    def _flow_before_process_escalate(self, transition, values):
        leader = self.env["res.users"].browse(values.get("leader_id") or [])
        if not leader.has_group("city12319_intake.group_leader"):
            raise UserError(self.env._("%(user)s is not a leader who gives instructions.", user=leader.name))
