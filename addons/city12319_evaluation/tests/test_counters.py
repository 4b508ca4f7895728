from odoo.tests import tagged

from ..models.city_time import utc_bounds
from ..models.evaluation.evaluation_run_compute import FAMILIES
from ..tools.indicators import COUNTERS, INDICATORS
from .evaluation_case import EvaluationCase
from .slow_count import SlowCount

_POSTS = ("agent", "shift_leader", "dispatcher", "inspector", "visitor")


@tagged("post_install", "-at_install")
class TestCountersAgainstSlowCount(EvaluationCase):
    """Every counter of every area, department and person equals a count of one case after the other."""

    def all_figures(self, dim):
        """Return the figures that together use every counter that can be had for ``dim``."""
        codes = [code for code, item in INDICATORS.items() if dim in item.dims]
        return [
            {"code": code, "method": "ratio", "weight": 1} if INDICATORS[code].unit == "percent"
            else {"code": code, "method": "per_unit", "step": -1}
            for code in codes
        ]

    def test_random_histories(self):
        self.replay(50, seed=12319, days=40)
        self.rare_histories()
        self.spot_checks()
        start, end = utc_bounds(self.env, *self.march())
        slow = SlowCount(self.env, start, end).counts
        runs = [self.run_of(self.scheme(self.all_figures("department")))]
        runs.append(self.run_of(self.scheme(self.all_figures("area"), object="area", area_level="district")))
        runs += [self.run_of(self.scheme(self.all_figures("person"), object="post", post=post)) for post in _POSTS]
        seen = set()
        for run in runs:
            seen |= self.compare(run, slow)
        used = {code for item in INDICATORS.values() for code in item.counters}
        self.assertFalse(used - seen - {"handle_time"}, "the histories do not reach these counters")

    def march(self):
        run = self.env["city12319.evaluation.run"].new({
            "date_from": "2026-03-01", "scheme_id": self.env.ref("city12319_evaluation.scheme_department").id,
        })
        return run.date_from, run.date_to

    def rare_histories(self):
        """Make sure of what chance may leave out."""
        self.move(self.registered(30), "agent", "answer", 31, answer="已答复")
        verified = self.registered(30)
        self.move(verified, "shift_leader", "verify_request", 31)
        self.move(verified, "inspector", "verify_result", 33, reason="属实", verification="confirmed")
        self.move(verified, "shift_leader", "process_file", 34)
        for kind, until in (("request_extension", 90), ("request_suspend", 60)):
            order = self.sent(30)
            self.move(order, "water", "receive", 33)
            self.move(order, "water", kind, 34, reason="待料", requested_until=self.at(until))
            self.move(order, "dispatcher", "approve", 35)
            if kind == "request_suspend":
                self.move(order, "dispatcher", "resume", 50)
            self.move(order, "water", "feedback", 52, result="已更换")
        back = self.sent(30)
        self.move(back, "water", "refuse", 33, reason="属环卫处")
        self.move(back, "dispatcher", "dispatch", 34, department_id=self.water.id)
        late = self.fed_back(30, after=5)
        self.move(late, "shift_leader", "review_fail", 39, reason="照片不清")
        self.move(late, "water", "feedback", 41, result="已更换")
        self.move(late, "shift_leader", "check_request", 42)
        self.move(late, "inspector", "check_pass", 44)
        self.move(late, "visitor", "visit_close", 30 + 24 * 12, result_id=self.satisfied.id)

    def spot_checks(self):
        for number, department in enumerate((self.water, self.water, self.sanitation)):
            check = self.env["city12319.inspection"].with_user(self.people["inspector"]).create({
                "department_id": department.id, "subject": "试验", "text": "已查看", "area_id": self.north.id,
                "at": self.at(100 + number),
                "line_ids": [(0, 0, {"item_id": self.env.ref("city12319_evaluation.inspection_item_c03").id})],
            })
            check.submit()
            check.sudo()._freeze()

    def compare(self, run, slow):
        """Compare each counter of each line; return the counters that were above zero somewhere."""
        column = {"department": "department_id", "area": "area_id", "post": "user_id"}[run.object]
        dim = {"department": "department", "area": "area", "post": "person"}[run.object]
        needed = run._counters()
        rows = self.env["city12319.evaluation.case"]._read_group(
            [("run_id", "=", run.id)], ["line_id", "counter"], ["amount:sum"])
        counted = {(line, counter): amount for line, counter, amount in rows}
        wrong, seen = [], set()
        for line in run.line_ids:
            below = line.area_id.search([("id", "child_of", line.area_id.ids)]) if column == "area_id" else line[column]
            for code in needed - {"handle_time"}:
                self.assertIn(dim, COUNTERS[code].dims)
                expected = sum(slow.get((column, record.id), {}).get(code, 0) for record in below)
                got = counted.get((line, code), 0)
                if got != expected:
                    wrong.append(f"{line.name} {code}: {got}, slowly {expected}")
                if got:
                    seen.add(code)
        self.assertFalse(wrong, "\n".join(wrong))
        return seen

    def test_every_family_is_known_and_every_counter_has_one(self):
        self.assertEqual({code for codes in FAMILIES.values() for code in codes}, set(COUNTERS))


