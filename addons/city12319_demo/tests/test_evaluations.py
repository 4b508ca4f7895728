from odoo.tests import TransactionCase, tagged


@tagged("post_install", "-at_install")
class TestEvaluations(TransactionCase):
    """A month of spot checks and its evaluation, as the installation left them."""

    def test_spot_checks_are_there_in_every_state(self):
        checks = self.env["city12319.inspection"].search([("inspector_id.login", "=", "inspector")])
        self.assertGreater(len(checks.filtered(lambda check: check.state == "final")), 5)
        self.assertTrue(checks.filtered("points"))
        self.assertTrue(checks.photo_ids)
        for plan in checks.plan_id:
            self.assertEqual(plan.action_draw_again()["params"]["type"], "success")

    def test_last_month_is_judged_and_published(self):
        run = self.env["city12319.evaluation.run"].search(
            [("scheme_id", "=", self.env.ref("city12319_evaluation.scheme_department").id), ("state", "=", "published")])
        self.assertEqual(len(run), 1)
        known = run.line_ids.filtered("known")
        self.assertGreater(len(known), 5)
        self.assertGreater(len(set(known.mapped("score"))), 3)
        self.assertGreater(sum(run.line_ids.mapped("entry_points")), 0)

    def test_department_sees_its_own_sheet(self):
        water = self.env.ref("city12319_demo.user_water")
        lines = self.env["city12319.evaluation.line"].with_user(water).search([])
        self.assertTrue(lines)
        self.assertFalse(lines.department_id.filtered(lambda department: water not in department.sudo().visible_user_ids))
