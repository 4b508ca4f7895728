from odoo.exceptions import AccessError
from odoo.tests import tagged

from .report_pages_case import ReportPagesCase


@tagged("post_install", "-at_install")
class TestReportDefinition(ReportPagesCase):
    """Reports that administrators make without code."""

    def preview(self, role, *figures, **values):
        lines = [{"code": code, "in_chart": False} for code in figures]
        return self.page_as(role).preview({"row_dim": "queue", "chart": "bar", "figures": lines, **values})

    def test_the_form_shows_at_once_what_the_report_would_hold(self):
        page = self.preview("system", "call_in", row_dim="time")
        self.assertEqual([column["key"] for column in page["columns"]], ["call_in"])
        self.assertTrue(page["rows"])

    def test_what_is_missing_or_impossible_is_said_in_words(self):
        public = self.env.ref("city12319_intake.source_public").id
        for problem, preview in (
            ("nothing chosen", self.preview("system")),
            ("calls have no department", self.preview("system", "call_in", row_dim="department")),
            ("calls have no source", self.preview("system", "call_in", source_id=public)),
            ("no figures for this role", self.preview("config_admin", "call_in")),
        ):
            with self.subTest(problem):
                self.assertTrue(preview["problem"])

    def test_a_report_of_ones_own_is_seen_by_its_role_and_by_nobody_else(self):
        admin = self.user_of("config_admin")
        leader = self.env.ref("city12319_intake.group_leader")
        report = self.env["city12319.report"].with_user(admin).create({
            "name": "投诉来源", "code": "t_own", "row_dim": "source", "chart": "bar", "group_ids": [(4, leader.id)],
            "figure_ids": [(0, 0, {"code": "registered"})],
        })
        self.assertEqual(self.page_as("leader").load({"report": "t_own"})["name"], "投诉来源")
        self.assertIn("t_own", [one["code"] for one in self.page_as("leader").load({})["reports"]])
        with self.assertRaises(AccessError):
            self.page_as("statistician").load({"report": "t_own"})
        self.assertEqual(report.action_open_page()["params"], {"report": "t_own"})
