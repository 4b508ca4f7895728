from odoo import models


class Instruction(models.Model):
    """Labels of the leader's instruction. The codes are fixed: the flow acts on them."""

    _name = "city12319.instruction"
    _inherit = "city12319.dictionary.mixin"
    _description = "Leader's Instruction"
