from datetime import datetime, timedelta

from odoo.tests import BaseCase, tagged

from ..generator import TICKETS, plan
from ..hours import SHIFTS, at_work, to_local
from ..places import _rows, boundary
from ..texts import CATALOGUE

# UTC: an office hour, a Monday before the first call, a Saturday night, New Year's morning, a summer noon, midnight
MOMENTS = (
    datetime(2026, 11, 24, 6, 40), datetime(2026, 11, 22, 19, 5), datetime(2026, 3, 7, 15, 59),
    datetime(2026, 12, 31, 23, 30), datetime(2026, 7, 15, 4, 0), datetime(2026, 7, 15, 16, 22),
)
STAGES = {
    "registered", "verifying", "answered", "rejected", "void", "leader_review", "pending_dispatch", "pending_receipt",
    "handling", "suspended", "review", "checking", "pending_visit", "closed",
}


@tagged("post_install", "-at_install")
class TestGenerator(BaseCase):
    """The plan of the made-up city, without a database."""

    def for_all_moments(self):
        for now in MOMENTS:
            with self.subTest(now=now):
                yield now, plan(now)

    def test_plan_is_complete_whenever_the_addon_is_installed(self):
        for _now, cases in self.for_all_moments():
            self.assertEqual(len(cases), TICKETS)
            self.assertEqual({case.stage for case in cases}, STAGES)
            self.assertEqual({case.category for case in cases}, set(CATALOGUE))
            self.assertEqual(len({case.source for case in cases}), 5)
            self.assertEqual(len({case.template.service for case in cases}), 5)

    def test_times_rise_within_a_case_and_end_before_now(self):
        for now, cases in self.for_all_moments():
            self.assertEqual(cases, sorted(cases, key=lambda case: case.at))
            for case in cases:
                times = [case.at, *(step.at for step in case.steps), to_local(now)]
                self.assertTrue(all(before < after for before, after in zip(times, times[1:], strict=False)), times)
                self.assertTrue(7 <= case.at.hour < 22, case.at)
                self.assertLess(to_local(now) - case.at, timedelta(days=61))

    def test_same_moment_gives_the_same_plan(self):
        self.assertEqual(plan(MOMENTS[0]), plan(MOMENTS[0]))

    def test_most_old_cases_are_closed_and_most_open_ones_are_new(self):
        final = {"answered", "rejected", "void", "closed"}
        for now, cases in self.for_all_moments():
            old = [case for case in cases if to_local(now) - case.at > timedelta(days=20)]
            self.assertGreater(sum(case.stage in final for case in old), 0.9 * len(old))
            still_open = [case for case in cases if case.stage not in final]
            self.assertTrue(40 < len(still_open) < 140, len(still_open))

    def test_duplicates_name_an_earlier_first_report_at_the_same_place(self):
        for _now, cases in self.for_all_moments():
            duplicates = [case for case in cases if case.duplicate_of]
            self.assertGreaterEqual(len(duplicates), 10)
            for case in duplicates:
                self.assertLess(case.duplicate_of.at, case.at)
                self.assertIsNone(case.duplicate_of.duplicate_of)
                self.assertEqual(case.duplicate_of.place, case.place)

    def test_callers_repeat_share_numbers_and_stay_unknown(self):
        cases = plan(MOMENTS[0])
        callers = [case.caller for case in cases if not case.caller.anonymous]
        self.assertLess(len(set(callers)), len(callers) - 20)
        names = {}
        for caller in callers:
            names.setdefault(caller.phone, set()).add(caller.name)
        self.assertTrue(any(len(people) > 1 for people in names.values()))
        self.assertTrue(any(case.caller.anonymous for case in cases))
        self.assertTrue(any(case.values["phone"].startswith("5000") for case in cases))

    def test_texts_leave_no_gap(self):
        self.assertGreaterEqual(sum(map(len, CATALOGUE.values())), 60)
        for case in plan(MOMENTS[0]):
            for text in (case.values["summary"], case.values["description"], *(step.reason for step in case.steps)):
                self.assertNotRegex(text, r"[{}]|，，|。。|None")

    def test_work_waits_for_the_next_shift(self):
        class First:
            def randrange(self, least, _most):
                return least

        saturday_night = datetime(2026, 11, 21, 23, 0)
        starts = {shift: at_work(First(), saturday_night, shift) for shift in SHIFTS}
        self.assertEqual(starts["department"], datetime(2026, 11, 23, 8, 31))
        self.assertEqual(starts["hotline"], datetime(2026, 11, 22, 7, 1))
        self.assertEqual(at_work(First(), datetime(2026, 11, 23, 10, 0), "leader"), datetime(2026, 11, 23, 10, 0))

    def test_components_lie_within_the_boundary_of_their_area(self):
        for row in _rows("city12319.component"):
            area = row["area_id/id"].removeprefix("area_")
            for length in (6, 9, 12, 15):
                (west, south), _corner, (east, north), *_rest = boundary(area[:length])["coordinates"][0]
                self.assertTrue(west <= float(row["longitude"]) <= east and south <= float(row["latitude"]) <= north, row)
