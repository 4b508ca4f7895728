from odoo.exceptions import UserError
from odoo.tests import tagged

from .evaluation_case import EvaluationCase


@tagged("post_install", "-at_install")
class TestInspectionPlan(EvaluationCase):
    """A random sample that anybody can draw again."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        case = cls("test_sample_is_drawn_by_unit_and_dealt_out")
        case.people = cls.people
        cls.orders = [case.closed(hours) for hours in range(10, 18)]
        cls.theirs = [case.closed(hours, department=cls.sanitation) for hours in (10, 40)]
        cls.open_order = case.fed_back(10, 5)
        cls.before = case.closed(-100)

    def plan(self, **values):
        return self.as_(self.env["city12319.inspection.plan"], "shift_leader").create({
            "name": "三月抽查", "date_from": "2026-03-02", "date_to": "2026-03-31", "size": 3, "seed": 7,
            "department_ids": [(6, 0, (self.water | self.sanitation | self.pipes).ids)],
            "inspector_ids": [(6, 0, (self.people["inspector"] | self.people["other_inspector"]).ids)], **values,
        })

    def drawn(self, **values):
        plan = self.plan(**values)
        plan.action_draw()
        return plan

    def test_sample_is_drawn_by_unit_and_dealt_out(self):
        plan = self.drawn()
        self.assertEqual(plan.state, "drawn")
        checks = plan.inspection_ids
        self.assertEqual({unit.department_id.code: (unit.candidates, unit.drawn) for unit in plan.unit_ids},
                         {"T-W": (8, 3), "T-S": (2, 2), "T-WP": (0, 0)})
        self.assertEqual(len(checks), 5)
        closed = [order.id for order in self.orders + self.theirs]
        self.assertTrue(set(checks.order_id.ids) <= set(closed))
        self.assertEqual({len(of) for of in checks.grouped("inspector_id").values()}, {2, 3})
        self.assertEqual(set(checks.mapped("state")), {"draft"})
        first = checks.sorted("id")[0]
        self.assertIn(first.order_id.name, first.subject)
        self.assertEqual(first.order_result, "已更换")

    def test_same_seed_draws_the_same_and_another_seed_does_not(self):
        samples = {seed: self.drawn(seed=seed).inspection_ids.order_id for seed in (7, 8)}
        self.assertEqual(self.drawn(seed=7).inspection_ids.order_id, samples[7])
        self.assertNotEqual(samples[7], samples[8])

    def test_draw_can_be_checked_by_drawing_again(self):
        plan = self.drawn()
        answer = self.as_(plan, "leader").action_draw_again()
        self.assertEqual(answer["params"]["type"], "success")
        self.move(self.orders[0], "shift_leader", "reopen", 900, reason="复发")
        with self.assertRaisesRegex(UserError, "no longer those"):
            self.as_(plan, "leader").action_draw_again()

    def test_what_was_drawn_from_stays(self):
        plan = self.drawn()
        for values in ({"seed": 1}, {"size": 9}, {"date_to": "2026-04-30"}, {"department_ids": [(5,)]}, {"state": "draft"}):
            with self.assertRaises(UserError, msg=str(values)):
                plan.write(values)
        with self.assertRaises(UserError):
            plan.action_draw()
        with self.assertRaises(UserError):
            plan.unlink()
        plan.name = "三月抽查（补）"

    def test_state_is_not_typed_in(self):
        with self.assertRaises(UserError):
            self.plan().write({"state": "drawn"})

    def test_seed_is_random_by_itself(self):
        seeds = {self.plan(seed=self.plan().default_get(["seed"])["seed"]).seed for _time in range(5)}
        self.assertGreater(len(seeds), 1)

    def test_nothing_closed_says_what_to_do(self):
        with self.assertRaisesRegex(UserError, "Choose another period"):
            self.plan(date_from="2025-01-01", date_to="2025-01-31").action_draw()

    def test_inspector_reads_the_plan_and_does_not_draw(self):
        plan = self.plan()
        self.assertTrue(self.as_(plan, "inspector").name)
        with self.assertRaises(UserError):  # access errors are user errors
            self.as_(plan, "inspector").action_draw()
