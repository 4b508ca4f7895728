from datetime import datetime, timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import freeze_time, tagged

from ..tools import visit_plan
from .rights_common import RightsCase

MONDAY_MORNING = "2030-01-07 02:00:00"  # ten o'clock in Shanghai


@tagged("post_install", "-at_install")
class VisitCase(RightsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rule = cls.env.ref("city12319_dispatch.visit_rule_all")
        cls.outcomes = {
            code: cls.env.ref(f"city12319_dispatch.visit_outcome_{code}")
            for code in ("reached", "no_answer", "busy", "later", "wrong", "refused")
        }
        cls.unhappy = cls.env["city12319.result"].create({"name": "不满意", "code": "t_unsatisfied", "unsatisfied": True})

    def visit(self, person="visitor", **values):
        """Return the visit of a case that waits for it, taken over by ``person``."""
        visit = self.to_visit(ticket=self.foreign(**values)).visit_ids
        if person:
            self.as_(visit, person).action_take()
        return visit

    def call(self, visit, outcome, person="visitor", **values):
        return self.as_(visit, person).log_attempt({"outcome_id": self.outcomes[outcome].id, **values})

    def fill(self, visit, person="visitor", **values):
        self.as_(visit, person).write(values)
        return self.as_(visit, person)


class TestVisitOpening(VisitCase):
    def test_opens_when_the_case_comes_to_it_with_what_it_is_about(self):
        order = self.to_visit(ticket=self.foreign(visit_time_id=self.env.ref("city12319_dispatch.visit_time_evening").id))
        self.assertRecordValues(order.visit_ids, [{
            "state": "waiting", "sampled": True, "name": order.name, "ticket_id": order.ticket_id.id, "round": 1,
            "department_id": self.water.id, "category_id": self.category.id, "visitor_id": False,
            "time_id": self.env.ref("city12319_dispatch.visit_time_evening").id, "attempt_count": 0,
        }])

    @freeze_time("2030-01-07 14:30:00")
    def test_is_due_at_the_end_of_the_next_day(self):
        self.assertEqual(fields.Datetime.to_string(self.to_visit().visit_ids.due_at), "2030-01-08 10:00:00")

    def test_next_round_comes_first_and_is_always_drawn(self):
        order = self.to_visit()
        self.step(order, "visitor", "visit_redo", {"reason": "仍漏水"})
        self.rule.percent = 0
        for person, code in (
            ("dispatcher", "dispatch"), ("water", "receive"), ("water", "feedback"), ("shift_leader", "review_pass"),
        ):
            self.do(order, person, code)
        second = order.visit_ids.sorted("id")[-1]
        self.assertRecordValues(second, [{
            "round": 2, "priority": "1", "sampled": True, "sample_why": "unsatisfied", "state": "waiting",
        }])

    def test_draw_is_what_anybody_computes_from_the_key_and_the_number(self):
        self.rule.percent = 40
        visits = self.env["city12319.visit"].union(*(self.to_visit().visit_ids for _ in range(6)))
        for visit in visits:
            number = visit_plan.sample_number(self.rule.salt, visit.order_id.name, 1)
            self.assertRecordValues(visit, [{
                "sample_number": number, "sample_percent": 40, "sample_rule_id": self.rule.id, "sampled": number < 4000,
                "state": "waiting" if number < 4000 else "skipped",
            }])

    def test_what_is_not_drawn_waits_for_the_shift_leader_or_is_closed_by_the_system(self):
        self.rule.percent = 0
        order = self.to_visit()
        self.assertEqual((order.stage_id.code, order.visit_ids.state), ("pending_visit", "skipped"))
        self.do(order, "shift_leader", "close_direct")
        self.assertIn("来电人已确认", order.visit_ids.reason)
        self.rule.unvisited = "close"
        order = self.to_visit()
        self.assertEqual(order.stage_id.code, "closed")
        event = order._flow_events()[-1]
        self.assertEqual((event.code, event.user_id), ("close_direct", self.env.ref("base.user_root")))
        self.assertIn(str(order.visit_ids.sample_number), event.reason)
        self.assertEqual(order.visit_ids.done_at, event.at)

    def test_minimum_of_the_unit_is_met_before_the_share_counts(self):
        self.rule.write({"percent": 0, "minimum": 2})
        whys = [self.to_visit().visit_ids.sample_why for _ in range(3)]
        self.assertEqual(whys, ["minimum", "minimum", "number"])
        other = self.do(self.do(self.sent(self.sanitation), "sanitation", "receive"), "sanitation", "feedback")
        self.assertEqual(self.do(other, "shift_leader", "review_pass").visit_ids.sample_why, "minimum")

    def test_first_rule_that_fits_decides(self):
        below = self.env["city12319.category"].create({"name": "水管", "code": "t-pipe", "parent_id": self.category.id})
        rules = self.env["city12319.visit.rule"]
        special = rules.create({"name": "供水", "sequence": 1, "percent": 0, "category_ids": self.category.ids})
        self.assertEqual(self.to_visit(ticket=self.foreign(category_id=below.id)).visit_ids.sample_rule_id, special)
        special.urgency = "critical"
        self.assertEqual(self.to_visit().visit_ids.sample_rule_id, self.rule)
        special.write({"urgency": False, "category_ids": False, "department_ids": self.sanitation.ids})
        self.assertEqual(self.to_visit().visit_ids.sample_rule_id, self.rule)
        special.department_ids = self.water
        self.assertEqual(self.to_visit().visit_ids.sample_rule_id, special)

    def test_caller_without_a_number_is_not_drawn(self):
        order = self.to_visit(ticket=self.ticket("other_agent", phone=False))
        self.assertRecordValues(order.visit_ids, [{"state": "skipped", "sample_why": "no_phone"}])
        self.rule.unvisited = "close"
        self.assertEqual(order.stage_id.code, "pending_visit", "the shift leader says what happens to it")

    def test_key_of_the_draw_never_changes(self):
        with self.assertRaises(ValidationError):
            self.rule.salt = "x"

    def test_sample_of_answers_on_the_spot(self):
        self.assertEqual(self.do(self.ticket(), "agent", "answer").sudo().visit_ids.state, "skipped")
        ticket = self.drawn_answer()
        self.assertRecordValues(ticket.visit_ids, [{"state": "waiting", "order_id": False, "name": ticket.name}])
        self.do(ticket, "shift_leader", "reopen")
        self.assertEqual(ticket.visit_ids.state, "cancelled")


class TestVisitQueue(VisitCase):
    def setUp(self):
        super().setUp()
        self.env["city12319.visit"].search([("state", "=", "waiting")])._gated().write({"state": "cancelled"})
        self.visits = self.env["city12319.visit"]

    def next(self, person="visitor"):
        return self.as_(self.visits, person).take_next().with_env(self.env)

    def test_next_takes_the_most_urgent_and_the_oldest_and_gives_the_same_again(self):
        old, new, important = (self.visit(None) for _ in range(3))
        (old | new | important)._gated().priority = "0"
        old._gated().due_at = "2026-01-01 00:00:00"
        self.as_(important, "shift_leader").priority = "1"
        self.assertEqual(self.next(), important)
        self.assertEqual(self.next(), important, "what one has comes first")
        self.assertEqual(self.next("other_visitor"), old)
        self.assertEqual((new.visitor_id, old.visitor_id), (self.people["visitor"].browse(), self.people["other_visitor"]))

    def test_wish_of_the_citizen_is_kept(self):
        evening = self.env.ref("city12319_dispatch.visit_time_evening")
        visit = self.visit(None, visit_time_id=evening.id)
        with freeze_time(MONDAY_MORNING):
            self.assertFalse(self.next())
            self.assertEqual(self.as_(self.visits, "visitor").action_next()["tag"], "display_notification")
        with freeze_time("2030-01-07 11:30:00"):
            self.assertEqual(self.next(), visit)
            self.assertEqual(self.as_(self.visits, "visitor").action_next()["res_id"], visit.id)

    def test_handling_department_never_visits_its_own_case(self):
        member = self.people["visitor"]
        for department in (self.water, self.sanitation):
            department.member_ids |= member
        own = self.visit(None)
        self.assertFalse(self.next())
        with self.assertRaisesRegex(UserError, "供水处"):
            self.as_(own, "visitor").action_take()
        with self.assertRaisesRegex(UserError, "供水处"):
            self.as_(own, "shift_leader").visitor_id = member
        with self.assertRaisesRegex(UserError, "供水处"):
            self.step(own.order_id, "visitor", "visit_close", {"result_id": self.satisfied.id})
        self.water.member_ids -= member
        assisted = self.to_visit(assisting=self.sanitation).visit_ids
        self.assertEqual(self.next(), own)
        with self.assertRaisesRegex(UserError, "环卫处"):
            self.as_(assisted, "visitor").action_take()

    def test_registering_agent_may_be_kept_out_by_a_setting(self):
        self.people["other_agent"].group_ids |= self.env.ref("city12319_intake.group_visitor")
        visit = self.visit(None)
        self.env["ir.config_parameter"].set_param("city12319.visit_not_agent", "True")
        self.assertFalse(self.next("other_agent"))
        with self.assertRaisesRegex(UserError, "registered"):
            self.as_(visit, "other_agent").with_context(lang="en_US").action_take()
        self.env["ir.config_parameter"].set_param("city12319.visit_not_agent", False)
        self.assertEqual(self.next("other_agent"), visit)

    def test_shift_leader_assigns_and_reassigns_visitors_only(self):
        visit = self.visit(None)
        self.as_(visit, "shift_leader").visitor_id = self.people["visitor"]
        self.assertTrue(visit.assigned_at)
        with self.assertRaises(UserError):
            self.as_(visit, "shift_leader").visitor_id = self.people["agent"]
        with self.assertRaises(UserError):
            self.as_(visit, "other_visitor").action_take()
        self.as_(visit, "shift_leader").visitor_id = self.people["other_visitor"]
        self.assertEqual(self.next("other_visitor"), visit)
        self.as_(visit, "other_visitor").action_release()
        self.assertFalse(visit.visitor_id)

    def test_visitors_do_not_assign_or_open_or_write_what_the_flow_writes(self):
        visit = self.visit()
        for values in (
            {"visitor_id": self.people["other_visitor"].id}, {"priority": "2"}, {"state": "done"}, {"reached": 1},
            {"attempt_count": 3}, {"may_give_up": True}, {"due_at": "2030-01-01 00:00:00"}, {"sampled": False},
        ):
            with self.subTest(values=values), self.assertRaises(AccessError):
                self.as_(visit, "visitor").write(values)
        for values in ({"state": "done"}, {"result_id": self.satisfied.id}, {"sampled": False}):
            with self.subTest(values=values), self.assertRaises(UserError):
                self.as_(visit, "shift_leader").write(values)
        with self.assertRaises(AccessError):
            self.as_(visit, "visitor").sudo().create({"name": "x", "ticket_id": visit.ticket_id.id})
        with self.assertRaises(UserError):
            visit.unlink()

    def test_number_is_shown_to_whoever_has_the_visit_and_each_look_is_logged(self):
        visit = self.visit(None, confidential=True)
        self.assertEqual(self.as_(visit, "visitor").contact_phone, "139****9000")
        with self.assertRaises(AccessError):
            self.as_(visit, "visitor").reveal_phone()
        self.assertEqual(self.as_(visit, "visitor").caller_name, self.env._("Confidential"))
        with self.assertRaises(AccessError):
            self.as_(visit.ticket_id, "visitor").read(["phone"])
        self.as_(visit, "visitor").action_take()
        self.assertEqual(self.as_(visit, "visitor").reveal_phone().replace(" ", ""), "13900139000")
        reveals = self.env["city12319.phone.reveal"].search([("ticket_id", "=", visit.ticket_id.id)])
        self.assertEqual(reveals.user_id, self.people["visitor"])
        self.assertEqual(self.as_(visit, "visitor").caller_name, "李先生")
        with self.assertRaises(AccessError):
            self.as_(visit, "other_visitor").reveal_phone()


class TestVisitCalls(VisitCase):
    def test_not_reached_after_enough_calls_on_enough_half_days(self):
        visit = self.visit()
        with self.assertRaises(UserError):
            self.as_(visit, "visitor").action_unreached()
        for at, may in (
            ("2030-01-07 01:00:00", False), ("2030-01-07 01:30:00", False), ("2030-01-07 02:00:00", False),
            ("2030-01-07 06:10:00", True),
        ):
            with freeze_time(at):
                self.assertEqual(self.call(visit, "no_answer")["may_give_up"], may)
        self.as_(visit, "visitor").action_unreached()
        self.assertRecordValues(visit, [{
            "state": "unreached", "reached": 0, "effective": 0, "satisfied": 0, "result_id": False, "attempt_count": 4,
        }])
        self.assertEqual(visit.order_id.stage_id.code, "closed")
        self.assertFalse(visit.order_id.result_id)
        event = visit.order_id._flow_events()[-1]
        self.assertEqual(event.code, "visit_unreached")
        self.assertIn("2030-01-07 09:00", event.text, "local time of every call")

    def test_wrong_number_and_refusal_end_it_at_once(self):
        for outcome in ("wrong", "refused"):
            visit = self.visit()
            self.assertTrue(self.call(visit, outcome)["may_give_up"])
            self.as_(visit, "visitor").action_unreached()
            self.assertEqual(visit.state, "unreached")

    @freeze_time(MONDAY_MORNING)
    def test_unanswered_call_is_tried_in_the_next_half_day(self):
        visit = self.visit()
        self.call(visit, "busy", note="占线")
        self.assertEqual(fields.Datetime.to_string(visit.not_before), "2030-01-07 06:00:00")
        self.assertRecordValues(visit.attempt_ids, [{
            "outcome_id": self.outcomes["busy"].id, "note": "占线", "user_id": self.people["visitor"].id,
        }])

    @freeze_time(MONDAY_MORNING)
    def test_call_back_sets_a_reminder_which_goes_with_the_visit_and_ends_with_it(self):
        visit = self.visit()
        with self.assertRaises(UserError):
            self.call(visit, "later")
        with self.assertRaises(UserError):
            self.call(visit, "later", again_at="2030-01-07 01:00:00")
        self.call(visit, "later", again_at="2030-01-07 09:00:00", note="下班后")
        reminder = visit.attempt_ids.reminder_id
        self.assertRecordValues(reminder, [{
            "user_id": self.people["visitor"].id, "state": "open", "ticket_id": visit.ticket_id.id,
            "due_at": datetime(2030, 1, 7, 9), "note": "下班后",
        }])
        self.as_(visit, "shift_leader").visitor_id = self.people["other_visitor"]
        self.assertEqual(reminder.user_id, self.people["other_visitor"])
        self.fill(visit, "other_visitor", result_id=self.satisfied.id).action_close()
        self.assertEqual(reminder.state, "done")

    def test_calls_are_recorded_by_whoever_has_the_visit_and_never_changed(self):
        visit = self.visit()
        with self.assertRaises(UserError):
            self.call(visit, "busy", person="other_visitor")
        with self.assertRaises(AccessError):
            self.call(visit, "busy", person="shift_leader")
        with self.assertRaises(UserError):
            self.as_(visit, "visitor").log_attempt({"outcome_id": False})
        with self.assertRaises(AccessError):
            self.as_(visit, "visitor").log_attempt({"outcome_id": self.outcomes["busy"].id, "at": MONDAY_MORNING})
        self.call(visit, "busy")
        with self.assertRaises(AccessError):
            visit.attempt_ids.write({"note": "x"})
        with self.assertRaises(AccessError):
            visit.attempt_ids.unlink()
        self.fill(visit, result_id=self.satisfied.id).action_close()
        with self.assertRaises(UserError):
            self.call(visit, "busy")


class TestVisitEnd(VisitCase):
    def test_close_records_judgement_scores_and_call_in_one_step(self):
        visit = self.visit()
        self.fill(
            visit, result_id=self.satisfied.id, score_result=5, score_speed=4, score_attitude=5, comment="很快",
            call_ref="REC-1",
        ).action_close()
        self.assertRecordValues(visit, [{
            "state": "done", "reached": 1, "effective": 1, "satisfied": 1, "unsatisfied": 0, "redone": 0,
            "done_by_id": self.people["visitor"].id, "score_speed": 4, "attempt_count": 1,
        }])
        order = visit.order_id
        self.assertEqual((order.stage_id.code, order.result_id, order.visitor_id), (
            "closed", self.satisfied, self.people["visitor"],
        ))
        self.assertEqual(order.ticket_id.result_id, self.satisfied)
        self.assertEqual(order._flow_events()[-1].reason, "很快")
        self.assertEqual(visit.attempt_ids.call_ref, "REC-1")
        with self.assertRaises(UserError):
            self.fill(visit, comment="x")

    def test_button_of_the_flow_ends_the_visit_too(self):
        order = self.to_visit()
        self.step(order, "other_visitor", "visit_close", {"result_id": self.satisfied.id, "reason": "满意"})
        self.assertRecordValues(order.visit_ids, [{
            "state": "done", "visitor_id": self.people["other_visitor"].id, "comment": "满意", "satisfied": 1, "reached": 1,
        }])
        taken = self.visit().order_id
        with self.assertRaises(UserError):
            self.step(taken, "other_visitor", "visit_close", {"result_id": self.satisfied.id})

    def test_unsatisfied_with_cause_is_done_again_and_the_department_is_told(self):
        visit = self.visit()
        self.fill(visit, result_id=self.unhappy.id, justified=True, cause="仍漏水")
        with self.assertRaises(UserError):
            self.as_(visit, "visitor").action_close()
        self.assertEqual((visit.state, visit.order_id.stage_id.code), ("waiting", "pending_visit"))
        told = []
        with patch.object(type(self.env["city12319.order"]), "_tell_redo", lambda order, event: told.append(event.reason)):
            self.as_(visit, "visitor").action_redo()
        self.assertEqual(told, ["仍漏水"])
        self.assertRecordValues(visit, [{
            "state": "done", "redone": 1, "unsatisfied": 1, "satisfied": 0, "effective": 1, "cause": "仍漏水",
        }])
        self.assertRecordValues(visit.order_id, [{"round": 2, "stage_code": "pending_dispatch"}])

    def test_unsatisfied_without_cause_is_recorded_and_closed(self):
        visit = self.visit()
        self.fill(visit, result_id=self.unhappy.id, comment="就是不满意").action_close()
        self.assertRecordValues(visit, [{"state": "done", "unsatisfied": 1, "redone": 0}])
        self.assertEqual(visit.order_id.stage_id.code, "closed")

    def test_redo_needs_a_cause_and_no_satisfied_citizen(self):
        visit = self.visit()
        with self.assertRaises(UserError):
            self.fill(visit, justified=True, cause=" ").action_redo()
        with self.assertRaises(UserError):
            self.fill(visit, justified=True, cause="x", result_id=self.satisfied.id).action_redo()
        with self.assertRaises(UserError):
            self.visit_without_result().action_close()

    def visit_without_result(self):
        return self.as_(self.visit(), "visitor")

    def test_proxy_answers_are_marked_and_explained(self):
        visit = self.visit()
        self.fill(visit, result_id=self.satisfied.id, proxy="agent")
        with self.assertRaises(UserError):
            self.as_(visit, "visitor").action_close()
        self.fill(visit, comment="现场碰到当事人").action_close()
        self.assertRecordValues(visit, [{"proxy": "agent", "reached": 0, "satisfied": 1, "attempt_count": 0}])

    def test_answer_other_is_no_effective_answer(self):
        visit = self.visit()
        self.fill(visit, result_id=self.env.ref("city12319_intake.result_other").id).action_close()
        self.assertRecordValues(visit, [{"reached": 1, "effective": 0, "satisfied": 0}])

    def test_scores_go_from_one_to_five(self):
        visit = self.visit()
        for score in (6, -1):
            with self.assertRaises(ValidationError):
                self.fill(visit, score_speed=score)

    def test_answered_ticket_is_visited_and_opened_again_with_a_cause(self):
        ticket = self.drawn_answer("visitor")
        self.fill(ticket.visit_ids, result_id=self.satisfied.id).action_close()
        self.assertRecordValues(ticket, [{"stage_code": "answered", "result_id": self.satisfied.id}])
        self.assertEqual(ticket.visit_ids.state, "done")
        ticket = self.drawn_answer("visitor")
        self.fill(ticket.visit_ids, justified=True, cause="没听明白").action_redo()
        self.assertRecordValues(ticket, [{"stage_code": "registered", "round": 2, "is_open": True}])
        self.assertEqual(ticket.visit_ids.redone, 1)

    def test_nothing_is_kept_when_the_case_moved_meanwhile(self):
        visit = self.visit()
        self.fill(visit, result_id=self.satisfied.id)
        self.do(visit.order_id, "shift_leader", "close_direct")
        self.assertEqual(visit.state, "skipped")
        with self.assertRaises(UserError):
            self.as_(visit, "visitor").action_close()

    def test_cases_from_before_visits_get_one(self):
        order = self.to_visit()
        order.visit_ids._gated()._cancel(order._flow_events()[-1])
        self.env.cr.execute("DELETE FROM city12319_visit WHERE order_id = %s", [order.id])
        self.env.invalidate_all()
        self.env["city12319.visit"]._open_missing()
        self.assertEqual(order.visit_ids.state, "waiting")
        self.env["city12319.visit"]._open_missing()
        self.assertEqual(len(order.visit_ids), 1)


class TestVisitScript(VisitCase):
    def test_closest_script_is_shown_filled_in(self):
        scripts = self.env["city12319.visit.script"]
        scripts.create({"name": "供水", "category_ids": self.category.ids, "text": "{caller}您好，{department}说：{result}"})
        scripts.create({"name": "环卫", "category_ids": self.env.ref("city12319_intake.category_sanitation").ids, "text": "x"})
        visit = self.visit()
        self.assertEqual(self.as_(visit, "visitor").script, "李先生您好，供水处说：已更换井盖")

    def test_unknown_variables_are_refused_by_name(self):
        with self.assertRaisesRegex(ValidationError, "phone_number"):
            self.env["city12319.visit.script"].create({"name": "x", "text": "{phone_number}"})

    def test_time_line_is_that_of_the_case(self):
        visit = self.visit()
        self.assertEqual(self.as_(visit, "visitor").flow_timeline()[-1]["code"], "review_pass")
        self.assertTrue(timedelta(0) <= fields.Datetime.now() - visit.opened_at)

    def test_case_leads_to_its_visit_unless_somebody_else_has_it(self):
        visit = self.visit()
        self.assertEqual(self.as_(visit.order_id, "visitor").action_open_visit()["res_id"], visit.id)
        with self.assertRaises(UserError):
            self.as_(visit.order_id, "other_visitor").action_open_visit()

    def test_home_page_counts_what_is_to_be_done_and_what_was_done_today(self):
        day = self.env["city12319.my.day"]
        before = self.as_(day, "visitor").load()["visits"]
        self.visit(None)
        self.visit()
        self.fill(self.visit(), result_id=self.satisfied.id).action_close()
        after = self.as_(day, "visitor").load()["visits"]
        more = {key: after[key] - before[key] for key in after}
        self.assertEqual(more, {"mine": 1, "overdue": 0, "queue": 1, "done": 1, "reached": 1, "satisfied": 1})
        self.assertIsNone(self.as_(day, "agent").load()["visits"])
