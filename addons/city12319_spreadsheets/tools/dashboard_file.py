"""Writes the files of Odoo's spreadsheet dashboards out of short descriptions. Pure Python, no Odoo.

The sheet "Dashboard" shows cards, charts and tables, the hidden sheet "Data" computes the cards. Everything is asked from the
daily figures for the period (and the place or department) that is chosen on top; cards compare with the period before.
"""

import json
from dataclasses import dataclass

VERSION = "18.5.10"
_PERIOD = "period"
_WIDTH, _CARD_HEIGHT, _CHART_HEIGHT, _GAP = 1000, 100, 300, 15
_ROW = 23
_RELATIONS = {
    "area": ("Area", "city12319.area", "area_id"),
    "department": ("Department", "city12319.department", "department_id"),
}
_TITLE, _HEAD, _TEXT = 1, 2, 3
_GREEN, _RED = "#00A04A", "#DC6965"


@dataclass(frozen=True)
class Card:
    """One number. ``measure`` is summed up; with ``base`` it is a rate of it, and "–" when the base is zero.

    With ``less_is_better`` a rise is shown in red.
    """

    title: str
    model: str
    measure: str
    base: str = ""
    less_is_better: bool = False


@dataclass(frozen=True)
class Chart:
    """``kind`` is line, bar or pie."""

    title: str
    model: str
    kind: str
    by: str
    measure: str
    width: int = _WIDTH


@dataclass(frozen=True)
class Table:
    """The first ten of something, by the first of ``measures``."""

    title: str
    model: str
    by: str
    measures: tuple


@dataclass(frozen=True)
class Dashboard:
    """``relations`` are the filters beside the period, ``fields`` says which models have them."""

    period: str
    relations: tuple
    fields: dict
    cards: tuple
    charts: tuple
    tables: tuple


def _in_time(by):
    """Tell whether groups follow the clock or the calendar; others stand by size."""
    return ":" in by or by == "hour"


def snapshot(dashboard):
    """Return the content of a dashboard's file."""
    return _Writer(dashboard).write()


def text(dashboard):
    """Return a dashboard's file as it is kept."""
    return json.dumps(snapshot(dashboard), ensure_ascii=False, indent=1) + "\n"


