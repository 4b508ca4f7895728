from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    city12319_kb_recertify_before = fields.Integer(
        string="Days before the last day", default=30, config_parameter="city12319_kb.recertify_before",
    )
    city12319_kb_recertify_every = fields.Integer(
        string="Days between confirmations", default=365, config_parameter="city12319_kb.recertify_every",
    )
