import logging

from psycopg2 import errors

from odoo import api, fields, models

from ..tools.escalation_times import try_again_at

_logger = logging.getLogger(__name__)

_BATCH = 200  # rows of one transaction: their documents are locked so long
_TRIES = 5
_CONFLICTS = (errors.SerializationFailure, errors.DeadlockDetected, errors.LockNotAvailable)


class EscalationRun(models.AbstractModel):
    """How the minute job works off what is due, batch by batch, each in a transaction of its own.

    * A row is locked, looked at again, acted upon and marked in one transaction: it happens exactly once, however many
      workers run and however long the job stood still.
    * A conflict with somebody who works on the same documents is no error: the batch is looked at anew.
    * When a batch fails, its rows are tried one by one; a row that fails is logged and tried again later, and holds
      nothing else up.
    """

    _inherit = "city12319.escalation.mixin"

    @api.model
    def _run(self):
        """Work off everything that was due when the run began; what falls due meanwhile is left to the next one."""
        now = fields.Datetime.now()
        cron = self.env["ir.cron"]
        while done := self._work_off(now):
            if not cron._commit_progress(done, remaining=self._count_due(now)):
                return
        cron._commit_progress(remaining=0)  # what is left is in the hands of others

    @api.model
    def _count_due(self, now):
        return self.search_count([("state", "=", "waiting"), ("wake_at", "<", now)], limit=10 * _BATCH)

    @api.model
    def _work_off(self, now):
        """Do one batch; return how many rows it had."""
        return self._without_conflict(lambda: self._do_batch(now)) or 0

    @api.model
    def _do_batch(self, now):
        rows = self._take(now, _BATCH)
        ids = rows.ids
        try:
            if rows:
                rows._act(now)
                self.env.flush_all()
        except _CONFLICTS:
            raise
        except Exception:
            self.env.cr.rollback()
            _logger.info("A batch of %s escalations failed; trying them one by one", len(ids), exc_info=True)
            self._work_singly(ids, now)
        return len(ids)

    @api.model
    def _work_singly(self, ids, now):
        """Do these rows each in a transaction of its own."""
        for row_id in ids:
            try:
                rows = self._take(now, 1, [row_id])
                if rows:
                    rows._act(now)
                    self.env.flush_all()
            except _CONFLICTS:
                self.env.cr.rollback()  # the next run looks at it
            except Exception as error:
                self.env.cr.rollback()
                _logger.exception("Escalation %s failed", row_id)
                self.browse(row_id)._failed(error, now)
            self.env["ir.cron"]._commit_progress()

    @api.model
    def _without_conflict(self, work):
        """Do ``work`` in a transaction of its own, and again when somebody else changed the same rows meanwhile.

        :return: what ``work`` returned, or None when that happened again and again
        """
        for _attempt in range(_TRIES):
            try:
                return work()
            except _CONFLICTS:
                self.env.cr.rollback()
        return None

    def _failed(self, error, now):
        """Note that this row failed, and when it is tried again."""
        row = self.exists()
        if row:
            attempts = row.attempts + 1
            row.write({
                "attempts": attempts, "error": str(error)[:500], "wake_at": try_again_at(now, attempts),
            })
