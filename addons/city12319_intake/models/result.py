from odoo import fields, models


class Result(models.Model):
    _name = "city12319.result"
    _inherit = "city12319.dictionary.mixin"
    _description = "Citizen's Judgement"

    satisfied = fields.Boolean(help="Counts as satisfied in the satisfaction rate.")
    effective = fields.Boolean(default=True, help="Counts as an answer in the satisfaction rate.")
    unsatisfied = fields.Boolean(help="The citizen is not satisfied: with a cause, the case is to be done again.")
