from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..tools import ice


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
    telephony_nuisance_times = fields.Integer(
        string="Nuisance calls", config_parameter="city12319_telephony.nuisance_times",
    )
    telephony_nuisance_days = fields.Integer(
        string="Nuisance calls within (days)", config_parameter="city12319_telephony.nuisance_days",
    )
    telephony_softphone_address = fields.Char(
        string="Address of the call centre for browsers", config_parameter="city12319_telephony.softphone_address",
    )
    telephony_softphone_minutes = fields.Integer(
        string="Passwords of browser telephones (min)", config_parameter="city12319_telephony.softphone_minutes", default=10,
    )
    telephony_ice_servers = fields.Char(string="STUN and TURN servers", config_parameter="city12319_telephony.ice_servers")
    telephony_turn_secret = fields.Char(string="Secret of the TURN server", config_parameter="city12319_telephony.turn_secret")

    @api.constrains("telephony_ice_servers", "telephony_softphone_minutes", "telephony_softphone_address")
    def _check_softphone(self):
        for settings in self:
            try:
                ice.servers(settings.telephony_ice_servers, "", "", 0)
            except ValueError as error:
                raise ValidationError(self.env._(
                    "%(line)s is no STUN or TURN server. Write one in a line, for example stun:media.example:3478.", line=error,
                )) from error
            if not 2 <= settings.telephony_softphone_minutes <= 720:
                raise ValidationError(self.env._("Passwords of browser telephones last from 2 to 720 minutes."))
            address = settings.telephony_softphone_address
            if address and not address.startswith(("/", "wss://", "ws://")):
                raise ValidationError(self.env._("The address for browsers begins with wss:// or, on this server, with /."))
