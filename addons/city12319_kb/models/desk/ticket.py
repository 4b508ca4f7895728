from odoo import fields, models
from odoo.exceptions import UserError


class Ticket(models.Model):
    _inherit = "city12319.ticket"

    article_use_ids = fields.One2many(
        "city12319.article.use", "ticket_id", string="Knowledge used", readonly=True,
        groups="city12319_intake.group_agent,city12319_intake.group_leader,city12319_intake.group_statistician,base.group_system",
    )

    def use_article(self, article_id):
        """Record that an article was read to the citizen of this ticket.

        :param article_id: id of an article that the person reads
        """
        self.ensure_one()
        self.check_access("read")
        self._readable_article(article_id)._record_use(self, "read")
        return True

    def answer_with_article(self, article_id, text, version=None):
        """Give an article as the answer, and close the ticket on the spot.

        :param article_id: id of an article that the person reads and that may be told to citizens
        :param text: what the citizen was told
        :param version: ``version`` of the ticket that the person saw
        :return: what :meth:`advance` returns
        :raises UserError: when the article is internal, or the ticket cannot be answered (any more)
        """
        self.ensure_one()
        article = self._readable_article(article_id)
        if article.visibility != "public":
            raise UserError(self.env._("“%(title)s” is internal. It is not told to citizens as it is.", title=article.name))
        values = {"answer": text}
        if version is not None:
            values["expected_version"] = version
        result = self.advance("answer", values)
        article._record_use(self, "answer")
        return result

    def _readable_article(self, article_id):
        article = self.env["city12319.article"].browse(article_id if isinstance(article_id, int) else 0).exists()
        if not article:
            raise UserError(self.env._("This article does not exist (any more)."))
        article.check_access("read")
        return article
