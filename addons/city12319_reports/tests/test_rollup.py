from datetime import date, timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from odoo.addons.city12319_evaluation.models import city_time

from ..models.definitions import COUNTERS, PARTS
from ..models.rollup.rollup_day import ROLLUPS
from .report_case import MONTH, ReportCase
from .slow_extra import SlowTotals, slow_calls

LAST = date(2026, 5, 31)
_TIMES = {"handle_time", "stage_time"}  # checked against the clocks themselves
_BY = {"area_id": "area", "department_id": "department", "user_id": "person"}


@tagged("post_install", "-at_install")
class TestRollupsAgainstSlowCount(ReportCase):
    """Every counter of every day equals a count of one record after the other."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls("setUp").fill()  # once for all tests: it is the slow part

    def joined(self, sums):
        """Return sums with those counters put together that roll-ups keep apart."""
        return {**sums, **{code: sum(sums.get(part, 0) for part in parts) for code, parts in PARTS.items()}}

    def assert_same(self, rolled, slow, what):
        """Compare counters, zeros left aside."""
        wrong = [
            f"{code}: {rolled.get(code, 0)}, slowly {slow.get(code, 0)}" for code in sorted({*rolled, *slow})
            if code not in _TIMES | {"postponed_open"} and abs(rolled.get(code, 0) - slow.get(code, 0)) > 1e-6
        ]
        self.assertFalse(wrong, f"{what}\n" + "\n".join(wrong))

    def test_days_of_the_past_add_up_to_the_whole(self):
        self.count(LAST)
        start, _end = self.bounds(MONTH, LAST)
        now = fields.Datetime.now()
        slow = SlowTotals(self.env, start, now)
        rolled = self.rolled(MONTH, LAST)
        cases = {code: number for code, number in rolled.items() if not code.startswith(("call_", "seat_"))}
        # what waits is a stock: that of the last day, not of all of them
        for code in ("not_closed", "postponed_open"):
            cases[code] = self.rolled(LAST, LAST)[code]
        self.assert_same(self.joined(cases), slow.totals, "all")
        self.assert_same(
            {code: number for code, number in rolled.items() if code.startswith("call_")}, slow_calls(self.env, start, now),
            "calls",
        )
        unseen = {code for code, number in rolled.items() if not number}
        self.assertLessEqual(unseen, {
            "repeated", "urged", "supervised", "inspected", "inspection_points", "visit_unsatisfied", "visit_skipped",
            "call_registered", "call_consulted", "call_nuisance", "call_after_hours", "call_hold", "suspended", "postponed",
            "postponed_open", "visit_redone", "redone", "reopened",
        }, "the histories do not reach these counters")

    def test_days_as_they_were_known_at_their_end_by_place_unit_and_person(self):
        for number in (3, 9, 17):
            day = MONTH + timedelta(days=number)
            start, end = self.bounds(day, day)
            self.count_one(day, end)
            slow = SlowTotals(self.env, start, end)
            self.assert_same(self.joined({
                code: amount for code, amount in self.rolled(day, day).items() if not code.startswith(("call_", "seat_"))
            }), slow.totals, str(day))
            for column, dim in _BY.items():
                rolled = self.rolled(day, day, column)
                for (of, record), counter in slow.counts.items():
                    if of == column:
                        own = self.joined({code: amount for (one, code), amount in rolled.items() if one == record})
                        known = {code: own.get(code, 0) for code in counter if dim in COUNTERS[code].dims}
                        self.assert_same(known, {code: counter[code] for code in known}, f"{day} {column} {record}")

    def test_working_hours_are_those_of_the_clocks(self):
        self.count()
        start, end = self.bounds(MONTH, LAST)
        clocks = self.env["city12319.clock"].search([
            ("scope", "=", "stage"), ("stopped_at", ">=", start), ("stopped_at", "<", end),
        ])
        hours = sum(
            clock._working_time().used(clock.started_at, clock.stopped_at, "working_hours", clock._pauses()) for clock in clocks
        ) / 3600
        self.assertAlmostEqual(self.rolled(MONTH, LAST)["stage_time"], hours, 3)

    def test_counting_a_day_again_changes_nothing(self):
        days = [MONTH + timedelta(days=number) for number in range(3, 9)]
        self.count()
        before = self.rolled(MONTH, LAST)
        rows = {name: self.env[f"city12319.rollup.{name}"].search_count([]) for name in ROLLUPS}
        self.count(*days)
        for code, number in self.rolled(MONTH, LAST).items():
            self.assertAlmostEqual(number, before[code], 6, code)
        self.assertEqual({name: self.env[f"city12319.rollup.{name}"].search_count([]) for name in ROLLUPS}, rows)

    def test_seat_that_is_ready_over_midnight_is_divided(self):
        user = self.people["inspector"]
        self.env["city12319.seat.state"]._enter(user, "ready", self.at(23))
        self.env["city12319.seat.state"]._enter(user, "signed_out", self.at(25))
        first, second = MONTH + timedelta(days=1), MONTH + timedelta(days=2)
        self.env["city12319.rollup.seat"]._count_day(first, fields.Datetime.now())
        self.env["city12319.rollup.seat"]._count_day(second, fields.Datetime.now())
        for day in (first, second):
            row = self.env["city12319.rollup.seat"].search([("day", "=", day), ("user_id", "=", user.id)])
            self.assertEqual((row.seat_ready, row.seat_signed_in), (3600, 3600))


@tagged("post_install", "-at_install")
class TestDaysToCount(ReportCase):
    """Which days are counted again, and when."""

    def changed(self):
        """Return the days that the facts of this transaction touch, as the job sees them."""
        self.env.flush_all()
        self.env.cr.precommit.run()
        self.env["city12319.rollup.mark"]._take_in()
        days = self.env["city12319.rollup.day"].search([("changed_at", "!=", False)])
        return set(days.mapped("day"))

    def test_late_correction_touches_the_days_of_its_case_and_no_other(self):
        order = self.closed(10)
        self.closed(200)
        self.changed()
        self.env["city12319.rollup.day"].search([]).write({"changed_at": False})
        order.category_id = self.env.ref("city12319_intake.category_power").id
        self.assertEqual(self.changed(), self.days_of(order))

    def days_of(self, order):
        clocks = order.ticket_id.clock_ids
        moments = [
            *order.ticket_id.event_ids.mapped("at"), *clocks.mapped("stopped_at"),
            *(min(filter(None, (clock.stopped_at, clock.due_at))) for clock in clocks if clock.stopped_at or clock.due_at),
        ]
        return {self.day(at) for at in moments if at}

    def day(self, at):
        return city_time.local_day(at, city_time.zone(self.env))

    def test_nothing_else_is_noted(self):
        order = self.closed(10)
        self.changed()
        self.env["city12319.rollup.day"].search([]).write({"changed_at": False})
        order.with_user(self.people["shift_leader"]).message_post(body="只是一句话")
        self.assertFalse(self.changed())

    def test_calls_of_the_past_are_noted_by_day(self):
        self.calls(1, count=1)
        call = self.env["city12319.call"].search([("call_key", "=", "r-0")])
        self.assertIn(self.day(call.offered_at), self.changed())

    def test_changes_settle_for_an_hour_and_today_does_not_wait(self):
        days = self.env["city12319.rollup.day"]
        now, today = fields.Datetime.now(), days._today()
        days._mark([MONTH, today])
        days.search([])._count()
        days._mark([MONTH])
        self.assertEqual(days._waiting_days(now).mapped("day"), [today])
        self.assertEqual(days._waiting_days(now + timedelta(minutes=61)).mapped("day"), [today, MONTH])

    def test_day_that_was_never_counted_waits_for_nothing(self):
        days = self.env["city12319.rollup.day"]
        days.search([])._count()
        days._mark([MONTH])
        self.assertIn(MONTH, days._waiting_days(fields.Datetime.now()).mapped("day"))

    def test_job_counts_what_waits(self):
        self.closed(10)
        self.env.flush_all()
        self.env.cr.precommit.run()
        with self.enter_registry_test_mode():
            self.env.ref("city12319_reports.ir_cron_count").method_direct_trigger()
        self.assertEqual(self.rolled(MONTH, LAST)["closed"], 1)
        today = self.env["city12319.rollup.day"]._today()
        self.assertEqual(self.env["city12319.rollup.day"]._waiting_days(fields.Datetime.now()).mapped("day"), [today])

    def test_nobody_writes_figures(self):
        for name in ROLLUPS:
            model = self.env[f"city12319.rollup.{name}"].sudo()
            with self.assertRaises(AccessError):
                model.create({"day": MONTH})
