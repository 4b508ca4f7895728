from odoo import fields, models

from .inspection.inspection_steps import APPEAL_DAYS


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    city12319_appeal_days = fields.Integer(
        string="Days for an appeal against a spot check", config_parameter=APPEAL_DAYS, default=3,
    )
