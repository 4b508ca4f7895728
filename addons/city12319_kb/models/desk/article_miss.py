from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ...tools.scrub import question_key, scrub


class ArticleMiss(models.Model):
    """A question that the knowledge base did not answer, without who asked it: work for editors."""

    _name = "city12319.article.miss"
    _description = "Question without an Answer"
    _order = "count desc, last_at desc, id desc"
    _rec_name = "text"
    _log_access = False

    text = fields.Char(string="Question", required=True, readonly=True)
    key = fields.Char(required=True, readonly=True, export_string_translation=False)
    count = fields.Integer(string="Asked", required=True, readonly=True, default=1)
    first_at = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now)
    last_at = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now)
    state = fields.Selection(
        [("new", "New"), ("answered", "Answered by an article"), ("ignored", "Not for us")], required=True, default="new",
        index=True,
    )
    article_id = fields.Many2one(
        "city12319.article", string="Answered by", index="btree_not_null", ondelete="set null",
        domain="[('revises_id', '=', False)]",
    )

    _key_uniq = models.UniqueIndex("(key)")

    @api.model
    def _note(self, text):
        """Note that ``text`` found no answer; the same question counts up. What was settled comes back as new."""
        key = question_key(text)
        if len(key) < 2:
            return
        self.env.cr.execute(SQL(
            """INSERT INTO city12319_article_miss AS miss (text, key, count, first_at, last_at, state)
               VALUES (%s, %s, 1, now() AT TIME ZONE 'UTC', now() AT TIME ZONE 'UTC', 'new')
               ON CONFLICT (key) DO UPDATE SET count = miss.count + 1, last_at = EXCLUDED.last_at,
                   state = CASE WHEN miss.state = 'answered' THEN 'new' ELSE miss.state END""", scrub(text), key,
        ))
        self.invalidate_model()

    @api.onchange("article_id")
    def _onchange_article_id(self):
        if self.article_id:
            self.state = "answered"

    def action_write_article(self):
        """Start an article with this question as its title."""
        self.ensure_one()
        if not self.env["city12319.article"].has_access("create"):
            raise UserError(self.env._("Editors write articles."))
        article = self.env["city12319.article"].create({"name": self.text, "kind": "qa"})
        self.write({"article_id": article.id, "state": "answered"})
        return article.action_open()

    def action_ignore(self):
        """Put these questions aside."""
        self.write({"state": "ignored"})
