from odoo import fields, models

from .quality_steps import APPEAL_DAYS


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    quality_appeal_days = fields.Integer(
        string="Days for an appeal against a quality check", config_parameter=APPEAL_DAYS, default=3,
    )
