from odoo.tests import tagged

from odoo.addons.city12319_kb.tests.kb_case import KbCase


@tagged("post_install", "-at_install")
class TestArticleDepartments(KbCase):
    def test_article_for_a_department_is_found_by_its_people_alone_and_follows_them(self):
        department, other = self.env["city12319.department"].create([
            {"name": "供水处", "code": "T-KB", "member_ids": [(6, 0, self.people["department"].ids)]},
            {"name": "环卫处", "code": "T-KB2"},
        ])
        article = self.published(
            name="内部抢修口径", visibility="restricted", allowed_department_ids=[(6, 0, department.ids)],
        )
        model = self.env["city12319.article"]

        def finders():
            self.env.flush_all()
            return {
                person for person in ("department", "agent", "internal", "shift_leader")
                if self.as_(model, person).search_articles("抢修口径")["articles"]
            }

        self.assertEqual(finders(), {"department"})
        self.assertEqual(article.version_ids.allowed_department_ids, department)
        department.member_ids = [(5,)]
        other.member_ids = [(6, 0, self.people["department"].ids)]
        self.assertEqual(finders(), set())

    def test_revision_keeps_and_changes_the_departments(self):
        department = self.env["city12319.department"].create({"name": "供水处", "code": "T-KB"})
        article = self.published(visibility="restricted", allowed_department_ids=[(6, 0, department.ids)])
        revision = self.revise(article)
        self.assertEqual(revision.allowed_department_ids, department)
