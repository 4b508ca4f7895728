from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

_NEWS_DAYS = 14
_NEWS_LIMIT = 10


class Article(models.Model):
    """What is new: told at once to those whom it concerns, and kept for the others until they have read it."""

    _inherit = "city12319.article"

    announce = fields.Boolean(
        string="Tell everybody at once", copy=False,
        help="When it is published, agents and shift leaders who may read it get a pop-up. Notices always do.",
    )
    read_ids = fields.One2many("city12319.article.read", "article_id", string="Read by", readonly=True)
    read_count = fields.Integer(compute="_compute_read_count", string="Readers of this version")

    @api.depends("read_ids", "edition")
    def _compute_read_count(self):
        counts = {
            (article.id, edition): count for article, edition, count in self.env["city12319.article.read"].sudo()._read_group(
                [("article_id", "in", self.ids)], ["article_id", "edition"], ["__count"])  # sudo: a number only
        }
        for article in self:
            article.read_count = counts.get((article.id, article.edition), 0)

    def mark_read(self):
        """Note that the current person has read these articles as they are now.

        :raises AccessError: when the person may not read one of them
        """
        self.check_access("read")
        self.env["city12319.article.read"]._note(self.filtered(lambda article: article.state == "published"))
        return True

    def _flow_event_recorded(self, event):
        super()._flow_event_recorded(event)
        if event.code in ("approve", "publish") and self.state == "published" and not self.revises_id:
            self._announce(event)

    def _announce(self, event):
        """Tell those whom it concerns, each only what he or she may read."""
        if not (self.announce or self.kind == "notice"):
            return
        agents = self.env.ref("city12319_intake.group_agent").all_user_ids - event.user_id
        new = self.edition <= 1
        self.env["city12319.notice"]._send_in_their_language(
            agents,
            lambda env: (
                env._("New in the knowledge base") if new else env._("Changed in the knowledge base"), self.name,
            ),
            record=self, channels=("popup", "inbox"),
        )

    @api.model
    def news(self):
        """Return what was published lately and the current person has not read: newest first, at most ten.

        :return: list of dicts: id, name, kind, at (UTC), edition
        """
        since = fields.Datetime.now() - timedelta(days=_NEWS_DAYS)
        today = self._today()
        current = Domain("valid_until", "=", False) | Domain("valid_until", ">=", today)
        started = Domain("valid_from", "=", False) | Domain("valid_from", "<=", today)
        recent = self.search(
            Domain("state", "=", "published") & Domain("revises_id", "=", False) & Domain("published_at", ">=", since)
            & current & started, order="published_at desc, id desc", limit=200,
        )
        read = self.env["city12319.article.read"].search([("user_id", "=", self.env.uid), ("article_id", "in", recent.ids)])
        known = {(row.article_id.id, row.edition) for row in read}
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        return [
            {
                "id": article.id, "name": article.name, "kind": kinds.get(article.kind, article.kind),
                "at": fields.Datetime.to_string(article.published_at), "edition": article.edition,
            }
            for article in recent if (article.id, article.edition) not in known
        ][:_NEWS_LIMIT]
