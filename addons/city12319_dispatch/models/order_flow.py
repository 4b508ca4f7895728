from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from odoo.addons.city12319_flow import house_language

_CONTENT = ["summary", "description", "category_id", "service_type_id", "area_id", "address", "component_id"]


class OrderFlow(models.Model):
    """How a process order moves: what each transition does beside changing the stage."""

    _inherit = "city12319.order"

    @api.model
    def _flow_gated_fields(self):
        return super()._flow_gated_fields() | {
            "name", "ticket_id", "mode", "previous_id", "source_id", "reported_at", "department_id",
            "assist_department_ids", "task_ids", "leader_id", "handler_id", "inspector_id", "visitor_id", "is_open",
            "supervised", "return_count", "request_ids", "requested_until", "suspended_until", "instruction_text",
            "result", "result_id",
        }

    @api.model
    def _flow_stage_values(self, stage):
        return {"is_open": not stage.final}

    def _flow_event_values(self):
        return {
            **super()._flow_event_values(),
            "ticket_id": self.ticket_id.id,
            "department_id": self.department_id.id,
        }

    def _flow_enter(self, transition, target, values):
        super()._flow_enter(transition, target, values)
        self._flow_lead_ticket(target)

    def _flow_lead_ticket(self, stage):
        """Let the ticket follow its newest order, in the same step."""
        ticket = self.ticket_id
        if ticket.order_ids.sorted("id")[-1:] != self:
            return
        stage = stage.ticket_stage_id or stage
        if ticket.stage_id != stage:
            ticket.write({
                "stage_id": stage.id, "version": ticket.version + 1, **ticket._flow_stage_values(stage),
            })

    def _flow_timeline_events(self):
        """Add what happened on the ticket itself, for those who may read it."""
        domain = Domain("order_id", "=", self.id)
        if self.ticket_id.has_access("read"):
            domain |= Domain("ticket_id", "=", self.ticket_id.id) & Domain("order_id", "=", False)
        # sudo: whoever reads the order may read what happened to it
        return self.env["city12319.event"].sudo().search(domain)

    # ------------------------------------------------------------------ out of the ticket

    @api.model
    def _open_for(self, ticket, mode, stage, values, at):
        """Create the order of ``mode`` for ``ticket``, with the ticket's content. Runs inside the gate."""
        previous = ticket.order_ids.sorted("id")[-1:]
        vals = {
            **{name: ticket[name].id if ticket._fields[name].relational else ticket[name] for name in _CONTENT},
            "source_id": ticket.source_id.id,
            "reported_at": ticket.reported_at,
            "supervised": ticket.source_id.supervised,
            **values,
            "ticket_id": ticket.id,
            "mode": mode,
            "previous_id": previous.id,
            "stage_id": stage.id,
            "version": 1,
            **self._flow_stage_values(stage),
            "name": self.env["city12319.numbering"]._take(f"order_{mode}", at=at)[0],
        }
        order = self.with_context(mail_create_nosubscribe=True, mail_create_nolog=True).create(vals)
        for attachment in self.env["ir.attachment"].search([
            ("res_model", "=", ticket._name), ("res_id", "=", ticket.id), ("res_field", "=", False),
        ]):
            attachment.copy({"res_model": self._name, "res_id": order.id, "public": False, "access_token": False})
        return order

    # ------------------------------------------------------------------ leader

    def _flow_after_instruct_verify(self, event, values):
        self.write({"inspector_id": False})  # anybody may go, not just who went the last time
        self._instruct("verify", event, values)

    def _flow_after_instruct_pass(self, event, values):
        self._instruct("pass", event, values)

    def _flow_after_instruct_other(self, event, values):
        self._instruct("other", event, values)

    def _instruct(self, instruction, event, values):
        text = event.reason or False
        self.write({"instruction_text": text})
        self.ticket_id.write({"instruction": instruction, "instruction_text": text})

    # ------------------------------------------------------------------ dispatch

    def _flow_before_dispatch(self, transition, values):
        department = self.env["city12319.department"].browse(values["department_id"]) if "department_id" in values \
            else self.department_id
        if not department.active:
            raise UserError(self.env._("%(department)s is closed. Choose another department.", department=department.name))
        assisting = self._assisting(values)
        if department in assisting:
            raise UserError(self.env._(
                "%(department)s is the main department already and cannot assist itself.", department=department.name,
            ))

    def _assisting(self, values):
        if "assist_department_ids" not in values:
            return self.assist_department_ids
        return self.env["city12319.department"].browse(values["assist_department_ids"][0][2])

    def _flow_after_dispatch(self, event, values):
        self.write({"handler_id": False})
        self.env["city12319.task"]._assign(self, event.at)
        self._drop_blind_followers()

    def _flow_before_assign(self, transition, values):
        handler = self.env["res.users"].browse(values.get("handler_id", self.handler_id.id))
        # sudo: looks at who belongs to the department, nothing else
        if handler not in self.sudo().department_id.visible_user_ids:
            raise UserError(self.env._(
                "%(user)s does not belong to %(department)s.", user=handler.name, department=self.department_id.name,
            ))

    def _flow_after_receive(self, event, values):
        self.write({"handler_id": event.user_id.id})
        self._main_task()._move("handling", event)

    def _flow_after_refuse(self, event, values):
        self._bounce(event)

    def _bounce(self, event):
        """The main department gave the order back: it no longer has it, and the bounce is counted."""
        self._main_task()._move("refused", event)
        self.task_ids.filtered(lambda task: task.state in ("waiting", "handling"))._move("cancelled", event)
        self.write({
            "department_id": False, "assist_department_ids": [fields.Command.clear()], "handler_id": False,
            "return_count": self.return_count + 1,
        })
        self._drop_blind_followers()

    def _drop_blind_followers(self):
        """Whoever no longer reads the order is no longer told about it."""
        followers = self.message_partner_ids
        users = followers.with_context(active_test=False).user_ids
        blind = users.filtered(lambda user: not self.with_user(user).has_access("read"))
        if blind:
            self.message_unsubscribe((blind.partner_id & followers).ids)

    def _main_task(self):
        return self.task_ids.filtered(lambda task: task.role == "main" and task.state != "refused").sorted("id")[-1:]

    # ------------------------------------------------------------------ handling

    def _flow_after_feedback(self, event, values):
        self._main_task()._move("done", event, self.result)
        self._pending_request()._decide("cancelled", event)

    def _flow_after_assist_receive(self, event, values):
        self._own_assist_tasks(event, "waiting")._move("handling", event)

    def _flow_before_assist_receive(self, transition, values):
        if not self._own_assist_tasks_of(self.env.user, "waiting"):
            raise UserError(self.env._("Your department has nothing to receive on %(order)s.", order=self.name))

    def _flow_before_assist_answer(self, transition, values):
        if not self._own_assist_tasks_of(self.env.user, "handling"):
            raise UserError(self.env._("Receive the task first, then answer it."))

    def _flow_after_assist_answer(self, event, values):
        self._own_assist_tasks(event, "handling")._move("done", event, event.reason)

    def _own_assist_tasks(self, event, state):
        return self._own_assist_tasks_of(event.user_id, state)

    def _own_assist_tasks_of(self, user, state):
        # sudo: the tasks of one's own departments, found through the stored table of who sees what
        return self.sudo().task_ids.filtered(
            lambda task: task.role == "assist" and task.state == state and user in task.department_id.visible_user_ids
        )

    # ------------------------------------------------------------------ review, check, visit

    def _flow_before_check_request(self, transition, values):
        self.ticket_id.sudo()._flow_check_inspector(values)  # sudo: looks at groups of the inspector only

    def _flow_after_check_request(self, event, values):
        if "inspector_id" not in values:
            self.write({"inspector_id": False})

    def _flow_after_check_pass(self, event, values):
        self.write({"inspector_id": event.user_id.id})

    def _flow_after_check_fail(self, event, values):
        self.write({"inspector_id": event.user_id.id})
        self._rework(event)

    def _flow_after_review_fail(self, event, values):
        self._rework(event)

    def _rework(self, event):
        """The same department works again: a new round with a task of its own; all earlier answers stay."""
        self.env["city12319.task"]._assign(self, event.at, state="handling", only_main=True)

    def _flow_after_verify_result(self, event, values):
        self.write({"inspector_id": event.user_id.id})

    def _flow_after_visit_close(self, event, values):
        self.write({"visitor_id": event.user_id.id})
        self.ticket_id.write({"result_id": self.result_id.id})
        self._report_to_leader()

    def _flow_after_visit_redo(self, event, values):
        self.write({"visitor_id": event.user_id.id})

    def _flow_after_close_direct(self, event, values):
        self._report_to_leader()

    def _report_to_leader(self):
        """Tell the leader who gave the instruction how the case ended."""
        for escalation in self.ticket_id.order_ids.filtered(lambda order: order.mode == "escalate" and order.leader_id):
            env = house_language.told_to(self, escalation.leader_id.sudo().lang).env  # sudo: of a colleague
            escalation.message_notify(
                partner_ids=escalation.leader_id.partner_id.ids,
                subject=env._("%(order)s is closed", order=self.name),
                body=env._(
                    "The case on which you gave an instruction is closed: %(summary)s. Result: %(result)s",
                    summary=self.summary, result=self.result or "–",
                ),
            )

    def _flow_before_reopen(self, transition, values):
        if self.ticket_id.sudo().is_open:
            raise UserError(self.env._("The ticket of %(order)s is open already.", order=self.name))
