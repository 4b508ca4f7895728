from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    city12319_raise_after_returns = fields.Integer(
        string="Supervise after so many returns", default=3, config_parameter="city12319.raise_after_returns",
    )
    city12319_raise_after_reworks = fields.Integer(
        string="Supervise after so many reworks", default=3, config_parameter="city12319.raise_after_reworks",
    )

    @api.constrains("city12319_raise_after_returns", "city12319_raise_after_reworks")
    def _check_city12319_raise(self):
        for settings in self:
            if not (1 <= settings.city12319_raise_after_returns <= 99 and 1 <= settings.city12319_raise_after_reworks <= 99):
                raise ValidationError(self.env._("Raise a supervision after 1 to 99 times. 99 practically switches it off."))
