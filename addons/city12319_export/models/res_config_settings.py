from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .export_job import SETTINGS


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    city12319_export_direct_rows = fields.Integer(
        string="Export at once up to (rows)", default=SETTINGS["direct_rows"],
        config_parameter="city12319.export_direct_rows",
    )
    city12319_export_max_rows = fields.Integer(
        string="Most rows in one file", default=SETTINGS["max_rows"], config_parameter="city12319.export_max_rows",
    )
    city12319_export_days = fields.Integer(
        string="Files are kept for (days)", default=SETTINGS["days"], config_parameter="city12319.export_days",
    )

    @api.constrains("city12319_export_direct_rows", "city12319_export_max_rows", "city12319_export_days")
    def _check_exports(self):
        for settings in self:
            if settings.city12319_export_days < 1 or settings.city12319_export_max_rows < 1:
                raise ValidationError(self.env._("Files must be kept for a day at least, and hold a row at least."))
            if settings.city12319_export_direct_rows < 0:
                raise ValidationError(self.env._("The number of rows that are exported at once cannot be negative."))
