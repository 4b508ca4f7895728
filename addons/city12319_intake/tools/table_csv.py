"""Rows of a csv file: encoding and delimiter are found out. See table_reader."""

import csv
import io
import re
import unicodedata
from collections import Counter

from .table_errors import TableError

_DELIMITERS = ",\t;|"
_COMPUTED = tuple("=+-@＝＋－＠")
_BINARY = (b"%PDF", b"\x7fELF", b"\x89PNG", b"\xff\xd8\xff", b"Rar!", b"7z\xbc\xaf")


def read_csv(data, max_rows, known_header=None):
    """Return (pairs of row number and values, facts about the file) of the bytes of a csv file.

    :param known_header: function that says whether a cell's text is the name of a known column
    """
    text, encoding = _decode(data)
    if re.match(r"\s*(<!doctype|<html|<table|<\?xml|<meta)", text[:500], re.IGNORECASE):
        raise TableError("web_page")
    csv.field_size_limit(max(csv.field_size_limit(), 16 * 1024 * 1024))
    delimiter = _sniff(text, known_header)
    rows = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
            rows.append(row)
    except csv.Error as error:
        if "end of data" in str(error):
            raise TableError("quote", row=len(rows) + 1) from error
        # a quotation mark within a cell that is not doubled: read it as spreadsheets do
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    rows = [(number, [unguarded(cell) for cell in row]) for number, row in enumerate(rows, 1) if any(row)]
    if len(rows) > max_rows:
        raise TableError("too_many_rows", limit=max_rows)
    return rows, {"encoding": encoding, "delimiter": delimiter}


def unguarded(cell):
    """Take off the apostrophe that keeps spreadsheets from computing a text; see safe_text of city12319_export."""
    return cell[1:] if cell[:1] == "'" and (cell[1:2] in ("\t", "\r", "\n") or cell[1:].lstrip()[:1] in _COMPUTED) else cell


def _decode(data):
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            try:
                return data.decode(encoding), encoding
            except UnicodeDecodeError as error:
                raise TableError("encoding", position=error.start) from error
    if b"\x00" in data or data.startswith(_BINARY):
        raise TableError("unreadable", reason="it is not a text file, nor xlsx or xls.")
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError as error:
        raise TableError("encoding", position=error.start) from error
    strange = sum(unicodedata.category(character) in ("Cc", "Co", "Cn") for character in text)
    strange -= sum(map(text.count, "\r\n\t"))
    if strange * 100 > len(text):
        raise TableError("encoding", position=0)
    return text, "gb18030"


def _sniff(text, known_header):
    """Return the delimiter that shows the most known headers, or cuts the first records into the most even columns."""
    sample = text[:200_000]
    best, best_score = ",", (0, 0.0)
    for delimiter in _DELIMITERS:
        rows = []
        for row in csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter):
            if any(row):
                rows.append(row)
            if len(rows) == 30:
                break
        known = max(sum(bool(known_header(cell)) for cell in row) for row in rows) if known_header else 0
        width, count = Counter(map(len, rows)).most_common(1)[0]
        score = (known, (width - 1) * count / len(rows))
        if score > best_score:
            best, best_score = delimiter, score
    return best
