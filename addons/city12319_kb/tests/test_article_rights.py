from odoo.exceptions import AccessError
from odoo.tests import tagged

from .kb_case import KbCase


@tagged("post_install", "-at_install")
class TestArticleRights(KbCase):
    """Who reads which article: by visibility, in lists, counts, groupings, files and names."""

    def sees(self, article, person):
        model = self.as_(self.env["city12319.article"], person)
        domain = [("id", "=", article.id)]
        if person == "portal":
            with self.assertRaises(AccessError):
                model.search(domain)
            return False
        counts = {
            bool(model.search(domain)), bool(model.search_count(domain)),
            bool(model._read_group(domain, [], ["__count"])[0][0]), bool(model.name_search(article.name, domain=domain)),
            article.with_user(self.people[person]).has_access("read"),
        }
        self.assertEqual(len(counts), 1, "the ways of asking disagree")
        return counts.pop()

    def readers(self, article):
        return {person for person in self.people if self.sees(article, person)}

    EDITORS = {"editor", "other_editor", "approver"}
    STAFF = EDITORS | {"agent", "shift_leader", "department"}

    def test_public_article_is_for_everybody_of_the_house(self):
        self.assertEqual(self.readers(self.published()), self.STAFF | {"internal"})

    def test_internal_article_is_for_staff_of_the_hotline(self):
        self.assertEqual(self.readers(self.published(visibility="internal")), self.STAFF)

    def test_restricted_article_is_for_those_who_are_named(self):
        article = self.published(visibility="restricted", allowed_user_ids=[(6, 0, self.people["internal"].ids)])
        self.assertEqual(self.readers(article), self.EDITORS | {"internal"})

    def test_article_restricted_to_a_role_is_also_for_the_roles_that_contain_it(self):
        group = self.env.ref("city12319_intake.group_agent")
        article = self.published(visibility="restricted", allowed_group_ids=[(6, 0, group.ids)])
        self.assertEqual(self.readers(article), self.EDITORS | {"agent", "shift_leader"})

    def test_role_that_is_given_or_taken_counts_at_once(self):
        group = self.env.ref("city12319_intake.group_agent")
        article = self.published(visibility="restricted", allowed_group_ids=[(6, 0, group.ids)])
        self.assertFalse(self.sees(article, "internal"))
        self.people["internal"].group_ids += group
        self.assertTrue(self.sees(article, "internal"))
        self.people["internal"].group_ids -= group
        self.assertFalse(self.sees(article, "internal"))

    def test_drafts_and_what_is_in_review_are_for_editors(self):
        article = self.draft()
        self.assertEqual(self.readers(article), self.EDITORS)
        self.as_(article, "editor").advance("submit")
        self.assertEqual(self.readers(article), self.EDITORS)

    def test_history_of_typing_and_versions_are_for_editors(self):
        article = self.published()
        for name in ("html_field_history", "html_field_history_metadata"):
            with self.assertRaises(AccessError):
                self.as_(article, "agent").read([name])
        with self.assertRaises(AccessError):
            self.as_(article, "agent").html_field_history_get_content_at_revision("body", 1)
        for model in ("city12319.article.version", "city12319.article.event", "city12319.article.compare"):
            with self.assertRaises(AccessError):
                self.as_(self.env[model], "agent").search([])

    def test_file_of_an_article_is_read_by_its_readers(self):
        article = self.draft(visibility="internal")
        file = self.env["ir.attachment"].with_user(self.people["editor"]).create({
            "name": "表.docx", "raw": b"x", "res_model": article._name, "res_id": article.id,
        })
        article.attachment_ids = file
        with self.assertRaises(AccessError):
            self.as_(file, "agent").read(["raw"])
        self.publish(article)
        self.assertTrue(self.as_(file, "agent").read(["raw"]))
        with self.assertRaises(AccessError):
            self.as_(file, "internal").read(["raw"])

    def test_nobody_writes_what_the_flow_writes(self):
        article = self.draft()
        for values in ({"state": "published"}, {"edition": 7}, {"contributor_ids": [(5,)]}, {"use_count": 9}):
            with self.assertRaises(AccessError):
                self.as_(article, "editor").write(values)
        with self.assertRaises(AccessError):
            self.draft(state="published")
        with self.assertRaises(AccessError):
            self.draft(revises_id=article.id)
