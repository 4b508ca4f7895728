from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .test_requests import RequestCase


@tagged("post_install", "-at_install")
class TestAppeals(RequestCase):
    """A department disputes a mark on a closed case once; granted, it counts no more, and stays in history."""

    def closed(self, answered=5, rework=False):
        """Return a closed order; answered at hour 5 it was an hour late."""
        order = self.received()
        self.do(answered, "water", order, "feedback", result="已更换")
        if rework:
            self.do(answered + 1, "shift_leader", order, "review_fail", reason="照片不清")
            self.do(answered + 2, "water", order, "feedback", result="已补照片")
        self.do(answered + 3, "shift_leader", order, "review_pass")
        return self.do(answered + 4, "visitor", order, "visit_close", result_id=self.satisfied.id)

    def late_clock(self, order):
        return order.clock_ids.filtered(lambda clock: clock.scope == "phase" and clock.result == "late")

    def test_granted_appeal_takes_the_mark_out_of_statistics_not_out_of_history(self):
        order = self.closed()
        clock = self.late_clock(order)
        before = order._flow_events()
        self.do(20, "water", order, "appeal", reason="停电无法施工", appeal_kind="overdue", attachment_ids=self.proof("water"))
        self.do(21, "dispatcher", order, "appeal_review", reason="情况属实")
        self.assertFalse(clock.excluded, "an opinion takes nothing out")
        self.do(22, "shift_leader", order, "appeal_grant", reason="同意")
        self.assertRecordValues(clock, [{"excluded": True, "result": "late", "overrun_seconds": 3600}])
        self.assertTrue(order.lateness_excluded)
        self.assertEqual(order._flow_events()[:len(before)], before)
        self.assertEqual(order._flow_events()[len(before):].mapped("code"), ["appeal", "appeal_review", "appeal_grant"])
        self.assertRecordValues(order.appeal_ids, [{
            "state": "approved", "opinion": "情况属实", "decision": "同意", "clock_ids": clock.ids,
            "reviewed_by_id": self.people["dispatcher"].id, "decided_by_id": self.people["shift_leader"].id,
        }])
        self.assertEqual(len(order.appeal_ids.attachment_ids), 1)

    def test_denied_appeal_changes_nothing_and_is_the_last(self):
        order = self.closed()
        self.do(20, "water", order, "appeal", reason="停电", appeal_kind="overdue")
        self.do(21, "dispatcher", order, "appeal_review", reason="不属实")
        self.do(22, "shift_leader", order, "appeal_deny", reason="责任明确")
        self.assertFalse(self.late_clock(order).excluded)
        self.assertRefused(23, "water", order, "appeal", "could still be appealed", reason="再申诉", appeal_kind="overdue")

    def test_rework_is_appealed_against_apart_from_lateness(self):
        order = self.closed(rework=True)
        self.do(20, "water", order, "appeal", reason="停电", appeal_kind="overdue")
        self.assertRefused(20.5, "water", order, "appeal", "could still be appealed", reason="返工", appeal_kind="rework")
        self.do(21, "dispatcher", order, "appeal_review", reason="属实")
        self.do(22, "shift_leader", order, "appeal_grant")
        self.assertFalse(order.rework_excluded)
        self.do(23, "water", order, "appeal", reason="照片已在首次反馈中", appeal_kind="rework")
        self.do(24, "dispatcher", order, "appeal_review", reason="属实")
        self.do(25, "shift_leader", order, "appeal_grant")
        self.assertTrue(order.rework_excluded)
        self.assertEqual(order.round, 2, "the fact stays")

    def test_one_mark_once_even_when_another_is_left(self):
        order = self.closed(rework=True)
        self.do(20, "water", order, "appeal", reason="停电", appeal_kind="overdue")
        self.do(21, "dispatcher", order, "appeal_review", reason="不属实")
        self.do(22, "shift_leader", order, "appeal_deny", reason="责任明确")
        self.assertRefused(23, "water", order, "appeal", "once is all", reason="再申诉", appeal_kind="overdue")

    def test_without_a_mark_there_is_nothing_to_appeal_against(self):
        on_time = self.closed(answered=3)
        self.assertRefused(20, "water", on_time, "appeal", "could still be appealed", reason="x", appeal_kind="overdue")
        reworked = self.closed(answered=3, rework=True)
        self.assertFalse(self.late_clock(reworked))
        self.assertRefused(20, "water", reworked, "appeal", "no overdue mark", reason="x", appeal_kind="overdue")
        late = self.closed()
        self.assertRefused(20, "water", late, "appeal", "not reworked", reason="x", appeal_kind="rework")

    def test_only_after_closing(self):
        order = self.received()
        self.do(5, "water", order, "feedback", result="已更换")
        self.assertRefused(6, "water", order, "appeal", "not possible now", reason="x", appeal_kind="overdue")

    def test_only_the_department_itself(self):
        order = self.closed()
        for person in ("sanitation", "dispatcher", "shift_leader", "agent"):
            with self.assertRaises(UserError, msg=person):
                self.do(20, person, order, "appeal", reason="x", appeal_kind="overdue")
        self.assertFalse(order.appeal_ids)

    def test_nobody_decides_alone(self):
        order = self.closed()
        self.do(20, "water", order, "appeal", reason="停电", appeal_kind="overdue")
        self.assertRefused(21, "shift_leader", order, "appeal_grant", "waits for the shift leader")
        self.do(21, "shift_leader", order, "appeal_review", reason="属实")
        for code in ("appeal_grant", "appeal_deny"):
            self.assertRefused(22, "shift_leader", order, code, "somebody else", reason="x")
        with self.assertRaises(AccessError):
            self.do(22, "dispatcher", order, "appeal_grant")

    def test_mark_of_an_appeal_is_written_by_the_gate_alone(self):
        order = self.closed()
        for person in ("water_manager", "dispatcher", "shift_leader"):
            with self.assertRaises(AccessError):
                self.as_(order, person).write({"rework_excluded": True})
            with self.assertRaises(AccessError):
                self.as_(self.late_clock(order), person).write({"excluded": True})
        with self.assertRaises(AccessError):
            self.late_clock(order).write({"excluded": True})
