from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from odoo.addons.city12319_evaluation.tools import indicators, periods

from ...tools import figures as figure_words
from ..definitions import FIGURES, PARTS
from .report_dimension import DIMENSIONS, EVALUATED

NONE = "none"  # key of what has no value
TOTAL = "total"
_FILTERS = {"department_id", "area_id", "category_id", "service_type_id", "source_id", "user_id", "queue", "mode", "direction"}
_TREES = {"department_id", "area_id", "category_id"}
_ORDERED_BY_SIZE = {"matter", "area", "street", "person", "queue"}


class Report(models.Model):
    """From roll-ups to the rows of a report: one statement per roll-up and period, whatever the number of rows."""

    _inherit = "city12319.report"

    @api.model
    @api.readonly
    def compute(self, code, params=None):
        """Return a report as data.

        :param code: which report
        :param params: dict, all optional: ``period`` (day, week, month, quarter, year, free), ``date`` (a day in it), or
            ``from`` and ``to``; ``step`` of time (hour, day, week, month, quarter, year); ``compare`` (list of
            ``previous``, ``last_year``); ``filters`` (``{field: id, list of ids or text}``); ``top``
        :return: dict with ``report``, ``period``, ``columns``, ``rows``, ``totals``, ``compared``, ``frozen``, ``as_of``,
            ``pending_days``. A column has ``key``, ``figure``, ``name``, ``formula``, ``base``, ``note``, ``unit``,
            ``better`` and ``split``; a row has ``key``, ``label``, ``values`` (None for a base of zero) and ``parts``
            (``[counted, out of]``), in the order of the columns. Shares are 0 to 1, times hours or seconds as ``unit`` says.
        :raises AccessError: for a report, or figures, that are not the person's
        :raises UserError: for a period or filter that makes no sense
        """
        params = params or {}
        report = self._named(code)
        kind, first, last = self._period(params)
        step = report._step(kind, first, last, params)
        table = report._matrix(kind, first, last, step, params)
        until = min(last, self.env["city12319.rollup.day"]._today())
        compared = {
            name: report._compared(*bounds, step, params, table)
            for name, bounds in periods.compared(kind, first, last, until).items()
            if name in (params.get("compare") or ())
        }
        return {
            "report": report._head(),
            "period": {**self._period_dict(kind, first, last), "step": step},
            "columns": table["columns"], "rows": table["rows"], "totals": table["totals"], "more_rows": table["more_rows"],
            "compared": compared, "frozen": self.env["city12319.report.month"].frozen_state(first, last),
            **self._as_of(first, last),
        }

    def _head(self):
        labels = dict(self._fields["row_dim"]._description_selection(self.env))
        return {
            "code": self.code, "name": self.name, "description": self.description or "", "section": self.section,
            "chart": self.chart, "row_dim": self.row_dim, "row_label": labels[self.row_dim],
            "split_dim": self.split_dim or False, "split_label": labels.get(self.split_dim, False), "top": self.top,
        }

    @api.model
    def _period_dict(self, kind, first, last):
        return {
            "kind": kind, "first": fields.Date.to_string(first), "last": fields.Date.to_string(last),
            "label": periods.label(kind, first, last),
        }

    @api.model
    def _as_of(self, first, last):
        """Return until when facts are in the figures (UTC), and how many days wait to be counted again."""
        # sudo: when days were counted says nothing about cases
        days = self.env["city12319.rollup.day"].sudo().search([("day", ">=", first), ("day", "<=", last)], order="day desc")
        counted = days.filtered("counted_at")
        return {
            "as_of": fields.Datetime.to_string(counted[:1].counted_at) if counted else False,
            "pending_days": len(days.filtered(lambda day: day.changed_at or not day.counted_at)),
        }

    # ------------------------------------------------------------------ a table

    def _matrix(self, kind, first, last, step, params):
        """Return columns, rows and totals of one period."""
        if self.row_dim == EVALUATED:
            return self._evaluation_table(first, last)
        buckets = self._buckets(step, first, last) if step else []
        cells = self._cells(first, last, buckets, params)
        splits = self._keys(self.split_dim, {split for _row, split in cells}, buckets) if self.split_dim else []
        columns = self._column_list(splits)
        rows = self._keys(self.row_dim, {row for row, _split in cells}, buckets)
        parts = [TOTAL, *(key for key, _label in splits)]

        def values(row):
            return self._values(columns, {split: cells.get((row, split), {}) for split in parts})

        table = [{"key": key, "label": label, **values(key)} for key, label in rows if key != TOTAL]
        top = int(params.get("top") or self.top or 0)
        if self.row_dim in _ORDERED_BY_SIZE or top:
            table.sort(key=lambda row: -(row["values"][0] or 0) if row["values"] else 0)
        return {
            "columns": columns, "rows": table[:top] if top else table, "more_rows": max(0, len(table) - top) if top else 0,
            "totals": values(TOTAL),
        }

    def _column_list(self, splits):
        """Return the columns: each figure in all, and once for each value that the report is divided by."""
        zh = (self.env.lang or "").startswith("zh")
        labels = dict(self.figure_ids._fields["code"]._description_selection(self.env))
        columns = []
        for line in self.figure_ids:
            figure = FIGURES[line.code]
            plain = {
                "key": line.code, "figure": line.code, "name": labels[line.code], "formula": figure.formula(zh),
                "base": figure.base_text(zh), "note": self._note(figure, zh), "unit": figure.unit, "better": figure.better,
                "in_chart": line.in_chart, "split": False,
            }
            columns.append(plain)
            columns += [
                {**plain, "key": f"{line.code}|{key}", "split": {"key": key, "label": label}} for key, label in splits
            ]
        return columns

    @api.model
    def _note(self, figure, zh):
        """Return a remark on a figure; for a count, what is counted."""
        if figure.base or figure.code in PARTS:
            return figure.note_zh if zh else figure.note
        return self._rollup_of(figure.code)._fields[figure.code]._description_help(self.env)

    @api.model
    def _values(self, columns, counts):
        """Return the figures of one row.

        :param counts: ``{split key: {counter: number}}``, with ``total`` for all
        """
        whole = {
            split: {**numbers, **{code: sum(numbers.get(one, 0) for one in ones) for code, ones in PARTS.items()}}
            for split, numbers in counts.items()
        }
        values, parts = [], []
        for column in columns:
            figure = FIGURES[column["figure"]]
            numbers = whole[column["split"]["key"] if column["split"] else TOTAL]
            values.append(figure.value(numbers))
            parts.append([
                indicators.total(figure.over, numbers), indicators.total(figure.base, numbers) if figure.base else None,
            ])
        return {"values": values, "parts": parts}

    # ------------------------------------------------------------------ counts

    def _cells(self, first, last, buckets, params):
        """Return ``{(row key, column key): {counter: number}}``, with ``total`` for the margins."""
        cells = defaultdict(dict)
        for model, counters in self._rollups().items():
            domain = self._filter_domain(model, params.get("filters") or {})
            stocks = counters & figure_words.STOCKS
            if counters - stocks:
                within = domain & Domain("day", ">=", first) & Domain("day", "<=", last)
                self._add_cells(cells, model, sorted(counters - stocks), within, buckets)
            if stocks and (days := self._last_days(first, last, buckets)):
                self._add_cells(cells, model, sorted(stocks), domain & Domain("day", "in", days), buckets, days[-1])
        return cells

    def _add_cells(self, cells, model, codes, domain, buckets, stock_day=None):
        """Read counters of one roll-up and add them to ``cells``.

        :param stock_day: of stocks, the day whose numbers are those of the whole period
        """
        dims = self._dims()
        groups = list(dict.fromkeys("day:day" if dim.field == "day" and dim.code != "hour" else dim.field for dim in
                                    self._grouped(dims, buckets)))
        folds = [self._fold(dim, buckets) for dim in dims]
        aggregates = [f"{code}:{'max' if code in figure_words.LARGEST else 'sum'}" for code in codes]
        for row in model._read_group(domain, groups, aggregates):
            values = dict(zip(groups, row[:len(groups)], strict=True))
            keys = [fold(values) for fold in folds]
            numbers = dict(zip(codes, row[len(groups):], strict=True))
            self._add(cells, keys, numbers, whole=not stock_day or values.get("day:day", stock_day) == stock_day)

    @api.model
    def _add(self, cells, keys, numbers, whole):
        rows = [keys[0], TOTAL]
        splits = [keys[1], TOTAL] if len(keys) > 1 else [TOTAL]
        for row in rows:
            for split in splits:
                if row == TOTAL and not whole:
                    continue  # a stock of an earlier step is not in the total
                counts = cells[row, split]
                for code, number in numbers.items():
                    known = counts.get(code, 0)
                    counts[code] = max(known, number or 0) if code in figure_words.LARGEST else known + (number or 0)

    @api.model
    def _last_days(self, first, last, buckets):
        """Return the last counted day of the period, or of each step of time."""
        # sudo: when days were counted says nothing about cases
        counted = self.env["city12319.rollup.day"].sudo().search([
            ("day", ">=", first), ("day", "<=", last), ("counted_at", "!=", False),
        ]).mapped("day")
        spans = [(begin, end) for _key, _label, begin, end, hour in buckets if hour is None] or [(first, last)]
        days = (max((day for day in counted if begin <= day <= end), default=None) for begin, end in spans)
        return [day for day in days if day]

    @api.model
    def _grouped(self, dims, buckets):
        for dim in dims:
            yield DIMENSIONS["hour"] if dim.code == "time" and buckets and buckets[0][4] is not None else dim

    @api.model
    def _filter_domain(self, model, filters):
        domain = Domain.TRUE
        for name, value in filters.items():
            if name not in _FILTERS or name not in model._fields:
                raise UserError(self.env._(
                    "“%(model)s” cannot be filtered by “%(field)s”.", model=model._description, field=name,
                ))
            values = value if isinstance(value, list) else [value]
            domain &= Domain(name, "child_of" if name in _TREES else "in", values)
        return domain

    # ------------------------------------------------------------------ what periods are compared with

    def _compared(self, kind, begin, end, step, params, table):
        """Return the figures of another period, row by row as in ``table``; steps of time go by their place."""
        other = self._matrix(kind, begin, end, step, {**params, "top": False} if not self.top else {**params, "top": 10**6})
        rows = {row["key"]: row for row in other["rows"]}
        columns = {column["key"]: place for place, column in enumerate(other["columns"])}
        if step and self.row_dim == "time" and step != "hour":
            rows = {row["key"]: of for row, of in zip(table["rows"], other["rows"], strict=False)}

        def picked(values):
            return [values[columns[column["key"]]] if column["key"] in columns else None for column in table["columns"]]

        return {
            **self._period_dict(kind, begin, end), "totals": picked(other["totals"]["values"]),
            "rows": {row["key"]: picked(rows[row["key"]]["values"]) for row in table["rows"] if row["key"] in rows},
            "frozen": self.env["city12319.report.month"].frozen_state(begin, end),
        }
