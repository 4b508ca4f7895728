from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .evaluation_case import EvaluationCase

FIGURES = [
    ("handled_rate", "ratio", 30), ("handled_on_time_rate", "ratio", 20), ("rework_rate", "ratio", 20),
    ("late_pending_rate", "ratio", 20), ("extended_rate", "ratio", 10),
    {"code": "inspection_points", "method": "per_unit", "step": -1, "limit": 20},
]


@tagged("post_install", "-at_install")
class TestEvaluationRun(EvaluationCase):
    """From the facts to a score, a frozen run and what those who were judged see of it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        case = cls("test_score_grade_and_rank")
        cls.ten = case.scheme(FIGURES)
        case.ten_orders()

    def ten_orders(self):
        """Water: 10 handlings due, 8 in time, 1 late, 1 not handled; 8 closings due, with 1 rework."""
        for number in range(7):
            self.closed(10 + number)
        order = self.fed_back(20, after=5)
        self.move(order, "shift_leader", "review_fail", 30, reason="照片不清")
        self.move(order, "water", "feedback", 70, result="已更换")  # a handling of its own, late
        self.move(order, "shift_leader", "review_pass", 71)
        self.move(order, "visitor", "visit_close", 72, result_id=self.satisfied.id)
        self.sent(30)

    def computed(self):
        return self.run_of(self.ten)

    def published(self):
        run = self.computed()
        self.as_(run, "statistician").action_freeze()
        self.as_(run, "leader").action_publish()
        return run

    def test_score_grade_and_rank(self):
        run = self.computed()
        line = self.line(run, self.water)
        # 9/10 × 30 + 8/10 × 20 + (1 − 1/8) × 20 + (1 − 1/10) × 20 + 1 × 10
        self.assertAlmostEqual(line.score, 27 + 16 + 17.5 + 18 + 10, 2)
        self.assertEqual((line.grade_id.name, line.rank, line.known), ("B", 1, True))
        figure = self.figure(run, self.water, "handled_rate")
        self.assertEqual((figure.over, figure.base, figure.value_text, figure.points), (9, 10, "90.0 %", 27))

    def test_unit_without_cases_has_dashes_and_no_rank(self):
        run = self.computed()
        line = self.line(run, self.sanitation)
        self.assertEqual((line.known, line.score_text, line.rank_text, line.grade_id.name), (False, "–", "–", False))
        self.assertEqual(self.figure(run, self.sanitation, "handled_rate").value_text, "–")

    def test_every_number_opens_exactly_its_cases(self):
        run = self.computed()
        for figure in self.line(run, self.water).figure_ids:
            for action, number in ((figure.action_open_over, figure.over), (figure.action_open_base, figure.base)):
                if action == figure.action_open_base and not figure.has_base:
                    continue
                cases = self.env["city12319.evaluation.case"].search(action()["domain"])
                self.assertEqual(sum(cases.mapped("amount")), number, figure.code)
        base = self.figure(run, self.water, "handled_rate").action_open_base()
        cases = self.env["city12319.evaluation.case"].search(base["domain"])
        self.assertEqual(len(cases.order_id), 9, "one order was handled twice")
        self.assertEqual(cases[0].number, cases[0].order_id.name)
        self.assertEqual(cases[0].action_open()["res_id"], cases[0].order_id.id)

    def test_computed_again_it_is_the_same(self):
        run = self.computed()
        before = run.line_ids.mapped(lambda line: (line.name, line.score, line.rank))
        run._compute_now()
        self.assertEqual(run.line_ids.mapped(lambda line: (line.name, line.score, line.rank)), before)

    def test_job_computes_step_by_step_with_progress(self):
        run = self.as_(self.env["city12319.evaluation.run"], "statistician").create(
            {"scheme_id": self.ten.id, "date_from": "2026-03-01"})
        run.action_compute()
        self.assertEqual((run.state, run.progress), ("queued", 0))
        run._next_step()
        self.assertEqual(run.state, "computing")
        self.assertTrue(0 < run.progress < 100)
        with self.enter_registry_test_mode():
            self.env.ref("city12319_evaluation.ir_cron_compute").method_direct_trigger()
        run.invalidate_recordset()
        self.assertEqual((run.state, run.progress), ("computed", 100))
        self.assertAlmostEqual(self.line(run, self.water).score, 88.5, 2)

    def test_run_that_fails_says_so_and_can_be_tried_again(self):
        run = self.env["city12319.evaluation.run"].create({"scheme_id": self.ten.id, "date_from": "2026-03-01"})
        run.action_compute()

        def broken(self):
            raise ValueError("no such thing")

        self.patch(self.env.registry[run._name], "_figure", broken)
        with self.enter_registry_test_mode(), mute_logger("odoo.addons.base.models.ir_cron"):
            self.env.ref("city12319_evaluation.ir_cron_compute").method_direct_trigger()
        run.invalidate_recordset()
        self.assertEqual((run.state, run.trouble), ("failed", "no such thing"))
        run.action_compute()
        self.assertEqual((run.state, run.trouble), ("queued", False))

    def test_runs_of_past_periods_open_by_themselves_once(self):
        runs = self.env["city12319.evaluation.run"]
        with freeze_time("2026-04-02 01:00:00"):
            runs._cron_open()
            runs._cron_open()
        mine = runs.search([("scheme_id", "=", self.ten.id)])
        self.assertEqual((len(mine), str(mine.date_from), str(mine.date_to), mine.state),
                         (1, "2026-03-01", "2026-03-31", "queued"))

    # ------------------------------------------------------------------ bonus, malus, spot checks

    def test_bonus_and_malus_of_the_period_count(self):
        entries = self.as_(self.env["city12319.evaluation.entry"], "statistician")
        for kind, day, points in (("bonus", "2026-03-31", 5), ("malus", "2026-03-01", 1.5), ("bonus", "2026-04-01", 50)):
            entries.create({"kind": kind, "day": day, "points": points, "reason": "试验", "department_id": self.water.id})
        entries.create({"kind": "malus", "day": "2026-03-05", "points": 9, "reason": "试验",
                        "department_id": self.sanitation.id})
        line = self.line(self.run_of(self.ten), self.water)
        self.assertAlmostEqual(line.score, 88.5 + 3.5, 2)
        self.assertEqual((line.entry_points, len(line.entry_ids)), (3.5, 2))

    def test_entry_of_a_frozen_run_stays_and_one_for_two_is_refused(self):
        entry = self.env["city12319.evaluation.entry"].create(
            {"kind": "bonus", "day": "2026-03-31", "points": 5, "reason": "试验", "department_id": self.water.id})
        run = self.run_of(self.ten)
        entry.points = 4
        run.action_freeze()
        for change in (lambda: entry.write({"points": 9}), lambda: entry.unlink()):
            with self.assertRaises(UserError):
                change()

    def test_points_of_final_spot_checks_are_deducted_and_waived_ones_are_not(self):
        item = self.env.ref("city12319_evaluation.inspection_item_c03")
        for waived in (True, False):
            check = self.env["city12319.inspection"].with_user(self.people["inspector"]).create({
                "department_id": self.water.id, "subject": "试验", "text": "x", "at": self.at(50),
                "line_ids": [(0, 0, {"item_id": item.id, "times": 3})],
            })
            check.submit()
            self.as_(check, "water").appeal("申诉")
            self.as_(check, "leader").decide(waived, "已查")
        line = self.line(self.run_of(self.ten), self.water)
        self.assertAlmostEqual(line.score, 88.5 - 1.5, 2)
        cases = self.env["city12319.evaluation.case"].search(line.action_open_inspections()["domain"])
        self.assertEqual(cases.inspection_id.final_points, 1.5)

    # ------------------------------------------------------------------ frozen, published

    def test_steps_have_their_order(self):
        run = self.env["city12319.evaluation.run"].create({"scheme_id": self.ten.id, "date_from": "2026-03-01"})
        for step in (run.action_freeze, run.action_publish):
            with self.assertRaises(UserError):
                step()
        run._compute_now()
        with self.assertRaises(UserError):
            run.action_publish()
        run.action_freeze()
        for step in (run.action_compute, run.action_freeze, run._compute_now):
            with self.assertRaises(UserError):
                step()

    def test_frozen_results_stay_whatever_happens_later(self):
        run = self.published()
        before = self.line(run, self.water).score
        self.fed_back(100, after=5)
        with self.assertRaises(AccessError):
            run._compute_all()
        self.assertEqual(self.line(run, self.water).score, before)
        with self.assertRaises(UserError):
            run.unlink()

    def test_nobody_types_results_in(self):
        run = self.computed()
        line = self.line(run, self.water)
        for record, values in ((line, {"score": 100}), (line.figure_ids[0], {"points": 1}), (run, {"state": "published"}),
                               (self.env["city12319.evaluation.case"].search([("run_id", "=", run.id)])[0], {"amount": 9})):
            with self.assertRaises(UserError):
                record.write(values)
        with self.assertRaises(AccessError):
            self.env["city12319.evaluation.line"].create({"run_id": run.id, "name": "x"})
        with self.assertRaises(UserError):
            self.env["city12319.evaluation.run"].create(
                {"scheme_id": self.ten.id, "date_from": "2026-04-01", "state": "frozen"})

    def test_unit_sees_its_own_results_once_they_are_published(self):
        run = self.computed()
        lines = self.env["city12319.evaluation.line"]
        self.assertFalse(self.as_(lines, "water").search([("run_id", "=", run.id)]))
        self.as_(run, "statistician").action_freeze()
        self.assertFalse(self.as_(lines, "water").search([("run_id", "=", run.id)]))
        self.as_(run, "leader").action_publish()
        seen = self.as_(lines, "water").search([("run_id", "=", run.id)])
        self.assertEqual(seen.department_id, self.water | self.pipes, "the unit and those below it")
        self.assertEqual(self.as_(lines, "pipes").search([("run_id", "=", run.id)]).department_id, self.pipes)
        cases = self.env["city12319.evaluation.case"]
        of_water = cases.search([("line_id", "=", self.line(run, self.water).id)])
        self.assertEqual(self.as_(cases, "water").search([("line_id.run_id", "=", run.id)]), of_water)
        self.assertFalse(self.as_(cases, "sanitation").search([("line_id.run_id", "=", run.id)]))

    def test_person_sees_the_own_result_and_nobody_elses(self):
        self.registered(11, "other_agent")
        scheme = self.env.ref("city12319_evaluation.scheme_agent")
        run = self.run_of(scheme)
        run.action_freeze()
        run.action_publish()
        own = self.as_(self.env["city12319.evaluation.line"], "agent").search([("run_id", "=", run.id)])
        self.assertEqual(own.user_id, self.people["agent"])
        self.assertEqual(self.figure(run, self.people["other_agent"], "registered_count").over, 1)

    def test_who_may_not_compute_is_refused(self):
        run = self.env["city12319.evaluation.run"].create({"scheme_id": self.ten.id, "date_from": "2026-03-01"})
        for person in ("shift_leader", "water", "agent", "config_admin"):
            for step in ("action_compute", "action_freeze", "action_publish"):
                with self.assertRaises(AccessError, msg=f"{person} {step}"):
                    getattr(self.as_(run, person), step)()

    def test_period_begins_on_its_first_day(self):
        with self.assertRaisesRegex(UserError, "first day"):
            self.env["city12319.evaluation.run"].create({"scheme_id": self.ten.id, "date_from": "2026-03-02"})

    def test_other_departments_of_the_scheme_are_not_judged(self):
        scheme = self.scheme(FIGURES, department_ids=[Command.set(self.water.ids)])
        self.assertEqual(self.run_of(scheme).line_ids.department_id, self.water)
