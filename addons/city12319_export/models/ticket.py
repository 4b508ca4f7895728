from odoo import api, fields, models

from odoo.addons.city12319_intake.tools.import_values import fold


class Ticket(models.Model):
    _inherit = "city12319.ticket"

    table_number = fields.Char(
        compute="_compute_table_number", string="Number in tables",
        help="The number that another system gave, else our own: the same table, imported again, makes no second ticket.",
    )

    table_category = fields.Char(
        compute="_compute_table_category", string="Category in tables",
        help="The name of the category, with its code before it where several have this name.",
    )

    @api.depends("name", "external_number")
    def _compute_table_number(self):
        for ticket in self:
            ticket.table_number = ticket.external_number or ticket.name

    @api.depends("category_id")
    @api.depends_context("lang")
    def _compute_table_category(self):
        words = self.env["city12319.import.synonym"]._word_list("category").words
        for ticket in self:
            # sudo: whoever reads a ticket reads the name of its category
            category = ticket.category_id.sudo()
            plain = words.get(fold(category.name or "")) == category.id
            ticket.table_category = category.name if plain or not category else f"{category.code} {category.name}"
