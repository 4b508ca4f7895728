import logging
from pathlib import Path
from zoneinfo import ZoneInfo

import psycopg2

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools import import_mapping, table_reader
from ..tools.import_fields import REQUIRED_ONE_OF, SEVERAL_COLUMNS, choose_targets, is_known_header
from ..tools.import_mapping import Problem
from ..tools.import_values import ZONE
from ..tools.table_errors import TableError
from .table_import_messages import cell_message, file_message

_logger = logging.getLogger(__name__)

BATCH = 500
MAX_REFUSED = 100
OWN_SYSTEM = "import"  # unless another one is named: these numbers may be ours


class _Refused(Exception):
    """Leaves the savepoint, so that nothing of a file stays when one of its rows is refused."""


class TableImportRun(models.TransientModel):
    """Reading, checking and saving a table; the screens are in table_import.py."""

    _inherit = "city12319.table.import"

    @api.model
    def _import_file_path(self, path, options=None):
        """Import a file of past registrations, all of it or nothing. For the command line; never reachable over RPC.

        :param options: dict with any of ``unknown`` ("error" or "other": what becomes of words that no list has),
            ``system`` (name of the system that the numbers come from), ``sheet``, ``mapping`` (header to target),
            ``dry_run`` (only check)
        :return: dict with ``created``, ``skipped`` (imported earlier, or repeated in the file), ``warnings`` and
            ``errors`` (lists of row, field, value, message) and ``tickets`` (ids). The caller commits.
        """
        file = Path(path)
        try:
            data = file.read_bytes()
        except OSError as error:
            message = self.env._("The file cannot be read: %(reason)s", reason=error.strerror)
            return self._report(errors=[{"row": 0, "field": "", "value": file.name, "message": message}])
        return self._import_table(data, file.name, options or {})

    @api.model
    def _import_table(self, data, filename, options):
        """Check and save the bytes of a file; see _import_file_path. The caller has checked the person's rights."""
        try:
            table = self._read_table(data, filename, options.get("sheet"))
        except TableError as error:
            message = file_message(self.env, error)
            return self._report(errors=[{"row": 0, "field": "", "value": filename, "message": message}])
        columns = self._columns(table, options.get("mapping"))
        converter, problems = self._converter(table, columns, options)
        results = [] if problems else [converter.convert(number, cells) for number, cells in table.rows]
        problems += [problem for result in results for problem in result.errors]
        notices = [problem for result in results for problem in result.notices]
        fresh = self._without_known(results)
        tickets = self.env["city12319.ticket"]
        if not problems and not options.get("dry_run"):
            tickets, problems = self._save(fresh, self._batch_name(filename))
        return self._report(
            created=0 if problems else len(fresh),
            skipped=0 if problems else len(results) - len(fresh),
            rows=len(table.rows),
            warnings=[self._problem_line(problem) for problem in notices],
            errors=[self._problem_line(problem) for problem in problems],
            tickets=tickets.ids,
            batch=tickets[:1].import_batch or "",
        )

    @api.model
    def _read_table(self, data, filename, sheet=None):
        return table_reader.read_table(data, filename, known_header=is_known_header, sheet=sheet or None)

    @api.model
    def _columns(self, table, mapping=None):
        """Return (position, header, target) of every column: as asked for, else by the headers' names."""
        if mapping is not None:
            return [(position, header, mapping.get(header) or "") for position, header in enumerate(table.headers)]
        choices = choose_targets(table.headers, [cells for _number, cells in table.rows[:50]])
        return [(position, choice.header, choice.target) for position, choice in enumerate(choices)]

    @api.model
    def _converter(self, table, columns, options):
        """Return the Converter for a table, and what is wrong with the table as a whole."""
        settings = import_mapping.Options(
            unknown=options.get("unknown") or "error",
            system=options.get("system") or "import",
            area_code=self.env["city12319.caller"]._area_code(),
            now=fields.Datetime.now(),
        )
        converter = import_mapping.Converter(columns, self.env["city12319.import.synonym"]._word_lists(), settings)
        problems = self._column_problems(table.header_row, columns)
        problems += [
            Problem(row, "", "", "", "cells", {"cells": cells, "headers": len(table.headers)})
            for row, cells in table.ragged
        ]
        return converter, problems

    @api.model
    def _column_problems(self, header_row, columns):
        by_target = {}
        for _position, header, target in columns:
            by_target.setdefault(target, []).append(header)
        by_target.pop("", None)
        problems = [
            Problem(header_row, target, "", "", "no_column") for target in import_mapping.missing_targets(by_target)
        ]
        return problems + [
            Problem(header_row, target, headers[0], "", "two_columns", {"headers": ", ".join(headers)})
            for target, headers in by_target.items() if len(headers) > 1 and target not in SEVERAL_COLUMNS
        ]

    @api.model
    def _without_known(self, results):
        """Return the usable results that no earlier import has brought, and that did not leave this system as a table."""
        usable = {result.vals["import_key"]: result for result in results if result.usable}
        keys, known = list(usable), set()
        # sudo: a registration counts as known whoever may read it
        tickets = self.env["city12319.ticket"].sudo()
        for start in range(0, len(keys), 2 * BATCH):
            chunk = keys[start:start + 2 * BATCH]
            known |= {key for key, in tickets._read_group([("import_key", "in", chunk)], ["import_key"])}
            own = {
                number: key for key in chunk
                if (number := usable[key].vals.get("external_number")) and key == f"{OWN_SYSTEM}|{number}"
            }
            known |= {own[number] for number, in tickets._read_group([("name", "in", list(own))], ["name"])}
        return [result for key, result in usable.items() if key not in known]

    @api.model
    def _save(self, results, batch_name):
        """Register the results in batches within one savepoint.

        :return: (tickets, problems); when there are problems nothing was saved
        """
        problems = []
        ticket_ids = []
        try:
            with self.env.cr.savepoint():
                for start in range(0, len(results), BATCH):
                    batch = results[start:start + BATCH]
                    ticket_ids += self._register_batch(batch, batch_name, problems).ids
                    _logger.info("import of %s: %s of %s rows", batch_name, start + len(batch), len(results))
                    if len(problems) >= MAX_REFUSED:
                        break
                if problems:
                    raise _Refused
        except _Refused:
            ticket_ids = []
        return self.env["city12319.ticket"].sudo().browse(ticket_ids), problems

    @api.model
    def _register_batch(self, results, batch_name, problems):
        """Register some results; when the ticket refuses one, try them one by one to name the row."""
        vals_list = [{**result.vals, "import_batch": batch_name} for result in results]
        # sudo: who may import was checked before; no role may create tickets that are done already
        tickets = self.env["city12319.ticket"].sudo().with_context(tracking_disable=True)
        try:
            with self.env.cr.savepoint():
                created = tickets._import_register(vals_list)
                created.flush_recordset()
                return created
        except (UserError, psycopg2.IntegrityError) as error:
            if len(results) == 1:
                message = str(error.args[0]) if isinstance(error, UserError) else self.env._(
                    "Somebody else is importing the same registrations at this moment.")
                problems.append(Problem(results[0].row, "", "", "", "refused", {"message": message}))
                return tickets
        for result in results:
            self._register_batch([result], batch_name, problems)
        return tickets

    @api.model
    def _batch_name(self, filename):
        moment = fields.Datetime.now().replace(tzinfo=ZoneInfo("UTC")).astimezone(ZoneInfo(ZONE))
        return f"{filename or '-'} {moment:%Y-%m-%d %H:%M:%S}"

    @api.model
    def _problem_line(self, problem):
        label = self._target_labels().get(problem.target, "")
        if problem.target in REQUIRED_ONE_OF and problem.code == "no_column":
            label = " / ".join(self._target_labels()[target] for target in REQUIRED_ONE_OF)
        if problem.header and problem.header != label:
            label = f"{label} ({problem.header})" if label else problem.header
        return {
            "row": problem.row, "field": label, "value": problem.value, "message": cell_message(self.env, problem),
        }

    @api.model
    def _target_labels(self):
        return dict(self.env["city12319.table.import.line"]._fields["target"]._description_selection(self.env))

    @api.model
    def _report(self, **values):
        return {
            "created": 0, "skipped": 0, "rows": 0, "warnings": [], "errors": [], "tickets": [], "batch": "", **values,
        }
