import base64
import io
from zoneinfo import ZoneInfo

import xlsxwriter
from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..tools import import_mapping
from ..tools.import_fields import TARGETS, choose_targets
from ..tools.import_values import ZONE, text_of
from ..tools.table_errors import TableError
from .import_synonym import LIST_MODELS
from .table_import_messages import cell_message, file_message

PREVIEW_ROWS = 20
SHOWN_PROBLEMS = 200


class TableImport(models.TransientModel):
    """Past registrations from a table: choose a file, see where its columns go, correct, import all of it."""

    _name = "city12319.table.import"
    _description = "Import of Past Registrations"

    step = fields.Selection(
        [("upload", "File"), ("mapping", "Columns"), ("errors", "Check"), ("done", "Done")],
        default="upload", required=True, readonly=True,
    )
    file = fields.Binary(attachment=True)
    file_name = fields.Char()
    unknown = fields.Selection(
        [("error", "Are errors"), ("other", "Become “other”, and are kept in the ticket")],
        default="error", required=True, string="Unknown words",
        help="Words for category, source and the like that no list has. Synonyms are kept under Configuration.",
    )
    system = fields.Char(
        default="import", required=True, string="Numbers come from",
        help="Name of the system that gave the outside numbers. Two systems may have used the same numbers.",
    )
    sheet = fields.Char(help="Name of the sheet to read. Empty: the first one with rows.")
    format_info = fields.Char(string="Read as", readonly=True)
    other_sheets = fields.Char(string="Sheets not read", readonly=True)
    row_count = fields.Integer(string="Rows", readonly=True)
    line_ids = fields.One2many("city12319.table.import.line", "import_id", string="Columns")
    sample = fields.Json(export_string_translation=False)
    preview = fields.Html(compute="_compute_preview", sanitize=False)
    problem_ids = fields.One2many("city12319.table.import.error", "import_id", string="Problems", readonly=True)
    error_count = fields.Integer(string="Errors", readonly=True)
    warning_count = fields.Integer(string="Notices", readonly=True)
    problem_file = fields.Binary(readonly=True, attachment=True)
    problem_file_name = fields.Char(readonly=True)
    checked = fields.Boolean(readonly=True)
    created_count = fields.Integer(string="Tickets", readonly=True)
    skipped_count = fields.Integer(string="Already there", readonly=True)
    batch = fields.Char(readonly=True)

    # ------------------------------------------------------------------ steps

    def action_read(self):
        """Read the file and propose where its columns go."""
        self.ensure_one()
        if not self.file:
            raise UserError(self.env._("Choose a file first."))
        try:
            table = self._read_table(self._data(), self.file_name, self.sheet)
        except TableError as error:
            raise UserError(file_message(self.env, error)) from error
        rows = table.rows[:50]
        choices = choose_targets(table.headers, [cells for _number, cells in rows])
        self.write({
            "step": "mapping",
            "checked": False,
            "format_info": self._describe(table),
            "other_sheets": ", ".join(table.other_sheets),
            "row_count": len(table.rows),
            "sample": [[number, [self._plain(cell) for cell in cells]] for number, cells in rows[:PREVIEW_ROWS]],
            "line_ids": [Command.clear()] + [
                Command.create({
                    "position": position,
                    "header": choice.header,
                    "target": choice.target or False,
                    "reason": choice.reason,
                    "sample": next(filter(None, (text_of(cells[position]) for _row, cells in rows)), "")[:60],
                })
                for position, choice in enumerate(choices)
            ],
        })
        return self._show()

    def action_check(self):
        """Check every row and save nothing."""
        return self._run(dry_run=True)

    def action_import(self):
        """Import the whole file, or show why nothing was imported."""
        return self._run(dry_run=False)

    def action_back(self):
        """Go back to the columns."""
        self.write({"step": "mapping", "checked": False})
        return self._show()

    def action_restart(self):
        """Go back to the choice of a file."""
        self.write({"step": "upload", "checked": False, "line_ids": [Command.clear()]})
        return self._show()

    def action_open_tickets(self):
        """Open the imported tickets."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Imported tickets"),
            "res_model": "city12319.ticket",
            "view_mode": "list,form",
            "views": [(False, "list"), (False, "form")],
            "domain": [("import_batch", "=", self.batch)],
            "context": {},
        }

    def _run(self, dry_run):
        self.ensure_one()
        report = self._import_table(self._data(), self.file_name, {
            "unknown": self.unknown,
            "system": self.system,
            "sheet": self.sheet,
            "mapping": {line.header: line.target for line in self.line_ids},
            "dry_run": dry_run,
        })
        problems = [(line, False) for line in report["errors"]] + [(line, True) for line in report["warnings"]]
        imported = not dry_run and not report["errors"]
        self.write({
            "step": "done" if imported else "errors",
            "checked": dry_run and not report["errors"],
            "error_count": len(report["errors"]),
            "warning_count": len(report["warnings"]),
            "created_count": report["created"],
            "skipped_count": report["skipped"],
            "batch": report["batch"],
            "problem_ids": [Command.clear()] + [
                Command.create({**line, "notice": notice}) for line, notice in problems[:SHOWN_PROBLEMS]
            ],
            "problem_file": self._problem_sheet(problems) if problems else False,
            "problem_file_name": self.env._("import-problems.xlsx"),
            # what was imported need not lie about a second time
            **({"file": False, "sample": False} if imported else {}),
        })
        return self._show()

    def _show(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Import past registrations"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {"dialog_size": "extra-large"},
        }

    # ------------------------------------------------------------------ what is shown

    def _data(self):
        return base64.b64decode(self.with_context(bin_size=False).file or b"")

    @api.model
    def _describe(self, table):
        parts = [table.format, table.encoding, table.sheet]
        header = self.env._("header in row %(row)s", row=table.header_row)
        return ", ".join([*filter(None, parts), header])

    @api.model
    def _plain(self, cell):
        """Return a cell in a form that JSON keeps and that is read as the same value again."""
        return cell if cell is None or isinstance(cell, (str, int, float)) else cell.isoformat()

    @api.depends("sample", "unknown", "line_ids.target")
    def _compute_preview(self):
        lists = None
        for wizard in self:
            if not wizard.sample:
                wizard.preview = False
                continue
            lists = lists or self.env["city12319.import.synonym"]._word_lists()
            columns = [(line.position, line.header, line.target or "") for line in wizard.line_ids]
            settings = import_mapping.Options(
                unknown=wizard.unknown, area_code=self.env["city12319.caller"]._area_code(),
                now=fields.Datetime.now(),
            )
            converter = import_mapping.Converter(columns, lists, settings)
            wizard.preview = wizard._preview_table([converter.convert(row, cells) for row, cells in wizard.sample])

    def _preview_table(self, results):
        """Return the first rows as they would be imported, with what is wrong marked in its cell."""
        labels = self._target_labels()
        targets = [target for target in TARGETS if target in set(self.line_ids.mapped("target"))]
        targets = [target for target in targets if target not in ("note", "reported_time")]
        if "summary" not in targets and "description" in targets:
            targets.insert(targets.index("description"), "summary")
        names = self._names(results)
        head = Markup("").join(Markup("<th>%s</th>") % label for label in [
            self.env._("Row"), *(labels[target] for target in targets), self.env._("Kept as a note"),
        ])
        body = Markup("").join(
            Markup("<tr><td>%s</td>%s<td class='text-muted' style='min-width: 12rem'>%s</td></tr>") % (
                result.row,
                Markup("").join(self._preview_cell(result, target, names) for target in targets),
                (result.vals.get("import_note") or "")[:120],
            )
            for result in results
        )
        return Markup(
            "<table class='table table-sm table-striped o_city12319_import_preview'>"
            "<thead><tr>%s</tr></thead><tbody>%s</tbody></table>"
        ) % (head, body)

    def _preview_cell(self, result, target, names):
        errors = [problem for problem in result.errors if problem.target == target]
        if errors:
            text = " ".join(cell_message(self.env, problem) for problem in errors)
            return Markup("<td class='text-danger'>%s<br/><small>%s</small></td>") % (errors[0].value, text)
        value = result.vals.get(f"{target}_id" if target in import_mapping.REFERENCES else target)
        if target in ("reported_at", "occurred_at") and value:
            value = value.replace(tzinfo=ZoneInfo("UTC")).astimezone(ZoneInfo(ZONE)).strftime("%Y-%m-%d %H:%M")
        value = names.get((target, value), value)
        text = "" if value in (None, False) else "✓" if value is True else str(value)
        notices = [problem for problem in result.notices if problem.target == target]
        notice = Markup("<br/><small class='text-warning'>%s</small>") % cell_message(
            self.env, notices[0]) if notices else ""
        return Markup("<td>%s%s</td>") % (text if len(text) <= 80 else text[:79] + "…", notice)

    @api.model
    def _names(self, results):
        """Return the names of the entries of lists in the results, by (target, key)."""
        names = {}
        for target, model in LIST_MODELS.items():
            if target in import_mapping.REFERENCES:
                ids = {result.vals.get(f"{target}_id") for result in results} - {None}
                # sudo: the person has just named these entries
                names.update({
                    (target, record.id): record.display_name for record in self.env[model].sudo().browse(ids)
                })
            else:
                names.update({
                    (target, record.code): record.name for record in self.env[model].sudo().search([])
                })
        users = {result.vals.get("agent_id") for result in results} - {None}
        names.update({("agent", user.id): user.name for user in self.env["res.users"].sudo().browse(users)})
        return names

    @api.model
    def _problem_sheet(self, problems):
        """Return all problems as an xlsx file, in base64."""
        stream = io.BytesIO()
        options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        with xlsxwriter.Workbook(stream, options) as book:
            page = book.add_worksheet()
            page.write_row(0, 0, [
                self.env._("Row"), self.env._("Field"), self.env._("Value"), self.env._("Message"), self.env._("Kind"),
            ], book.add_format({"bold": True}))
            for number, (line, notice) in enumerate(problems, 1):
                kind = self.env._("Notice") if notice else self.env._("Error")
                page.write_number(number, 0, line["row"])
                for column, text in enumerate([line["field"], line["value"], line["message"], kind], 1):
                    page.write_string(number, column, str(text))
            page.set_column(1, 1, 24)
            page.set_column(2, 3, 48)
            page.freeze_panes(1, 0)
        return base64.b64encode(stream.getvalue())
