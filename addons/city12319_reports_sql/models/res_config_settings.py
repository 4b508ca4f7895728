from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .bi_sql_limits import TIMEOUT


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    city12319_sql_timeout = fields.Integer(
        string="Time limit of a query (seconds)", default=TIMEOUT, config_parameter="city12319.sql_timeout",
    )

    @api.constrains("city12319_sql_timeout")
    def _check_sql_timeout(self):
        if any(not 1 <= settings.city12319_sql_timeout <= 600 for settings in self):
            raise ValidationError(self.env._("The time limit of a query lies between 1 and 600 seconds."))
