from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    telephony_recordings = fields.Char(string="Folders of recordings", config_parameter="city12319_telephony.recordings")
    telephony_keep_recordings_days = fields.Integer(
        string="Keep recordings (days)", config_parameter="city12319_telephony.keep_recordings_days",
    )
    telephony_after_call_seconds = fields.Integer(
        string="After-call work (s)", config_parameter="city12319_telephony.after_call_seconds",
    )
