from datetime import datetime, timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from odoo.addons.city12319_flow import gate_key

from .common import DispatchCase


@tagged("post_install", "-at_install")
class TestClocks(DispatchCase):
    """Clocks start, pause and stop with the flow; what was promised stays as it was."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["city12319.time.limit"].search([]).active = False
        cls.condition = cls.env["city12319.condition"].create({
            "name": "井盖缺失", "category_id": cls.category.id, "limit": 2, "unit": "urgent_hours",
        })
        cls.limits = cls.env["city12319.time.limit"].create([
            {"target": "stage", "stage_id": cls.stage("pending_dispatch").id, "limit": 0.5, "unit": "urgent_hours"},
            {"target": "handling", "limit": 3, "unit": "natural_days"},
            {"target": "total", "limit": 10, "unit": "natural_days"},
        ])

    @classmethod
    def stage(cls, code):
        return cls.env["city12319.stage"]._by_code("case", code)

    def at(self, hours):
        """Return a UTC moment some hours after a Monday morning."""
        return datetime(2026, 3, 2, 1) + timedelta(hours=hours)

    def filed(self, **values):
        """Return an order that was registered at hour 0 and filed at hour 1."""
        ticket = self.env["city12319.ticket"].with_user(self.people["agent"])._flow_create(
            "register", [{"summary": "井盖缺失", "category_id": self.category.id, "reported_at": self.at(0)}], [self.at(0)],
        )
        event = ticket.with_user(self.people["shift_leader"])._advance("process_file", dict(values), self.at(1))
        return event.order_id.sudo(False).with_env(self.env)

    def move(self, order, person, code, hours, **values):
        order.with_user(self.people[person])._advance(code, values, self.at(hours))
        order.invalidate_recordset()

    def dispatched(self, department=None, **values):
        order = self.filed(**values)
        self.move(order, "dispatcher", "dispatch", 2, department_id=(department or self.water).id)
        return order

    def clock(self, order, scope, stage=None):
        return order.clock_ids.filtered(
            lambda clock: clock.scope == scope and (not stage or clock.stage_id.code == stage)).sorted("id")[-1:]

    # ------------------------------------------------------------------ start and stop

    def test_one_clock_per_stage_one_for_handling_one_for_the_case(self):
        order = self.dispatched()
        self.move(order, "water", "receive", 4)
        self.move(order, "water", "feedback", 10, result="已更换")
        stages = order.clock_ids.filtered(lambda clock: clock.scope == "stage")
        self.assertEqual(
            stages.mapped("stage_id.code"), ["pending_dispatch", "pending_receipt", "handling", "review"])
        for earlier, later in zip(stages, stages[1:], strict=False):
            self.assertEqual(earlier.stopped_at, later.started_at, "time passes in exactly one stage")
        handling = self.clock(order, "phase")
        self.assertEqual((handling.started_at, handling.stopped_at), (self.at(2), self.at(10)))
        self.assertEqual(handling.used_seconds, 8 * 3600)
        self.assertEqual(handling.department_id, self.water)
        self.assertEqual(self.clock(order, "total").state, "running")
        self.assertEqual(len(order.clock_ids.filtered(lambda clock: clock.state == "running")), 2)

    def test_the_ticket_is_timed_until_an_order_takes_over(self):
        order = self.filed()
        own = order.ticket_id.clock_ids.filtered(lambda clock: not clock.order_id)
        stage = own.filtered(lambda clock: clock.scope == "stage")
        self.assertEqual((stage.stage_id.code, stage.started_at, stage.stopped_at), ("registered", self.at(0), self.at(1)))
        self.assertEqual(stage.user_id, self.people["shift_leader"])
        self.assertEqual(own.filtered(lambda clock: clock.scope == "total").state, "running")
        self.move(order, "dispatcher", "send_back", 3, reason="应转办")
        self.assertFalse(order._running_clocks(), "the order ended")
        again = order.ticket_id._running_clocks()
        self.assertEqual(set(again.mapped("scope")), {"stage", "total"})
        self.assertEqual(again.filtered(lambda clock: clock.scope == "stage").started_at, self.at(3))

    def test_everything_stops_when_the_case_is_closed_and_runs_again_when_it_is_reopened(self):
        order = self.order("closed")
        self.assertFalse(order._running_clocks() | order.ticket_id._running_clocks())
        self.assertEqual((order.due_at, order.alert), (False, "none"))
        self.step(order, "shift_leader", "reopen", {"reason": "未解决"})
        self.assertEqual(set(order._running_clocks().mapped("scope")), {"stage", "total"})
        self.assertEqual(order.ticket_id._running_clocks().scope, "total")

    # ------------------------------------------------------------------ the promise

    def test_the_condition_gives_the_limit_and_the_order_shows_it(self):
        order = self.dispatched(condition_id=self.condition.id)
        clock = self.clock(order, "phase")
        self.assertEqual((clock.limit, clock.unit, clock.limit_seconds), (2, "urgent_hours", 7200))
        self.assertEqual(clock.due_at, self.at(4))
        self.assertEqual(order.due_at, self.at(4))
        self.assertEqual(order.total_due_at, self.at(1) + timedelta(days=10))
        self.assertEqual(clock.with_context(lang="en_US").promise, "2 Urgent hours · 井盖缺失 · 供水处")

    def test_a_limit_for_condition_and_department_goes_before_the_condition(self):
        special = self.env["city12319.time.limit"].create({
            "target": "handling", "condition_id": self.condition.id, "department_id": self.water.id, "limit": 1,
            "unit": "urgent_hours",
        })
        order = self.dispatched(self.pipes, condition_id=self.condition.id)
        self.assertEqual(self.clock(order, "phase").time_limit_id, special, "pipes belong to water")
        other = self.dispatched(self.sanitation, condition_id=self.condition.id)
        self.assertFalse(self.clock(other, "phase").time_limit_id)
        self.assertEqual(self.clock(other, "phase").limit, 2)

    def test_editing_a_rule_moves_no_running_deadline(self):
        order = self.dispatched()
        clock = self.clock(order, "phase")
        due = clock.due_at
        self.limits[1].write({"limit": 1})
        clock.invalidate_recordset()
        self.assertEqual((clock.due_at, clock.limit, order.due_at), (due, 3, due))
        self.assertEqual(self.clock(self.dispatched(), "phase").limit, 1, "the next one has the new limit")

    def test_recalculating_is_an_event_with_a_reason(self):
        order = self.dispatched()
        self.limits[1].write({"limit": 1})
        with self.assertRaises(UserError):
            self.move(order, "shift_leader", "recalculate", 3)
        with self.assertRaises(UserError):
            self.move(order, "dispatcher", "recalculate", 3, reason="改标准")
        self.move(order, "shift_leader", "recalculate", 3, reason="改标准")
        self.assertEqual(order.due_at, self.at(2) + timedelta(days=1), "counted from the start of the clock")
        self.assertEqual(order.event_ids.sorted("id")[-1:].reason, "改标准")

    def test_no_limit_means_no_due_moment(self):
        self.limits[1].active = False
        order = self.dispatched()
        self.assertFalse(self.clock(order, "phase").due_at)
        self.assertEqual(self.clock(order, "phase").promise, self.env._("No limit"))
        self.move(order, "water", "receive", 3)
        self.move(order, "water", "feedback", 5, result="已更换")
        self.assertEqual(self.clock(order, "phase").result, "unlimited")

    # ------------------------------------------------------------------ lateness

    def test_late_is_judged_when_the_department_answers(self):
        order = self.dispatched(condition_id=self.condition.id)
        self.move(order, "water", "receive", 3)
        self.move(order, "water", "feedback", 7, result="已更换")
        clock = self.clock(order, "phase")
        self.assertEqual((clock.result, clock.used_seconds, clock.overrun_seconds), ("late", 5 * 3600, 3 * 3600))
        on_time = self.dispatched(condition_id=self.condition.id)
        self.move(on_time, "water", "receive", 3)
        self.move(on_time, "water", "feedback", 4, result="已更换")
        self.assertEqual(self.clock(on_time, "phase").result, "on_time", "exactly at the end is in time")

    def test_the_lamp(self):
        order = self.order("handling", category_id=self.category.id)
        clock = gate_key.opened(self.clock(order, "phase").sudo())
        clock.write({
            "warn_at": fields.Datetime.now() - timedelta(hours=1), "due_at": fields.Datetime.now() + timedelta(hours=1),
        })
        self.assertEqual(clock._refresh_alert(fields.Datetime.now()), clock)
        gate_key.opened(order.sudo())._refresh_due()
        self.assertEqual(order.alert, "warning")
        clock._refresh_alert(fields.Datetime.now() + timedelta(hours=2))
        gate_key.opened(order.sudo())._refresh_due()
        self.assertEqual(order.alert, "overdue")
        self.step(order, "water", "feedback", {"result": "已更换"})
        self.assertEqual(order.alert, "none", "the next step has its own lamp")

    def test_the_time_beside_the_lamp_is_that_of_the_step_the_lamp_speaks_of(self):
        self.env["city12319.time.limit"].create(
            {"target": "stage", "stage_id": self.stage("pending_receipt").id, "limit": 1, "unit": "urgent_hours"})
        order = self.order("pending_receipt", category_id=self.category.id)
        handling, receipt = (self.clock(order, scope).due_at for scope in ("phase", "stage"))
        self.assertEqual((order.alert, order.due_at), ("none", handling))
        self.assertLess(receipt, handling)
        gate_key.opened(self.clock(order, "stage").sudo())._refresh_alert(receipt + timedelta(minutes=1))
        gate_key.opened(order.sudo())._refresh_due()
        self.assertEqual((order.alert, order.due_at), ("overdue", receipt), "receipt is late, handling is not")
        self.step(order, "water", "receive")
        self.assertEqual((order.alert, order.due_at), ("none", handling))

    # ------------------------------------------------------------------ pauses, more time, rounds

    def test_suspension_pauses_every_clock_and_moves_the_due_moment(self):
        order = self.dispatched(condition_id=self.condition.id)
        self.move(order, "water", "receive", 2.5)
        self.move(order, "water", "request_suspend", 3, reason="待料", requested_until="2099-01-01 00:00:00")
        self.move(order, "dispatcher", "approve", 3)
        self.assertEqual(set(order._running_clocks().mapped("state")), {"paused"})
        self.assertFalse(order.due_at, "nothing is due while it is suspended")
        self.move(order, "dispatcher", "resume", 53)
        self.assertEqual(order.due_at, self.at(54), "an hour was left")
        self.assertEqual(len(order.clock_ids.filtered(lambda clock: clock.stage_id.code == "handling")), 1)
        self.move(order, "water", "feedback", 54, result="已更换")
        clock = self.clock(order, "phase")
        self.assertEqual((clock.used_seconds, clock.result), (7200, "on_time"))
        self.assertEqual(self.clock(order, "stage", "handling").used_seconds, round(1.5 * 3600))

    def test_more_time_moves_the_due_moment_by_one_limit_or_to_a_moment(self):
        order = self.dispatched(condition_id=self.condition.id)
        clock = gate_key.opened(self.clock(order, "phase").sudo())
        clock._extend()
        self.assertEqual(clock.due_at, self.at(6))
        clock._extend(until=self.at(7))
        self.assertEqual(clock.due_at, self.at(7))
        with self.assertRaises(UserError):
            clock._extend(until=self.at(7))

    def test_giving_an_order_back_does_not_reset_the_clock_of_the_same_department(self):
        order = self.dispatched(condition_id=self.condition.id)
        self.move(order, "water", "refuse", 3, reason="属环卫处")
        self.move(order, "dispatcher", "dispatch", 5, department_id=self.water.id)
        self.assertEqual(order.due_at, self.at(6), "one of two hours was used before")
        self.move(order, "water", "refuse", 5.5, reason="属环卫处")
        self.move(order, "dispatcher", "dispatch", 6, department_id=self.sanitation.id)
        self.assertEqual(order.due_at, self.at(8), "another department has the whole limit")

    def test_rework_is_a_new_round_with_a_clock_of_its_own(self):
        order = self.dispatched(condition_id=self.condition.id)
        self.move(order, "water", "receive", 3)
        self.move(order, "water", "feedback", 3.5, result="已更换")
        self.move(order, "shift_leader", "review_fail", 5, reason="没修好")
        clock = self.clock(order, "phase")
        self.assertEqual((clock.round, clock.started_at, clock.due_at), (2, self.at(5), self.at(7)))

    # ------------------------------------------------------------------ rights

    def test_clocks_are_written_by_the_flow_alone(self):
        clock = self.clock(self.dispatched(), "phase")
        for person in ("agent", "dispatcher", "shift_leader", "config_admin"):
            with self.assertRaises(AccessError):
                clock.with_user(self.people[person]).write({"due_at": self.at(99)})
        with self.assertRaises(AccessError):
            clock.sudo().write({"due_at": self.at(99)})
        with self.assertRaises(AccessError):
            clock.sudo().unlink()

    def test_a_department_sees_the_clocks_of_its_orders_only(self):
        order = self.dispatched()
        clocks = self.env["city12319.clock"].with_user(self.people["sanitation"])
        self.assertFalse(clocks.search([("order_id", "=", order.id)]))
        self.assertTrue(clocks.with_user(self.people["water"]).search([("order_id", "=", order.id)]))
        self.assertTrue(self.as_(self.clock(order, "phase"), "water").used_label)

    def test_two_limits_for_the_same_thing_are_refused(self):
        with self.assertRaises(ValidationError):
            self.limits[1].copy()
        later = self.limits[1].copy({"valid_from": "2027-01-01", "active": False})
        self.limits[1].valid_to = "2026-12-31"
        later.active = True
        self.assertTrue(later.active)

    def test_the_form_shows_a_bar_for_each_clock_that_the_person_may_see(self):
        order = self.dispatched(condition_id=self.condition.id)
        self.move(order, "water", "receive", 3)
        self.move(order, "water", "feedback", 7, result="已更换")
        bars = self.as_(self.env["city12319.clock"], "water").bars("city12319.order", order.id)
        self.assertEqual([bar["scope"] for bar in bars].count("phase"), 1)
        handling = next(bar for bar in bars if bar["scope"] == "phase")
        self.assertEqual((handling["share"], handling["lamp"], handling["user"]), (2.5, "overdue", "water"))
        with self.assertRaises(AccessError):
            self.as_(self.env["city12319.clock"], "sanitation").bars("city12319.order", order.id)
