import io

from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak

from odoo import models

from odoo.addons.city12319_export.tools.columns import Column
from odoo.addons.city12319_export.tools.safe_text import file_stem
from odoo.addons.city12319_export.tools.table_xlsx import XlsxBook
from odoo.addons.city12319_sheets.tools import pdf
from odoo.addons.city12319_sheets.tools.pdf.text import CELL_CENTRE, Style

from ..tools import printed

TABLE_TITLE = Style(10.5, before=2, heavy=True)
TITLE_AND_ROWS = 28 * mm  # a title does not stand alone at the foot of a page
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class PeriodicReportFiles(models.Model):
    """The report on paper and as a workbook."""

    _inherit = "city12319.periodic.report"

    def _make_file(self, kind):
        """Return (name, content, mimetype) of the report as ``pdf`` or ``xlsx``, and note in the log that it went out."""
        self.ensure_one()
        self.check_access("read")
        content = self._make_pdf() if kind == "pdf" else self._make_xlsx()
        name = f"{file_stem(self.name)}.{kind}"
        self.env["city12319.export.log"].note(
            kind="print" if kind == "pdf" else "report", what=self.name, model=self._name, domain=[("id", "=", self.id)],
            rows=sum(len(table["rows"]) for table in self._tables()), file_name=name, file_size=len(content),
        )
        return name, content, "application/pdf" if kind == "pdf" else XLSX

    def _tables(self):
        return [table for chapter in self.content or [] for table in chapter["tables"]]

    # ------------------------------------------------------------------ paper

    def _make_pdf(self):
        sheet = pdf.Sheet(title=self._kind_name(), number=self._period_text())
        sheet.blocks += [pdf.paragraph(self._period_text(), CELL_CENTRE), pdf.gap()]
        sheet.blocks += [pdf.paragraph(line) for line in (self.intro or "").splitlines() if line.strip()]
        for chapter in self.content or []:
            sheet.blocks += self._chapter_blocks(sheet.width, chapter)
        if self.remarks:
            sheet.blocks += pdf.heading(self.env._("Remarks"))
            sheet.blocks += [pdf.paragraph(line) for line in self.remarks.splitlines() if line.strip()]
        return self.env["city12319.sheet.maker"].make_pdf([sheet])

    def _chapter_blocks(self, width, chapter):
        blocks = [*pdf.heading(chapter["title"]), *map(pdf.paragraph, chapter["lines"])]
        for table in chapter["tables"]:
            if len(chapter["tables"]) > 1:  # one alone goes by the title of its chapter
                blocks += [CondPageBreak(TITLE_AND_ROWS), pdf.paragraph(table["title"], TABLE_TITLE), pdf.gap(1)]
            blocks += [self._table_block(width, table), *pdf.notes(table["notes"]), pdf.gap()]
        return blocks

    def _table_block(self, width, table):
        head, rows = table["head"], [*table["rows"], *([table["totals"]] if table["totals"] else [])]
        if not rows:
            return pdf.paragraph(self.env._("Nothing in this period."))
        return pdf.data_table(
            width, [column["name"] for column in head],
            [[printed.figure(value, column["kind"]) for value, column in zip(row, head, strict=True)] for row in rows],
            widths=[2.2 if column["kind"] == "text" else 1 for column in head], totals=1 if table["totals"] else 0,
            align="".join("l" if column["kind"] == "text" else "r" for column in head),
        )

    # ------------------------------------------------------------------ workbook

    def _make_xlsx(self):
        stream = io.BytesIO()
        with XlsxBook(stream, title=self.name) as book:
            for chapter in self.content or []:
                for table in chapter["tables"]:
                    self._write_sheet(book, chapter, table)
        return stream.getvalue()

    def _write_sheet(self, book, chapter, table):
        columns = [
            Column(column["name"], kind=column["kind"], digits=1, missing="" if column["kind"] == "text" else printed.NOTHING)
            for column in table["head"]
        ]
        above = [self._kind_name(), self._period_text(), " ".join(dict.fromkeys((chapter["title"], table["title"])))]
        sheet = book.sheet(table["title"], columns, above=above)
        for row in table["rows"]:
            sheet.row(row)
        if table["totals"]:
            sheet.totals(None, table["totals"])
        for note in table["notes"]:
            sheet.line(note)
