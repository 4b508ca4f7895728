import tempfile
from datetime import timedelta
from pathlib import Path

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import LONG_AGO, QualityCase


@tagged("post_install", "-at_install")
class TestCheck(QualityCase):
    """A call is scored, the agent reads it and may appeal, somebody else decides."""

    # ------------------------------------------------------------------ the score

    def test_check_has_a_line_for_each_item_and_full_points_to_begin_with(self):
        check = self.check()
        self.assertRegex(check.name, r"^ZJ\d{8}-\d{4}$")
        self.assertEqual(check.line_ids.item_id, self.sheet.item_ids)
        self.assertEqual((check.agent_id, check.score), (self.people["agent"], 100))

    def test_items_about_the_ticket_do_not_count_without_one(self):
        check = self.check()
        self.assertFalse(self.line(check, "记录完整").applies)
        self.line(check, "礼貌").points = 6
        self.assertEqual(check.score, 90, "36 of 40")
        call = self.talk("q-2", caller="13800138002")
        ticket = self.as_(self.env["city12319.ticket"], "agent").create([{"summary": "路灯不亮", "call_ids": [(4, call.id)]}])
        with_ticket = self.check(call)
        self.line(with_ticket, "礼貌").points = 6
        self.assertEqual((with_ticket.score, with_ticket.ticket_name), (96, ticket.name), "96 of 100")

    def test_fatal_fault_leaves_nothing(self):
        check = self.check()
        self.line(check, "辱骂").failed = True
        self.assertEqual((check.score, check.fatal), (0, True))
        with self.assertRaises(ValidationError):
            self.line(check, "礼貌").failed = True

    def test_points_stay_within_the_item(self):
        check = self.check()
        for points in (-1, 10.5):
            with self.assertRaisesRegex(ValidationError, "礼貌"), self.env.cr.savepoint():
                self.line(check, "礼貌").points = points

    def test_missing_points_need_a_word(self):
        check = self.check()
        self.line(check, "礼貌").points = 6
        with self.assertRaisesRegex(UserError, "礼貌"):
            check.submit()
        self.line(check, "礼貌").note = "语气生硬"
        check.submit()
        self.assertEqual(check.state, "submitted")

    # ------------------------------------------------------------------ recordings

    def recorded(self, check):
        """Let the recording of the call lie in a folder."""
        folder = Path(self.env["ir.config_parameter"].get_param("city12319_telephony.recordings").splitlines()[0])
        recording = check.sudo().call_id.recording_ids
        (folder / recording.path).parent.mkdir(parents=True, exist_ok=True)
        (folder / recording.path).write_bytes(b"RIFF")
        recording._look([folder])
        return recording

    def test_recording_is_heard_before_it_is_judged_and_that_is_kept(self):
        folder = self.enterContext(tempfile.TemporaryDirectory())
        self.env["ir.config_parameter"].set_param("city12319_telephony.recordings", folder)
        check = self.check()
        recording = self.recorded(check)
        self.assertTrue(check.has_recording)
        with self.assertRaisesRegex(UserError, "Listen to the recording"):
            check.submit()
        for stranger in ("other_agent", "other_checker", "statistician"):
            with self.assertRaises(AccessError):
                self.as_(recording, stranger)._open()
        heard = self.as_(recording, "checker")
        self.assertEqual(heard._open().read_bytes(), b"RIFF")
        self.env["city12319.recording.access"].with_user(self.people["checker"])._note(heard)
        check.submit()
        self.assertEqual(recording.access_ids.user_id, self.people["checker"])
        check.with_env(self.env)._freeze()
        with self.assertRaises(AccessError):
            self.as_(recording, "checker")._open()

    # ------------------------------------------------------------------ who sees what

    def test_checkers_see_their_checks_and_nothing_of_the_caller(self):
        mine, other = self.check(), self.check(self.talk("q-2"), checker="other_checker")
        seen = self.as_(self.env["city12319.quality.check"], "checker").search([])
        self.assertEqual(seen & (mine | other), mine)
        for model in ("city12319.call", "city12319.ticket", "city12319.caller"):
            with self.assertRaises(AccessError):
                self.as_(self.env[model], "checker").search_count([])
        self.assertTrue(mine.read(["ticket_name", "talk_seconds", "recording_url"]))
        with self.assertRaises(AccessError):
            self.as_(other, "checker").line_ids.mapped("points")

    def test_agents_see_results_of_their_calls_once_submitted(self):
        check = self.check()
        self.assertFalse(self.as_(self.env["city12319.quality.check"], "agent").search([("id", "=", check.id)]))
        check.submit()
        self.env.flush_all()
        seen = self.as_(check, "agent")
        self.assertEqual((seen.score, seen.line_ids.mapped("points")[:1]), (100, [10]))
        with self.assertRaises(AccessError):
            self.as_(check, "other_agent").read(["score"])
        with self.assertRaises(UserError):  # AccessError is one, too
            seen.write({"comment": "好"})
        told = self.env["mail.message"].search_count([
            ("model", "=", check._name), ("res_id", "=", check.id),
            ("notified_partner_ids", "in", self.people["agent"].partner_id.id),
        ])
        self.assertTrue(told)

    def test_nobody_checks_the_own_calls(self):
        self.env["city12319.seat"].create({"number": "9880", "user_id": self.people["shift_leader"].id})
        call = self.talk("q-l", agent="9880")
        with self.assertRaisesRegex(ValidationError, "own calls"):
            self.check(call, checker="shift_leader")
        with self.assertRaisesRegex(ValidationError, "no quality checker"):
            self.check(checker="other_agent")

    def test_only_the_checker_hands_in_and_leaders_hand_over(self):
        check = self.check()
        with self.assertRaisesRegex(AccessError, "Only checker"):
            self.as_(check, "shift_leader").submit()
        with self.assertRaises(AccessError):
            check.checker_id = self.people["other_checker"]
        self.as_(check, "shift_leader").checker_id = self.people["other_checker"]
        self.env.flush_all()
        self.as_(check, "other_checker").submit()

    def test_what_steps_write_cannot_be_written(self):
        check = self.submitted()
        draft = self.check(self.talk("q-2"))
        for values in ({"state": "final"}, {"final_score": 100}, {"call_id": check.call_id.id}):
            with self.assertRaises(AccessError):
                self.as_(draft, "shift_leader").write(values)
        with self.assertRaises(AccessError):
            self.as_(self.env["city12319.quality.check"], "shift_leader").create([{
                "call_id": check.call_id.id, "sheet_id": self.sheet.id, "state": "final",
            }])
        with self.assertRaises(UserError):
            self.as_(check, "checker").write({"comment": "x"})
        with self.assertRaises(UserError):
            self.as_(check, "checker").line_ids[0].points = 10
        with self.assertRaises(UserError):
            self.as_(draft, "shift_leader").line_ids[0].check_id = check
        with self.assertRaises(UserError):
            check.sudo().unlink()

    # ------------------------------------------------------------------ appeal

    def test_appeal_changes_the_score(self):
        check = self.appealed()
        for person in ("checker", "agent"):
            with self.assertRaises(AccessError):
                self.as_(check, person).decide("x", 100)
        self.as_(check, "shift_leader").decide("录音证实", 95)
        self.assertRecordValues(check, [{
            "state": "final", "decision": "changed", "score": 90, "final_score": 95, "passed": True,
            "decided_by_id": self.people["shift_leader"].id,
        }])

    def test_whoever_scored_does_not_decide(self):
        check = self.appealed(checker="shift_leader")
        self.assertFalse(self.as_(check, "shift_leader").may_decide)
        with self.assertRaisesRegex(AccessError, "Whoever scored"):
            self.as_(check, "shift_leader").decide("x")
        self.assertTrue(self.as_(check, "other_leader").may_decide)
        self.as_(check, "other_leader").decide("维持")
        self.assertEqual((check.state, check.decision, check.final_score), ("final", "upheld", 90))

    def test_appeal_is_made_once_in_time_by_the_agent(self):
        check = self.submitted()
        with self.assertRaises(AccessError):
            self.as_(check, "other_agent").appeal("x")
        with self.assertRaisesRegex(AccessError, "Only the agent"):
            self.as_(check, "shift_leader").appeal("x")
        with self.assertRaisesRegex(UserError, "reason"):
            self.as_(check, "agent").appeal("  ")
        with freeze_time(fields.Datetime.now() + timedelta(days=3, hours=1)):
            with self.assertRaisesRegex(UserError, "was over"):
                self.as_(check, "agent").appeal("迟了")
        self.as_(check, "agent").appeal("请复核")
        with self.assertRaisesRegex(UserError, "Appealed"):
            self.as_(check, "agent").appeal("再次")

    def test_what_nobody_appealed_becomes_final(self):
        late, appealed = self.submitted(), self.appealed(call=self.talk("q-2"))
        with freeze_time(fields.Datetime.now() + timedelta(days=4)):
            fresh = self.submitted(call=self.talk("q-3"))
            self.run_job("ir_cron_freeze")
        self.assertEqual((late.state, late.final_score, late.passed), ("final", 90, True))
        self.assertEqual((appealed.state, fresh.state), ("appealed", "submitted"))

    # ------------------------------------------------------------------ sheets and figures

    def test_used_sheet_stays_and_gets_a_new_version(self):
        rule = self.env["city12319.quality.rule"].create({"name": "试验", "sheet_id": self.sheet.id})
        self.check()
        sheet = self.as_(self.sheet, "config_admin")
        for change in (
            lambda: sheet.write({"pass_score": 60}), lambda: sheet.item_ids[0].write({"max_points": 5}),
            lambda: sheet.item_ids[0].unlink(), lambda: sheet.write({"item_ids": [(0, 0, {
                "section": "x", "name": "y", "max_points": 1})]}),
        ):
            with self.assertRaisesRegex(UserError, "new version"), self.env.cr.savepoint():
                change()
        new = self.env["city12319.quality.sheet"].browse(sheet.action_new_version()["res_id"])
        self.assertEqual((new.version, new.active, sheet.active, rule.sheet_id), (2, True, False, new))
        self.assertEqual(new.item_ids.mapped("name"), sheet.item_ids.mapped("name"))
        new.item_ids[0].max_points = 5

    def test_fatal_items_have_no_points_and_others_have_some(self):
        for values in ({"fatal": True, "max_points": 5}, {"max_points": 0}, {"max_points": -1}):
            with self.assertRaises(ValidationError), self.env.cr.savepoint():
                self.env["city12319.quality.item"].create({"sheet_id": self.sheet.id, "section": "x", "name": "y", **values})

    def test_figures_of_an_agent(self):
        start, end = self.at(LONG_AGO - 3600), self.at(LONG_AGO + 86400)
        checks = self.env["city12319.quality.check"]
        self.assertEqual(checks._figures(start, end, self.people["agent"]), {})
        good = self.check()
        good.submit()
        good.with_env(self.env)._freeze()
        bad = self.check(self.talk("q-2"))
        self.line(bad, "辱骂").write({"failed": True, "note": "辱骂来电人"})
        bad.submit()
        bad.with_env(self.env)._freeze()
        self.submitted(call=self.talk("q-3"))  # open to appeal: does not count
        self.assertEqual(checks._figures(start, end, self.people["agent"]), {self.people["agent"]: {
            "checked": 2, "average": 50, "passed": 1, "pass_rate": 50, "fatal": 1, "appealed": 0, "changed": 0,
        }})
