import json

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..definitions import FIGURES, PARTS
from ..facts.family import MODELS
from .report_compute import NONE, TOTAL
from .report_dimension import DIMENSIONS, EVALUATED


class Report(models.Model):
    """From a figure to the very records that it counts."""

    _inherit = "city12319.report"

    @api.model
    @api.readonly
    def drill(self, code, key, column, params=None, part="over"):
        """Return the action that opens the cases, calls or steps behind a figure.

        :param code: which report
        :param key: key of the row, or ``total``
        :param column: key of the column, as ``compute`` gave it
        :param params: those of ``compute``
        :param part: ``over`` for what was counted, ``base`` for what the share is taken of
        :return: an ``act_window``; the number of its records is the figure, as far as the facts are those of its count and
            the person may read them
        :raises UserError: for a row or column that the report does not have, and for sums over different kinds of records
        """
        params = params or {}
        report = self._named(code)
        kind, first, last = self._period(params)
        if report.row_dim == EVALUATED:
            return report._evaluation_drill(str(key), first, last)
        figure, _bar, split = str(column).partition("|")
        if figure not in report.figure_ids.mapped("code"):
            raise UserError(self.env._("The report has no column “%(column)s”.", column=column))
        terms = FIGURES[figure].base if part == "base" else FIGURES[figure].over
        cell = {
            "first": fields.Date.to_string(first), "last": fields.Date.to_string(last), "dims": {},
            "filters": report._filter_ids(params.get("filters") or {}),
        }
        buckets = self._buckets(report._step(kind, first, last, params), first, last) if (
            "time" in (report.row_dim, report.split_dim)
        ) else []
        for dim, value in ((report.row_dim, str(key)), (report.split_dim, split or TOTAL)):
            if dim and value != TOTAL:
                report._narrow(cell, dim, value, buckets)
        labels = dict(report.figure_ids._fields["code"]._description_selection(self.env))
        return self._open_cell(terms, cell, labels[figure])

    @api.model
    def _filter_ids(self, filters):
        """Return filters with every value that they include, ids of what lies below among them."""
        wide = {}
        for name, value in filters.items():
            values = value if isinstance(value, list) else [value]
            wide[name] = self._below(name, values)
        return wide

    @api.model
    def _below(self, name, values):
        models_of = {dimension.field: dimension.model for dimension in DIMENSIONS.values() if dimension.level}
        if name not in models_of:
            return values
        # sudo: which areas, categories or departments lie below one
        return self.env[models_of[name]].sudo().with_context(active_test=False).search([("id", "child_of", values)]).ids

    @api.model
    def _narrow(self, cell, code, key, buckets):
        """Narrow ``cell`` to one row or column."""
        dimension = DIMENSIONS[code]
        if code == "time":
            bucket = next((bucket for bucket in buckets if bucket[0] == key), None)
            if not bucket:
                raise UserError(self.env._("The report has no row “%(key)s”.", key=key))
            if bucket[4] is not None:
                cell["dims"]["hour"] = [bucket[4]]
            else:
                cell["first"], cell["last"] = fields.Date.to_string(bucket[2]), fields.Date.to_string(bucket[3])
        elif code == "weekday":
            cell["weekday"] = int(key)
        elif key == NONE:
            cell["dims"][dimension.field] = [None]
        elif dimension.level:
            folded = self._ancestors(dimension)
            cell["dims"][dimension.field] = [record for record, above in folded.items() if str(above) == key]
        else:
            cell["dims"][dimension.field] = [int(key) if dimension.model or code in ("hour", "slot") else key]

    @api.model
    def _open_cell(self, terms, cell, title):
        """Return the action that opens what the counters ``terms`` count in ``cell``."""
        things = self._things(terms)
        if len(things) != 1:
            raise UserError(self.env._("“%(figure)s” is worked out from records of different kinds. Open its parts instead.",
                                       figure=title))
        model = MODELS[things.pop()]
        if not self.env[model].has_access("read"):
            raise UserError(self.env._(
                "You see this figure, but not what is behind it: %(records)s are read by other roles.",
                records=self.env["ir.model"]._get(model).sudo().name,  # sudo: the name of a kind of records
            ))
        text = json.dumps({**cell, "terms": self._expanded(terms)}, sort_keys=True, ensure_ascii=False)
        return {
            "type": "ir.actions.act_window", "name": title, "res_model": model,
            "views": [(self._list_view(model), "list"), (False, "form")],
            "domain": [("report_cell", "=", text)], "context": {"create": False, "active_test": False}, "target": "current",
        }

    @api.model
    def _expanded(self, terms):
        """Return ``terms`` over the counters of roll-ups."""
        return [
            ("-" if term.startswith("-") else "") + stored
            for term in terms for stored in PARTS.get(term.lstrip("-"), (term.lstrip("-"),))
        ]

    @api.model
    def _things(self, terms):
        """Return what the counters ``terms`` count, as keys of ``MODELS``: one list shows them when it is one kind."""
        return {self._thing(term.lstrip("-")) for term in self._expanded(terms)}

    @api.model
    def _thing(self, counter):
        return self._rollup_of(counter)._family_of(counter).column(counter)

    @api.model
    def _list_view(self, model):
        """Return the list in which facts of a kind are shown, when they have one of their own here."""
        name = model.removeprefix("city12319.").replace(".", "_")
        view = self.env.ref(f"city12319_reports.{name}_view_list_facts", raise_if_not_found=False)
        return view.id if view else False

    @api.model
    def _open_row(self, row):
        """Return the action that opens what a row of a roll-up counts, by its largest counter."""
        codes = [code for family in row._families for code in family.codes]
        largest = max(codes, key=lambda code: row[code])
        cell = {
            "first": fields.Date.to_string(row.day), "last": fields.Date.to_string(row.day), "filters": {},
            "dims": {
                name: [(row[name].id if row._fields[name].relational else row[name]) or
                       (row[name] if row._fields[name].type == "integer" else None)]
                for name in row._dims
            },
        }
        return self._open_cell((largest,), cell, row._fields[largest]._description_string(self.env))
