from odoo import api, fields, models
from odoo.exceptions import AccessError

from odoo.addons.city12319_flow import gate_key


class ArticleUse(models.Model):
    """An article helped with a ticket: read to the citizen, or given as the answer. A fact, never changed."""

    _name = "city12319.article.use"
    _description = "Use of an Article"
    _order = "at desc, id desc"
    _log_access = False
    _rec_name = "article_name"

    article_id = fields.Many2one("city12319.article", required=True, index=True, ondelete="restrict")
    article_name = fields.Char(string="Title", required=True, help="As it was called then.")
    edition = fields.Integer(string="Version", required=True, aggregator=None)
    ticket_id = fields.Many2one("city12319.ticket", required=True, index=True, ondelete="restrict")
    user_id = fields.Many2one("res.users", required=True, ondelete="restrict")
    at = fields.Datetime(required=True, default=fields.Datetime.now)
    kind = fields.Selection(
        [("read", "Read to the citizen"), ("answer", "Given as the answer")], string="How it was used", required=True,
    )

    # the same article counts once for a ticket in each way
    _once = models.UniqueIndex("(ticket_id, article_id, kind)")

    @api.model_create_multi
    def create(self, vals_list):
        if not gate_key.is_open(self.env):
            raise AccessError(self.env._("The use of an article is recorded by the ticket itself."))
        return super().create(vals_list)

    def write(self, vals):
        raise AccessError(self.env._("What was used is a fact and is never changed."))

    def unlink(self):
        raise AccessError(self.env._("What was used is a fact and is never deleted."))
