import logging
from datetime import timedelta

from odoo import api, fields, models

from ...tools import recording_files

_logger = logging.getLogger(__name__)

BATCH = 200
GRACE = timedelta(hours=1)  # so long after the call a file may still be written or copied


class RecordingKeeper(models.Model):
    """Looks for recordings that are told of, reports those that are missing, and removes what was kept long enough."""

    _inherit = "city12319.recording"

    @api.model
    def _cron_keep(self):
        """Scheduled: find new files, look again for missing ones, remove the old."""
        roots = self._roots()
        if roots:
            self._look_for("expected", roots)
            self._look_for("missing", roots)
            self._remove_old(roots)

    @api.model
    def _look_for(self, state, roots):
        last = 0
        while rows := self.search([("state", "=", state), ("id", ">", last)], order="id", limit=BATCH):
            last = rows[-1].id
            rows._look(roots)
            self.env["ir.cron"]._commit_progress(len(rows))

    def _look(self, roots):
        now = fields.Datetime.now()
        gone = self.browse()
        for recording in self:
            file = recording_files.locate(recording.path, roots)
            ended = recording.call_id.ended_at
            if file:
                size, digest = recording_files.checksum(file)
                recording.write({
                    "state": "present", "size": size, "sha256": recording.sha256 or digest, "checked_at": now,
                    "found_at": recording.found_at or now,
                    "altered": bool(recording.sha256) and recording.sha256 != digest,
                })
            elif recording.state == "expected" and ended and ended < now - GRACE:
                recording.write({"state": "missing", "checked_at": now})
                gone |= recording
        if gone:
            gone._report_missing()

    def _report_missing(self):
        """Tell the administrators: the sound of a call is proof, and somebody has to look for it."""
        _logger.info("%s recordings cannot be found", len(self))
        admins = self.env.ref("city12319_intake.group_config_admin").all_user_ids
        calls = ", ".join(self[:10].call_id.mapped("name"))
        self.env["city12319.notice"]._send_in_their_language(admins, lambda env: (
            env._("Recordings are missing"),
            env._("%(count)s recordings cannot be found in the folders of recordings: %(calls)s", count=len(self), calls=calls),
        ), channels=("inbox",))

    @api.model
    def _remove_old(self, roots):
        """Remove files that were kept as long as the setting says; 0 keeps them for good."""
        days = int(self.env["ir.config_parameter"].sudo().get_param("city12319_telephony.keep_recordings_days") or 0)
        if not days:
            return
        limit = fields.Datetime.now() - timedelta(days=days)
        while rows := self.search([("state", "=", "present"), ("call_id.offered_at", "<", limit)], order="id", limit=BATCH):
            for recording in rows:
                file = recording_files.locate(recording.path, roots)
                if file:
                    file.unlink()
                recording.write({"state": "removed", "removed_at": fields.Datetime.now()})
            self.env["ir.cron"]._commit_progress(len(rows))
