from odoo import fields
from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .evaluation_case import EvaluationCase

READY = ("department", "area", "agent", "shift_leader", "dispatcher", "inspector", "visitor")


@tagged("post_install", "-at_install")
class TestEvaluationScheme(EvaluationCase):
    """Published versions are frozen; changes come in a new version."""

    def test_ready_made_schemes_are_published_with_100_points_and_five_grades(self):
        for code in READY:
            scheme = self.env.ref(f"city12319_evaluation.scheme_{code}")
            self.assertEqual((scheme.state, scheme.weight, len(scheme.grade_ids)), ("published", 100, 5), code)

    def test_published_version_is_frozen(self):
        scheme = self.as_(self.env.ref("city12319_evaluation.scheme_agent"), "config_admin")
        indicator = scheme.indicator_ids[0]
        for change in (
            lambda: scheme.write({"period": "week"}), lambda: scheme.write({"state": "draft"}),
            lambda: scheme.write({"valid_from": "2020-01-01"}), lambda: indicator.write({"weight": 99}),
            lambda: indicator.unlink(), lambda: scheme.unlink(), lambda: scheme.grade_ids[0].write({"bound": 1}),
            lambda: scheme.grade_ids.unlink(), lambda: indicator.band_ids[0].write({"bound": 1}),
            lambda: indicator.band_ids.unlink(),
            lambda: scheme.write({"indicator_ids": [(0, 0, {"code": "answered_on_time_rate", "weight": 1})]}),
        ):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                change()

    def test_new_version_takes_over_on_its_first_day(self):
        scheme = self.as_(self.env.ref("city12319_evaluation.scheme_agent"), "config_admin")
        draft = scheme.browse(scheme.action_new_version()["res_id"])
        self.assertEqual((draft.state, draft.version, draft.code, len(draft.indicator_ids)), ("draft", 2, "agent", 3))
        self.assertEqual(len(draft.indicator_ids[0].band_ids), 5)
        self.assertEqual(scheme.action_new_version()["res_id"], draft.id, "one draft at a time")
        draft.indicator_ids[0].weight = 30
        draft.action_publish()
        today = fields.Date.context_today(draft)
        self.assertEqual((draft.state, draft.valid_from, scheme.state), ("published", today, "retired"))
        self.assertLess(scheme.valid_to, today)
        self.assertEqual(scheme.indicator_ids[0].weight, 25)

    def test_no_part_is_moved_into_a_published_version(self):
        scheme = self.as_(self.env.ref("city12319_evaluation.scheme_agent"), "config_admin")
        draft = scheme.browse(scheme.action_new_version()["res_id"])
        for move in (
            lambda: draft.indicator_ids[0].write({"scheme_id": scheme.id}),
            lambda: draft.grade_ids[0].write({"scheme_id": scheme.id, "bound": 1}),
            lambda: draft.indicator_ids[0].band_ids[0].write({"indicator_id": scheme.indicator_ids[0].id, "bound": 1}),
        ):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                move()

    def test_figure_that_cannot_be_had_for_people_is_refused(self):
        with self.assertRaisesRegex(ValidationError, "cannot be computed"):
            self.scheme([("handled_rate", "ratio", 100)], object="post", post="agent")

    def test_count_is_not_judged_as_a_rate(self):
        with self.assertRaisesRegex(ValidationError, "not a rate"):
            self.scheme([("dispatched_count", "ratio", 100)])

    def test_scheme_without_weight_or_grades_is_not_published(self):
        with self.assertRaisesRegex(ValidationError, "weight"):
            self.scheme([])
        with self.assertRaisesRegex(ValidationError, "grades"):
            self.scheme([("handled_rate", "ratio", 100)], grade_ids=[])

    def test_formula_speaks_the_readers_language(self):
        indicator = self.env.ref("city12319_evaluation.indicator_department_handled_rate")
        self.assertEqual(indicator.formula, "handled ÷ handlings due")
        self.env["res.lang"]._activate_lang("zh_CN")
        self.assertEqual(indicator.with_context(lang="zh_CN").formula, "处置数 ÷ 应处置数")

    def test_post_means_those_who_have_it_not_those_who_may_do_its_work(self):
        people = self.env.ref("city12319_evaluation.scheme_agent")._objects()
        self.assertIn(self.people["agent"], people)
        self.assertNotIn(self.people["shift_leader"], people)
