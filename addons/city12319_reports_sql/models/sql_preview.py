from datetime import datetime

from markupsafe import Markup

from odoo import api, fields, models


class SqlPreview(models.TransientModel):
    """The first rows of a query, for whoever writes it."""

    _name = "city12319.sql.preview"
    _description = "Preview of a Query"

    rows = fields.Html(readonly=True, sanitize=False)
    count = fields.Integer(readonly=True, string="Rows shown")

    @api.model
    def _show(self, columns, rows):
        """Return the action that shows some rows."""
        head = Markup("").join(Markup("<th>%s</th>") % column for column in columns)
        body = Markup("").join(
            Markup("<tr>%s</tr>") % Markup("").join(Markup("<td>%s</td>") % self._text(value) for value in row) for row in rows
        )
        preview = self.create({
            "count": len(rows),
            "rows": Markup("<table class='table table-sm table-striped'><thead><tr>%s</tr></thead><tbody>%s</tbody></table>")
            % (head, body),
        })
        return {
            "type": "ir.actions.act_window", "name": self.env._("First rows"), "res_model": self._name, "res_id": preview.id,
            "views": [(False, "form")], "target": "new",
        }

    @api.model
    def _text(self, value):
        if value is None:
            return "–"
        return value.isoformat(" ") if isinstance(value, datetime) else str(value)
