from odoo import models


class ServiceType(models.Model):
    _name = "city12319.service.type"
    _inherit = "city12319.dictionary.mixin"
    _description = "Service Type"
