from odoo import api, fields, models
from odoo.exceptions import AccessError


class ArticleRead(models.Model):
    """Who has read which version of an article (阅读回执)."""

    _name = "city12319.article.read"
    _description = "Read Receipt"
    _order = "at desc, id desc"
    _log_access = False
    _rec_name = "article_id"

    article_id = fields.Many2one("city12319.article", required=True, readonly=True, ondelete="cascade")
    user_id = fields.Many2one("res.users", string="By", required=True, readonly=True, ondelete="cascade")
    edition = fields.Integer(string="Version", required=True, readonly=True, aggregator=None)
    at = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now)

    # what is new for this person? who has read this article?
    _user_uniq = models.UniqueIndex("(user_id, article_id, edition)", "This version was read already.")
    _article_idx = models.Index("(article_id, edition)")

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            raise AccessError(self.env._("Receipts come from reading."))
        return super().create(vals_list)

    @api.model
    def _note(self, articles):
        """Note that the current person has read the present version of ``articles``."""
        known = self.sudo().search([("user_id", "=", self.env.uid), ("article_id", "in", articles.ids)])
        read = {(row.article_id.id, row.edition) for row in known}
        # sudo: a receipt is for oneself alone
        self.sudo().create([
            {"article_id": article.id, "user_id": self.env.uid, "edition": article.edition}
            for article in articles if (article.id, article.edition) not in read
        ])
