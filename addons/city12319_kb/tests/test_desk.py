from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .kb_case import KbCase


@tagged("post_install", "-at_install")
class TestDesk(KbCase):
    """What agents do with articles: answer, tell, judge, report what is missing."""

    def ticket(self, person="agent"):
        return self.env["city12319.ticket"].with_user(self.people[person]).register({
            "summary": "家里停水", "phone": "13800138000", "caller_name": "王女士",
        })

    def test_answer_closes_the_ticket_and_links_the_article(self):
        article, ticket = self.published(), self.ticket()
        self.as_(ticket, "agent").answer_with_article(article.id, "请拨打供水热线")
        self.assertRecordValues(ticket, [{"state": "done", "answer": "请拨打供水热线"}])
        self.assertRecordValues(ticket.sudo().article_use_ids, [{
            "article_id": article.id, "article_name": article.name, "edition": 1, "kind": "answer",
            "user_id": self.people["agent"].id,
        }])
        self.assertEqual(article.use_count, 1)

    def test_internal_article_is_not_given_as_the_answer(self):
        article, ticket = self.published(visibility="internal"), self.ticket()
        with self.assertRaises(UserError):
            self.as_(ticket, "agent").answer_with_article(article.id, "x")
        self.assertNotEqual(ticket.state, "done")

    def test_article_that_is_not_readable_is_not_used(self):
        draft, ticket = self.draft(), self.ticket()
        for method, args in (("use_article", ()), ("answer_with_article", ("x",))):
            with self.assertRaises(AccessError):
                getattr(self.as_(ticket, "agent"), method)(draft.id, *args)
        for wrong in (0, 10**9, "1", None):
            with self.assertRaises(UserError):
                self.as_(ticket, "agent").use_article(wrong)

    def test_ticket_of_somebody_else_is_not_answered(self):
        article = self.published()
        ticket = self.ticket("shift_leader")
        with self.assertRaises(AccessError):
            self.as_(ticket, "agent").answer_with_article(article.id, "x")
        with self.assertRaises(AccessError):
            self.as_(ticket, "agent").use_article(article.id)

    def test_told_twice_counts_once(self):
        article, ticket = self.published(), self.ticket()
        for _ in range(2):
            self.as_(ticket, "agent").use_article(article.id)
        self.as_(ticket, "agent").answer_with_article(article.id, "x")
        self.assertEqual(ticket.sudo().article_use_ids.mapped("kind"), ["answer", "read"])
        self.assertEqual(article.use_count, 1)

    def test_use_is_a_fact(self):
        article, ticket = self.published(), self.ticket()
        self.as_(ticket, "agent").use_article(article.id)
        use = ticket.sudo().article_use_ids
        for attempt in (
            lambda: use.write({"kind": "answer"}), lambda: use.unlink(),
            lambda: use.create({"article_id": article.id, "ticket_id": ticket.id, "kind": "read"}),
        ):
            with self.assertRaises(AccessError):
                attempt()

    def test_reading_gives_text_files_and_related_articles_that_the_reader_sees(self):
        hidden = self.published(visibility="restricted", allowed_user_ids=[(6, 0, self.people["other_editor"].ids)])
        seen = self.published(name="另一条")
        article = self.published(body="<p>第一段<b>要点</b></p><p>第二段</p>", related_ids=[(6, 0, (hidden | seen).ids)])
        reading = self.as_(article, "agent").read_aloud()
        self.assertEqual(reading["text"], "第一段要点\n第二段")
        self.assertEqual([item["name"] for item in reading["related"]], ["另一条"])
        self.assertTrue(reading["may_answer"])
        with self.assertRaises(AccessError):
            self.as_(hidden, "agent").read_aloud()

    def test_wrong_becomes_a_task_of_the_owner_until_it_is_settled(self):
        article = self.published()
        with self.assertRaises(UserError):
            self.as_(article, "agent").give_feedback("wrong", "  ")
        self.as_(article, "agent").give_feedback("wrong", "电话已变更")
        feedback = article.feedback_ids
        self.assertRecordValues(feedback, [{"state": "open", "user_id": self.people["agent"].id, "text": "电话已变更"}])
        self.assertEqual(article.activity_ids.user_id, self.people["editor"])
        with self.assertRaises(UserError):
            self.as_(feedback, "editor").action_settle()
        self.as_(feedback, "editor").answer = "已更新"
        with self.assertRaises(AccessError):
            self.as_(feedback, "editor").write({"text": "没说过"})
        self.as_(feedback, "editor").action_settle()
        self.assertRecordValues(feedback, [{"state": "done", "settled_by_id": self.people["editor"].id}])
        self.assertFalse(article.activity_ids)
        told = self.env["mail.message"].search([("partner_ids", "in", self.people["agent"].partner_id.ids)])
        self.assertTrue(told.filtered(lambda message: "已更新" in message.body))

    def test_useful_counts_and_makes_no_task(self):
        article = self.published()
        self.as_(article, "agent").give_feedback("useful")
        self.assertEqual(article.useful_count, 1)
        self.assertFalse(article.activity_ids)
        with self.assertRaises(UserError):
            self.as_(article, "agent").give_feedback("great")
        with self.assertRaises(AccessError):
            self.as_(self.draft(), "agent").give_feedback("useful")

    def test_missing_question_is_listed_without_the_caller(self):
        model = self.as_(self.env["city12319.article"], "agent")
        model.report_missing("王女士 138 0013 8000 问：公租房怎么申请？wang@example.com 330102199001011234")
        model.report_missing("王女士 13900139000 问，公租房怎么申请 a@b.cn 110101199001011234")
        miss = self.env["city12319.article.miss"].search([])
        self.assertEqual(miss.count, 2)
        self.assertNotRegex(miss.text + miss.key, r"\d{5}|@|0013|女士")
        self.assertIn("公租房怎么申请", miss.text)
        with self.assertRaises(AccessError):
            self.as_(self.env["city12319.article.miss"], "agent").search([])

    def test_editor_answers_a_missing_question_and_it_comes_back_when_asked_again(self):
        self.as_(self.env["city12319.article"], "agent").report_missing("公租房怎么申请")
        miss = self.env["city12319.article.miss"].search([])
        action = self.as_(miss, "editor").action_write_article()
        self.assertEqual(miss.state, "answered")
        self.assertEqual(self.env["city12319.article"].browse(action["res_id"]).name, "公租房怎么申请")
        self.as_(self.env["city12319.article"], "agent").report_missing("公租房怎么申请")
        self.assertEqual(miss.state, "new")
        self.as_(miss, "editor").action_ignore()
        self.as_(self.env["city12319.article"], "agent").report_missing("公租房怎么申请")
        self.assertEqual(miss.state, "ignored")
        for empty in ("", "?", None, "!!"):
            self.as_(self.env["city12319.article"], "agent").report_missing(empty)
        self.assertEqual(self.env["city12319.article.miss"].search_count([]), 1)

    def test_choices_of_the_search_are_of_what_the_person_reads(self):
        self.published(source_unit="供水集团", kind="guide")
        self.published(
            source_unit="机密处", kind="notice", visibility="restricted",
            allowed_user_ids=[(6, 0, self.people["other_editor"].ids)],
        )
        choices = self.as_(self.env["city12319.article"], "agent").search_choices()
        self.assertIn("供水集团", choices["sources"])
        self.assertNotIn("机密处", choices["sources"])
        self.assertIn([self.water.id, self.water.name], choices["categories"])
