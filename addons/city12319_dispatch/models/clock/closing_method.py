from odoo import fields, models


class ClosingMethod(models.Model):
    """How a problem is put right (结案方式): repaired, cleaned, removed, closed by informing, …"""

    _name = "city12319.closing.method"
    _description = "Way of Closing"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    _name_uniq = models.Constraint("UNIQUE(name)", "This way of closing exists already.")
