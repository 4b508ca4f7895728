from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .kb_case import KbCase


@tagged("post_install", "-at_install")
class TestArticleValidity(KbCase):
    def setUp(self):
        super().setUp()
        self.today = self.env["city12319.article"]._today()

    def found(self, article, person="agent"):
        return self.as_(self.env["city12319.article"], person).search([("id", "=", article.id)])

    def run_cron(self):
        self.env.flush_all()
        with self.enter_registry_test_mode():
            self.env.ref("city12319_kb.cron_validity").method_direct_trigger()
        self.env.invalidate_all()

    def past(self, **values):
        """Return a published article whose last day was yesterday; the job has not run yet."""
        article = self.published(valid_until=self.today, **values)
        self.env.cr.execute(
            "UPDATE city12319_article SET valid_until = %s WHERE id = %s", [self.today - timedelta(days=1), article.id],
        )
        article.invalidate_recordset()
        return article

    def test_article_is_found_on_its_last_day_and_gone_on_the_next(self):
        article = self.published(valid_until=self.today)
        self.assertTrue(self.found(article))
        self.assertFalse(self.found(self.past()), "before the daily job has run")

    def test_rule_looks_at_the_day_of_the_query_not_of_its_first_use(self):
        article = self.published(valid_until=self.today)
        self.assertTrue(self.found(article))
        with freeze_time(fields.Datetime.now() + timedelta(days=1)):
            self.assertFalse(self.found(article))

    def test_article_is_not_shown_before_its_first_day(self):
        self.assertFalse(self.found(self.published(valid_from=self.today + timedelta(days=1))))
        self.assertTrue(self.found(self.published(valid_from=self.today)))

    def test_job_ends_what_is_past_and_only_that(self):
        past, lasting = self.past(), self.published(valid_until=self.today)
        self.run_cron()
        self.assertEqual((past.state, lasting.state), ("expired", "published"))
        self.assertEqual(past.event_ids[-1:].code, "expire")

    def test_owner_is_asked_once_before_the_last_day(self):
        soon = self.published(valid_until=self.today + timedelta(days=20))
        later = self.published(valid_until=self.today + timedelta(days=60))
        self.run_cron()
        self.run_cron()
        self.assertEqual(soon.activity_ids.user_id, self.people["editor"])
        self.assertEqual(len(soon.activity_ids), 1)
        self.assertEqual(soon.activity_ids.date_deadline, soon.valid_until)
        self.assertFalse(later.activity_ids)

    def test_owner_is_asked_when_nobody_has_confirmed_for_a_year(self):
        article = self.published()
        self.run_cron()
        self.assertFalse(article.activity_ids)
        self.env.cr.execute("UPDATE city12319_article SET certified_at = '2020-01-01' WHERE id = %s", article.ids)
        article.invalidate_recordset()
        self.run_cron()
        self.assertTrue(article.activity_ids)

    def test_confirmed_article_gets_its_next_last_day_and_the_task_goes(self):
        article = self.published(valid_until=self.today + timedelta(days=5))
        self.run_cron()
        with self.assertRaises(UserError):
            self.as_(article, "editor").advance("recertify", {"valid_until": str(self.today - timedelta(days=1))})
        self.as_(article, "editor").advance("recertify", {"valid_until": str(self.today + timedelta(days=400))})
        self.assertEqual(article.valid_until, self.today + timedelta(days=400))
        self.assertEqual(article.certified_at, self.today)
        self.assertFalse(article.activity_ids)
        self.assertEqual(article.edition, 1, "confirming is not a new version")

    def test_expired_article_comes_back_when_it_is_confirmed(self):
        article = self.past()
        self.run_cron()
        self.as_(article, "approver").advance("recertify", {"valid_until": str(self.today + timedelta(days=30))})
        self.assertTrue(self.found(article))

    def test_only_owner_or_approver_confirms(self):
        article = self.published()
        with self.assertRaises(AccessError):
            self.as_(article, "other_editor").advance("recertify")
        self.as_(article, "approver").advance("recertify")

    def test_task_goes_when_the_article_is_revised_or_withdrawn(self):
        revised = self.published(valid_until=self.today + timedelta(days=5))
        withdrawn = self.published(valid_until=self.today + timedelta(days=5))
        self.run_cron()
        self.publish(self.revise(revised, valid_until=self.today + timedelta(days=500)))
        self.as_(withdrawn, "approver").advance("withdraw", {"reason": "不再适用"})
        self.assertFalse((revised | withdrawn).activity_ids)
