from odoo import api, fields, models
from odoo.exceptions import AccessError


class RecordingAccess(models.Model):
    """Who listened to which recording, and when. Append-only."""

    _name = "city12319.recording.access"
    _description = "Recording Listened To"
    _order = "at desc, id desc"
    _log_access = False
    _rec_name = "recording_id"

    recording_id = fields.Many2one(
        "city12319.recording", required=True, readonly=True, index=True, ondelete="restrict",
    )
    call_id = fields.Many2one(related="recording_id.call_id", string="Call")
    user_id = fields.Many2one("res.users", string="By", required=True, readonly=True, ondelete="restrict")
    at = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now)
    downloaded = fields.Boolean(readonly=True)

    _user_idx = models.Index("(user_id, at DESC)")

    def write(self, vals):
        raise AccessError(self.env._("The log of listening is never changed."))

    def unlink(self):
        raise AccessError(self.env._("The log of listening is never deleted."))

    @api.model
    def _note(self, recording, downloaded=False):
        """Note that the current person hears ``recording``."""
        # sudo: nobody writes this log by hand
        return self.sudo().create({"recording_id": recording.id, "user_id": self.env.uid, "downloaded": downloaded})
