from odoo import api, fields, models
from odoo.exceptions import ValidationError


class Category(models.Model):
    _name = "city12319.category"
    _description = "Problem Category"
    _parent_store = True
    _order = "sequence, code, id"
    _rec_names_search = ["name", "code"]

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    parent_id = fields.Many2one("city12319.category", string="Parent", index=True, ondelete="restrict")
    parent_path = fields.Char(index=True)
    child_ids = fields.One2many("city12319.category", "parent_id", string="Subcategories")
    kind = fields.Selection(
        [("component", "Component"), ("event", "Event")],
        help="Whether the class is of city components (a manhole cover) or of events (rubbish in the street).",
    )
    standard = fields.Char(help="Standard that the code is taken from, for example GB/T 47678.5-2026.")
    properties_definition = fields.PropertiesDefinition("Form fields of this category")

    # the same code exists as a component and as an event, and in several standards (GB/T 47678.5-2026)
    _code_uniq = models.UniqueIndex(
        "(code, COALESCE(kind, ''), COALESCE(standard, ''))", "This code is used already in the standard.",
    )

    @api.constrains("parent_id")
    def _check_parent(self):
        if self._has_cycle():
            raise ValidationError(self.env._("A category cannot be above itself."))

    @api.depends("name", "code")
    @api.depends_context("show_code")
    def _compute_display_name(self):
        for category in self:
            with_code = self.env.context.get("show_code") and category.code
            category.display_name = f"{category.code} {category.name}" if with_code else category.name
