import io

import openpyxl
from pypdf import PdfReader

from odoo.tests import tagged

from .report_pages_case import ReportPagesCase


@tagged("post_install", "-at_install")
class TestReportFiles(ReportPagesCase):
    """Files hold what the page shows, and leave a line in the log."""

    def file(self, form, **more):
        _name, content, _type = self.page_as("statistician").with_context(lang="zh_CN")._make_file(self.asked(**more), form)
        return content

    def sheet(self, **more):
        return openpyxl.load_workbook(io.BytesIO(self.file("xlsx", **more))).active

    def row_of(self, sheet, label):
        return next(row for row in sheet.iter_rows() if row[0].value == label)

    def test_xlsx_has_real_numbers_a_frozen_head_and_notes(self):
        sheet = self.sheet()
        head = next(row for row in sheet.iter_rows() if any(cell.comment for cell in row))
        day, total = self.row_of(sheet, "3-2"), self.row_of(sheet, "合计")
        self.assertEqual(day[1].value, 3)
        self.assertEqual(total[1].value, 4)
        rate = next(cell for cell in day if cell.number_format == "0.0%")
        self.assertAlmostEqual(rate.value, 2 / 3)
        self.assertTrue(sheet.freeze_panes)
        self.assertIn("接通量 ÷ 人工请求量", "".join(cell.comment.text for cell in head if cell.comment))

    def test_csv_holds_the_same_rows(self):
        lines = self.file("csv").decode("utf-8-sig").splitlines()
        self.assertTrue(next(line for line in lines if line.startswith('3-2,')).startswith("3-2,3,"))

    def test_comparison_stands_beside_each_figure(self):
        sheet = self.sheet(kind="free", first="2026-03-03", last="2026-03-03", compare="previous")
        total = self.row_of(sheet, "合计")
        self.assertEqual([cell.value for cell in total[1:4]], [1, 3, -2])
        self.assertAlmostEqual(total[4].value, -2 / 3)

    def test_pdf_prints_formula_and_base_below_the_table(self):
        text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(self.file("pdf"))).pages)
        self.assertIn("接通量 ÷ 人工请求量", text)
        self.assertIn("基数", text)

    def test_a_report_without_anything_is_printed_too(self):
        for form in ("pdf", "xlsx", "csv"):
            self.assertTrue(self.file(form, report="ticket_types", first="2020-01-01"))

    def test_each_file_is_in_the_log_with_period_and_rows(self):
        self.file("csv")
        entry = self.env["city12319.export.log"].search([], limit=1)
        self.assertEqual(entry.user_id, self.user_of("statistician"))
        self.assertEqual(entry.kind, "report")
        self.assertIn("2026-03-01", entry.what)
        self.assertEqual(entry.rows, 31)
