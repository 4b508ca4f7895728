import io
from datetime import date

import openpyxl
from pypdf import PdfReader

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.city12319_evaluation.tools import periods

from .report_pages_case import ReportPagesCase


@tagged("post_install", "-at_install")
class TestPeriodicReport(ReportPagesCase):
    """Daily, weekly, monthly and annual reports: figures that are kept, words, publishing."""

    def report(self, kind="month", day="2026-03-01", role="statistician", **values):
        reports = self.env["city12319.periodic.report"].with_user(self.user_of(role)).with_context(lang="zh_CN")
        return reports.create({"kind": kind, "date_from": day, **values})

    def text(self, report):
        _name, content, _type = report._make_file("pdf")
        return "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)

    def test_each_kind_has_its_chapters_and_files(self):
        for kind, day in (("day", "2026-03-02"), ("week", "2026-03-02"), ("quarter", "2026-01-01"), ("year", "2026-01-01")):
            with self.subTest(kind):
                report = self.report(kind, day)
                self.assertTrue(report.content[0]["title"].startswith("一、"))
                self.assertTrue(openpyxl.load_workbook(io.BytesIO(report._make_file("xlsx")[1])).sheetnames)
                self.assertIn("00:00", self.text(report))

    def test_a_month_tells_of_calls_sources_and_two_classes_of_departments(self):
        report = self.report(intro="本月平稳。", remarks="另有说明。")
        text = self.text(report)
        for words in ("呼入 4 个", "接通 3 个", "75.0%", "本月平稳。", "另有说明。"):
            self.assertIn(words, text)
        titles = [table["title"] for chapter in report.content for table in chapter["tables"]]
        self.assertTrue({"（一）市属部门", "（二）联动单位"} <= set(titles), titles)

    def test_figures_are_kept_until_they_are_counted_again(self):
        report = self.report()
        self.env["city12319.rollup.call"].search([])
        self.env.cr.execute("DELETE FROM city12319_rollup_call")
        self.env.invalidate_all()
        self.assertIn("呼入 4 个", self.text(report))
        report.action_count()
        self.assertIn("呼入 0 个", self.text(report))

    def test_publishing_freezes_the_month_and_closes_the_report(self):
        report = self.report()
        report.action_publish()
        self.assertEqual(report.state, "published")
        self.assertEqual(self.env["city12319.report.month"]._of(date(2026, 3, 1)).state, "frozen")
        self.assertTrue(self.page_as("statistician").load(self.asked())["frozen"])
        for change in ({"intro": "改"}, {"content": []}, {"state": "draft"}):
            with self.subTest(change), self.assertRaises(UserError):
                report.write(change)
        with self.assertRaises(UserError):
            report.action_count()
        with self.assertRaises(UserError):
            report.unlink()

    def test_a_period_that_runs_is_not_published(self):
        first, _last = periods.containing("month", self.env["city12319.rollup.day"]._today())
        with self.assertRaises(UserError):
            self.report(day=first).action_publish()

    def test_drafts_are_for_the_house_that_makes_them(self):
        report = self.report()
        for role in ("agent", "department", "inspector"):
            with self.subTest(role), self.assertRaises(AccessError):
                report.with_user(self.user_of(role)).read(["name"])
        report.action_publish()
        self.assertTrue(report.with_user(self.user_of("agent"))._make_file("pdf")[1])

    def test_only_statisticians_make_reports(self):
        for role in ("agent", "leader", "shift_leader", "department_manager"):
            with self.subTest(role), self.assertRaises(AccessError):
                self.report(role=role)
