from odoo.exceptions import AccessError
from odoo.tests import tagged

from .evaluation_case import EvaluationCase


@tagged("post_install", "-at_install")
class TestEvaluationRights(EvaluationCase):
    """What the table of rights (permissions.yaml) does not say: the same refusals through the methods of screens."""

    def test_department_reads_the_spot_check_and_not_the_order_of_another(self):
        order = self.closed(10, department=self.sanitation)
        check = self.env["city12319.inspection"].sudo().create({
            "department_id": self.water.id, "subject": "试验", "text": "x", "inspector_id": self.people["inspector"].id,
        })
        self.assertFalse(self.as_(check, "water").has_access("read"), "a draft is the inspector's own")
        self.as_(check, "inspector").submit()
        self.assertTrue(self.as_(check, "water").has_access("read"))
        self.assertFalse(self.as_(order, "water").has_access("read"))

    def test_inspector_does_not_read_the_order_that_was_drawn_but_a_copy_of_what_matters(self):
        order = self.closed(10)
        plan = self.as_(self.env["city12319.inspection.plan"], "shift_leader").create({
            "name": "试验", "date_from": "2026-03-01", "date_to": "2026-03-31", "size": 1,
            "department_ids": [(6, 0, self.water.ids)], "inspector_ids": [(6, 0, self.people["inspector"].ids)],
        })
        plan.action_draw()
        check = self.as_(plan.inspection_ids, "inspector")
        self.assertEqual((check.subject, check.order_result), (f"{order.name} {order.summary}", "已更换"))
        with self.assertRaises(AccessError):
            self.as_(order, "inspector").read(["summary"])

    def test_people_outside_see_no_menu_of_runs(self):
        menus = self.env["ir.ui.menu"]
        runs = self.env.ref("city12319_evaluation.menu_run")
        for person, sees in (("statistician", True), ("leader", True), ("water", False), ("agent", False)):
            self.assertEqual(runs.id in menus.with_user(self.people[person])._visible_menu_ids(), sees, person)
