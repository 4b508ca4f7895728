from odoo.tests import TransactionCase, new_test_user

from .moves import UNTIL


class DispatchCase(TransactionCase):
    """People of every role, two departments with one below, and short ways to a document in a given stage."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        roles = {
            "agent": "agent", "other_agent": "agent", "shift_leader": "shift_leader", "dispatcher": "dispatcher",
            "leader": "leader", "other_leader": "leader", "inspector": "inspector", "other_inspector": "inspector",
            "visitor": "visitor", "statistician": "statistician", "config_admin": "config_admin",
            "water": "department", "pipes": "department", "water_manager": "department_manager",
            "sanitation": "department",
        }
        cls.people = {
            name: new_test_user(
                cls.env, f"t_{name}", groups=f"city12319_intake.group_{group}", name=name,
                context={"no_reset_password": True, "tracking_disable": True},
            )
            for name, group in roles.items()
        }
        departments = cls.env["city12319.department"]
        cls.water = departments.create({
            "name": "供水处", "code": "T-W", "member_ids": [(6, 0, cls.people["water"].ids)],
            "manager_id": cls.people["water_manager"].id,
        })
        cls.pipes = departments.create({
            "name": "管网所", "code": "T-WP", "parent_id": cls.water.id, "member_ids": [(6, 0, cls.people["pipes"].ids)],
        })
        cls.sanitation = departments.create({
            "name": "环卫处", "code": "T-S", "member_ids": [(6, 0, cls.people["sanitation"].ids)],
        })
        cls.category = cls.env.ref("city12319_intake.category_water")
        cls.satisfied = cls.env.ref("city12319_intake.result_satisfied")

    def as_(self, record, person):
        """Return ``record`` in the environment of ``person``, with an empty cache as a request of its own has."""
        self.env.flush_all()
        self.env.invalidate_all()
        return record.with_user(self.people[person])

    def ticket(self, person="agent", **values):
        """Register a ticket as ``person``."""
        tickets = self.env["city12319.ticket"].with_user(self.people[person])
        return tickets.register({
            "summary": "中山路井盖缺失", "description": "非机动车道上井盖不见了", "phone": "13800138000",
            "caller_name": "王女士", "category_id": self.category.id, "address": "中山路12号", **values,
        })

    def order(self, stage="pending_dispatch", mode="file", **values):
        """Return an order that came to ``stage`` by the shortest way."""
        ticket = self.as_(self.ticket(**values), "shift_leader")
        if mode == "escalate":
            order = ticket.process("escalate", {"leader_id": self.people["leader"].id})
            if stage == "verifying":
                self.step(order, "leader", "instruct_verify")
            elif stage == "instructed":
                self.step(order, "leader", "instruct_pass")
            return order
        order = ticket.process(mode, {})
        steps = [
            ("pending_receipt", "dispatcher", "dispatch", {"department_id": self.water.id}),
            ("handling", "water", "receive", {}),
            ("review", "water", "feedback", {"result": "已更换井盖"}),
            ("checking", "shift_leader", "check_request", {}),
            ("pending_visit", "inspector", "check_pass", {}),
            ("closed", "visitor", "visit_close", {"result_id": self.satisfied.id}),
        ]
        if stage == "suspended":
            self.order_to(order, steps, "handling")
            self.step(order, "water", "request_suspend", {"reason": "待料", "requested_until": UNTIL})
            self.step(order, "dispatcher", "approve")
        elif stage == "withdrawn":
            self.step(order, "dispatcher", "send_back", {"reason": "应转办"})
        else:
            self.order_to(order, steps, stage)
        return order

    def order_to(self, order, steps, stage):
        for target, person, code, values in steps:
            if order.stage_id.code == stage:
                return
            self.step(order, person, code, values)
            self.assertEqual(order.stage_id.code, target)

    def step(self, record, person, code, values=None):
        """Let ``person`` do ``code``, in the environment of that person."""
        self.as_(record, person).advance(code, values or {})
        record.invalidate_recordset()
