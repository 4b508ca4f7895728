from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import DispatchCase
from .moves import UNTIL


@tagged("post_install", "-at_install")
class TestCasePaths(DispatchCase):
    """The ways that a case takes from registration to the archive."""

    def codes(self, record):
        return record._flow_events().mapped("code")

    def test_filed_case_is_refused_redispatched_checked_reworked_visited_and_closed(self):
        ticket = self.ticket()
        self.assertRegex(ticket.name, r"^DJ\d{8}-\d{4,}$")
        self.assertEqual((ticket.state, ticket.stage_id.code), ("processing", "registered"))
        order = self.as_(ticket, "shift_leader").process("file", {})
        self.assertRegex(order.name, r"^LA\d{8}-\d{4,}$")
        self.assertEqual(order.summary, ticket.summary)
        self.assertEqual(ticket.stage_id.code, "pending_dispatch")
        self.step(order, "dispatcher", "dispatch", {"department_id": self.sanitation.id})
        self.step(order, "sanitation", "refuse", {"reason": "供水井盖, 属供水处"})
        self.assertEqual((order.stage_id.code, order.return_count), ("pending_dispatch", 1))
        self.assertFalse(order.department_id)
        self.step(order, "dispatcher", "dispatch", {
            "department_id": self.water.id, "assist_department_ids": self.sanitation.ids,
        })
        self.step(order, "water", "receive")
        self.assertEqual(order.handler_id, self.people["water"])
        self.step(order, "sanitation", "assist_receive")
        self.step(order, "sanitation", "assist_answer", {"reason": "已围护"})
        self.step(order, "water", "feedback", {"result": "已更换"})
        self.step(order, "shift_leader", "check_request")
        self.assertEqual(ticket.state, "checking")
        self.step(order, "inspector", "check_fail", {"reason": "井盖松动"})
        self.assertEqual((order.stage_id.code, order.round, ticket.state), ("handling", 2, "processing"))
        self.step(order, "water", "feedback", {"result": "已固定"})
        self.step(order, "shift_leader", "check_request")
        self.step(order, "inspector", "check_pass")
        self.assertEqual(ticket.state, "checking")
        self.step(order, "visitor", "visit_close", {"result_id": self.satisfied.id})
        self.assertEqual((order.stage_id.code, ticket.stage_id.code, ticket.state), ("closed", "closed", "done"))
        self.assertEqual(ticket.result_id, self.satisfied)
        self.assertFalse(ticket.is_open)
        self.assertEqual(self.codes(ticket), [
            "register", "process_file", "dispatch", "refuse", "dispatch", "receive", "assist_receive", "assist_answer",
            "feedback", "check_request", "check_fail", "feedback", "check_request", "check_pass", "visit_close",
        ])
        self.assertEqual(
            [(event.from_stage_id.code, event.to_stage_id.code) for event in order._flow_events() if event.code == "refuse"],
            [("pending_receipt", "pending_dispatch")],
        )
        self.assertEqual(
            order.task_ids.sorted("id").mapped(lambda task: (task.department_id.code, task.role, task.state, task.round)),
            [("T-S", "main", "refused", 1), ("T-W", "main", "done", 1), ("T-S", "assist", "done", 1),
             ("T-W", "main", "done", 2)],
        )

    def test_leader_has_it_verified_then_passes_and_it_is_filed(self):
        order = self.order("verifying", "escalate")
        ticket = order.ticket_id
        self.assertRegex(order.name, r"^SB\d{8}-\d{4,}$")
        with self.assertRaises(UserError):  # the leader asked: the answer belongs on the order
            self.as_(ticket, "inspector").advance("verify_result", {})
        self.step(order, "inspector", "verify_result", {"reason": "属实"})
        self.assertEqual(order.stage_id.code, "leader_review")
        self.step(order, "leader", "instruct_pass", {"reason": "请立案办理"})
        self.assertEqual((order.stage_id.code, ticket.stage_id.code), ("instructed", "registered"))
        self.assertEqual((ticket.instruction, ticket.instruction_text), ("pass", "请立案办理"))
        filed = self.as_(ticket, "shift_leader").process("file", {})
        self.assertEqual(filed.previous_id, order)
        self.assertEqual(ticket.stage_id.code, "pending_dispatch")

    def test_transfer_goes_to_an_outside_unit(self):
        order = self.order("closed", "transfer")
        self.assertRegex(order.name, r"^XB\d{8}-\d{4,}$")
        self.assertEqual(order.ticket_id.state, "done")

    def test_answer_reject_void_and_reopen_on_the_ticket(self):
        answered = self.ticket()
        self.step(answered, "agent", "answer", {"answer": "已告知停水时间"})
        self.assertEqual((answered.state, answered.answer), ("done", "已告知停水时间"))
        rejected = self.ticket()
        self.step(rejected, "agent", "reject", {"reason": "不属受理范围"})
        self.assertEqual(rejected.state, "rejected")
        self.step(rejected, "shift_leader", "reopen", {"reason": "属受理范围"})
        self.assertEqual((rejected.state, rejected.round), ("processing", 2))
        void = self.ticket()
        self.step(void, "shift_leader", "void", {"reason": "误登记"})
        self.assertEqual(void.state, "void")

    def test_a_link_to_the_first_report_is_a_fact_and_can_be_taken_back(self):
        first = self.ticket()
        again = self.ticket(duplicate_of_id=first.id)
        self.as_(again, "agent").duplicate_of_id = False
        self.assertEqual(self.codes(again), ["register", "link_duplicate", "unlink_duplicate"])
        self.assertEqual(again._flow_events()[-1].text, first.name)

    def test_unsatisfied_citizen_has_it_done_again(self):
        order = self.order("pending_visit")
        self.step(order, "visitor", "visit_redo", {"reason": "仍漏水"})
        self.assertEqual((order.stage_id.code, order.round), ("pending_dispatch", 2))

    def test_requests_of_the_department(self):
        order = self.order("handling")
        until = {"reason": "等待配件", "requested_until": UNTIL}
        self.step(order, "water", "request_extension", until)
        with self.assertRaises(UserError):
            self.as_(order, "water").advance("request_return", {"reason": "不是我们"})
        self.step(order, "dispatcher", "deny", {"reason": "尽快"})
        self.step(order, "water", "request_suspend", until)
        self.step(order, "dispatcher", "approve")
        self.assertEqual(order.stage_id.code, "suspended")
        self.step(order, "dispatcher", "resume")
        self.step(order, "water", "request_return", {"reason": "属环卫处"})
        self.step(order, "dispatcher", "approve")
        self.assertEqual((order.stage_id.code, order.return_count), ("pending_dispatch", 1))
        self.assertFalse(order.department_id)
        self.assertEqual(order.request_ids.sorted("id").mapped("state"), ["denied", "approved", "approved"])

    def test_until_must_lie_after_the_moment_of_the_request(self):
        order = self.order("handling")
        until = {"reason": "等待配件", "requested_until": "2020-01-01 00:00:00"}
        with self.assertRaisesRegex(UserError, "future"):
            self.as_(order, "water").advance("request_extension", until)
        self.assertFalse(order.request_ids)
        # history that is replayed: what lay in the future when the department asked
        self.as_(order, "water")._advance("request_extension", until, at=fields.Datetime.to_datetime("2019-12-30"))
        self.assertEqual(order.request_ids.state, "pending")

    def test_new_request_follows_a_decision_in_the_same_transaction(self):
        order = self.order("handling")
        water, dispatcher = (order.with_user(self.people[name]) for name in ("water", "dispatcher"))
        water.advance("request_return", {"reason": "不是我们"})
        dispatcher.advance("deny", {"reason": "是你们"})
        water.advance("request_return", {"reason": "确实不是"})
        self.assertEqual(order.request_ids.sorted("id").mapped("state"), ["denied", "pending"])

    def test_leaders_batch_is_not_verified_and_supervised_from_the_start(self):
        ticket = self.ticket(source_id=self.env.ref("city12319_intake.source_leader").id)
        with self.assertRaisesRegex(UserError, "without verification"):
            self.as_(ticket, "shift_leader").advance("verify_request", {})
        order = self.as_(ticket, "shift_leader").process("file", {})
        self.assertTrue(order.supervised)

    def test_public_call_is_verified_before_filing(self):
        ticket = self.ticket()
        self.step(ticket, "shift_leader", "verify_request", {"inspector_id": self.people["inspector"].id})
        self.step(ticket, "inspector", "verify_result", {"verification": "confirmed", "reason": "属实"})
        self.assertEqual((ticket.stage_id.code, ticket.verification), ("registered", "confirmed"))

    def test_closed_case_is_reopened(self):
        order = self.order("closed")
        self.step(order, "shift_leader", "reopen", {"reason": "问题复发"})
        self.assertEqual((order.stage_id.code, order.round, order.ticket_id.state), ("pending_dispatch", 2, "processing"))

    def test_dispatcher_sends_back_for_judging(self):
        order = self.order("withdrawn")
        self.assertFalse(order.is_open)
        self.assertEqual(order.ticket_id.stage_id.code, "registered")
