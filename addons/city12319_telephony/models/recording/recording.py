from odoo import api, fields, models
from odoo.exceptions import AccessError, MissingError

from ...tools import recording_files

LISTENERS = "city12319_intake.group_shift_leader,base.group_system"


class Recording(models.Model):
    """One recorded file of a call. The sound stays where the call centre put it, or in an archive; this is the card."""

    _name = "city12319.recording"
    _description = "Recording"
    _order = "id desc"
    _rec_name = "path"

    call_id = fields.Many2one("city12319.call", required=True, readonly=True, index=True, ondelete="restrict")
    path = fields.Char(required=True, readonly=True, help="Below the folder of recordings.")
    state = fields.Selection(
        [("expected", "Expected"), ("present", "Present"), ("missing", "Missing"), ("removed", "Removed")],
        required=True, readonly=True, default="expected",
        help="Removed: its time of keeping was over.",
    )
    size = fields.Integer(readonly=True, aggregator=None, help="In bytes.")
    sha256 = fields.Char(string="SHA-256", readonly=True, help="Of the file as it was found first.")
    found_at = fields.Datetime(readonly=True)
    checked_at = fields.Datetime(readonly=True)
    removed_at = fields.Datetime(readonly=True)
    altered = fields.Boolean(readonly=True, help="The file is not the one that was found first.")
    access_ids = fields.One2many("city12319.recording.access", "recording_id", readonly=True, groups=LISTENERS)

    # the same file is told of more than once
    _path_uniq = models.UniqueIndex("(call_id, path)")
    # what the keeper has to look for, few among millions
    _expected_idx = models.Index("(id) WHERE state = 'expected'")
    _missing_idx = models.Index("(id) WHERE state = 'missing'")

    def unlink(self):
        raise AccessError(self.env._("Recordings leave by the rule of keeping, not by hand."))

    def _may_listen(self):
        """Tell whether the person may hear this: agents and visitors their own calls, shift leaders all."""
        self.ensure_one()
        if not self.has_access("read"):
            return False
        # sudo: whether the person took part
        own = self.env.user in self.sudo().call_id.leg_ids.user_id
        return own or self.env.user.has_groups(LISTENERS)

    def _open(self):
        """Return the file for the person, and note that it is being heard.

        :raises AccessError: when the person may not hear it
        :raises MissingError: when there is no such file
        """
        if not self._may_listen():
            raise AccessError(self.env._("This recording is not open to you."))
        file = recording_files.locate(self.path, self._roots())
        if not file:
            raise MissingError(self.env._(
                "The recording of call %(call)s cannot be found in the folders of recordings.", call=self.sudo().call_id.name,
            ))
        return file

    @api.model
    def _roots(self):
        # sudo: where recordings lie is a setting
        return recording_files.folders(self.env["ir.config_parameter"].sudo().get_param("city12319_telephony.recordings"))
