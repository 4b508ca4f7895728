"""Rows of an xlsx or old xls file. See table_reader."""

import io
import re
import warnings
import zipfile
from datetime import date, datetime, time

from .table_errors import TableError

_MAX_UNPACKED = 500 * 1024 * 1024
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def column_letter(index):
    """Return the name that spreadsheets give to a column (0 is A)."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(65 + rest) + name
    return name


def read_xlsx(data, sheet, max_rows):
    """Return (pairs of row number and values, facts about the file) of the bytes of an xlsx file."""
    import openpyxl

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
            unpacked = sum(info.file_size for info in archive.infolist())
            if "xl/workbook.xml" not in names:
                raise TableError("unreadable", reason="it is a zip archive, but not an xlsx file.")
            if unpacked > _MAX_UNPACKED:
                raise TableError("too_large", size=megabytes(unpacked), limit=megabytes(_MAX_UNPACKED))
            formulas = any(
                re.search(rb"<f[ >/]", archive.read(name)) for name in names if name.startswith("xl/worksheets/sheet")
            )
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about styles and drawings, which are not read
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
            sheets = {page.title: page for page in book.worksheets if page.sheet_state == "visible"}
            rows, name, others = _choose_sheet(sheets, sheet, lambda page: _xlsx_rows(page, max_rows))
            if formulas:
                _check_formulas(data, name, dict(rows))
    except TableError:
        raise
    except Exception as error:  # a damaged file fails in many ways, deep in the reader
        raise TableError("unreadable", reason=f"the xlsx file is damaged ({error}).") from error
    return rows, {"sheet": name, "other_sheets": others}


def _xlsx_rows(page, max_rows):
    page.reset_dimensions()  # some programs write a wrong size into the file
    rows = []
    for number, row in enumerate(page.iter_rows(values_only=True), 1):
        if any(value not in (None, "") for value in row):
            rows.append((number, [_plain(value) for value in row]))
            if len(rows) > max_rows:
                raise TableError("too_many_rows", limit=max_rows)
    return rows


def _check_formulas(data, name, values):
    """Refuse a formula whose result is not in the file: it would be read as an empty cell."""
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True)
    book[name].reset_dimensions()
    for number, row in enumerate(book[name].iter_rows(), 1):
        for column, cell in enumerate(row):
            if cell.data_type == "f" and values.get(number, [])[column:column + 1] in ([], [None]):
                raise TableError("formula", cell=f"{column_letter(column)}{number}")


def read_xls(data, sheet, max_rows):
    """Return (pairs of row number and values, facts about the file) of the bytes of an xls file."""
    import xlrd

    if _ENCRYPTED in data:
        raise TableError("encrypted")
    try:
        book = xlrd.open_workbook(file_contents=data, logfile=io.StringIO())
        sheets = {page.name: page for page in book.sheets() if page.visibility == 0}
        rows, name, others = _choose_sheet(sheets, sheet, lambda page: _xls_rows(xlrd, book, page, max_rows))
    except xlrd.XLRDError as error:
        if "encrypted" in str(error).lower():
            raise TableError("encrypted") from error
        raise TableError("unreadable", reason=f"it is no xls file ({error}).") from error
    except TableError:
        raise
    except Exception as error:  # the reader of the old format fails in many ways on damaged files
        raise TableError("unreadable", reason=f"the xls file is damaged ({error}).") from error
    return rows, {"sheet": name, "other_sheets": others}


def _xls_rows(xlrd, book, page, max_rows):
    if page.nrows > max_rows:
        raise TableError("too_many_rows", limit=max_rows)
    rows = ([_xls_value(xlrd, book, cell) for cell in page.row(number)] for number in range(page.nrows))
    return [(number, row) for number, row in enumerate(rows, 1) if any(value not in (None, "") for value in row)]


def _xls_value(xlrd, book, cell):
    if cell.ctype == xlrd.XL_CELL_DATE:
        moment = xlrd.xldate_as_datetime(cell.value, book.datemode)
        return moment.time() if cell.value < 1 else moment
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return bool(cell.value)
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return xlrd.error_text_from_code.get(cell.value, "#ERROR")
    return _plain(cell.value if cell.ctype != xlrd.XL_CELL_EMPTY else None)


def _choose_sheet(sheets, wanted, read):
    """Return (rows, name, other sheets with rows) of the wanted sheet, or of the first one that has rows."""
    if wanted and wanted not in sheets:
        raise TableError("no_such_sheet", sheet=wanted, sheets=", ".join(sheets))
    filled = {}
    for name, page in sheets.items():
        rows = read(page)
        if name == wanted or rows:
            filled[name] = rows
    if not filled:
        raise TableError("empty")
    chosen = wanted or next(iter(filled))
    return filled[chosen], chosen, [name for name in filled if name != chosen]


def _plain(value):
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if value is None or isinstance(value, (str, int, float, datetime, date, time)):
        return value
    return str(value)


def megabytes(size):
    """Return a number of bytes for people."""
    return f"{size / 1024 / 1024:.1f} MB"
