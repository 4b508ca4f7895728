from datetime import timedelta
from unittest.mock import patch

from psycopg2.errors import UniqueViolation

from odoo.tests import freeze_time
from odoo.tools import mute_logger

from .escalation_case import EscalationCase

RUN_LOG = "odoo.addons.city12319_flow.models.escalation_run"


class TestEscalation(EscalationCase):
    """The due table and the minute job: when something is done, and that it is done once."""

    # ------------------------------------------------------------------ the due table

    def test_rows_come_with_the_clock(self):
        order = self.received()
        rows = self.rows(order)
        self.assertEqual(
            {name: row.due_at for name, row in rows.items() if name in ("half", "soon", "breach")},
            {"half": self.at(5), "soon": self.at(8), "breach": self.at(10)},
        )
        self.assertEqual(rows["day"].due_at, self.at(34), "one working day later, at the same time of day")
        self.assertEqual(rows["days"].due_at, self.at(10 + 7 * 24), "over the weekend")
        self.assertEqual(set(self.env["city12319.escalation"].concat(*rows.values()).mapped("state")), {"waiting"})

    def test_a_stage_has_its_own_levels_and_they_vanish_with_it(self):
        order = self.dispatched()
        self.assertEqual(self.rows(order, "stage")["soon"].due_at, self.at(1.6))
        self.move(order, "water", "receive", 1)
        self.assertFalse(self.rows(order, "stage")["soon"], "received before")
        self.assertTrue(self.rows(order)["breach"], "handling runs on")

    def test_nothing_without_a_limit(self):
        order = self.received()
        self.assertFalse(self.rows(order, "stage")["breach"], "the stage of handling has no limit of its own")
        self.assertFalse(self.rows(order, "total")["breach"])

    def test_a_level_counts_once_per_clock(self):
        row = self.rows(self.received())["breach"]
        vals = {"clock_id": row.clock_id.id, "level_id": row.level_id.id, "ticket_id": row.ticket_id.id}
        with self.assertRaises(UniqueViolation), mute_logger("odoo.sql_db"), self.cr.savepoint():
            row.create({**vals, "due_at": row.due_at, "wake_at": row.due_at})

    # ------------------------------------------------------------------ every level once

    def test_every_level_is_done_exactly_once_in_its_time(self):
        order = self.received()
        self.told()
        expected = []
        for hours, level in ((5.1, "half"), (8.1, "soon"), (10.1, "breach"), (34.1, "day"), (178.1, "days")):
            self.run_job(hours - 0.2)
            self.assertFalse(self.told(), "not before its time")
            self.run_job(hours)
            expected.append(level)
            self.assertEqual(self.done(order), expected)
            self.assertTrue(self.told())
            self.run_job(hours + 0.1)
            self.assertFalse(self.told(), "and not again")
        self.assertEqual(self.urges(order).mapped("level"), ["1", "2", "3"])
        self.assertEqual(order.urge_count, 3)

    def test_lamp_of_the_order_follows(self):
        order = self.received()
        self.run_job(7.9)
        self.assertEqual(order.alert, "none")
        self.run_job(8.1)
        self.assertEqual(order.alert, "warning")
        self.run_job(10.1)
        self.assertEqual(order.alert, "overdue")

    def test_lamp_changes_also_without_any_level(self):
        for level in self.levels.values():
            level.active = False
        order = self.received()
        self.assertFalse(self.env["city12319.escalation"].search([("order_id", "=", order.id)]))
        self.run_job(8.1)
        self.assertEqual(order.alert, "warning")
        self.run_job(10.1)
        self.assertEqual(order.alert, "overdue")

    def test_after_a_day_without_the_job_each_level_once_and_one_message(self):
        order = self.received()
        self.told()
        self.run_job(36)
        self.assertEqual(self.done(order), ["half", "soon", "breach", "day"])
        self.assertEqual({len(titles) for titles in self.told().values()}, {1}, "one message a person")
        self.assertEqual(self.urges(order).mapped("level"), ["2"], "one urge, of the highest level")
        self.assertIn(
            self.rows(order)["soon"].result, ("A higher level was reached at the same time.", "同时已到达更高级别。"))
        self.run_job(36.1)
        self.assertFalse(self.told())
        self.assertEqual(len(self.urges(order)), 1)

    def test_what_falls_due_in_one_minute_is_one_message_to_each_person(self):
        orders = [self.received() for _number in range(5)]
        self.told()
        self.run_job(10.1)
        told = self.told()
        for person in ("water", "water_manager", "shift_leader"):
            self.assertEqual(len(told[person]), 1, person)
            self.assertIn("5", told[person][0])
        for order in orders:
            self.assertEqual(len(self.urges(order)), 1)

    # ------------------------------------------------------------------ paused, extended, stopped

    def test_a_paused_clock_holds_its_levels(self):
        order = self.received()
        until = "2026-03-30 00:00:00"
        self.move(order, "water", "request_suspend", 2, reason="待料", requested_until=until)
        self.move(order, "dispatcher", "approve", 3)
        self.assertEqual(set(row.state for row in self.rows(order).values()), {"held"})
        self.told()
        self.run_job(30)
        self.assertFalse(self.told())
        self.move(order, "dispatcher", "resume", 23)
        rows = self.rows(order)
        self.assertEqual((rows["half"].state, rows["half"].due_at), ("waiting", self.at(25)), "twenty hours later")
        self.assertEqual(rows["breach"].due_at, self.at(30))
        self.run_job(25.1)
        self.assertEqual(self.done(order), ["half"])

    def test_an_extension_moves_what_is_to_come(self):
        order = self.received()
        self.run_job(5.1)
        clock = self.rows(order)["half"].clock_id
        with freeze_time(self.at(6)):
            self.gated(clock)._extend(10 * 3600)
        rows = self.rows(order)
        self.assertEqual((rows["soon"].due_at, rows["breach"].due_at), (self.at(16), self.at(20)))
        self.assertEqual(rows["half"].state, "done", "what was done is not done again")
        self.told()
        self.run_job(10.1)
        self.assertFalse(self.told())
        self.assertEqual(order.alert, "none")

    def gated(self, records):
        from odoo.addons.city12319_flow import gate_key

        return gate_key.opened(records)

    def test_a_limit_that_comes_later_brings_its_levels(self):
        self.env["city12319.time.limit"].search([("target", "=", "handling")]).active = False
        order = self.received()
        self.assertFalse(self.rows(order)["breach"])
        self.env["city12319.time.limit"].create({"target": "handling", "limit": 4, "unit": "urgent_hours"})
        self.move(order, "shift_leader", "recalculate", 1, reason="补录时限")
        self.assertEqual(self.rows(order)["breach"].due_at, self.at(4))

    def test_a_stopped_clock_forgets_what_it_never_reached(self):
        order = self.received()
        self.run_job(5.1)
        self.move(order, "water", "feedback", 6, result="已更换")
        self.assertEqual([name for name, row in self.rows(order).items() if row], ["half"])
        self.told()
        self.run_job(40)
        self.assertEqual(self.urges(order), self.env["city12319.supervision"])

    def test_a_level_that_was_taken_away_is_not_done(self):
        order = self.received()
        self.levels["half"].active = False
        self.run_job(5.1)
        self.assertEqual(self.done(order), [])
        self.assertFalse(self.rows(order)["half"])

    # ------------------------------------------------------------------ failures

    @mute_logger(RUN_LOG)
    def test_a_row_that_fails_holds_nothing_up_and_is_tried_again(self):
        good, bad = self.received(), self.received()
        escalations = type(self.env["city12319.escalation"])
        act = escalations._act

        def broken(rows, now):
            if bad in rows.order_id:
                raise ValueError("broken")
            act(rows, now)

        with patch.object(escalations, "_act", broken):
            self.run_job(5.1)
            self.assertEqual((self.done(good), self.done(bad)), (["half"], []))
            row = self.rows(bad)["half"]
            self.assertEqual((row.attempts, row.error), (1, "broken"))
            self.assertEqual(row.wake_at, self.at(5.1) + timedelta(minutes=1))
            self.run_job(5.11)
            self.assertEqual(self.rows(bad)["half"].attempts, 1, "not yet")
            self.run_job(5.2)
            self.assertEqual(self.rows(bad)["half"].attempts, 2)
            self.assertEqual(self.rows(bad)["half"].wake_at, self.at(5.2) + timedelta(minutes=2))
        self.run_job(5.3)
        self.assertEqual(self.done(bad), ["half"])
        self.assertFalse(self.rows(bad)["half"].error)

    def test_failures_are_in_the_log(self):
        self.received()
        with patch.object(type(self.env["city12319.escalation"]), "_act", side_effect=ValueError("broken")), \
                self.assertLogs(RUN_LOG, "ERROR") as log:
            self.run_job(5.1)
        self.assertIn("broken", log.output[0])
