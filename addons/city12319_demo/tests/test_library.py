from odoo.tests import TransactionCase, tagged

from ..articles import ARTICLES


@tagged("post_install", "-at_install")
class TestLibrary(TransactionCase):
    """The made-up city knows what its citizens ask."""

    def test_every_article_is_published_and_was_approved_by_another(self):
        articles = self.env["ir.model.data"].search([
            ("module", "=", "city12319_demo"), ("model", "=", "city12319.article"),
        ]).mapped("res_id")
        records = self.env["city12319.article"].browse(articles)
        self.assertGreaterEqual(len(records), 60)
        self.assertEqual(len(records), len(ARTICLES))
        for article in records:
            self.assertEqual(article.version_ids.approved_by_id, self.env.ref("city12319_demo.user_kbapprover"))

    def test_all_kinds_and_problem_categories_are_there(self):
        self.assertEqual({article.kind for article in ARTICLES}, {"qa", "guide", "policy", "notice"})
        codes = self.env["city12319.category"].search([("level", "=", "problem"), ("code", "!=", False)])
        known = {xmlid.rsplit("category_")[-1] for xmlid in codes.get_external_id().values() if "category_" in xmlid}
        self.assertLessEqual(known, {article.category for article in ARTICLES})
