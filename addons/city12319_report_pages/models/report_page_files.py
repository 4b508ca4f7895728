import io

from odoo import api, fields, models

from odoo.addons.city12319_export.tools.columns import Column
from odoo.addons.city12319_export.tools.safe_text import file_stem
from odoo.addons.city12319_export.tools.table_csv import CsvTable
from odoo.addons.city12319_export.tools.table_xlsx import XlsxBook
from odoo.addons.city12319_sheets.tools import pdf

from ..tools import comparison, printed

MIMETYPES = {
    "pdf": "application/pdf",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_UPRIGHT_COLUMNS = 7  # beyond, the paper is turned
_WIDE_COLUMNS = 10  # beyond, the table goes on in another one below


class ReportPageFiles(models.AbstractModel):
    """A report as a file: the same figures, totals and comparison as on screen, with formula and base of each figure."""

    _inherit = "city12319.report.page"

    @api.model
    def _make_file(self, asked, kind):
        """Return (name, content, mimetype) of a report as the current user sees it, and note in the log that it went out.

        :param asked: as in ``load``
        :param kind: ``xlsx``, ``csv`` or ``pdf``
        """
        page = self.load(asked)
        content = getattr(self, f"_make_{kind}")(page)
        name = f"{file_stem(' '.join((page['name'], page['period'])))}.{kind}"
        self.env["city12319.export.log"].note(
            kind="print" if kind == "pdf" else "report", what="\n".join(self._above(page)), columns=self._heads(page),
            rows=len(page["rows"]), file_name=name, file_size=len(content),
        )
        return name, content, MIMETYPES[kind]

    def _make_xlsx(self, page):
        stream = io.BytesIO()
        with XlsxBook(stream, title=page["name"]) as book:
            columns = self._file_columns(page)
            sheet = book.sheet(page["name"], columns, above=self._above(page))
            self._write_rows(page, sheet)
            for line in self._below(page):
                sheet.line(line)
        return stream.getvalue()

    def _make_csv(self, page):
        stream = io.BytesIO()
        with CsvTable(stream, self._file_columns(page)) as table:
            self._write_rows(page, table)
        return stream.getvalue()

    def _write_rows(self, page, table):
        for row in page["rows"]:
            table.row([row["label"], *self._cells(page, row)])
        if page["totals"]:
            table.totals(None, [self.env._("Total"), *self._cells(page, page["totals"])])

    # ------------------------------------------------------------------ columns and cells

    def _file_columns(self, page):
        columns = [Column(page["label"])]
        for column in page["columns"]:
            note = "\n".join(filter(None, (column["formula"], self._base_text(column), column["note"])))
            options = {"kind": column["kind"], "digits": column["digits"], "missing": printed.NOTHING, "note": note}
            name = self._head(column)
            if not page["compared"]:
                above, head = (column["name"], column["split"] or self.env._("All")) if page["split"] else ("", name)
                columns.append(Column(head, group=above, **options))
                continue
            columns += [
                Column(head, group=name, **{**options, **special}) for head, special in self._compared_heads(page, column)
            ]
        return columns

    def _head(self, column):
        unit = f" ({column['unit']})" if column["unit"] else ""
        return f"{column['name']}{unit}{' · ' + column['split'] if column['split'] else ''}"

    def _compared_heads(self, page, column):
        heads = [(page["period"], {}), (page["compared"]["period"], {})]
        if column["kind"] == "percent":  # what percentages differ by are points of them
            return [*heads, (self.env._("Change (points)"), {"kind": "number"})]
        return [*heads, (self.env._("Change"), {}), (self.env._("Change (%)"), {"kind": "percent", "digits": 1})]

    def _cells(self, page, row):
        if not page["compared"]:
            return row["values"]
        cells = []
        before = row["before"] or [None] * len(page["columns"])
        for column, now, past in zip(page["columns"], row["values"], before, strict=True):
            cells += [now, past, *comparison.changes(now, past, column["kind"])]
        return cells

    def _heads(self, page):
        return [page["label"], *(self._head(column) for column in page["columns"])]

    # ------------------------------------------------------------------ words around the table

    def _above(self, page):
        """Title, period, filters and moment."""
        chosen = ", ".join(f"{choice['label']}: {choice['value_name']}" for choice in page["filters"] if choice["value"])
        as_of = page["as_of"] and self.env["city12319.sheet.maker"]._moment(fields.Datetime.to_datetime(page["as_of"]))
        asked = page["asked"]
        return [line for line in (
            page["name"],
            self.env._(
                "Period: %(period)s (%(first)s – %(last)s)", period=page["period"], first=asked["first"], last=asked["last"]),
            page["compared"] and self.env._("Compared with: %s", page["compared"]["period"]),
            chosen and self.env._("Filter: %s", chosen),
            as_of and self.env._("As of: %s", as_of),
            page["frozen"] and self.env._("Published figures: %s", ", ".join(month["name"] for month in page["frozen"])),
        ) if line]

    def _base_text(self, column):
        return column["base"] and self.env._("Base: %s", column["base"])

    def _below(self, page):
        """Formula and base of each figure."""
        return [
            " · ".join(filter(None, (f"{column['name']}: {column['formula']}", self._base_text(column))))
            for column in page["columns"] if not column["split"]
        ]

    # ------------------------------------------------------------------ paper

    def _make_pdf(self, page):
        columns = self._file_columns(page)
        title, *above = self._above(page)
        sheet = pdf.Sheet(title=title, wide=len(columns) > _UPRIGHT_COLUMNS)
        rows = [[row["label"], *self._cells(page, row)] for row in page["rows"]]
        totals = page["totals"] and [self.env._("Total"), *self._cells(page, page["totals"])]
        sheet.blocks += [*pdf.notes(above), pdf.gap(2)]
        if not rows:
            sheet.blocks.append(pdf.paragraph(self.env._("Nothing was counted in this period.")))
        for places in self._parts_of_width(page, columns) if rows else ():
            sheet.blocks += [self._paper_table(sheet.width, columns, rows, totals, places), pdf.gap(3)]
        sheet.blocks += [*pdf.heading(self.env._("How it is counted")), *pdf.notes(self._below(page))]
        return self.env["city12319.sheet.maker"].make_pdf([sheet])

    def _parts_of_width(self, page, columns):
        """Return the places of the columns that fit beside each other, the first column in each part.

        Columns of one figure stay together.
        """
        together = []
        for place in range(1, len(columns)):
            if page["compared"] and columns[place].group == columns[place - 1].group:
                together[-1].append(place)
            else:
                together.append([place])
        parts = [[0]]
        for places in together:
            if len(parts[-1]) + len(places) > _WIDE_COLUMNS + 1:
                parts.append([0])
            parts[-1] += places
        return parts

    def _paper_table(self, width, columns, rows, totals, places):
        shown = [columns[place] for place in places]
        heads = ["\n".join(filter(None, (column.group, column.header))) for column in shown]
        cells = [
            [printed.figure(row[place], column.kind, column.digits) for place, column in zip(places, shown, strict=True)]
            for row in [*rows, *([totals] if totals else [])]
        ]
        return pdf.data_table(
            width, heads, cells, widths=[1.8, *[1] * (len(shown) - 1)], totals=1 if totals else 0,
            align="l" + "r" * (len(shown) - 1),
        )
