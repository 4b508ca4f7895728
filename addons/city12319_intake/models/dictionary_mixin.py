from odoo import fields, models


class DictionaryMixin(models.AbstractModel):
    """A list that administrators maintain: a name for people, a code for programs and imports, an order."""

    _name = "city12319.dictionary.mixin"
    _description = "Dictionary"
    _order = "sequence, id"
    _rec_names_search = ["name", "code"]

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    _code_uniq = models.Constraint("UNIQUE(code)", "This code is used already.")
