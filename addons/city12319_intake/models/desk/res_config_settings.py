from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    city12319_nearby_metres = fields.Integer(
        string="Open cases nearby: metres", default=50, config_parameter="city12319.nearby_metres",
    )
    city12319_nearby_days = fields.Integer(
        string="Open cases nearby: days", default=30, config_parameter="city12319.nearby_days",
    )