@tagged("post_install", "-at_install")
class TestCounters(EvaluationCase):
    """What the definitions say, case by case."""

    def counts(self, record, *codes, figures=None, day="2026-03-01", **scheme):
        figures = figures or [
            {"code": code, "method": "ratio", "weight": 1} if INDICATORS[code].unit == "percent"
            else {"code": code, "method": "per_unit", "step": -1}
            for code in ("handled_rate", "handled_on_time_rate", "late_pending_rate", "late_count", "closed_on_time_rate",
                         "closed_rate", "rework_rate", "shirked_rate", "given_back_rate", "closed_on_time_rate_net")
        ]
        run = self.run_of(self.scheme(figures, **scheme), day)
        rows = self.env["city12319.evaluation.case"]._read_group(
            [("line_id", "=", self.line(run, record).id)], ["counter"], ["amount:sum"])
        counted = dict(rows)
        return tuple(counted.get(code, 0) for code in codes)

    def test_fed_back_in_time_and_late(self):
        self.fed_back(10, after=5)
        self.fed_back(20, after=31)
        self.assertEqual(
            self.counts(self.water, "handle_due", "handled", "handled_on_time", "late_pending", "late_raw"), (2, 2, 1, 0, 1))

    def test_handling_falls_in_the_period_in_which_it_was_settled(self):
        hours = 24 * 29 + 10  # 31 March: the limit runs out on 1 April
        self.fed_back(hours, after=29)
        self.sent(hours)
        self.assertEqual(self.counts(self.water, "handle_due"), (0,))
        self.assertEqual(self.counts(self.water, "handle_due", "handled", "late_pending", day="2026-04-01"), (2, 1, 1))

    def test_what_is_fed_back_after_the_period_waits_late_in_it(self):
        self.fed_back(24 * 28, after=24 * 5)
        self.assertEqual(self.counts(self.water, "handle_due", "handled", "late_pending"), (1, 0, 1))
        self.assertEqual(self.counts(self.water, "handle_due", day="2026-04-01"), (0,), "counted once only")

    def test_giving_back_in_time_takes_the_order_away_and_giving_back_late_does_not(self):
        self.move(self.sent(10), "water", "refuse", 20, reason="属环卫处")
        self.assertEqual(self.counts(self.water, "handle_due", "given_back"), (0, 1))
        self.move(self.sent(10), "water", "refuse", 60, reason="属环卫处")
        self.assertEqual(self.counts(self.water, "handle_due", "late_pending", "given_back"), (1, 1, 2))

    def test_given_back_and_sent_to_the_same_department_again_is_without_ground(self):
        order = self.sent(10)
        self.move(order, "water", "refuse", 20, reason="属环卫处")
        self.move(order, "dispatcher", "dispatch", 21, department_id=self.water.id)
        other = self.sent(10)
        self.move(other, "water", "refuse", 20, reason="属环卫处")
        self.move(other, "dispatcher", "dispatch", 21, department_id=self.sanitation.id)
        self.assertEqual(self.counts(self.water, "shirked", "given_back", "dispatched"), (1, 2, 3))

    def test_suspended_is_left_out_of_lateness_while_the_raw_fact_stays(self):
        order = self.sent(10)
        self.move(order, "water", "receive", 11)
        self.move(order, "water", "request_suspend", 13, reason="待料", requested_until="2099-01-01 00:00:00")
        self.move(order, "dispatcher", "approve", 14)
        self.assertEqual(self.counts(self.water, "handle_due", "late_pending", "late_raw"), (0, 0, 1))

    def test_appeal_takes_out_of_the_figures_and_not_out_of_the_facts(self):
        order = self.fed_back(10, after=40)
        self.exclude(order.clock_ids.filtered(lambda clock: clock.scope == "phase"))
        self.assertEqual(self.counts(self.water, "handle_due", "handled_late", "late_raw"), (0, 0, 1))

    def exclude(self, clocks):
        self.env.flush_all()
        self.env.cr.execute("UPDATE city12319_clock SET excluded = TRUE WHERE id IN %s", [tuple(clocks.ids)])
        self.env.invalidate_all()

    def test_repeated_tickets_are_left_out(self):
        order = self.fed_back(10, after=5)
        first = self.registered(1)
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE city12319_ticket SET duplicate_of_id = %s WHERE id = %s", [first.id, order.ticket_id.id])
        self.env.invalidate_all()
        self.assertEqual(self.counts(self.water, "handle_due"), (0,))

    def test_rework_counts_when_the_case_is_closed(self):
        order = self.fed_back(10, after=5)
        self.move(order, "shift_leader", "review_fail", 20, reason="照片不清")
        self.assertEqual(self.counts(self.water, "reworked", "close_due"), (0, 0), "not yet closed, in work again")
        self.move(order, "water", "feedback", 24, result="已更换")
        self.assertEqual(self.counts(self.water, "reworked", "close_due", "closed"), (0, 1, 0))
        self.move(order, "shift_leader", "review_pass", 25)
        self.move(order, "visitor", "visit_close", 26, result_id=self.satisfied.id)
        self.assertEqual(self.counts(self.water, "reworked", "close_due", "closed", "closed_on_time"), (1, 1, 1, 1))

    def test_case_that_waits_at_the_end_is_due_then_and_again_when_it_is_closed(self):
        self.closed(24 * 29, after=26)  # fed back on 1 April, local time
        order = self.fed_back(24 * 29, after=3)
        self.move(order, "shift_leader", "review_pass", 24 * 31)
        self.move(order, "visitor", "visit_close", 24 * 32, result_id=self.satisfied.id)
        self.assertEqual(self.counts(self.water, "close_due", "closed"), (1, 0))
        self.assertEqual(self.counts(self.water, "close_due", "closed", day="2026-04-01"), (2, 2))

    def test_closed_after_the_limit_of_the_case(self):
        order = self.fed_back(10, after=5)
        self.move(order, "shift_leader", "review_pass", 20)
        self.move(order, "visitor", "visit_close", 10 + 24 * 10, result_id=self.satisfied.id)
        self.assertEqual(self.counts(self.water, "close_due", "closed", "closed_on_time"), (1, 1, 0))

    def test_units_below_count_for_the_one_above_when_the_scheme_says_so(self):
        self.fed_back(10, after=5, department=self.pipes)
        self.assertEqual(self.counts(self.water, "handle_due"), (0,))
        self.assertEqual(self.counts(self.water, "handle_due", with_below=True), (1,))

    def test_time_of_handling_is_working_time(self):
        self.fed_back(8, after=26)  # Monday 10:00 to Tuesday 12:00, local time
        figures = [("handle_hours", "bands", 10), ("handled_rate", "ratio", 90)]
        run = self.run_of(self.scheme(figures))
        figure = self.figure(run, self.water, "handle_hours")
        clock = self.env["city12319.clock"].search([("department_id", "=", self.water.id), ("scope", "=", "phase")])
        worked = clock.calendar_version_id._working_time().used(clock.started_at, clock.stopped_at, "working_hours")
        self.assertAlmostEqual(figure.value, worked / 3600, 3)
        self.assertLess(figure.value, 26, "the night does not count")

    def test_number_of_statements_does_not_grow_with_cases(self):
        figures = [(code, "ratio", 1) for code in ("handled_rate", "closed_rate", "rework_rate", "shirked_rate")]
        scheme = self.scheme(figures)
        counts = []
        for cases in (1, 12):
            for number in range(cases):
                self.closed(10 + number)
            run = self.env["city12319.evaluation.run"].create({"scheme_id": scheme.id, "date_from": "2026-03-01"})
            run._compute_now()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            run._compute_now()
            counts.append(self.env.cr.sql_log_count - before)
            run.unlink()
        self.assertLessEqual(counts[1], counts[0] + 2, "more cases, not more statements")
