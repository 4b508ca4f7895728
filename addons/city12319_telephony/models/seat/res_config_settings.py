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
