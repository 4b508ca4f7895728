from odoo import fields, models


class Component(models.Model):
    """A city component (部件): a manhole cover, a street lamp, a litter bin."""

    _name = "city12319.component"
    _description = "Component"
    _order = "code, id"
    _rec_names_search = ["code", "name"]

    name = fields.Char(required=True)
    code = fields.Char(required=True, help="Identifier of the component, 17 digits in GB/T 47678.5-2026.")
    active = fields.Boolean(default=True)
    category_id = fields.Many2one("city12319.category", index=True, ondelete="restrict")
    area_id = fields.Many2one("city12319.area", index=True, ondelete="restrict")
    address = fields.Char()
    owner_id = fields.Many2one("city12319.department", index="btree_not_null", ondelete="restrict", string="Owner")
    keeper_id = fields.Many2one("city12319.department", index="btree_not_null", ondelete="restrict", string="Keeper")
    latitude = fields.Float(digits=(10, 7), aggregator=None)
    longitude = fields.Float(digits=(10, 7), aggregator=None)

    _code_uniq = models.Constraint("UNIQUE(code)", "A component with this code exists already.")
