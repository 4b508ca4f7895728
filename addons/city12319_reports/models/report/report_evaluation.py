from odoo import models

from .report_compute import TOTAL


class Report(models.Model):
    """The report on evaluation: rows are what was judged, figures are points and placing of published or frozen runs."""

    _inherit = "city12319.report"

    def _evaluation_lines(self, first, last):
        return self.env["city12319.evaluation.line"].search([
            ("date_from", ">=", first), ("date_to", "<=", last), ("run_id.state", "in", ("frozen", "published")),
        ], order="scheme_id, date_from desc, rank, id")

    def _evaluation_table(self, first, last):
        """Return columns and rows: one row for each result of a run that lies in the period."""
        labels = dict(self.figure_ids._fields["code"]._description_selection(self.env))
        columns = [
            {
                "key": line.code, "figure": line.code, "name": labels[line.code], "formula": "", "base": "", "note": "",
                "unit": "points" if line.code == "evaluation_score" else "count",
                "better": "up" if line.code == "evaluation_score" else "down", "in_chart": line.in_chart, "split": False,
            }
            for line in self.figure_ids
        ]
        rows = []
        for line in self._evaluation_lines(first, last):
            numbers = {"evaluation_score": line.score, "evaluation_rank": line.rank}
            values = [numbers[column["key"]] if line.known else None for column in columns]
            rows.append({
                "key": str(line.id), "label": line.display_name, "values": values, "parts": [[value, None] for value in values],
            })
        nothing = [None for _column in columns]
        return {
            "columns": columns, "rows": rows, "more_rows": 0,
            "totals": {"values": nothing, "parts": [[None, None] for _column in columns]},
        }

    def _evaluation_drill(self, key, first, last):
        """Return the action that opens the result of a row, or all of them."""
        lines = self._evaluation_lines(first, last)
        if key != TOTAL:
            lines = lines.filtered(lambda line: str(line.id) == key)
        return {
            "type": "ir.actions.act_window", "name": self.name, "res_model": "city12319.evaluation.line",
            "views": [(False, "list"), (False, "form")], "domain": [("id", "in", lines.ids)], "context": {"create": False},
            "target": "current",
        }
