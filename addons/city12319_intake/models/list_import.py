import base64
from dataclasses import dataclass, field

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..tools.import_mapping import Problem
from ..tools.import_values import WordList
from ..tools.table_errors import TableError
from ..tools.table_reader import read_table
from .list_import_messages import list_message
from .table_import_messages import file_message

BATCH = 1000
SHOWN_PROBLEMS = 500


class _Refused(Exception):
    """Leaves the savepoint, so that nothing of a file stays when one of its rows is refused."""


@dataclass
class Plan:
    """What a file asks for: what to create and update, how many rows change nothing, and what is wrong."""

    create: list = field(default_factory=list)  # (row, vals)
    update: list = field(default_factory=list)  # (row, record, vals)
    skipped: int = 0
    problems: list = field(default_factory=list)


class ListImport(models.TransientModel):
    """Fills a list from a file: all of it, or nothing and a list of what is wrong.

    For each ``target`` there is ``_plan_<target>(data)``, which returns a Plan and changes nothing.
    """

    _name = "city12319.list.import"
    _description = "Import of a List"

    target = fields.Selection(
        [("category", "Classes of a standard"), ("boundary", "Boundaries of areas")], required=True, readonly=True,
        default="category",
    )
    step = fields.Selection([("upload", "File"), ("errors", "Check"), ("done", "Done")], default="upload", readonly=True)
    file = fields.Binary(attachment=True)
    file_name = fields.Char()
    sheet = fields.Char(help="Name of the sheet to read. Empty: the first one with rows.")
    update_existing = fields.Boolean(
        string="Change what is there", help="Otherwise what exists already is left as it is.",
    )
    system = fields.Selection(
        [("wgs84", "WGS-84 (GPS, CGCS2000)"), ("gcj02", "GCJ-02 (Chinese web maps)")], default="gcj02", required=True,
        string="Coordinates are in", help="Maps of Chinese providers are shifted by some hundred metres. "
        "Positions are kept as WGS-84.",
    )
    created_count = fields.Integer(string="New", readonly=True)
    updated_count = fields.Integer(string="Changed", readonly=True)
    skipped_count = fields.Integer(string="Left as they are", readonly=True)
    error_count = fields.Integer(string="Errors", readonly=True)
    checked = fields.Boolean(readonly=True)
    problem_ids = fields.One2many("city12319.list.import.error", "import_id", string="Problems", readonly=True)

    # ------------------------------------------------------------------ steps

    def action_check(self):
        """Check the whole file and save nothing."""
        return self._run(dry_run=True)

    def action_import(self):
        """Import the whole file, or show why nothing was imported."""
        return self._run(dry_run=False)

    def action_back(self):
        """Go back to the choice of a file."""
        self.write({"step": "upload", "checked": False})
        return self._show()

    def _run(self, dry_run):
        self.ensure_one()
        data = base64.b64decode(self.with_context(bin_size=False).file or b"")
        if not data:
            raise UserError(self.env._("Choose a file first."))
        plan = getattr(self, f"_plan_{self.target}")(data)
        if not plan.problems and not dry_run:
            self._save(plan)
        failed = bool(plan.problems)
        self.write({
            "step": "done" if not dry_run and not failed else "errors",
            "checked": dry_run and not failed,
            "created_count": 0 if failed else len(plan.create),
            "updated_count": 0 if failed else len(plan.update),
            "skipped_count": plan.skipped,
            "error_count": len(plan.problems),
            "problem_ids": [Command.clear()] + [
                Command.create(self._problem_line(problem)) for problem in plan.problems[:SHOWN_PROBLEMS]
            ],
        })
        return self._show()

    def _save(self, plan):
        """Carry out a plan within one savepoint; when a row is refused, nothing stays and the plan has a problem."""
        model = self.env[self._target_model()].with_context(tracking_disable=True)
        try:
            with self.env.cr.savepoint():
                self._before_save(plan)
                for start in range(0, len(plan.create), BATCH):
                    batch = plan.create[start:start + BATCH]
                    self._guarded(plan, batch[0][0], lambda batch=batch: self._create_batch(model, batch))
                for row, record, vals in plan.update:
                    self._guarded(plan, row, lambda record=record, vals=vals: record.write(vals))
                self.env.flush_all()
        except _Refused:
            self.env.invalidate_all()

    def _before_save(self, plan):
        """Complete the values of a plan; what this creates is undone with the rest when a row is refused."""

    def _create_batch(self, model, batch):
        model.create([vals for _row, vals in batch])

    def _guarded(self, plan, row, action):
        try:
            action()
        except UserError as error:
            plan.problems.append(Problem(row, "", "", "", "refused", {"message": str(error.args[0])}))
            raise _Refused from error

    def _target_model(self):
        return {"category": "city12319.category", "boundary": "city12319.area"}[self.target]

    def _show(self):
        return {
            "type": "ir.actions.act_window",
            "name": dict(self._fields["target"]._description_selection(self.env))[self.target],
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
        }

    # ------------------------------------------------------------------ for the plans

    def _read_rows(self, data, list_table, sheet=None):
        """Return the (row number, values) of a table, or none and a problem when it cannot be read."""
        try:
            table = read_table(data, self.file_name, known_header=list_table.knows, sheet=sheet or self.sheet or None)
        except TableError as error:
            message = file_message(self.env, error)
            list_table.problems.append(Problem(0, "", "", self.file_name or "", "refused", {"message": message}))
            return []
        return list(list_table.read(table))

    @api.model
    def _words(self, records, *names):
        """Return a WordList of records, found by any of the named fields, in any language."""
        languages = [code for code, _name in self.env["res.lang"].get_installed()]
        translated = [name for name in names if records._fields[name].translate]
        words = WordList()
        for record in records:
            found = {record[name] for name in names if record[name]}
            found |= {record.with_context(lang=language)[name] for language in languages for name in translated}
            words.add(record.id, *found)
        return words

    def _problem_line(self, problem):
        label = self._column_labels().get(problem.target, problem.target)
        if problem.header and problem.header != label:
            label = f"{label} ({problem.header})" if label else problem.header
        return {
            "row": problem.row, "field": label, "value": problem.value, "message": list_message(self.env, problem),
        }

    @api.model
    def _column_labels(self):
        """Return what columns are called for people, by their names."""
        return {
            "kind": self.env._("Kind"), "major_code": self.env._("Code of the major class"),
            "major_name": self.env._("Major class"), "code": self.env._("Code"), "name": self.env._("Name"),
            "problem": self.env._("Problem category"), "keywords": self.env._("Other words"),
            "valid_from": self.env._("Valid from"), "boundary": self.env._("Boundary"), "level": self.env._("Level"),
            "parent": self.env._("Part of"), "area": self.env._("Area"), "feature": self.env._("Area"),
        }


class ListImportError(models.TransientModel):
    """What is wrong with a row of the file."""

    _name = "city12319.list.import.error"
    _description = "Error in an Imported List"
    _order = "id"

    import_id = fields.Many2one("city12319.list.import", required=True, index=True, ondelete="cascade")
    row = fields.Integer(readonly=True, aggregator=None)
    field = fields.Char(readonly=True)
    value = fields.Char(readonly=True)
    message = fields.Char(readonly=True)
