from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    city12319_connector_url = fields.Char(
        string="Address of the connector", config_parameter="city12319_telephony.connector_url",
        help="Where commands to the call centre are sent, for example http://127.0.0.1:8079.",
    )
    city12319_connector_token = fields.Char(
        string="Token of the connector", config_parameter="city12319_telephony.connector_token",
        help="The “token” of the connector's settings.",
    )
    telephony_recordings = fields.Char(string="Folders of recordings", config_parameter="city12319_telephony.recordings")
    telephony_keep_recordings_days = fields.Integer(
        string="Keep recordings (days)", config_parameter="city12319_telephony.keep_recordings_days",
    )
    telephony_after_call_seconds = fields.Integer(
        string="After-call work (s)", config_parameter="city12319_telephony.after_call_seconds",
    )
