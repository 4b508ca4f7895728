from odoo import fields, models


class SeatReason(models.Model):
    """Why an agent takes no calls for a while (示忙原因): a break, training, a meeting."""

    _name = "city12319.seat.reason"
    _description = "Reason for Being Busy"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    is_work = fields.Boolean(string="Counts as work", help="Training and written work count as work; a break does not.")

    _name_uniq = models.Constraint("UNIQUE(name)", "This reason exists already.")