class _Writer:
    def __init__(self, dashboard):
        self.dashboard = dashboard
        self.pivots = {}
        self.figures = []
        self.cells = {}
        self.styles = {}
        self.data = {"A1": '=_t("Figure")', "B1": '=_t("Current")', "C1": '=_t("Before")'}
        self.data_formats = {}

    def write(self):
        bottom = self._charts(self._cards())
        rows = self._tables(bottom // _ROW + 2)
        return {
            "version": VERSION, "revisionId": "START_REVISION", "uniqueFigureIds": True,
            "sheets": [
                self._sheet("dashboard", "Dashboard", rows, self.cells, self.styles, {}, self.figures, True),
                self._sheet("data", "Data", 30, self.data, {}, self.data_formats, [], False),
            ],
            "styles": {
                str(_TITLE): {"textColor": "#01666b", "bold": True, "fontSize": 14},
                str(_HEAD): {"bold": True, "fontSize": 11, "textColor": "#434343"},
                str(_TEXT): {"textColor": "#434343"},
            },
            "formats": {"1": "0.0%", "2": "#,##0"}, "borders": {},
            "settings": {"locale": {
                "name": "English (US)", "code": "en_US", "thousandsSeparator": ",", "decimalSeparator": ".",
                "dateFormat": "yyyy-mm-dd", "timeFormat": "hh:mm:ss", "formulaArgSeparator": ",", "weekStart": 1,
            }},
            "pivots": self.pivots, "pivotNextId": len(self.pivots) + 1, "customTableStyles": {},
            "globalFilters": self._filters(), "lists": {}, "listNextId": 1, "chartOdooMenusReferences": {},
        }

    def _sheet(self, code, name, rows, cells, styles, formats, figures, is_visible):
        return {
            "id": code, "name": name, "colNumber": 9, "rowNumber": max(rows, 30), "rows": {},
            "cols": {"0": {"size": 250}, "1": {"size": 80}, "2": {"size": 80}, "3": {"size": 80}, "4": {"size": 30},
                     "5": {"size": 250}, "6": {"size": 80}, "7": {"size": 80}, "8": {"size": 80}},
            "merges": [], "cells": cells, "styles": styles, "formats": formats, "borders": {}, "conditionalFormats": [],
            "dataValidationRules": [], "figures": figures, "tables": [], "areGridLinesVisible": False, "isVisible": is_visible,
            "headerGroups": {"ROW": [], "COL": []}, "comments": {},
        }

    # ------------------------------------------------------------------ filters

    def _filters(self):
        period = {"id": _PERIOD, "type": "date", "label": "Period", "defaultValue": self.dashboard.period}
        return [period] + [
            {"id": code, "type": "relation", "label": _RELATIONS[code][0], "modelName": _RELATIONS[code][1],
             "defaultValueDisplayNames": [], "includeChildren": True}
            for code in self.dashboard.relations
        ]

    def _matching(self, model, offset=0):
        matching = {_PERIOD: {"chain": "day", "type": "date", "offset": offset}}
        for code in self.dashboard.relations:
            field = _RELATIONS[code][2]
            matching[code] = {"chain": field, "type": "many2one"} if field in self.dashboard.fields[model] else {}
        return matching

    def _pivot(self, name, model, measures, rows=(), offset=0):
        """Add a pivot; return its number."""
        number = str(len(self.pivots) + 1)
        pivot = {
            "type": "ODOO", "id": number, "formulaId": number, "name": name, "model": model, "domain": [], "context": {},
            "fieldMatching": self._matching(model, offset), "columns": [], "rows": [{"fieldName": row} for row in rows],
            "measures": [{"id": f"{code}:sum", "fieldName": code, "aggregator": "sum"} for code in measures],
        }
        if rows:
            pivot["sortedColumn"] = {"measure": f"{measures[0]}:sum", "order": "desc", "domain": []}
            pivot["domain"] = [[rows[0], "!=", False]]
        self.pivots[number] = pivot
        return number

    # ------------------------------------------------------------------ cards

    def _cards(self):
        models = dict.fromkeys(card.model for card in self.dashboard.cards)
        now, before = {}, {}
        for model in models:
            measures = list(dict.fromkeys(
                code for card in self.dashboard.cards if card.model == model for code in (card.measure, card.base) if code))
            now[model] = self._pivot(f"{model} now", model, measures)
            before[model] = self._pivot(f"{model} before", model, measures, offset=-1)
        width = (_WIDTH - _GAP * (len(self.dashboard.cards) - 1)) // len(self.dashboard.cards)
        for index, card in enumerate(self.dashboard.cards):
            row = index + 2
            self.data[f"A{row}"] = f'=_t("{card.title}")'
            for column, pivots in (("B", now), ("C", before)):
                self.data[f"{column}{row}"] = self._card_formula(card, pivots[card.model])
                self.data_formats[f"{column}{row}"] = 1 if card.base else 2
            self._figure(index * (width + _GAP), 10, width, _CARD_HEIGHT, {
                "type": "scorecard", "title": {"text": card.title, "bold": True, "color": "#434343"}, "background": "#EFF6FF",
                "keyValue": f"Data!B{row}", "baseline": f"Data!C{row}", "baselineDescr": {"text": "since last period"},
                "baselineMode": "difference" if card.base else "percentage", "humanize": False,
                "baselineColorUp": _RED if card.less_is_better else _GREEN,
                "baselineColorDown": _GREEN if card.less_is_better else _RED,
            })
        return 10 + _CARD_HEIGHT + _GAP

    @staticmethod
    def _card_formula(card, pivot):
        value = f'PIVOT.VALUE({pivot},"{card.measure}:sum")'
        return f'=IFERROR({value}/PIVOT.VALUE({pivot},"{card.base}:sum"),"–")' if card.base else f"=IFERROR({value}+0,0)"

    # ------------------------------------------------------------------ charts and tables

    def _charts(self, y):
        x = 0
        for chart in self.dashboard.charts:
            if x + chart.width > _WIDTH:
                x, y = 0, y + _CHART_HEIGHT + _GAP
            self._figure(x, y, chart.width, _CHART_HEIGHT, self._chart(chart))
            x += chart.width + _GAP
        return y + _CHART_HEIGHT + _GAP

    def _chart(self, chart):
        data = {
            "type": f"odoo_{chart.kind}", "title": {"text": chart.title, "bold": True, "color": "#434343"},
            "background": "#FFFFFF", "legendPosition": "right" if chart.kind == "pie" else "none",
            "metaData": {"groupBy": [chart.by], "measure": chart.measure, "order": None if _in_time(chart.by) else "DESC",
                         "resModel": chart.model, "mode": chart.kind, "cumulatedStart": False},
            "searchParams": {"comparison": None, "context": {}, "domain": [], "groupBy": [chart.by], "orderBy": []},
            "dataSets": [{}], "fieldMatching": self._matching(chart.model),
        }
        if chart.kind != "pie":
            data.update(verticalAxisPosition="left", stacked=False)
        if chart.kind == "line":
            data.update(cumulatedStart=False, fillArea=True)
        return data

    def _figure(self, x, y, width, height, data):
        code = f"figure{len(self.figures) + 1}"
        self.figures.append({
            "id": code, "tag": "chart", "col": 0, "row": 0, "offset": {"x": x, "y": y}, "width": width, "height": height,
            "data": {**data, "chartId": code},
        })

    def _tables(self, row):
        for start in range(0, len(self.dashboard.tables), 2):
            for table, column, last in zip(self.dashboard.tables[start:start + 2], "AF", "DI", strict=False):
                pivot = self._pivot(table.title, table.model, table.measures, (table.by,))
                self.cells[f"{column}{row}"] = f'=_t("{table.title}")'
                self.cells[f"{column}{row + 1}"] = f"=PIVOT({pivot},10,FALSE,FALSE)"
                self.styles[f"{column}{row}"] = _TITLE
                self.styles[f"{column}{row + 1}:{last}{row + 1}"] = _HEAD
                self.styles[f"{column}{row + 2}:{last}{row + 11}"] = _TEXT
            row += 14
        return row
