"""Texts in files that spreadsheets open: what people typed must never be computed. Pure Python, no Odoo."""

import re

# what makes a spreadsheet compute a cell, also in the wide form that Chinese input methods type
FORMULA_STARTS = "=+-@＝＋－＠\t\r\n"
_GUARD = "'"
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_NOT_IN_SHEET_NAMES = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_LONG_NUMBER = re.compile(r"(?<![A-Za-z0-9])(\+?\d{3})\d{3,}(\d{3})(?!\d)")


def is_formula(text):
    """Say whether a spreadsheet could compute ``text`` instead of showing it."""
    return text[:1] in tuple("\t\r\n") or text.lstrip()[:1] in tuple(FORMULA_STARTS)


def guarded(text):
    """Return ``text`` as it may stand in a csv file: an apostrophe before what could be computed.

    The import of registrations takes it off again, see ``unguarded`` in ``table_csv`` of city12319_intake.
    """
    return _GUARD + text if is_formula(text) else text


def without_control_characters(text):
    """Return ``text`` without the characters that no table can hold."""
    return _CONTROL.sub("", text)


def sheet_name(title, taken=()):
    """Return ``title`` as the name of a sheet: allowed characters, at most 31, different from those ``taken``."""
    plain = _NOT_IN_SHEET_NAMES.sub(" ", title).strip().strip("'").strip()[:31] or "Sheet"
    lower, name, number = {name.lower() for name in taken}, plain, 1
    while name.lower() in lower:
        number += 1
        tail = f" ({number})"
        name = plain[:31 - len(tail)] + tail
    return name


def file_stem(title):
    """Return ``title`` as the name of a file, on every system: at most 100 characters."""
    return re.sub(r'[<>:"/\\|?*\x00-\x1f]', "_", title).strip(" .")[:100] or "export"


def hide_numbers(text):
    """Return ``text`` with the middle of long numbers hidden: a filter in words may hold a telephone number."""
    return _LONG_NUMBER.sub(r"\1****\2", text)
