from odoo import fields
from odoo.tests import new_test_user

from .common import DispatchCase
from .moves import MOVES, ORDER, TICKET


class RightsCase(DispatchCase):
    """A person for every role of the table of rights, and documents of every class."""

    PERSON_OF_ROLE = {
        "department": "water", "department_below": "pipes", "department_manager": "water_manager",
    }

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        groups = {
            "other_visitor": "city12319_intake.group_visitor",
            "kb_editor": "city12319_intake.group_kb_editor",
            "kb_approver": "city12319_intake.group_kb_approver",
            "system": "base.group_system",
            "internal": "base.group_user",
            "portal": "base.group_portal",
        }
        for name, group in groups.items():
            cls.people[name] = new_test_user(
                cls.env, f"t_{name}", groups=group, name=name,
                context={"no_reset_password": True, "tracking_disable": True},
            )
        cls.env.ref("city12319_dispatch.visit_rule_answers").percent = 0  # drawn only where a test says so
        cls.people["public"] = cls.env.ref("base.public_user")
        cls.names = {
            "leader": cls.people["leader"], "water": cls.water, "sanitation": cls.sanitation, "pipes": cls.pipes,
            "water_person": cls.people["water"], "satisfied": cls.satisfied,
        }

    @classmethod
    def user_of(cls, role):
        return cls.people[cls.PERSON_OF_ROLE.get(role, role)]

    def do(self, record, person, code, **values):
        """Let ``person`` do ``code`` with what the table of moves gives, or with ``values`` instead."""
        given = MOVES[record._name, code].resolved(self.names)
        self.step(record, person, code, {**given, **values})
        return record

    # ------------------------------------------------------------------ documents

    def foreign(self, **values):
        """Return a ticket that another agent registered, of a caller whom nobody else serves."""
        return self.ticket("other_agent", phone="13900139000", caller_name="李先生", **values)

    def filed(self, ticket=None, mode="file"):
        """Return the order of a ticket that the shift leader filed, waiting for dispatch."""
        ticket = self.as_(ticket or self.foreign(), "shift_leader")
        values = {"leader_id": self.people["leader"].id} if mode == "escalate" else {}
        order = ticket.process(mode, values)
        self.env.flush_all()
        return order.with_env(self.env)

    def sent(self, department=None, assisting=None, **kwargs):
        """Return an order that was sent to ``department`` (water), which has not received it."""
        order = self.filed(**kwargs)
        return self.do(
            order, "dispatcher", "dispatch", department_id=(department or self.water).id,
            assist_department_ids=assisting.ids if assisting else [],
        )

    def handling(self, department=None, person="water", **kwargs):
        return self.do(self.sent(department, **kwargs), person, "receive")

    def review(self, **kwargs):
        return self.do(self.handling(**kwargs), "water", "feedback")

    def checking(self, inspector=None, **kwargs):
        order = self.review(**kwargs)
        values = {"inspector_id": self.people[inspector].id} if inspector else {}
        return self.do(order, "shift_leader", "check_request", **values)

    def to_visit(self, **kwargs):
        """Return an order that waits for the return visit, without an inspector having seen it."""
        return self.do(self.review(**kwargs), "shift_leader", "review_pass")

    def closed(self, visitor="visitor", **kwargs):
        return self.do(self.to_visit(**kwargs), visitor, "visit_close")

    def drawn_answer(self, visitor=None):
        """Return a ticket that was answered on the spot and drawn for a return visit, which ``visitor`` has."""
        rule = self.env.ref("city12319_dispatch.visit_rule_answers")
        rule.percent = 100
        ticket = self.do(self.foreign(), "other_agent", "answer").with_env(self.env)
        rule.percent = 0
        if visitor:
            ticket.visit_ids._assign(self.people[visitor])
        return ticket

    def tried(self, document):
        """Let the citizen of ``document`` be called in vain often enough to give up."""
        visit = document.visit_ids.filtered(lambda item: item.state == "waiting")
        outcome = self.env.ref("city12319_dispatch.visit_outcome_no_answer")
        for at in ("2026-03-02 01:00:00", "2026-03-02 07:00:00", "2026-03-03 01:00:00"):
            visit.sudo()._record_attempt(outcome, fields.Datetime.to_datetime(at))
        return document

    def reworked(self, **kwargs):
        """Return a closed order that was done twice: its department may appeal."""
        order = self.review(**kwargs)
        for person, code in (
            ("shift_leader", "review_fail"), ("water", "feedback"), ("shift_leader", "review_pass"), ("visitor", "visit_close"),
        ):
            self.do(order, person, code)
        return order

    def asked_twice_over(self, **kwargs):
        """Return an order with a request that two people have to agree to."""
        kind = self.env.ref("city12319_dispatch.request_kind_extension")
        kind.second_from = 1
        order = self.do(self.handling(**kwargs), "water", "request_extension")
        kind.second_from = 0
        return order

    def supervised(self, **kwargs):
        """Return an order in work that a leader put under supervision."""
        return self.do(self.handling(**kwargs), "leader", "supervise")

    def verifying(self, inspector=None, ticket=None):
        values = {"inspector_id": self.people[inspector].id} if inspector else {}
        return self.do(ticket or self.foreign(), "shift_leader", "verify_request", **values)

    def ticket_documents(self):
        """Return ``{class: ticket}`` for the classes of the table of rights."""
        served = self.ticket("other_agent", phone="13700137000", caller_name="陈女士")
        self.as_(self.env["city12319.caller"], "agent").lookup("137 0013 7000")
        return {
            "own": self.ticket(),
            "confidential": self.ticket(confidential=True),
            "served": served,
            "foreign": self.foreign(),
            "verifying": self.verifying(),
            "verifying_mine": self.verifying("inspector"),
            "verifying_other": self.verifying("other_inspector"),
            "verified": self.do(self.verifying(), "inspector", "verify_result"),
            "leader_review": self.filed(mode="escalate").ticket_id,
            "pending_visit": self.to_visit().ticket_id,
            "visited": self.closed().ticket_id,
            "closed": self.closed("other_visitor").ticket_id,
            "answered": self.do(self.ticket(), "agent", "answer"),
            "confidential_visit": self.to_visit(ticket=self.foreign(confidential=True)).ticket_id,
            "confidential_visit_mine": self.mine_to_visit(confidential=True).ticket_id,
            "answered_visit_mine": self.drawn_answer("visitor"),
        }

    def mine_to_visit(self, **values):
        """Return an order whose return visit the visitor has."""
        order = self.to_visit(ticket=self.foreign(**values))
        order.visit_ids._assign(self.people["visitor"])
        return order

    def order_documents(self):
        """Return ``{class: order}`` for the classes of the table of rights."""
        to_leader = [self.filed(mode="escalate") for _ in range(3)]
        to_other_leader = self.as_(self.foreign(), "shift_leader").process(
            "escalate", {"leader_id": self.people["other_leader"].id},
        ).with_env(self.env)
        assisting_suspended = self.handling(self.sanitation, "sanitation", assisting=self.water)
        self.do(assisting_suspended, "sanitation", "request_suspend")
        checked = self.do(self.checking(), "inspector", "check_fail")
        return {
            "own_ticket": self.sent(self.sanitation, ticket=self.ticket()),
            "pending_dispatch": self.filed(),
            "pending_receipt": self.sent(),
            "handling": self.handling(),
            "below": self.handling(self.pipes, "pipes"),
            "other": self.handling(self.sanitation, "sanitation"),
            "assisting": self.handling(self.sanitation, "sanitation", assisting=self.water),
            "refused": self.do(self.sent(), "water", "refuse"),
            "requested": self.do(self.handling(), "water", "request_extension"),
            "suspended": self.do(self.do(self.handling(), "water", "request_suspend"), "dispatcher", "approve"),
            "assisting_suspended": self.do(assisting_suspended, "dispatcher", "approve"),
            "review": self.review(),
            "checking": self.checking(),
            "checking_mine": self.checking("inspector"),
            "checking_other": self.checking("other_inspector"),
            "checked": self.do(checked, "water", "feedback"),
            "pending_visit": self.to_visit(),
            "visited": self.closed(),
            "closed": self.closed("other_visitor"),
            "leader_mine": to_leader[0],
            "leader_other": to_other_leader,
            "verifying": self.do(to_leader[1], "leader", "instruct_verify"),
            "instructed": self.do(to_leader[2], "leader", "instruct_pass"),
            "withdrawn": self.do(self.filed(), "dispatcher", "send_back"),
        }

    def escalation_of(self, order):
        """Return an escalation of ``order`` with somebody who is still to be told."""
        escalation = self.env["city12319.escalation"].search([("order_id", "=", order.id)], limit=1)
        escalation.line_ids._add([(escalation.id, self.people["water"].id, escalation.due_at)])
        return escalation

    def documents(self):
        """Return ``{model: {class: record}}`` of everything that comes out of the flow."""
        tickets, orders = self.ticket_documents(), self.order_documents()
        self.as_(self.env["city12319.caller"], "visitor").lookup("136 0013 6000")
        events = {
            **{key: tickets[key]._flow_events()[:1] for key in ("own", "foreign", "verifying", "verifying_other")},
            **{
                key: orders[key]._flow_events()[-1:]
                for key in (
                    "own_ticket", "handling", "below", "other", "refused", "checking", "pending_visit", "visited", "closed",
                )
            },
        }
        task_orders = (
            "own_ticket", "handling", "below", "other", "assisting", "refused", "checking", "pending_visit",
        )
        below = self.do(self.handling(self.pipes, "pipes"), "pipes", "request_extension")
        other = self.do(self.handling(self.sanitation, "sanitation"), "sanitation", "request_extension")
        own_ticket = self.handling(self.sanitation, "sanitation", ticket=self.ticket())
        asked = self.do(self.handling(), "water", "request_extension")
        visit = self.do(self.handling(), "water", "request_extension")
        visits = self.visit_records()
        for order in (asked, visit):  # what was asked for is withdrawn with the feedback
            self.do(order, "water", "feedback")
        return {
            TICKET: tickets,
            ORDER: orders,
            "city12319.event": events,
            "city12319.task": {
                key: orders[key].task_ids.filtered(lambda task: task.role == "main")[:1] for key in task_orders
            },
            "city12319.escalation": {"handling": self.escalation_of(orders["handling"])},
            "city12319.escalation.line": {"handling": self.escalation_of(orders["handling"]).line_ids[:1]},
            "city12319.clock": {
                key: orders[key].clock_ids[:1]
                for key in ("own_ticket", "handling", "below", "other", "refused", "checking", "pending_visit")
            },
            "city12319.clock.pause": {
                "suspended": orders["suspended"].clock_ids.pause_ids[:1],
                "assisting": orders["assisting_suspended"].clock_ids.pause_ids[:1],
            },
            "city12319.appeal": self.appeal_documents(orders),
            "city12319.request": {
                "own_ticket": self.do(own_ticket, "sanitation", "request_extension").request_ids,
                "own": orders["requested"].request_ids,
                "below": below.request_ids,
                "other": other.request_ids,
                "assisting": orders["assisting_suspended"].request_ids,
                "checking": self.do(asked, "shift_leader", "check_request").request_ids,
                "pending_visit": self.do(visit, "shift_leader", "review_pass").request_ids,
            },
            "city12319.supervision": self.supervision_documents(),
            "city12319.visit": visits,
            "city12319.visit.attempt": {
                key: visits[key].attempt_ids[:1] for key in ("mine", "other", "free", "done_mine")
            },
        }

    def visit_records(self):
        """Return ``{class: return visit}``."""
        given = {key: self.tried(self.to_visit()).visit_ids for key in ("mine", "other", "free")}
        given["mine"]._assign(self.people["visitor"])
        given["other"]._assign(self.people["other_visitor"])
        return {
            **given, "done_mine": self.closed().visit_ids, "done_other": self.closed("other_visitor").visit_ids,
            "answer_mine": self.drawn_answer("visitor").visit_ids, "answer_free": self.drawn_answer().visit_ids,
        }

    def appeal_documents(self, orders):
        """Return ``{class: appeal}``: how a department comes to one stands in ``test_appeals``."""
        own = self.do(self.reworked(), "water", "appeal")
        others = {
            key: self.env["city12319.appeal"].create({
                "order_id": orders[key].id, "department_id": department.id, "kind": "overdue", "state": "pending",
                "reason": "试验", "requested_by_id": self.env.uid, "requested_at": "2026-01-01 00:00:00",
            })
            for key, department in (("below", self.pipes), ("other", self.sanitation))
        }
        return {"own": own.appeal_ids, **others}

    def supervision_documents(self):
        """Return ``{class: supervision}`` for the classes of the table of rights."""
        other = {"department": self.sanitation, "person": "sanitation"}
        orders = {
            "own_ticket": self.handling(ticket=self.ticket(), **other),
            "own": self.handling(),
            "below": self.handling(self.pipes, "pipes"),
            "other": self.handling(**other),
            "assisting": self.handling(assisting=self.water, **other),
            "refused": self.do(self.sent(), "water", "refuse"),
            "checking": self.checking(),
            "pending_visit": self.to_visit(),
        }
        return {key: self.do(order, "leader", "supervise").supervision_ids for key, order in orders.items()}

    def desk_records(self):
        """Return ``{model: {class: record}}`` of what people keep at their desks."""
        people = self.people

        def made(person, model, **values):
            return self.as_(self.env[model], person).create(values).with_env(self.env)

        def reminder(person, target=None):
            return made(
                person, "city12319.reminder", name="回电", due_at="2030-01-01 00:00:00",
                user_id=people[target or person].id,
            )

        def handed_over(person, target):
            moved = reminder(person)
            self.as_(moved, person).user_id = people[target]
            return moved.handover_ids

        to_all = made("other_agent", "city12319.shift.note", text="给大家")
        for person in ("agent", "visitor"):
            self.as_(to_all, person).acknowledge()
        acks = {ack.user_id: ack for ack in to_all.ack_ids}
        own = {
            model: made("agent", model, name="我的", **values)
            for model, values in (("city12319.quick.text", {"text": "x"}), ("city12319.ticket.template", {}))
        }
        shared = {
            model: made("shift_leader", model, name="大家的", shared=True, **values)
            for model, values in (("city12319.quick.text", {"text": "x"}), ("city12319.ticket.template", {}))
        }
        return {
            "city12319.reminder": {
                "mine": reminder("agent"),
                "for_colleague": reminder("agent", "other_agent"),
                "from_colleague": reminder("other_agent", "agent"),
                "of_visitor": reminder("visitor"),
                "foreign": reminder("other_agent"),
            },
            "city12319.reminder.handover": {
                "given": handed_over("agent", "other_agent"), "foreign": handed_over("other_agent", "visitor"),
            },
            **{model: {"own": own[model], "shared": shared[model]} for model in own},
            "city12319.ticket.draft": {
                "own": made("agent", "city12319.ticket.draft", key="t-permission", data={"summary": "x"}),
            },
            "city12319.desk.mark": {"own": made("agent", "city12319.desk.mark", seen_at="2026-01-01 00:00:00")},
            "city12319.shift.note": {
                "to_all": to_all,
                "to_visitor": made(
                    "other_agent", "city12319.shift.note", text="给你", to_user_id=people["visitor"].id,
                ),
                "own": made("agent", "city12319.shift.note", text="给他", to_user_id=people["other_agent"].id),
            },
            "city12319.shift.note.ack": {"own": acks[people["agent"]], "foreign": acks[people["visitor"]]},
        }
