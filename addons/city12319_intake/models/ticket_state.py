from odoo import models


class TicketState(models.Model):
    """Labels of the five handling states. The codes are fixed: every stage belongs to one of them."""

    _name = "city12319.state"
    _inherit = "city12319.dictionary.mixin"
    _description = "Handling State"
