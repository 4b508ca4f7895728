from odoo import fields, models


class Transition(models.Model):
    _inherit = "city12319.transition"

    # only who maintains the flow reads the list of all fields of the system, which these point to
    required_field_ids = fields.Many2many(groups="city12319_intake.group_config_admin")
    optional_field_ids = fields.Many2many(groups="city12319_intake.group_config_admin")
