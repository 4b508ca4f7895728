"""Tables as offices have them: csv in any usual encoding, xlsx, and the old xls.

:func:`read_table` turns the bytes of a file into a :class:`Table`: the header row, wherever it stands, and the rows
below it as Python values, each with the row number that the spreadsheet program shows. Pure Python, no Odoo.

Every way in which a file can be unusable is a :class:`TableError` with a ``code`` and ``details``, so that the caller
can say it in the reader's language. Nothing is dropped in silence: what is left out stands in ``Table.ragged`` and
``Table.other_sheets``.
"""

from collections import Counter
from dataclasses import dataclass, field

from .table_csv import read_csv
from .table_errors import TableError
from .table_excel import column_letter, megabytes, read_xls, read_xlsx

MAX_BYTES = 50 * 1024 * 1024
MAX_ROWS = 200_000
_HEADER_ROWS = 15
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass
class Table:
    """What a file holds. ``rows`` are pairs of (row number as shown by a spreadsheet, list of values)."""

    format: str
    headers: list
    rows: list
    header_row: int
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    title: str = ""
    # rows that have more cells than the header: pairs of (row number, number of cells)
    ragged: list = field(default_factory=list)
    # sheets with rows that were not read
    other_sheets: list = field(default_factory=list)


def read_table(data, filename="", known_header=None, sheet=None, max_bytes=MAX_BYTES, max_rows=MAX_ROWS):
    """Read the bytes of a csv, xlsx or xls file.

    :param known_header: function that says whether a cell's text is the name of a known column; finds the header row
        below titles more surely
    :param sheet: name of the sheet to read; default the first one with rows
    :return: Table
    :raises TableError: when the file cannot be used
    """
    if len(data) > max_bytes:
        raise TableError("too_large", size=megabytes(len(data)), limit=megabytes(max_bytes))
    if not data.strip():
        raise TableError("empty")
    if data.startswith(b"PK\x03\x04"):
        table_format, parts = "xlsx", read_xlsx(data, sheet, max_rows)
    elif data.startswith(_OLE) or data[:2] == b"\x09\x08":
        table_format, parts = "xls", read_xls(data, sheet, max_rows)
    else:
        table_format, parts = "csv", read_csv(data, max_rows, known_header)
    rows, facts = parts
    if not rows:
        raise TableError("empty")
    return _with_header(table_format, rows, facts, known_header)


def _with_header(table_format, rows, facts, known_header):
    at = _header_index([row for _number, row in rows[:_HEADER_ROWS]], known_header)
    header_row, cells = rows[at]
    headers = [clean(cell) for cell in cells]
    while headers and not headers[-1]:
        headers.pop()
    body, ragged = [], []
    for number, row in rows[at + 1:]:
        extra = [value for value in row[len(headers):] if value not in (None, "")]
        if extra and table_format == "csv":
            ragged.append((number, len(row)))
        elif extra:
            headers += [""] * (len(row) - len(headers))
        body.append((number, row))
    width = len(headers)
    body = [(number, (row + [None] * (width - len(row)))[:width]) for number, row in body]
    keep = [
        column for column, header in enumerate(headers)
        if header or any(row[column] not in (None, "") for _number, row in body)
    ]
    names = [headers[column] or f"#{column_letter(column)}" for column in keep]
    twice = [name for name, count in Counter(names).items() if count > 1]
    if twice:
        raise TableError("duplicate_headers", row=header_row, headers=", ".join(twice))
    if not body:
        raise TableError("empty")
    title = " ".join(clean(cell) for _number, row in rows[:at] for cell in row if cell not in (None, ""))
    body = [(number, [row[column] for column in keep]) for number, row in body]
    return Table(table_format, names, body, header_row, title=title, ragged=ragged, **facts)


def clean(value):
    """Return a cell as one line of text."""
    return " ".join(str("" if value is None else value).replace("\ufeff", "").split())


def _header_index(rows, known_header):
    """Return which of the first rows names the columns: the one with most known names, else the first wide one."""
    if known_header:
        scores = [sum(bool(known_header(clean(cell))) for cell in row if isinstance(cell, str)) for row in rows]
        if max(scores) > 1:  # a single hit may be a word of the data
            return scores.index(max(scores))
    widths = [sum(value not in (None, "") for value in row) for row in rows]
    return next(index for index, width in enumerate(widths) if width * 2 >= max(widths))
