"""Writes a csv file row by row. Pure Python, no Odoo."""

import csv
import io

from .columns import NUMERIC, Totals, text_of
from .safe_text import guarded, without_control_characters


class CsvTable:
    """One table as csv: UTF-8 with the mark by which Excel knows it, texts in quotes, nothing that could be computed.

    :param stream: binary, to write into; stays open
    """

    def __init__(self, stream, columns):
        self.columns = list(columns)
        self.rows = 0
        self._totals = Totals(self.columns)
        self._text = io.TextIOWrapper(stream, "utf-8-sig", newline="", write_through=True)
        self._writer = csv.writer(self._text, lineterminator="\r\n")
        self._writer.writerow([_safe(column.header) for column in self.columns])

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        self.close()

    def row(self, values, strong=False):
        """Write one row; ``strong`` is there for callers that write either format."""
        self._totals.add(values)
        self._write(values)
        self.rows += 1

    def totals(self, label, values=None):
        """Write the row of totals.

        :param values: the row to write; without it, the sums of the columns that are added up
        """
        self._write(self._totals.row(label) if values is None else values)

    def close(self):
        """Write what is pending and let go of the stream."""
        if self._text:
            self._text.flush()
            self._text.detach()
            self._text = None

    def _write(self, values):
        self._writer.writerow([
            _cell(column, value) for column, value in zip(self.columns, values, strict=True)
        ])


def _cell(column, value):
    text = text_of(column, value)
    is_number = column.kind in NUMERIC and not isinstance(value, str)
    return text if is_number else _safe(text)


def _safe(text):
    return guarded(without_control_characters(text))
