from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    city12319_area_code = fields.Char(
        string="Area code of the city", config_parameter="city12319.area_code",
        help="Put before local numbers that are typed without one, for example 0898.",
    )
    city12319_timezone = fields.Char(
        string="Time zone of numbers and days", config_parameter="city12319.timezone", default="Asia/Shanghai",
    )
