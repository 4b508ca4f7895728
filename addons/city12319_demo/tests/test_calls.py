from collections import Counter

from odoo.tests import TransactionCase, tagged


@tagged("post_install", "-at_install")
class TestCalls(TransactionCase):
    """The calls of the made-up city, as the installation left them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.calls = cls.env["city12319.call"].search([("server", "=", "demo")])
        cls.agents = cls.env["res.users"].search([("login", "in", ["agent1", "agent2"])])

    def test_calls_have_ended_and_everyone_has_its_disposition(self):
        self.assertGreaterEqual(len(self.calls), 600)
        self.assertEqual(set(self.calls.mapped("state")), {"ended"})
        kinds = Counter(self.calls.mapped("disposition"))
        self.assertEqual(set(kinds), {"ticket", "consulted", "nuisance", "wrong_number", "dropped"})
        outcomes = Counter(self.calls.mapped("outcome"))
        self.assertGreaterEqual(set(outcomes), {"answered", "abandoned", "message", "after_hours", "blocked", "unanswered"})
        queued = self.calls.filtered(lambda call: call.direction == "in" and call.queued_at)
        abandoned = outcomes["abandoned"] / len(queued)
        self.assertTrue(0.03 < abandoned < 0.2, abandoned)
        quick = len(queued.filtered(lambda call: call.outcome == "answered" and call.wait_seconds <= 15)) / len(queued)
        self.assertTrue(0.6 < quick < 0.95, quick)
        self.assertEqual(set(self.calls.mapped("satisfaction")), {0, 1, 2, 3})

    def test_tickets_of_the_telephone_are_linked_to_the_call_of_that_number(self):
        linked = self.calls.filtered("ticket_id")
        self.assertGreater(len(linked), 200)
        for call in linked:
            self.assertEqual(call.agent_id, call.ticket_id.agent_id)
            self.assertEqual(call.phone_sanitized, call.ticket_id.phone_sanitized)
            self.assertLess(call.answered_at, call.ticket_id.reported_at)

    def test_more_people_call_in_the_morning_than_at_night(self):
        by_hour = Counter((call.offered_at.hour + 8) % 24 for call in self.calls)
        self.assertGreater(by_hour[10], 3 * max(by_hour[hour] for hour in (0, 1, 2, 3, 4, 5, 23)))

    def test_callbacks_are_settled_but_for_the_newest(self):
        callbacks = self.calls.callback_id
        self.assertEqual(set(callbacks.filtered("result").mapped("result")), {"reached", "called_again", "not_reached"})
        self.assertLess(len(callbacks.filtered(lambda callback: callback.state == "open")), 12)

    def test_agents_have_states_without_gap_up_to_now(self):
        for agent in self.agents:
            states = self.env["city12319.seat.state"].search([("user_id", "=", agent.id)], order="started_at, id")
            self.assertGreater(len(states), 200)
            self.assertEqual(set(states.mapped("state")), {"ready", "busy", "after_call", "signed_out"})
            self.assertTrue(set(states.reason_id.mapped("is_work")) == {True, False})

    def test_some_calls_have_their_sound(self):
        recordings = self.calls.recording_ids
        self.assertGreaterEqual(len(recordings), 8)
        self.assertEqual(set(recordings.mapped("state")), {"present"})
        sound = recordings[0].with_user(recordings[0].call_id.agent_id)._open().read_bytes()
        self.assertEqual((sound[:4], sound[8:12]), (b"RIFF", b"WAVE"))

    def test_calls_were_checked_in_every_state(self):
        checks = self.calls.quality_check_ids
        self.assertEqual(set(checks.mapped("state")), {"draft", "submitted", "appealed", "final"})
        self.assertTrue(checks.filtered(lambda check: check.decision == "changed" and check.final_score != check.score))
        for draw in checks.draw_id:
            self.assertEqual(draw.action_draw_again()["params"]["type"], "success")
        for agent in self.agents:
            own = self.env["city12319.quality.check"].with_user(agent).search([("agent_id", "=", agent.id)])
            self.assertTrue(own)
