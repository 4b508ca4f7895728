from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.tests import TransactionCase, new_test_user, tagged


@tagged("post_install", "-at_install")
class TestNews(TransactionCase):
    """What is new is told to whom it concerns, and stays new until it has been read."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        names = {"editor": "kb_editor", "approver": "kb_approver", "agent": "agent", "other": "agent"}
        cls.people = {
            name: new_test_user(cls.env, f"t_news_{name}", f"city12319_intake.group_{group}") for name, group in names.items()
        }

    def publish(self, title, **values):
        article = self.env["city12319.article"].with_user(self.people["editor"]).create({
            "name": title, "body": "<p>内容</p>", **values,
        })
        article.advance("submit")
        article.with_user(self.people["approver"]).advance("approve")
        return article

    def news(self, person="agent"):
        self.env.invalidate_all()
        titles = [row["name"] for row in self.env["city12319.article"].with_user(self.people[person]).news()]
        return [title for title in titles if title.startswith("试验")]

    def told(self, action):
        sent = []

        def keep(_self, users, title, body, record=None, **_named):
            sent.append((_self._who_may_know(users, record), body))
            return users

        with patch.object(type(self.env["city12319.notice"]), "_send", keep):
            action()
        return sent

    def test_new_until_read_and_new_again_when_changed(self):
        article = self.publish("试验新知识")
        self.assertEqual(self.news(), ["试验新知识"])
        article.with_user(self.people["agent"]).mark_read()
        article.with_user(self.people["agent"]).mark_read()
        self.assertEqual((self.news(), self.news("other")), ([], ["试验新知识"]))
        self.assertEqual(article.read_count, 1)
        article.with_user(self.people["editor"]).advance("revise")
        article.invalidate_recordset()
        revision = article.open_revision_id
        revision.with_user(self.people["editor"]).body = "<p>新内容</p>"
        revision.with_user(self.people["editor"]).advance("submit")
        revision.with_user(self.people["approver"]).advance("approve")
        self.assertEqual(self.news(), ["试验新知识"])

    def test_notices_pop_up_at_agents_who_may_read_them(self):
        sent = self.told(lambda: self.publish("试验停水通知", kind="notice"))
        [(users, body)] = sent
        self.assertEqual(body, "试验停水通知")
        self.assertLessEqual(self.people["agent"] | self.people["other"], users)
        only = [(6, 0, self.people["other"].ids)]
        [(users, _body)] = self.told(
            lambda: self.publish("试验内部通知", kind="notice", visibility="restricted", allowed_user_ids=only))
        self.assertIn(self.people["other"], users)
        self.assertNotIn(self.people["agent"], users)
        self.assertEqual(self.news(), ["试验停水通知"])
        self.assertEqual(self.told(lambda: self.publish("试验问答")), [], "not everything interrupts")
        self.assertEqual(len(self.told(lambda: self.publish("试验要紧的问答", announce=True))), 1)

    def test_past_and_future_articles_are_no_news(self):
        self.publish("试验将来", valid_from="2099-01-01")
        self.assertEqual(self.news(), [])

    def test_receipts_are_written_by_reading_alone(self):
        article = self.publish("试验回执")
        receipts = self.env["city12319.article.read"].with_user(self.people["agent"])
        with self.assertRaises(AccessError):
            receipts.create({"article_id": article.id, "user_id": self.people["other"].id, "edition": 1})
        article.with_user(self.people["other"]).mark_read()
        self.assertFalse(receipts.search([("article_id", "=", article.id)]), "others' receipts are not one's own")
