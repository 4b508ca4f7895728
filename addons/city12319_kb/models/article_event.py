from odoo import fields, models


class ArticleEvent(models.Model):
    """What happened to an article: who wrote, approved, withdrew it, when and why."""

    _name = "city12319.article.event"
    _inherit = "city12319.event.mixin"
    _description = "Article Event"

    article_id = fields.Many2one("city12319.article", required=True, ondelete="restrict")
    attachment_ids = fields.Many2many(
        "ir.attachment", "city12319_article_event_attachment_rel", "event_id", "attachment_id", string="Files",
        ondelete="restrict",
    )

    # the time line of an article
    _article_idx = models.Index("(article_id, at, id)")
