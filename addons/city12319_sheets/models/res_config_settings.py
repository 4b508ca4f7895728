from odoo import fields, models

from .sheet_maker import CENTRE, FOOT


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    city12319_sheet_centre = fields.Char(
        string="Centre's name", config_parameter=CENTRE,
        help="Stands above the title of every sheet. When empty, the company's name.",
    )
    city12319_sheet_foot = fields.Char(
        string="Foot of the page", config_parameter=FOOT, help="Address, telephone, or a hint on confidentiality.",
    )
