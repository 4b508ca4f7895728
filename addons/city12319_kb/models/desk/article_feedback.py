from odoo import fields, models
from odoo.exceptions import AccessError, UserError


class ArticleFeedback(models.Model):
    """What somebody who used an article says about it. “Wrong” is a task for the owner of the article."""

    _name = "city12319.article.feedback"
    _description = "Feedback on an Article"
    _order = "id desc"
    _rec_name = "text"

    article_id = fields.Many2one("city12319.article", required=True, readonly=True, index=True, ondelete="restrict")
    edition = fields.Integer(string="Version", readonly=True, aggregator=None)
    verdict = fields.Selection([("useful", "Useful"), ("wrong", "Wrong or out of date")], required=True, readonly=True)
    text = fields.Text(string="What is wrong", readonly=True)
    user_id = fields.Many2one("res.users", string="From", required=True, readonly=True, index=True, ondelete="restrict")
    at = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now)
    owner_id = fields.Many2one(related="article_id.owner_id", string="Owner")
    state = fields.Selection([("open", "Open"), ("done", "Settled")], required=True, readonly=True, default="done")
    settled_by_id = fields.Many2one("res.users", readonly=True, ondelete="restrict")
    answer = fields.Text(string="What was done", help="Told to whoever reported it.")

    # corrections that wait
    _open_idx = models.Index("(article_id) WHERE state = 'open'")

    def write(self, vals):
        if not self.env.su and vals.keys() - {"answer"}:
            raise AccessError(self.env._("What somebody reported stays as it is. Say in “What was done” how it was settled."))
        return super().write(vals)

    def action_settle(self):
        """Close this correction, and tell whoever reported it."""
        for feedback in self:
            feedback.check_access("write")
            if feedback.state == "done":
                raise UserError(self.env._("This correction is settled already."))
            if not (feedback.answer or "").strip():
                raise UserError(self.env._("Say what was done: whoever reported it is told."))
            # sudo: state and person are written here alone
            feedback.sudo().write({"state": "done", "settled_by_id": self.env.uid})
            article = feedback.article_id
            self.env["city12319.notice"]._send_in_their_language(
                feedback.user_id, feedback._settled_notice, record=article, channels=("popup", "inbox"),
            )
            if not self.search_count([("article_id", "=", article.id), ("state", "=", "open")], limit=1):
                article.sudo().activity_unlink(["city12319_kb.activity_correction"])  # sudo: of the owner, whoever settles

    def _settled_notice(self, env):
        return env._("Correction settled: %(title)s", title=self.article_id.name), self.answer

    def action_open_article(self):
        """Open the article that this is about."""
        self.ensure_one()
        return self.article_id.action_open()
