"""What a column of an exported table is. Pure Python, no Odoo."""

import unicodedata
from dataclasses import dataclass
from datetime import date, datetime

TEXT, INTEGER, NUMBER, PERCENT, DATE, DATETIME, DURATION, BOOLEAN = (
    "text", "integer", "number", "percent", "date", "datetime", "duration", "boolean",
)
NUMERIC = {INTEGER, NUMBER, PERCENT, DURATION}
KINDS = {TEXT, DATE, DATETIME, BOOLEAN, *NUMERIC}


@dataclass(frozen=True)
class Column:
    """One column of a table.

    * ``header``: what stands above it
    * ``kind``: one of :data:`KINDS`. A percent is a fraction (0.125 is shown as 12.5%), a duration is in seconds (shown as
      h:mm:ss), dates and times are naive and in local time
    * ``digits``: decimals of numbers and percents
    * ``note``: shown when the pointer rests on the header (xlsx): formula and base of a figure
    * ``group``: a header above the header; neighbours with the same one share it
    * ``total``: whether the row of totals adds the column up
    * ``missing``: what stands where there is no value; "–" for a rate without a base
    * ``width``: in characters; without it, as wide as the first rows need
    * ``yes``, ``no``: words of a boolean
    """

    header: str
    kind: str = TEXT
    digits: int = 2
    note: str = ""
    group: str = ""
    total: bool = False
    missing: str = ""
    width: int = 0
    yes: str = "是"
    no: str = "否"

    def __post_init__(self):
        if self.kind not in KINDS:
            raise ValueError(f"a column cannot be of the kind {self.kind!r}")


def is_missing(value):
    """Say whether a value stands for "nothing": None, or a number that is none."""
    return value is None or (isinstance(value, float) and value != value) or value in (float("inf"), float("-inf"))


def shown_width(text):
    """Return how many narrow characters the longest line of ``text`` takes: a Chinese character takes two."""
    return max(
        (sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in line)
         for line in text.splitlines()), default=0)


def text_of(column, value):
    """Return a value as text, as csv files hold it: ISO dates, numbers without thousands separators."""
    if isinstance(value, bool):
        return column.yes if value else column.no
    if is_missing(value) or value == "":
        return column.missing
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(value, date):
        return value.isoformat()
    if column.kind == PERCENT:
        return f"{value * 100:.{column.digits}f}%"
    if column.kind == DURATION:
        return clock(value)
    if column.kind == NUMBER:
        return f"{value:.{column.digits}f}"
    return str(value)


def clock(seconds):
    """Return a duration as h:mm:ss; hours may be more than 24."""
    sign, seconds = ("-" if seconds < 0 else ""), abs(round(seconds))
    return f"{sign}{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"


class Totals:
    """Adds up, row by row, the columns that ask for it."""

    def __init__(self, columns):
        self._columns = [index for index, column in enumerate(columns) if column.total]
        self._width = len(columns)
        self._sums = dict.fromkeys(self._columns, 0)

    def add(self, values):
        """Take the values of one more row."""
        for index in self._columns:
            value = values[index]
            if not is_missing(value) and not isinstance(value, str):
                self._sums[index] += value

    def row(self, label):
        """Return the row of totals: ``label`` in the first column, unless that is added up."""
        values = [self._sums.get(index) for index in range(self._width)]
        return [label, *values[1:]] if values and values[0] is None else values
