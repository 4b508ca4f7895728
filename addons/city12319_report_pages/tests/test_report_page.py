from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .report_pages_case import ReportPagesCase


@tagged("post_install", "-at_install")
class TestReportPage(ReportPagesCase):
    """What the page of a report shows, to whom, and what stands behind a figure."""

    def test_figures_totals_and_comparison(self):
        page = self.page_as("statistician").load(self.asked(compare="previous", step="day"))
        self.assertEqual(self.value(page, "2026-03-02", "call_in"), 3)
        self.assertEqual(self.value(page, "total", "call_in"), 4)
        self.assertEqual(self.value(page, "total", "call_in", of="before"), 0)
        self.assertAlmostEqual(self.value(page, "2026-03-02", "call_answer_rate"), 2 / 3)
        self.assertIsNone(self.value(page, "2026-03-05", "call_answer_rate"), "no call, no rate")
        before = self.page_as("statistician").load(self.asked(compare="previous", step="day", first="2026-02-01"))
        self.assertEqual(self.value(before, "total", "call_in"), 0)

    def test_a_period_before_is_compared_day_by_day(self):
        one_day = self.asked(kind="free", first="2026-03-02", last="2026-03-02", compare="last_year")
        page = self.page_as("statistician").load(one_day)
        self.assertEqual(self.value(page, "total", "call_in", of="before"), 0)
        self.assertEqual(page["compared"]["period"], "2025年3月2日")

    def test_every_figure_has_a_formula_and_rates_have_a_base(self):
        for report in self.env["city12319.report"].search([]):
            page = self.page_as("statistician").load({"report": report.code})
            for column in page["columns"]:
                with self.subTest(f"{report.code} {column['key']}"):
                    self.assertTrue(column["formula"] or report.row_dim == "unit")
                    self.assertTrue(column["base"] or column["kind"] != "percent")

    def test_a_figure_opens_as_many_records_as_it_says(self):
        statistician = self.page_as("statistician")
        page = statistician.load(self.asked())
        for key, column in (("total", "call_in"), ("2026-03-02", "call_answered"), ("2026-03-02", "call_abandoned")):
            action = statistician.open_records(page["asked"], key, column)
            found = self.env[action["res_model"]].with_user(self.user_of("statistician")).search_count(action["domain"])
            self.assertEqual(found, self.value(page, key, column), (key, column))

    def test_what_makes_no_sense_is_left_out_of_the_address(self):
        asked = self.asked(kind="fortnight", compare="tomorrow", step="minute", filter_user=10**9, filter_area=1)
        page = self.page_as("statistician").load({**asked, "first": None})
        self.assertEqual(set(page["asked"]), {"report", "kind", "first", "last"})
        self.assertEqual(page["asked"]["kind"], "month")

    def test_a_day_that_is_none_is_refused_in_words(self):
        with self.assertRaisesRegex(UserError, "32"):
            self.page_as("statistician").load(self.asked(first="2026-03-32"))

    def test_a_filter_narrows_table_and_records_alike(self):
        statistician = self.page_as("statistician")
        other = self.people["other_agent"].id
        page = statistician.load(self.asked(filter_user=other))
        self.assertEqual(page["asked"]["filter_user"], other)
        self.assertEqual(self.value(page, "total", "call_in"), 0)
        mine = statistician.load(self.asked(filter_user=self.people["agent"].id))
        self.assertEqual(self.value(mine, "total", "call_in"), 4)

    def test_the_filter_of_a_report_always_holds(self):
        source = self.env.ref("city12319_intake.source_public")
        types = self.env["city12319.report"].search([("code", "=", "ticket_types")])
        report = types.copy({"code": "t_public", "source_id": source.id})
        page = self.page_as("statistician").load({"report": report.code, "filter_source": 1})
        self.assertNotIn("filter_source", [choice["key"] for choice in page["filters"]])
        self.assertNotIn("filter_source", page["asked"])

    def test_a_filter_that_a_figure_does_not_know_is_refused(self):
        report = self.env["city12319.report"].search([("code", "=", "call_traffic")])
        with self.assertRaises(UserError):
            report.service_type_id = self.env["city12319.service.type"].search([], limit=1)

    def test_who_may_not_see_a_report_gets_nothing_of_it(self):
        for role in ("department", "inspector", "kb_editor", "internal", "config_admin"):
            page = self.page_as(role)
            with self.subTest(role), self.assertRaises(AccessError):
                page.load(self.asked())
            with self.subTest(role), self.assertRaises(AccessError):
                page._make_file(self.asked(), "xlsx")
            if role == "config_admin":  # sees how reports are defined; the calls behind a figure are refused by their own rules
                continue
            with self.subTest(role), self.assertRaises(AccessError):
                page.open_records(self.asked(), "total", "call_in")

    def test_agents_see_their_own_work_alone(self):
        page = self.page_as("other_agent").load(self.asked(report="agent_work"))
        self.assertEqual(page["rows"], [])
        page = self.page_as("agent").load(self.asked(report="agent_work"))
        self.assertEqual([row["key"] for row in page["rows"]], [str(self.people["agent"].id)])
