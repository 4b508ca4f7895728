from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .kb_case import KbCase


@tagged("post_install", "-at_install")
class TestArticleFlow(KbCase):
    def test_draft_becomes_published_when_somebody_else_approves(self):
        article = self.draft()
        self.assertEqual(article.state, "draft")
        self.as_(article, "editor").advance("submit", {"reason": "新问题"})
        self.assertEqual(article.state, "review")
        self.as_(article, "approver").advance("approve")
        self.assertRecordValues(article, [{
            "state": "published", "edition": 1, "approved_by_id": self.people["approver"].id,
            "submitted_by_id": self.people["editor"].id,
        }])
        self.assertEqual(article.event_ids.mapped("code"), ["write", "submit", "approve"])
        self.assertEqual(article.version_ids.note, "新问题")

    def test_whoever_wrote_does_not_approve(self):
        article = self.draft("approver")
        self.as_(article, "editor").advance("submit")
        with self.assertRaises(UserError):
            self.as_(article, "approver").advance("approve")
        self.assertEqual(article.state, "review")

    def test_whoever_changed_a_word_does_not_approve(self):
        article = self.draft()
        self.as_(article, "approver").write({"keywords": "停水"})
        self.as_(article, "editor").advance("submit")
        with self.assertRaises(UserError):
            self.as_(article, "approver").advance("approve")

    def test_whoever_submitted_does_not_approve(self):
        article = self.draft()
        self.as_(article, "approver").advance("submit")
        with self.assertRaises(UserError):
            self.as_(article, "approver").advance("approve")

    def test_editor_does_not_approve_and_agent_does_not_write(self):
        article = self.draft()
        self.as_(article, "editor").advance("submit")
        with self.assertRaises(AccessError):
            self.as_(article, "other_editor").advance("approve")
        with self.assertRaises(AccessError):
            self.draft("agent")

    def test_empty_article_is_not_submitted(self):
        article = self.draft(body=False)
        with self.assertRaises(UserError):
            article.advance("submit")

    def test_sent_back_with_a_reason_and_submitted_again(self):
        article = self.draft()
        article.advance("submit")
        with self.assertRaises(UserError):
            self.as_(article, "approver").advance("send_back")
        self.as_(article, "approver").advance("send_back", {"reason": "写明电话"})
        self.as_(article, "editor").write({"body": "<p>供水热线 96333。</p>"})
        self.assertEqual(self.publish(article).state, "published")

    def test_article_in_review_is_not_changed(self):
        article = self.draft()
        article.advance("submit")
        for person in ("approver", "editor"):
            with self.assertRaises(UserError):
                self.as_(article, person).write({"name": "另一标题"})

    def test_published_article_is_changed_by_revision_only(self):
        article = self.published()
        with self.assertRaises(UserError):
            self.as_(article, "approver").write({"body": "<p>别的</p>"})
        with self.assertRaises(AccessError):
            self.as_(article, "approver").write({"state": "draft"})

    def test_approver_gives_the_article_to_another_owner(self):
        article = self.published()
        self.as_(article, "approver").owner_id = self.people["other_editor"]
        self.assertEqual(article.owner_id, self.people["other_editor"])

    def test_readers_keep_the_published_version_while_a_revision_waits(self):
        article = self.published()
        revision = self.revise(article, body="<p>新的答复</p>", name="停水了找谁")
        revision.advance("submit")
        seen = self.as_(article, "agent")
        self.assertIn("查询停水时间", seen.body)
        self.assertEqual(seen.name, "停水了怎么办")
        self.assertFalse(self.as_(self.env["city12319.article"], "agent").search([("name", "=", "停水了找谁")]))
        with self.assertRaises(AccessError):
            self.as_(revision, "agent").read(["body"])
        self.as_(revision, "approver").advance("approve")
        seen = self.as_(article, "agent")
        self.assertIn("新的答复", seen.body)
        self.assertEqual(seen.name, "停水了找谁")
        self.assertRecordValues(article, [{"state": "published", "edition": 2}])
        self.assertEqual(revision.state, "merged")

    def test_only_one_revision_at_a_time(self):
        article = self.published()
        self.revise(article)
        with self.assertRaises(UserError):
            self.as_(article, "other_editor").advance("revise")

    def test_dropped_revision_leaves_the_article_as_it_is(self):
        article = self.published()
        revision = self.revise(article, body="<p>别的</p>")
        revision.advance("drop")
        self.assertIn("查询停水时间", article.body)
        self.assertFalse(self.as_(article, "editor").open_revision_id)
        self.revise(article)

    def test_revision_of_a_withdrawn_article_publishes_it_again(self):
        article = self.published()
        self.as_(article, "approver").advance("withdraw", {"reason": "有误"})
        self.assertFalse(self.as_(self.env["city12319.article"], "agent").search([("id", "=", article.id)]))
        self.publish(self.revise(article, body="<p>改正</p>"))
        self.assertIn("改正", self.as_(article, "agent").body)

    def test_restricted_article_names_who_sees_it(self):
        with self.assertRaises(ValidationError):
            self.draft(visibility="restricted")

    def test_long_title_is_refused(self):
        with self.assertRaises(ValidationError):
            self.draft(name="长" * 129)
