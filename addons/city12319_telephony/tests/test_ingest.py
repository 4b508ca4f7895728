import random

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import START, TelephonyCase


@tagged("post_install", "-at_install")
class TestIngest(TelephonyCase):
    """Raw events in, calls out: whatever the order, however often."""

    def test_a_whole_call(self):
        report = self.ingest(*self.answered_events())
        self.assertEqual(report, {"stored": 8, "known": 0, "refused": []})
        self.assertRecordValues(self.call(), [{
            "direction": "in", "state": "ended", "outcome": "answered", "phone": "138 0013 8000",
            "phone_sanitized": "+8613800138000", "phone_masked": "138****8000", "queue": "12319", "called": "12319",
            "agent_id": self.people["agent"].id, "agent_number": "9801", "offered_at": self.at(0), "queued_at": self.at(4),
            "ringing_at": self.at(5), "answered_at": self.at(8), "talk_ended_at": self.at(68), "ended_at": self.at(80),
            "wait_seconds": 4, "ring_seconds": 3, "talk_seconds": 60, "hold_seconds": 0, "hangup_by": "agent",
            "satisfaction": 1, "recording_path": "2026/11/23/a.wav", "server": "cc1", "cause": "16", "disposition": False,
        }])
        self.assertRegex(self.call().name, r"^TH20261123-\d{4,}$")
        self.assertRecordValues(self.call().leg_ids, [{
            "agent_number": "9801", "user_id": self.people["agent"].id, "result": "answered", "ring_seconds": 3,
            "talk_seconds": 60,
        }])

    def test_any_order_and_repetition_in_any_batches_give_the_same_call(self):
        def values():
            return self.call().read([
                "state", "outcome", "offered_at", "queued_at", "answered_at", "ended_at", "wait_seconds", "talk_seconds",
                "agent_id", "satisfaction", "recording_path", "hangup_by",
            ])[0], self.call().leg_ids.read(["agent_number", "result", "talk_seconds"])

        self.ingest(*self.answered_events())
        (expected, _legs), dice = values(), random.Random(12319)
        for number in range(5):
            with self.subTest(number=number):
                savepoint = self.env.cr.savepoint(flush=False)
                other = f"cc1-again-{number}"
                events = [{**event, "call": other} for event in self.answered_events()] * 2
                dice.shuffle(events)
                while events:
                    size = dice.randint(1, 4)
                    self.ingest(*events[:size])
                    del events[:size]
                call = self.call(other)
                self.assertEqual(len(call.event_ids), 8)
                self.assertEqual(call.read(list(expected))[0], {**expected, "id": call.id})
                self.assertEqual(len(call.leg_ids), 1)
                savepoint.close(rollback=True)
                self.env.invalidate_all()

    def test_same_event_twice_in_one_batch_is_stored_once(self):
        event = self.event("offered")
        self.assertEqual(self.ingest(event, event), {"stored": 1, "known": 1, "refused": []})
        self.assertEqual(self.ingest(event), {"stored": 0, "known": 1, "refused": []})

    def test_an_end_that_comes_first_makes_the_call(self):
        self.ingest(self.event("ended", 80, data={"answered_at": START + 8, "agent": "x"}, agent="9801"))
        self.assertRecordValues(self.call(), [{
            "state": "ended", "outcome": "answered", "answered_at": self.at(8), "agent_id": self.people["agent"].id,
        }])

    def test_what_is_no_event_is_refused_alone(self):
        report = self.ingest(self.event("offered"), {"kind": "?"}, 7, self.event("queued", 3))
        self.assertEqual((report["stored"], [row["index"] for row in report["refused"]]), (2, [1, 2]))
        self.assertTrue(all(row["reason"] for row in report["refused"]))

    def test_too_many_at_once_are_refused(self):
        with self.assertRaisesRegex(UserError, "1000"):
            self.ingest(*[self.event("offered")] * 1001)

    def test_caller_without_number(self):
        self.ingest(*[{**event, "caller": "anonymous"} for event in self.abandoned_events()])
        self.assertRecordValues(self.call(), [{"phone_sanitized": False, "outcome": "abandoned"}])
        self.assertFalse(self.call().callback_id, "nobody can be called back")

    def test_the_same_number_may_belong_to_several_people(self):
        callers = self.env["city12319.caller"].create([
            {"name": "父亲", "phone": "13800138000"}, {"name": "女儿", "phone": "138-0013-8000"},
        ])
        self.ingest(self.event("offered"))
        self.assertEqual(self.call().caller_ids & callers, callers)

    def test_rings_at_two_agents(self):
        self.ingest(
            self.event("offered"), self.event("ringing", 5, agent="9801", leg="l1"),
            self.event("missed", 20, agent="9801", leg="l1"), self.event("ringing", 21, agent="9802", leg="l2"),
        )
        self.assertEqual(self.call().state, "ringing")
        self.assertEqual(self.call().leg_ids.mapped("result"), ["missed", "ringing"])
        self.ingest(self.event("answered", 22, agent="9802", leg="l2"))
        self.assertRecordValues(self.call(), [{"state": "talking", "agent_id": self.people["other_agent"].id}])

    def test_who_sat_there_stays_when_the_seat_changes_hands(self):
        self.ingest(self.event("offered"), self.event("answered", 5, agent="9801"))
        self.seats[0].user_id = self.people["shift_leader"]
        self.ingest(self.event("ended", 30))
        self.assertEqual(self.call().agent_id, self.people["agent"])

    def test_outgoing_call_shows_the_number_that_was_dialled(self):
        self.ingest(
            self.event("offered", 0, agent="9801", direction="out", caller="9801", called="13900139000"),
            self.event("ended", 20, direction="out", caller="9801", called="13900139000"),
        )
        self.assertRecordValues(self.call(), [{
            "direction": "out", "phone_sanitized": "+8613900139000", "outcome": "unanswered", "disposition": "dropped",
            "agent_id": self.people["agent"].id,
        }])

    def test_restarted_call_centre_closes_what_it_forgot(self):
        self.ingest(
            self.event("offered"), self.event("answered", 5, agent="9801"), self.event("offered", 6, "cc1-2"),
            self.event("offered", 0, "cc2-1", server="cc2"),
        )
        snapshot = {"kind": "snapshot", "at": START + 60, "server": "cc1", "data": {"calls": ["cc1-2"]}}
        self.ingest(snapshot)
        self.assertRecordValues(self.call(), [{"state": "ended", "outcome": "answered", "ended_at": self.at(5)}])
        self.assertEqual([self.call("cc1-2").state, self.call("cc2-1").state], ["offered", "offered"])
        self.ingest(self.event("ended", 50))
        self.assertEqual(self.call().ended_at, self.at(50), "the real end is known after all")

    def test_events_about_seats_are_kept(self):
        self.ingest({"kind": "agent_state", "at": START, "agent": "9801", "data": {"paused": True, "reason": "lunch"}})
        row = self.env["city12319.call.event"].search([("agent", "=", "9801")])
        self.assertRecordValues(row, [{"kind": "agent_state", "call_id": False, "data": {"paused": True, "reason": "lunch"}}])

    def test_raw_events_and_calls_are_never_changed_or_deleted(self):
        self.ingest(self.event("offered"))
        call, event = self.call(), self.call().event_ids
        for change in (lambda: event.write({"kind": "ended"}), event.unlink, call.unlink):
            with self.assertRaises(AccessError):
                change()

    def test_number_of_queries_does_not_grow_with_the_events(self):
        def batch(size, start):
            return [event for n in range(size) for event in self.abandoned_events(
                f"cc1-{start + n}", start, caller=f"1390000{start + n:04}",
            )]

        self.ingest(*batch(2, 10))
        before = self.env.cr.sql_log_count
        self.ingest(*batch(2, 100))
        few = self.env.cr.sql_log_count - before
        self.ingest(*batch(20, 200))
        many = self.env.cr.sql_log_count - before - few
        self.assertLess(many, few + 20 * 6, "a few writes for a call, not a query for an event")
