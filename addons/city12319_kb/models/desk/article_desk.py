from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from odoo.addons.city12319_flow import gate_key

from ...tools.plain_text import plain_text

VERDICTS = ("useful", "wrong")


class ArticleDesk(models.Model):
    """What agents do with an article while the citizen is on the line."""

    _inherit = "city12319.article"

    feedback_ids = fields.One2many(
        "city12319.article.feedback", "article_id", string="Feedback", groups="city12319_intake.group_kb_editor",
    )
    useful_count = fields.Integer(
        string="Useful", compute="_compute_feedback_counts", groups="city12319_intake.group_kb_editor",
    )
    correction_count = fields.Integer(
        string="Corrections", compute="_compute_feedback_counts", groups="city12319_intake.group_kb_editor",
    )

    def _compute_feedback_counts(self):
        counts = dict(((article, verdict, state), count) for article, verdict, state, count in self.env[
            "city12319.article.feedback"
        ]._read_group([("article_id", "in", self.ids)], ["article_id", "verdict", "state"], ["__count"]))
        for article in self:
            article.useful_count = counts.get((article._origin, "useful", "done"), 0)
            article.correction_count = counts.get((article._origin, "wrong", "open"), 0)

    def read_aloud(self):
        """Return what an agent reads to the citizen.

        :return: dict with ``body`` (HTML), ``text`` (plain, as a reply), ``may_answer`` (whether it may be told as it is),
            ``files`` and ``related``: lists of dicts with ``id`` and ``name``
        """
        self.ensure_one()
        self.check_access("read")
        related = self.related_ids._filtered_access("read").filtered_domain(self._reader_domain())
        return {
            "id": self.id,
            "name": self.name,
            "body": self.body or "",
            "text": plain_text(self.body),
            "may_answer": self.visibility == "public",
            "files": [{"id": file.id, "name": file.name} for file in self.attachment_ids],
            "related": [{"id": article.id, "name": article.name} for article in related],
        }

    def give_feedback(self, verdict, text=""):
        """Say that this article was useful, or what is wrong with it; its owner gets a task then.

        :param verdict: ``useful`` or ``wrong``
        :param text: what is wrong, required then
        """
        self.ensure_one()
        self.check_access("read")
        text = (text if isinstance(text, str) else "").strip()
        if verdict not in VERDICTS:
            raise UserError(self.env._("Say whether the article was useful or is wrong."))
        if verdict == "wrong" and not text:
            raise UserError(self.env._("Say what is wrong, so that the owner can correct it."))
        # sudo: readers do not write the knowledge base; this adds one row in their own name
        self.env["city12319.article.feedback"].sudo().create({
            "article_id": self.id, "edition": self.edition, "verdict": verdict, "text": text or False,
            "user_id": self.env.uid, "state": "open" if verdict == "wrong" else "done",
        })
        if verdict == "wrong":
            self.sudo()._ask_for_correction(text)  # sudo: a task for the owner
        return True

    def _ask_for_correction(self, text):
        owner = self.owner_id if self.owner_id.active else self.approved_by_id
        self.activity_schedule(
            "city12319_kb.activity_correction", date_deadline=self._today(), user_id=owner.id, note=text,
        )
        self.env["city12319.notice"]._send_in_their_language(
            owner, lambda env: (env._("Correction: %(title)s", title=self.name), text), record=self,
            channels=("popup", "inbox"),
        )

    @api.model
    def report_missing(self, text):
        """Tell the editors that a question has no answer. Numbers of callers are taken out of it.

        :param text: the question, in few words
        """
        self.check_access("read")
        # sudo: readers add to the list, editors read it
        self.env["city12319.article.miss"].sudo()._note(text if isinstance(text, str) else "")
        return True

    def _record_use(self, ticket, kind):
        """Record that this article helped with ``ticket``. The caller has checked both."""
        self.ensure_one()
        # sudo: a fact, written here alone
        uses = gate_key.opened(self.env["city12319.article.use"].sudo())
        if uses.search_count([("ticket_id", "=", ticket.id), ("article_id", "=", self.id), ("kind", "=", kind)], limit=1):
            return
        first = not uses.search_count([("ticket_id", "=", ticket.id), ("article_id", "=", self.id)], limit=1)
        uses.create({
            "article_id": self.id, "article_name": self.name, "edition": self.edition, "ticket_id": ticket.id,
            "user_id": self.env.uid, "kind": kind,
        })
        if first:  # one update of the row, so that agents who use the same article hardly wait for each other
            self.env.cr.execute(SQL("UPDATE city12319_article SET use_count = use_count + 1 WHERE id = %s", self.id))
            self.invalidate_recordset(["use_count"])

    def action_open_corrections(self):
        """Open what was reported about this article."""
        self.ensure_one()
        return {
            **self.env["ir.actions.act_window"]._for_xml_id("city12319_kb.article_feedback_action"),
            "domain": [("article_id", "=", self.id)],
        }
