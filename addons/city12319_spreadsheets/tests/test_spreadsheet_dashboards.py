import json

from odoo.tests import TransactionCase, new_test_user, tagged

from odoo.addons.city12319_spreadsheets.tools.dashboards import DASHBOARDS

SEEN_BY = {
    "duty": {"shift_leader", "statistician"},
    "department": {"department_manager", "shift_leader", "leader", "statistician"},
    "leader": {"leader", "statistician"},
}
ROLES = ["agent", "shift_leader", "department", "department_manager", "leader", "statistician", "config_admin", "visitor"]


@tagged("post_install", "-at_install")
class TestSpreadsheetDashboards(TransactionCase):
    """Each dashboard opens for its roles, and asks nothing that these may not read."""

    def test_who_sees_which_dashboard(self):
        for role in ROLES:
            user = new_test_user(self.env, f"t_sheet_{role}", f"city12319_intake.group_{role}")
            seen = self.env["spreadsheet.dashboard"].with_user(user).search([])
            for name, roles in SEEN_BY.items():
                dashboard = self.env.ref(f"city12319_spreadsheets.dashboard_{name}")
                self.assertEqual(dashboard in seen, role in roles, f"{role} {name}")
                if role in roles:
                    self.check_questions(dashboard.with_user(user))

    def check_questions(self, dashboard):
        """Ask the server what the file asks: every field exists, and the person may read it."""
        content = json.loads(dashboard._get_serialized_readonly_dashboard())["snapshot"]
        for pivot in content["pivots"].values():
            model = self.env[pivot["model"]].with_user(dashboard.env.user)
            model.formatted_read_group(
                pivot["domain"], [row["fieldName"] for row in pivot["rows"]], [one["id"] for one in pivot["measures"]])
            for matching in pivot["fieldMatching"].values():
                self.assertIn(matching.get("chain", "day"), model._fields)
        for figure in content["sheets"][0]["figures"]:
            if meta := figure["data"].get("metaData"):
                model = self.env[meta["resModel"]].with_user(dashboard.env.user)
                model.formatted_read_group([], meta["groupBy"], [f"{meta['measure']}:sum"])

    def test_every_description_has_a_dashboard(self):
        self.assertEqual(set(DASHBOARDS), set(SEEN_BY))
