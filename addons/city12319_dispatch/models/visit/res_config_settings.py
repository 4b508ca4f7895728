from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    city12319_visit_attempts = fields.Integer(
        string="Unanswered calls", default=3, config_parameter="city12319.visit_attempts",
    )
    city12319_visit_half_days = fields.Integer(
        string="Half-days", default=2, config_parameter="city12319.visit_half_days",
    )
    city12319_visit_due_days = fields.Integer(
        string="Days until a visit is due", default=1, config_parameter="city12319.visit_due_days",
    )
    city12319_visit_not_agent = fields.Boolean(
        string="Not by the agent who registered the case", config_parameter="city12319.visit_not_agent",
    )
