import logging
import tempfile
import time
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL, split_every

from ..tools.safe_text import file_stem
from ..tools.table_csv import CsvTable
from ..tools.table_xlsx import XlsxBook

_logger = logging.getLogger(__name__)

BATCH = 1000
_BEAT = 1.0  # seconds between two reports of progress
_LOST = timedelta(minutes=5)
_ATTEMPTS = 3
_IN_MEMORY = 1024 * 1024
MIMETYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "application/csv",  # of text/csv Odoo would keep a second copy, for its search
}


class _Cancelled(Exception):
    """The person does not want the file any more."""


class ExportJobRun(models.Model):
    """Writing the file: as the person who asked, in one snapshot of the database, some rows at a time."""

    _inherit = "city12319.export.job"

    # ------------------------------------------------------------------ in the background

    @api.model
    def _cron_export(self):
        """Do the exports that wait, one after the other."""
        cron = self.env["ir.cron"]
        self._take_up_lost()
        cron._commit_progress(remaining=self.search_count([("state", "=", "waiting")]))
        while job := self._take():
            cron._commit_progress()  # others see that it runs, and nothing is locked while it does
            job._run()
            if not cron._commit_progress(1):
                break

    @api.model
    def _take(self):
        """Return the oldest waiting job, now marked as running, or none."""
        self.flush_model()
        rows = self.env.execute_query(SQL(
            """
            UPDATE city12319_export_job
               SET state = 'running', attempts = COALESCE(attempts, 0) + 1, written = 0,
                   started_at = %(now)s, heartbeat = %(now)s
             WHERE id = (SELECT id FROM city12319_export_job WHERE state = 'waiting' ORDER BY id LIMIT 1
                            FOR UPDATE SKIP LOCKED)
         RETURNING id
            """, now=fields.Datetime.now(),
        ))
        self.invalidate_model()
        return self.browse(row[0] for row in rows)

    @api.model
    def _take_up_lost(self):
        """Put jobs back whose process died, for example with the server; give up on those that die every time."""
        lost = self.search([("state", "=", "running"), ("heartbeat", "<", fields.Datetime.now() - _LOST)])
        again = lost.filtered(lambda job: job.attempts < _ATTEMPTS)
        again.write({"state": "waiting"})
        for job in lost - again:
            job._end("failed", message=job.env._(
                "The export was broken off %(count)s times. Narrow the filter and try again.", count=_ATTEMPTS))

    def _run(self):
        """Write the file of a job that was taken, as its person, and keep it."""
        user = self.user_id
        context = {**user.context_get(), "allowed_company_ids": user.company_ids.ids}
        try:
            if not user.active:
                raise UserError(self.env._("The person who asked for the export is no longer active."))
            with tempfile.SpooledTemporaryFile(_IN_MEMORY) as file:
                # a cursor of its own: one snapshot while all is read, whatever is written about the progress meanwhile
                with self.env.registry.cursor() as cr:
                    reader = self.with_env(api.Environment(cr, user.id, context))
                    rows, cut = reader._write_file(file, reader._report_progress())
                self.env["ir.cron"]._commit_progress()
                self._keep(file, rows, cut)
                self._inform()
        except _Cancelled:
            self.env["ir.cron"]._commit_progress()
            self.invalidate_recordset()
            self._note("cancelled", 0)
        except UserError as error:
            self.env["ir.cron"]._commit_progress()
            self._end("failed", message=str(error))
        except Exception:
            self.env.cr.rollback()
            _logger.exception("export %s failed", self.id)
            self._end("failed", message=self.env._(
                "Something went wrong on the server. Your administrator finds it in the log."))

    def _inform(self):
        """Leave a message in the inbox, for who has closed the page meanwhile."""
        self.env["city12319.notice"]._send_in_their_language(self.user_id, lambda env: (
            env._("Export finished"), env._("%(name)s: %(count)s rows", name=self.name, count=self.total),
        ), record=self, channels=["inbox"])

    def _report_progress(self):
        """Return a function that writes down how far the job is, at most once a second, and learns whether it is wanted."""
        state = {"at": time.monotonic()}

        def report(written, total):
            if time.monotonic() - state["at"] < _BEAT:
                return
            state["at"] = time.monotonic()
            with self.env.registry.cursor() as cr:
                job = self.with_env(api.Environment(cr, api.SUPERUSER_ID, {}))
                if not job._beat(written, total):
                    raise _Cancelled
                job._tell()

        return report

    def _beat(self, written, total):
        rows = self.env.execute_query(SQL(
            "UPDATE city12319_export_job SET written = %s, total = %s, heartbeat = %s WHERE id = %s AND state = 'running' "
            "RETURNING id", written, total, fields.Datetime.now(), self.id,
        ))
        self.invalidate_recordset()
        return bool(rows)

    # ------------------------------------------------------------------ at once

    def _export_now(self):
        """Write the file in the request of the person."""
        # sudo: see start()
        self.sudo().write({"state": "running", "started_at": fields.Datetime.now()})
        with tempfile.SpooledTemporaryFile(_IN_MEMORY) as file:
            rows, cut = self._write_file(file)
            self.sudo()._keep(file, rows, cut)

    # ------------------------------------------------------------------ the file

    def _write_file(self, file, report=lambda written, total: None):
        """Write the table into ``file`` with the rights of the current user.

        :param report: called with the rows written so far, and of how many
        :return: (number of rows, number of texts that were longer than a cell holds)
        """
        records = self._checked_model(self.model).with_context(active_test=self.options["active_test"])
        table = self.env["city12319.export.table"]
        wanted = table._columns(self.model, [name for name, _header in self.columns], dict(self.columns))
        columns = table._kit_columns(self.model, wanted)
        ids = records.search(
            self._filter(self.domain, self.record_ids), order=self.options["order"] or None, limit=self._setting("max_rows"),
        ).ids
        with self._writer(file, columns) as sheet:
            for chunk in split_every(BATCH, ids):
                for row in table._rows(records.browse(chunk), wanted):
                    sheet.row(row)
                report(sheet.rows, len(ids))
                self.env.invalidate_all()  # what was read is not kept
        return sheet.rows, getattr(sheet, "cut", 0)

    def _writer(self, file, columns):
        if self.format == "csv":
            return CsvTable(file, columns)
        return XlsxBook(file, self.name).only_sheet(self.name, columns)

    def _keep(self, file, rows, cut):
        """Keep the file for its person, and note that it was made."""
        now = fields.Datetime.now()
        moment = fields.Datetime.context_timestamp(self.with_context(tz=self.user_id.tz or "Asia/Shanghai"), now)
        file.seek(0)
        attachment = self.env["ir.attachment"].create({
            "name": f"{file_stem(self.name)}-{moment:%Y%m%d-%H%M%S}.{self.format}", "raw": file.read(),
            "res_model": self._name, "res_id": self.id, "mimetype": MIMETYPES[self.format],
        })
        self.attachment_id = attachment
        self.write({
            "total": rows, "file_size": attachment.file_size, "expires_at": now + timedelta(days=self._setting("days")),
        })
        message = self.env._(
            "%(count)s texts were longer than a cell of xlsx holds and are cut. Choose csv to have them whole.", count=cut,
        ) if cut else False
        self._end("done", rows, message)

    def _end(self, state, rows=0, message=False):
        self.write({"state": state, "written": rows, "finished_at": fields.Datetime.now(), "message": message})
        self._note(state, rows)
        self._tell()

    def _note(self, state, rows):
        self.env["city12319.export.log"].note(
            kind="export", model=self.model, rows=rows, user=self.user_id,
            what=" · ".join(filter(None, [self.name, self.what])),
            domain=list(self._filter(self.domain, self.record_ids)), columns=[header for _name, header in self.columns],
            file_name=self.attachment_id.name, file_size=self.file_size, state=state,
        )

    def _tell(self):
        """Tell the pages that the person has open how the job is. Reaches nobody else."""
        self.user_id._bus_send("city12319.export", self._for_client()[0])
