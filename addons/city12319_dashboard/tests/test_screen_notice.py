from unittest.mock import patch

from odoo.tests import tagged

from odoo.addons.city12319_dispatch.tests.rights_common import RightsCase

from ..models import screen_notice


@tagged("post_install", "-at_install")
class TestScreenNotice(RightsCase):
    """The wall is told that something changed: once for many changes, and only after they are saved."""

    def setUp(self):
        super().setUp()
        self.env.cr.postcommit.clear()
        self.notices = self.env["city12319.screen.notice"]

    def waiting(self):
        """Return how many notices wait for the end of the transaction."""
        return sum(getattr(call, "func", None) is screen_notice._tell for call in self.env.cr.postcommit._funcs)

    def long_ago(self):
        self.env.cr.execute("UPDATE city12319_screen_notice SET sent_at = '2000-01-01'")

    def told(self):
        """Return what was put on the bus of the wall."""
        self.env.cr.precommit.run()
        group = self.env.ref("city12319_dashboard.group_wall")
        channel = f'["{self.env.cr.dbname}","{group._name}",{group.id}]'
        return self.env["bus.bus"].search([("channel", "=", channel), ("message", "like", screen_notice.CHANNEL)])

    def test_steps_of_a_case_are_one_notice_in_a_transaction(self):
        self.ticket()
        self.assertEqual(self.waiting(), 1)
        self.handling()
        self.assertEqual(self.waiting(), 1)

    def test_what_is_taken_back_is_not_told(self):
        self.ticket()
        self.env.cr.postcommit.clear()  # as a rollback does
        self.assertEqual(self.waiting(), 0)
        self.ticket()
        self.assertEqual(self.waiting(), 1)

    def test_calls_and_seats_are_told(self):
        self.env["city12319.seat"]._tell_wall()
        self.assertEqual(self.waiting(), 1)

    def test_lamps_are_told(self):
        order = self.handling()
        self.env.cr.postcommit.clear()
        order.sudo()._refresh_due()
        self.assertEqual(self.waiting(), 1)

    def test_no_more_than_one_notice_in_some_seconds(self):
        self.long_ago()
        before = len(self.told())
        self.assertTrue(self.notices._send())
        self.assertFalse(self.notices._send())
        self.assertEqual(len(self.told()), before + 1)
        self.long_ago()
        self.assertTrue(self.notices._send())
        self.assertEqual(len(self.told()), before + 2)

    def test_a_notice_says_nothing(self):
        self.long_ago()
        self.notices._send()
        self.assertIn('"payload": {}', self.told()[-1:].message.replace('"payload":{}', '"payload": {}'))

    def test_after_the_commit_a_notice_goes_out(self):
        self.long_ago()
        with patch.object(type(self.notices), "_send", autospec=True) as send:
            screen_notice._tell(self.env.registry)
        send.assert_called_once()
