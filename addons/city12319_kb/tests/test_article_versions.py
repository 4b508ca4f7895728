from odoo.exceptions import AccessError
from odoo.tests import tagged

from .kb_case import KbCase


@tagged("post_install", "-at_install")
class TestArticleVersions(KbCase):
    def attach(self, article, name, content=b"x"):
        file = self.env["ir.attachment"].with_user(self.people["editor"]).create({
            "name": name, "raw": content, "res_model": article._name, "res_id": article.id,
        })
        self.as_(article, "editor").attachment_ids += file
        return file

    def test_each_publication_is_kept_with_author_and_approver(self):
        article = self.published()
        revision = self.revise(article, "other_editor", name="停水了找谁")
        self.publish(revision, "other_editor")
        self.assertRecordValues(article.version_ids.sorted("number"), [
            {"number": 1, "name": "停水了怎么办", "submitted_by_id": self.people["editor"].id,
             "approved_by_id": self.people["approver"].id},
            {"number": 2, "name": "停水了找谁", "submitted_by_id": self.people["other_editor"].id,
             "approved_by_id": self.people["approver"].id},
        ])

    def test_version_is_never_changed_or_deleted_or_made_by_hand(self):
        version = self.published().version_ids
        for attempt in (
            lambda: version.write({"name": "x"}), lambda: version.unlink(),
            lambda: version.create({"article_id": version.article_id.id, "number": 9, "name": "x"}),
        ):
            with self.assertRaises(AccessError):
                attempt()

    def test_earlier_version_is_restored_as_a_draft(self):
        article = self.published(keywords="停水 没水")
        self.publish(self.revise(article, body="<p>第二版</p>", keywords="停水"))
        first = article.version_ids.filtered(lambda version: version.number == 1)
        action = self.as_(first, "editor").action_restore()
        revision = self.env["city12319.article"].browse(action["res_id"])
        self.assertEqual(revision.revises_id, article)
        self.assertIn("查询停水时间", revision.body)
        self.assertEqual(revision.keywords, "停水 没水")
        self.assertIn("第二版", self.as_(article, "agent").body)
        self.publish(revision)
        self.assertIn("查询停水时间", self.as_(article, "agent").body)
        self.assertEqual(article.edition, 3)

    def test_two_versions_side_by_side(self):
        article = self.published()
        self.publish(self.revise(article, body="<p>请拨打供水服务热线查询恢复时间。</p>", keywords="停水"))
        action = self.as_(article, "editor").action_open_compare()
        compare = self.env["city12319.article.compare"].with_user(self.people["editor"]).browse(action["res_id"])
        self.assertEqual((compare.left_id.number, compare.right_id.number), (1, 2))
        self.assertIn("停水时间", compare.left_body)
        self.assertNotIn("恢复时间", compare.left_body)
        self.assertIn("恢复时间", compare.right_body)
        self.assertNotIn("停水时间", compare.right_body)
        self.assertIn("<del>", compare.left_body)
        self.assertIn("<ins>", compare.right_body)
        self.assertIn("没水", compare.facts)
        compare.right_id = compare.left_id
        self.assertTrue(compare.is_same)

    def test_draft_is_compared_with_what_is_published(self):
        article = self.published()
        revision = self.revise(article, body="<p>改了</p>")
        action = revision.action_open_compare()
        compare = self.env["city12319.article.compare"].with_user(self.people["editor"]).browse(action["res_id"])
        self.assertIn("查询停水时间", compare.left_body)
        self.assertIn("改了", compare.right_body)

    def test_marks_of_the_comparison_are_text_where_the_article_says_so(self):
        article = self.published(body="<p>&lt;script&gt;a&lt;/script&gt;</p>")
        revision = self.revise(article, body="<p>&lt;script&gt;b&lt;/script&gt;</p>")
        action = revision.action_open_compare()
        compare = self.env["city12319.article.compare"].browse(action["res_id"])
        self.assertNotIn("<script", compare.left_body + compare.right_body)

    def test_files_follow_the_article_and_stay_with_the_version(self):
        article = self.draft()
        old = self.attach(article, "旧表.docx", b"old")
        self.publish(article)
        revision = self.revise(article)
        revision.attachment_ids -= old
        new = self.attach(revision, "新表.docx", b"new")
        self.publish(revision)
        self.assertEqual(article.attachment_ids, new)
        self.assertEqual((new.res_model, new.res_id), (article._name, article.id))
        self.assertEqual(self.as_(new, "agent").raw, b"new")
        with self.assertRaises(AccessError):
            self.as_(old, "agent").raw  # noqa: B018 reading is the point
        first = article.version_ids.filtered(lambda version: version.number == 1)
        self.assertEqual(self.as_(first, "editor").attachment_ids.raw, b"old")

    def test_somebody_elses_file_does_not_get_out_through_an_article(self):
        private = self.env["ir.attachment"].with_user(self.people["agent"]).create({"name": "a", "raw": b"x"})
        with self.assertRaises(AccessError):
            self.draft(attachment_ids=[(6, 0, private.ids)])
        ticket = self.env["city12319.ticket"].with_user(self.people["shift_leader"]).register({"summary": "x"})
        of_ticket = self.env["ir.attachment"].create({
            "name": "b", "raw": b"y", "res_model": ticket._name, "res_id": ticket.id,
        })
        with self.assertRaises(AccessError):
            self.draft(attachment_ids=[(6, 0, of_ticket.ids)])
