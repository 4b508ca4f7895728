from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    city12319_satisfied_keys = fields.Char(
        string="Keys that count as satisfied", config_parameter="city12319_reports.satisfied_keys", default="1,2",
        help="Keys of the rating after a call, with commas between. Changing it changes figures from then on; rebuild a month "
             "to count it anew.",
    )
