from odoo import api, fields, models


class Article(models.Model):
    _inherit = "city12319.article"

    allowed_department_ids = fields.Many2many(
        "city12319.department", "city12319_article_department_rel", "article_id", "department_id",
        string="Departments that see it", help="Their people, and those of the departments above them.",
    )

    @api.model
    def _content_fields(self):
        return [*super()._content_fields(), "allowed_department_ids"]

    def _has_audience(self):
        return super()._has_audience() or bool(self.allowed_department_ids)
