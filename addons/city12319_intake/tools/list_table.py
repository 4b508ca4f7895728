"""Rows of a table that fills one of our lists: columns found by their names, cells read by kind. Pure Python, no Odoo."""

import re
from dataclasses import dataclass, field

from .import_mapping import Problem
from .import_values import ValueProblem, fold, parse_datetime, parse_number, text_of

_ADDITION = re.compile(r"\s--\s.*|[(（\[【].*?[)）\]】]|必填|选填|[*＊]")


@dataclass(frozen=True)
class Column:
    """A column: ``headers`` are its names, ``kind`` says how cells are read (text, number, date, choice)."""

    name: str
    headers: str
    kind: str = "text"
    required: bool = False  # in every row
    column_required: bool = False  # the column must be there, cells may be empty
    choices: dict = field(default_factory=dict)  # word: value, for kind choice
    low: float = 0
    high: float = 0


class ListTable:
    """Reads the rows of a table with the given columns; collects what is wrong."""

    def __init__(self, columns):
        self.columns = {column.name: column for column in columns}
        self.by_header = {
            fold(header): column.name for column in columns for header in (column.name, *column.headers.split())
        }
        self.choices = {
            column.name: {fold(word): value for word, value in column.choices.items()} for column in columns
        }
        self.problems = []
        self.positions = {}  # name: (position, header)

    def knows(self, header):
        """Say whether a header is one of the columns."""
        return self._name_of(header) is not None

    def _name_of(self, header):
        return self.by_header.get(fold(_ADDITION.sub("", header))) or self.by_header.get(fold(header))

    def read(self, table):
        """Yield (row number, values) of a Table; values are None where a cell is empty or wrong."""
        self._match(table)
        if self.problems:
            return
        for number, cells in table.rows:
            yield number, {name: self._value(number, name, cells) for name in self.columns}

    def _match(self, table):
        for position, header in enumerate(table.headers):
            name = self._name_of(header)
            if name in self.positions:
                self.add(table.header_row, name, "two_columns", headers=f"{self.positions[name][1]}, {header}")
            elif name:
                self.positions[name] = (position, header)
        for name, column in self.columns.items():
            if (column.required or column.column_required) and name not in self.positions:
                self.add(table.header_row, name, "no_such_column", headers=column.headers.split()[0])
        for row, cells in table.ragged:
            self.problems.append(Problem(row, "", "", "", "cells", {"cells": cells, "headers": len(table.headers)}))

    def _value(self, row, name, cells):
        column = self.columns[name]
        cell = cells[self.positions[name][0]] if name in self.positions else None
        try:
            value = self._parse(column, cell)
        except ValueProblem as problem:
            self.add(row, name, problem.code, text_of(cell), **problem.details)
            return None
        if value is None and column.required:
            self.add(row, name, "required")
        return value

    def _parse(self, column, cell):
        text = text_of(cell)
        if not text:
            return None
        if column.kind == "number":
            return parse_number(cell, column.low, column.high)
        if column.kind == "date":
            moment = parse_datetime(cell, zone="UTC")
            return moment and moment.date()
        if column.kind == "choice":
            value = self.choices[column.name].get(fold(text))
            if value is None:
                raise ValueProblem("choice", words=", ".join(dict.fromkeys(column.choices)))
            return value
        return text

    def add(self, row, name, code, value="", /, **details):
        """Note what is wrong with a cell."""
        header = self.positions[name][1] if name in self.positions else ""
        self.problems.append(Problem(row, name, header, str(value)[:200], code, details))
