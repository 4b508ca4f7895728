from odoo import fields, models


class ArticleVersion(models.Model):
    _inherit = "city12319.article.version"

    allowed_department_ids = fields.Many2many(
        "city12319.department", "city12319_article_version_department_rel", "version_id", "department_id",
        string="Departments that see it",
    )
