from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from odoo.addons.city12319_flow import gate_key

from .evaluation_case import EvaluationCase


@tagged("post_install", "-at_install")
class TestInspection(EvaluationCase):
    """A spot check from the inspector's telephone to the frozen result."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.item = cls.env.ref("city12319_evaluation.inspection_item_c01")
        cls.small = cls.env.ref("city12319_evaluation.inspection_item_c03")

    def draft(self, items=None, person="inspector", **values):
        checks = self.as_(self.env["city12319.inspection"], person)
        return checks.create({
            "department_id": self.water.id, "subject": "中山路井盖", "text": "井盖仍松动",
            "line_ids": [(0, 0, {"item_id": item.id}) for item in (items if items is not None else self.small)], **values,
        })

    def submitted(self, **values):
        check = self.draft(**values)
        check.submit()
        return check.with_env(self.env)

    def appealed(self):
        check = self.submitted()
        self.as_(check, "water").appeal("照片不是本单位的井盖")
        check.invalidate_recordset()
        return check

    def photo(self, person="inspector", **values):
        return self.as_(self.env["ir.attachment"], person).create({"name": "现场.png", "raw": b"x", **values})

    # ------------------------------------------------------------------ the way through

    def test_number_and_points(self):
        check = self.draft(items=self.item | self.small)
        self.assertRegex(check.name, r"^CC\d{8}-\d{4}$")
        self.assertEqual(check.points, 3.5)
        check.line_ids.filtered(lambda line: line.item_id == self.small).times = 3
        self.assertEqual(check.points, 4.5)

    def test_item_that_needs_a_photo_is_not_submitted_without_one(self):
        check = self.draft(items=self.item)
        with self.assertRaisesRegex(UserError, "photo"):
            check.submit()
        check.photo_ids = self.photo()
        check.submit()
        self.assertEqual(check.state, "submitted")

    def test_nothing_found_at_all_is_not_submitted(self):
        check = self.draft(items=self.item.browse(), text=False)
        with self.assertRaisesRegex(UserError, "Write what was found"):
            check.submit()

    def test_nothing_to_deduct_is_final_at_once(self):
        check = self.submitted(items=self.item.browse())
        self.assertEqual((check.state, check.final_points), ("final", 0))

    def test_unit_is_told_and_reads_it_with_its_photos(self):
        check = self.submitted(photo_ids=[(6, 0, self.photo().ids)])
        self.assertTrue(self.env["mail.message"].search_count([
            ("model", "=", check._name), ("res_id", "=", check.id),
            ("notified_partner_ids", "in", self.people["water_manager"].partner_id.id),
        ]))
        self.assertEqual(self.as_(check, "water").photo_ids.raw, b"x")

    def test_appeal_waives_the_points(self):
        check = self.appealed()
        self.assertEqual((check.state, check.appealed_by_id), ("appealed", self.people["water"]))
        self.as_(check, "shift_leader").decide(True, "确系邻近权属单位")
        check.invalidate_recordset()
        self.assertEqual((check.state, check.decision, check.points, check.final_points), ("final", "waived", 0.5, 0))
        self.assertEqual((check.decided_by_id, check.decision_text), (self.people["shift_leader"], "确系邻近权属单位"))

    def test_appeal_that_is_not_granted_leaves_the_points(self):
        check = self.appealed()
        self.as_(check, "leader").decide(False, "照片清楚")
        check.invalidate_recordset()
        self.assertEqual((check.state, check.decision, check.final_points), ("final", "upheld", 0.5))

    def test_appeal_is_made_once(self):
        check = self.appealed()
        with self.assertRaisesRegex(UserError, "Appealed"):
            self.as_(check, "water_manager").appeal("再申诉")
        self.as_(check, "leader").decide(False, "照片清楚")
        with self.assertRaisesRegex(UserError, "Final"):
            self.as_(check, "water").appeal("再申诉")

    def test_appeal_after_its_time_is_refused(self):
        self.env["ir.config_parameter"].set_param("city12319_evaluation.appeal_days", "2")
        check = self.submitted()
        self.assertAlmostEqual(check.appeal_until, fields.Datetime.now() + timedelta(days=2), delta=timedelta(minutes=1))
        with freeze_time(fields.Datetime.now() + timedelta(days=2, hours=1)):
            self.assertFalse(self.as_(check, "water").may_appeal)
            with self.assertRaisesRegex(UserError, "was over"):
                self.as_(check, "water").appeal("申诉")

    def test_job_freezes_what_nobody_appealed_and_leaves_the_rest(self):
        late, appealed = self.submitted(), self.appealed()
        with freeze_time(fields.Datetime.now() + timedelta(days=4)):
            fresh = self.submitted()
            with self.enter_registry_test_mode():
                self.env.ref("city12319_evaluation.ir_cron_freeze").method_direct_trigger()
        self.env.invalidate_all()
        self.assertEqual((late.state, late.final_points), ("final", 0.5))
        self.assertEqual((appealed.state, fresh.state), ("appealed", "submitted"))

    def test_reasons_are_required(self):
        check = self.submitted()
        for empty in ("", "  ", None, False):
            with self.assertRaisesRegex(UserError, "reason"):
                self.as_(check, "water").appeal(empty)
        self.as_(check, "water").appeal("申诉")
        with self.assertRaisesRegex(UserError, "reason"):
            self.as_(check, "leader").decide(True, " ")

    def test_dialog_leads_to_what_the_person_may_do(self):
        check = self.submitted()
        action = self.as_(check, "water").action_reply()
        self.assertEqual(action["context"]["default_kind"], "appeal")
        reply = self.as_(self.env["city12319.inspection.reply"], "water").with_context(**action["context"])
        reply.create({"text": "申诉"}).action_appeal()
        check.invalidate_recordset()
        self.assertEqual(check.state, "appealed")
        action = self.as_(check, "shift_leader").action_reply()
        self.assertEqual(action["context"]["default_kind"], "decide")

    # ------------------------------------------------------------------ what must not be

    def test_only_the_unit_appeals_and_only_leaders_decide(self):
        check = self.submitted()
        for person in ("sanitation", "inspector", "shift_leader", "leader"):
            with self.assertRaises(AccessError, msg=person):
                self.as_(check, person).appeal("申诉")
        self.as_(check, "water").appeal("申诉")
        for person in ("water", "water_manager", "inspector", "statistician"):
            with self.assertRaises(AccessError, msg=person):
                self.as_(check, person).decide(True, "同意")

    def test_nobody_submits_what_is_another_inspectors(self):
        check = self.draft()
        for person in ("other_inspector", "leader", "water"):
            with self.assertRaises(AccessError, msg=person):
                self.as_(check, person).submit()

    def test_state_and_points_are_not_typed_in(self):
        check = self.draft()
        for values in ({"state": "final"}, {"final_points": 0}, {"appeal_until": "2099-01-01"}, {"decision": "waived"},
                       {"name": "CC1"}, {"submitted_at": "2026-01-01"}):
            with self.assertRaises(AccessError, msg=str(values)):
                check.write(values)
        with self.assertRaises(AccessError):
            self.draft(state="final")
        with self.assertRaises(AccessError):
            self.draft(person="shift_leader", decision="waived")

    def test_what_was_submitted_stays_as_it_is(self):
        check = self.submitted(photo_ids=[(6, 0, self.photo().ids)])
        for person in ("inspector", "shift_leader"):
            own = self.as_(check, person)
            for change in (
                lambda own=own: own.write({"text": "另写"}), lambda own=own: own.line_ids.write({"times": 9}),
                lambda own=own: own.line_ids.unlink(), lambda own=own: own.unlink(),
                lambda own=own: own.line_ids.create({"inspection_id": own.id, "item_id": self.item.id}),
                lambda own=own: own.photo_ids.unlink(), lambda own=own: own.photo_ids.write({"raw": b"y"}),
            ):
                with self.assertRaises(UserError), self.env.cr.savepoint():
                    change()
        with self.assertRaises(UserError):
            check.write({"text": "另写"})  # nor the superuser

    def test_key_of_the_gate_cannot_be_sent_from_outside(self):
        check = self.draft()
        forged = check.with_context(**{gate_key._CONTEXT_KEY: True})
        with self.assertRaises(AccessError):
            forged.write({"state": "final"})

    def test_foreign_file_is_not_made_a_photo(self):
        foreign = self.photo("other_inspector")
        theirs = self.photo("inspector")
        theirs.sudo().write({"res_model": "res.partner", "res_id": self.people["inspector"].partner_id.id})
        for file in (foreign, theirs):
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                self.draft(photo_ids=[(6, 0, file.ids)])
            self.assertNotEqual(file.sudo().res_model, "city12319.inspection")

    def test_inspector_checks_in_the_own_name(self):
        with self.assertRaises(AccessError):
            self.draft(inspector_id=self.people["other_inspector"].id)


@tagged("post_install", "-at_install")
class TestInspectionItem(EvaluationCase):
    """Items keep what spot checks were judged by."""

    def test_used_item_gets_a_new_version_instead_of_a_change(self):
        item = self.env.ref("city12319_evaluation.inspection_item_c03")
        check = self.env["city12319.inspection"].create({
            "department_id": self.water.id, "subject": "试验", "text": "x", "inspector_id": self.people["inspector"].id,
            "line_ids": [(0, 0, {"item_id": item.id})],
        })
        admin = self.as_(item, "config_admin")
        for values in ({"points": 5}, {"name": "另名"}, {"standard": "另标准"}, {"code": "X"}):
            with self.assertRaisesRegex(UserError, "new version"):
                admin.write(values)
        copy = admin.browse(admin.action_new_version()["res_id"])
        copy.points = 5
        self.assertEqual((copy.code, copy.version, copy.active, item.active), (item.code, 2, True, False))
        self.assertEqual(check.points, 0.5)
        with self.assertRaises(UserError):
            admin.unlink()

    def test_unused_item_may_change(self):
        item = self.as_(self.env["city12319.inspection.item"], "config_admin").create(
            {"name": "试验", "code": "T1", "points": 1})
        item.points = 2
        self.assertEqual(item.points, 2)
