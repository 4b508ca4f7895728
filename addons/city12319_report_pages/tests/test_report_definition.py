from odoo.exceptions import AccessError
from odoo.tests import tagged

from .report_pages_case import ReportPagesCase


@tagged("post_install", "-at_install")
class TestReportDefinition(ReportPagesCase):
    """Reports and filters that administrators make without code."""

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

    def test_a_filter_shared_with_a_role_is_found_by_that_role_alone(self):
        admin = self.user_of("config_admin")
        filters = self.env["ir.filters"]
        shared = filters.with_user(admin).create({
            "name": "夜间投诉", "model_id": "city12319.order", "user_ids": False,
            "group_ids": [(4, self.env.ref("city12319_intake.group_leader").id)],
        })

        def names(role):
            return [item["name"] for item in filters.with_user(self.user_of(role)).get_filters("city12319.order")]

        self.assertIn("夜间投诉", names("leader"))
        self.assertNotIn("夜间投诉", names("dispatcher"))
        for change in (lambda: shared.with_user(self.user_of("leader")).write({"name": "改"}),
                       lambda: shared.with_user(self.user_of("leader")).unlink()):
            with self.assertRaises(AccessError):
                change()
        mine = filters.with_user(self.user_of("leader")).create({"name": "我的", "model_id": "city12319.order"})
        mine.name = "我的筛选"
