from datetime import timedelta

from odoo.tests import BaseCase, tagged

from ..call_plan import AGENTS, CALLS, CallPlan, Contact
from ..generator import plan
from ..hours import to_local
from ..shift_plan import shift_states
from .test_generator import MOMENTS


def contacts(now):
    return [
        Contact(number, case.agent, "".join(letter for letter in case.caller.phone if letter.isdigit()), case.at)
        for number, case in enumerate(plan(now), 1) if case.source == "public"
    ]


@tagged("post_install", "-at_install")
class TestCallPlan(BaseCase):
    """The calls of the made-up city, without a database."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plans = [(now, contacts(now), CallPlan(now, contacts(now)).plan()) for now in MOMENTS[:4]]

    def test_same_moment_gives_the_same_calls(self):
        now, told, calls = self.plans[0]
        self.assertEqual(CallPlan(now, told).plan(), calls)

    def test_every_telephone_ticket_stands_in_a_call_that_was_going_on(self):
        for now, told, calls in self.plans:
            with self.subTest(now=now):
                by_ticket = {call.ticket: call for call in calls if call.ticket}
                self.assertGreater(len(by_ticket), 0.97 * len(told))
                for contact in told:
                    call = by_ticket.get(contact.ticket)
                    if call:
                        self.assertEqual((call.phone, call.agent), (contact.phone, contact.agent))
                        self.assertLess(call.answered_at, contact.at)
                        self.assertLess(contact.at - call.talk_end, timedelta(minutes=1))

    def test_all_kinds_of_calls_are_there_and_nothing_lies_in_the_future(self):
        for now, _told, calls in self.plans:
            self.assertGreaterEqual(len(calls), CALLS)
            self.assertEqual({call.kind for call in calls}, {
                "ticket", "consulted", "nuisance", "wrong_number", "dropped", "abandoned", "after_hours", "message", "blocked",
                "callback",
            })
            self.assertLess(max(call.talk_end for call in calls), to_local(now) + timedelta(minutes=1))
            self.assertTrue(any(call.helper for call in calls) and any(call.missed_by for call in calls))

    def test_nobody_takes_two_calls_at_once(self):
        for _now, _told, calls in self.plans:
            for agent in AGENTS:
                own = sorted((call.ringing_at, call.talk_end) for call in calls if call.agent == agent)
                self.assertTrue(all(first[1] <= second[0] for first, second in zip(own, own[1:], strict=False)))

    def test_states_follow_each_other_and_nobody_pauses_in_a_call(self):
        for now, _told, calls in self.plans:
            for agent in AGENTS:
                own = [call for call in calls if agent in (call.agent, call.missed_by)]
                states = shift_states(agent, own, to_local(now))
                self.assertTrue(all(one.end == two.start for one, two in zip(states, states[1:], strict=False)))
                self.assertTrue(all(state.start < state.end for state in states[:-1]))
                self.assertEqual((states[-1].state, states[-1].end), ("signed_out", None))
                self.assertEqual({state.state for state in states}, {"ready", "busy", "after_call", "signed_out"})
                for state in states:
                    if state.state == "busy":
                        self.assertFalse([call for call in own if call.at < state.end and state.start < call.talk_end])
