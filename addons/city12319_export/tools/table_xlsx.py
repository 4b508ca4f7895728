"""Writes xlsx files row by row, without keeping the rows in memory. Pure Python, no Odoo."""

from contextlib import contextmanager
from datetime import date, datetime

import xlsxwriter

from .columns import (
    BOOLEAN,
    DATE,
    DATETIME,
    DURATION,
    INTEGER,
    NUMBER,
    NUMERIC,
    PERCENT,
    Totals,
    is_missing,
    shown_width,
    text_of,
)
from .safe_text import sheet_name, without_control_characters

MAX_ROWS = 1_048_576
MAX_TEXT = 32_767
_MEASURED_ROWS = 200
_NARROWEST, _WIDEST = 6, 48
_FONT = "Microsoft YaHei"


class TooManyRows(ValueError):
    """A sheet holds no more rows."""


class XlsxBook:
    """An xlsx file with one or more sheets, each written from top to bottom. Use it in a ``with`` statement.

    :param stream: binary and seekable, or the path of a file
    :param title: property of the document
    """

    def __init__(self, stream, title=""):
        self._book = xlsxwriter.Workbook(stream, {
            "constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
        })
        self._book.set_properties({"title": title})
        self._formats = {}
        self._names = []
        self._sheet = None

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        self.close()

    def sheet(self, title, columns, above=(), landscape=True):
        """Begin a sheet; the one before is finished.

        :param above: lines of text over the table: the title first, then period, base and the like
        :return: :class:`XlsxSheet`
        """
        self._finish()
        self._names.append(sheet_name(title, self._names))
        self._sheet = XlsxSheet(self, self._book.add_worksheet(self._names[-1]), list(columns), list(above), landscape)
        return self._sheet

    @contextmanager
    def only_sheet(self, title, columns, above=()):
        """Write a file of one sheet: gives the :class:`XlsxSheet`, and closes the file at the end."""
        with self:
            yield self.sheet(title, columns, above)

    def close(self):
        """Write the file."""
        self._finish()
        self._book.close()

    def format(self, **wanted):
        """Return a cell format, made once."""
        key = tuple(sorted(wanted.items()))
        if key not in self._formats:
            self._formats[key] = self._book.add_format({"font_name": _FONT, "font_size": 10, "valign": "top", **wanted})
        return self._formats[key]

    def _finish(self):
        if self._sheet:
            self._sheet._finish()
            self._sheet = None


class XlsxSheet:
    """One table. Begun by :meth:`XlsxBook.sheet`."""

    def __init__(self, book, page, columns, above, landscape):
        self.columns = columns
        self.rows = 0
        self.cut = 0  # texts that were longer than a cell holds
        self._book, self._page, self._next = book, page, 0
        self._totals = Totals(columns)
        self._widths = [shown_width(column.header) + 2 for column in columns]
        self._plain = [self._format_of(column) for column in columns]
        self._strong = [self._format_of(column, bold=True, bg_color="#EEF2F7") for column in columns]
        self._set_up_page(landscape)
        self._write_above(above)
        self._write_headers()

    def row(self, values, strong=False):
        """Write one row.

        :param values: one for each column; text, numbers, dates, booleans or None
        :param strong: for a row that sums up others
        :raises TooManyRows: beyond what a sheet holds
        """
        self._totals.add(values)
        self._write(values, self._strong if strong else self._plain)
        self.rows += 1

    def totals(self, label, values=None):
        """Write the row of totals.

        :param values: the row to write, where rates cannot be added up; without it, the sums of the columns that ask for it
        """
        self._write(self._totals.row(label) if values is None else values, self._strong)

    def line(self, text):
        """Write a line of text below the table: a base, a remark."""
        self._page.write_string(self._next, 0, self._text(text), self._book.format(font_color="#555555"))
        self._next += 1

    # ------------------------------------------------------------------ page and headers

    def _set_up_page(self, landscape):
        self._page.set_paper(9)  # A4
        if landscape:
            self._page.set_landscape()
        self._page.fit_to_pages(1, 0)
        self._page.set_footer("&C&P / &N")

    def _write_above(self, lines):
        for number, text in enumerate(lines):
            style = {"bold": True, "font_size": 14} if not number else {"font_color": "#555555"}
            self._page.write_string(self._next, 0, self._text(text), self._book.format(**style))
            self._next += 1

    def _write_headers(self):
        style = self._book.format(
            bold=True, bg_color="#DCE6F1", border=1, border_color="#B7C5D8", align="center", valign="vcenter", text_wrap=True)
        first = self._next
        if any(column.group for column in self.columns):
            self._write_groups(style)
        for index, column in enumerate(self.columns):
            self._page.write_string(self._next, index, self._text(column.header), style)
            if column.note:
                self._page.write_comment(self._next, index, column.note, {"x_scale": 2, "y_scale": 1.5})
        self._head = self._next
        self._next += 1
        self._page.freeze_panes(self._next, 0)
        self._page.repeat_rows(first, self._head)

    def _write_groups(self, style):
        start = 0
        while start < len(self.columns):
            end, group = start, self.columns[start].group
            while group and end + 1 < len(self.columns) and self.columns[end + 1].group == group:
                end += 1
            if end > start:
                self._page.merge_range(self._next, start, self._next, end, "", style)
            self._page.write_string(self._next, start, self._text(group), style)
            start = end + 1
        self._next += 1

    def _format_of(self, column, **more):
        patterns = {
            INTEGER: "#,##0", DATE: "yyyy-mm-dd", DATETIME: "yyyy-mm-dd hh:mm:ss", DURATION: "[h]:mm:ss",
            NUMBER: "#,##0" + ("." + "0" * column.digits if column.digits else ""),
            PERCENT: "0" + ("." + "0" * column.digits if column.digits else "") + "%",
        }
        if column.kind in patterns:
            more["num_format"] = patterns[column.kind]
        if column.kind in NUMERIC:
            more["align"] = "right"
        return self._book.format(**more)

    # ------------------------------------------------------------------ cells

    def _write(self, values, formats):
        if self._next >= MAX_ROWS:
            raise TooManyRows(f"a sheet holds {MAX_ROWS} rows")
        measured = self.rows < _MEASURED_ROWS
        for index, (column, value) in enumerate(zip(self.columns, values, strict=True)):
            self._write_cell(index, column, value, formats[index])
            if measured:
                self._widths[index] = max(self._widths[index], shown_width(text_of(column, value)) + 2)
        self._next += 1

    def _write_cell(self, index, column, value, style):
        row, page = self._next, self._page
        if isinstance(value, bool) or is_missing(value) or column.kind == BOOLEAN or isinstance(value, str):
            text = self._text(text_of(column, value))
            if text:
                page.write_string(row, index, text, style)
            else:
                page.write_blank(row, index, None, style)
        elif isinstance(value, (date, datetime)) and value.year >= 1900:
            page.write_datetime(row, index, value, style)
        elif column.kind in NUMERIC:
            page.write_number(row, index, value / 86400 if column.kind == DURATION else value, style)
        else:
            page.write_string(row, index, self._text(text_of(column, value)), style)

    def _text(self, text):
        text = without_control_characters(text)
        if len(text) > MAX_TEXT:
            self.cut += 1
            text = text[:MAX_TEXT - 1] + "…"
        return text

    def _finish(self):
        for index, (column, width) in enumerate(zip(self.columns, self._widths, strict=True)):
            self._page.set_column(index, index, column.width or max(_NARROWEST, min(width, _WIDEST)))
        if self.rows and self.columns:
            self._page.autofilter(self._head, 0, self._head + self.rows, len(self.columns) - 1)
