from datetime import datetime, timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import DispatchCase


class RequestCase(DispatchCase):
    """An order that water has two urgent hours for, dispatched at hour 2 and received at hour 2.5."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["city12319.time.limit"].search([]).active = False
        cls.condition = cls.env["city12319.condition"].create({
            "name": "井盖缺失", "category_id": cls.category.id, "limit": 2, "unit": "urgent_hours",
        })
        cls.kinds = {kind.code: kind for kind in cls.env["city12319.request.kind"].search([])}

    def at(self, hours):
        """Return a UTC moment some hours after a Monday morning."""
        return datetime(2026, 3, 2, 1) + timedelta(hours=hours)

    def do(self, hours, person, order, code, **values):
        """Let a person do something some hours after that morning."""
        if values.get("requested_until"):
            values["requested_until"] = self.at(values["requested_until"])
        with freeze_time(self.at(hours)):
            self.step(order, person, code, values)
        return order

    def received(self):
        with freeze_time(self.at(0)):
            ticket = self.as_(self.ticket(), "shift_leader")
            order = ticket.process("file", {"condition_id": self.condition.id}).with_env(self.env)
        self.do(2, "dispatcher", order, "dispatch", department_id=self.water.id)
        return self.do(2.5, "water", order, "receive")

    def assertRefused(self, hours, person, order, code, message, **values):
        with self.assertRaisesRegex(UserError, message):
            self.do(hours, person, order, code, **values)

    def proof(self, person):
        return self.env["ir.attachment"].with_user(self.people[person]).create({"name": "证明.txt", "raw": b"x"}).ids


@tagged("post_install", "-at_install")
class TestRequests(RequestCase):
    """Extension, suspension and return: how often, who decides, and what that does to the clock."""

    # ------------------------------------------------------------------ extension

    def test_extension_adds_one_original_limit_each_time(self):
        order = self.received()
        self.assertEqual(order.due_at, self.at(4))
        for asked, due in ((3, 6), (5, 8)):
            self.do(asked, "water", order, "request_extension", reason="等待配件")
            self.do(asked + 0.5, "dispatcher", order, "approve")
            self.assertEqual(order.due_at, self.at(due))
        first, second = order.request_ids.sorted("id")
        self.assertRecordValues(first + second, [
            {"number": 1, "due_before": self.at(4), "due_after": self.at(6)},
            {"number": 2, "due_before": self.at(6), "due_after": self.at(8)},
        ])
        self.assertEqual(order.extension_count, 2)

    def test_extension_to_a_moment(self):
        order = self.received()
        self.do(3, "water", order, "request_extension", reason="等待配件", requested_until=5)
        self.do(3.5, "dispatcher", order, "approve")
        self.assertEqual(order.due_at, self.at(5))

    def test_moment_lies_after_the_due_moment_and_not_too_far(self):
        order = self.received()
        for until, message in ((2, "future"), (4, "present due moment"), (24 * 91, "90 days")):
            self.assertRefused(3, "water", order, "request_extension", message, reason="等待配件", requested_until=until)
        self.assertFalse(order.request_ids)

    def test_two_extensions_at_most_and_a_denial_does_not_count(self):
        order = self.received()
        self.do(2.6, "water", order, "request_extension", reason="一")
        self.do(2.7, "dispatcher", order, "deny", reason="尽快")
        self.assertEqual(order.due_at, self.at(4), "a denial moves nothing")
        for hour in (3, 5):
            self.do(hour, "water", order, "request_extension", reason="再次")
            self.do(hour + 0.5, "dispatcher", order, "approve")
        self.assertRefused(6, "water", order, "request_extension", "approved 2 times", reason="三")
        self.assertEqual((order.extension_count, len(order.request_ids)), (2, 3))

    def test_never_once_overdue(self):
        order = self.received()
        self.assertRefused(4.1, "water", order, "request_extension", "overdue", reason="晚了")

    def test_request_made_in_time_may_be_approved_late(self):
        order = self.received()
        self.do(3.9, "water", order, "request_extension", reason="等待配件")
        self.do(4.5, "dispatcher", order, "approve")
        self.assertEqual((order.due_at, order.extension_count), (self.at(6), 1))

    def test_the_whole_case_keeps_its_own_limit(self):
        self.env["city12319.time.limit"].create({"target": "total", "limit": 10, "unit": "natural_days"})
        order = self.received()
        total = order.total_due_at
        self.do(3, "water", order, "request_extension", reason="等待配件")
        self.do(3.5, "dispatcher", order, "approve")
        self.assertTrue(total)
        self.assertEqual(order.total_due_at, total)

    # ------------------------------------------------------------------ suspension

    def test_suspension_once_and_a_year_at_most(self):
        order = self.received()
        self.assertRefused(3, "water", order, "request_suspend", "365 days", reason="冬季", requested_until=24 * 366 + 4)
        self.assertRefused(3, "water", order, "request_suspend", "Until", reason="冬季")
        self.do(3, "water", order, "request_suspend", reason="冬季", requested_until=24 * 364)
        self.do(3.2, "dispatcher", order, "approve")
        self.do(5, "dispatcher", order, "resume")
        self.assertEqual(order.suspend_count, 1)
        self.assertRefused(5.5, "water", order, "request_suspend", "approved 1 times", reason="冬季", requested_until=24)

    def test_nothing_is_handled_while_suspended(self):
        order = self.suspended(until=10)
        self.assertRefused(4, "water", order, "feedback", "not possible now", result="已更换")
        self.assertRefused(4, "water", order, "request_extension", "not possible now", reason="x")

    def suspended(self, until):
        order = self.received()
        self.do(2.8, "water", order, "request_suspend", reason="待料", requested_until=until)
        return self.do(3, "dispatcher", order, "approve")

    def worker(self, hours):
        commit = patch.object(type(self.env["ir.cron"]), "_commit_progress", lambda *args, **kwargs: 100.0)
        with freeze_time(self.at(hours)), commit:
            self.env.flush_all()
            self.env["city12319.order"]._cron_resume()
        self.env.invalidate_all()

    def test_suspension_ends_by_itself_at_its_moment_also_after_downtime(self):
        order, other = self.suspended(until=10), self.suspended(until=48)
        self.worker(9.9)
        self.assertEqual(order.stage_id.code, "suspended")
        self.worker(30)
        self.assertEqual((order.stage_id.code, other.stage_id.code), ("handling", "suspended"))
        self.assertEqual(order.due_at, self.at(11), "one hour was left at hour 3, and it runs again from hour 10")
        event = order._flow_events()[-1]
        self.assertEqual((event.code, event.at), ("resume", self.at(10)))
        self.assertFalse(order.suspended_until)
        events = len(order._flow_events())
        self.worker(31)
        self.assertEqual(len(order._flow_events()), events)

    def test_resumed_by_hand_is_not_resumed_again(self):
        order = self.suspended(until=10)
        self.do(5, "water", order, "resume")
        self.worker(11)
        self.assertEqual(order._flow_events().mapped("code").count("resume"), 1)

    # ------------------------------------------------------------------ return

    def test_return_goes_back_to_the_dispatcher_at_once(self):
        order = self.received()
        self.do(3, "water", order, "request_return", reason="属环卫处")
        self.do(3.1, "dispatcher", order, "approve", reason="确属派错")
        self.assertEqual((order.stage_id.code, order.return_count), ("pending_dispatch", 1))
        self.assertFalse(order.department_id)

    # ------------------------------------------------------------------ two levels

    def test_second_level_decides_after_the_dispatchers_opinion(self):
        self.kinds["extension"].second_from = 2
        order = self.received()
        self.do(3, "water", order, "request_extension", reason="一")
        self.do(3.1, "dispatcher", order, "approve")
        self.do(3.2, "water", order, "request_extension", reason="二")
        self.assertRefused(3.3, "dispatcher", order, "approve", "decision alone")
        self.do(3.4, "dispatcher", order, "endorse", reason="情况属实")
        self.assertEqual(order.due_at, self.at(6), "an opinion moves nothing")
        with self.assertRaises(AccessError):
            self.do(3.5, "dispatcher", order, "approve_second")
        self.do(3.6, "leader", order, "approve_second", reason="同意")
        self.assertEqual(order.due_at, self.at(8))
        self.assertEqual(order._flow_events().mapped("code")[-2:], ["endorse", "approve_second"])
        self.assertRecordValues(order.request_ids.sorted("id")[-1], [{
            "levels": 2, "state": "approved", "opinion": "情况属实", "endorsed_by_id": self.people["dispatcher"].id,
            "decided_by_id": self.people["leader"].id, "decision": "同意",
        }])

    def test_nobody_decides_at_both_levels(self):
        self.kinds["suspend"].second_from = 1
        order = self.received()
        self.do(3, "water", order, "request_suspend", reason="待料", requested_until=20)
        self.do(3.1, "shift_leader", order, "endorse", reason="属实")
        for code, values in (("approve_second", {}), ("deny_second", {"reason": "不同意"})):
            self.assertRefused(3.2, "shift_leader", order, code, "somebody else", **values)
        self.do(3.3, "leader", order, "deny_second", reason="不同意")
        self.assertEqual((order.stage_id.code, order.request_ids.state, order.suspend_count), ("handling", "denied", 0))

    def test_feedback_withdraws_what_waits_at_the_second_level(self):
        self.kinds["extension"].second_from = 1
        order = self.received()
        self.do(3, "water", order, "request_extension", reason="一")
        self.do(3.1, "dispatcher", order, "endorse", reason="属实")
        self.assertRefused(3.2, "water", order, "request_return", "waits for a decision", reason="二")
        self.do(3.3, "water", order, "feedback", result="已更换")
        self.assertEqual(order.request_ids.state, "cancelled")

    # ------------------------------------------------------------------ proof, replay, figures, rights

    def test_proof_where_it_is_demanded(self):
        self.kinds["extension"].evidence_from = 1
        order = self.received()
        self.assertRefused(3, "water", order, "request_extension", "file or photo", reason="等待配件")
        files = self.proof("water")
        self.do(3, "water", order, "request_extension", reason="等待配件", attachment_ids=files)
        self.assertEqual(order.request_ids.attachment_ids.ids, files)
        self.assertEqual(order.request_ids.attachment_ids.res_id, order.id, "readable with the order")

    def test_replayed_history_is_not_judged_by_todays_limits(self):
        order = self.received()
        late = order.with_user(self.people["water"])
        late._advance("request_extension", {"reason": "当年的申请"}, at=self.at(50))
        self.assertEqual(order.request_ids.state, "pending")

    def test_dialog_never_proposes_what_was_asked_for_the_last_time(self):
        order = self.received()
        self.do(3, "water", order, "request_extension", reason="一", requested_until=5)
        self.do(3.1, "dispatcher", order, "deny", reason="尽快")
        with freeze_time(self.at(3.2)):
            [action] = [
                action for action in self.as_(order, "water").flow_actions() if action["code"] == "request_extension"]
        [field] = action["fields"]
        self.assertEqual((field["value"], field["required"]), (False, False))
        self.assertIn("2 h", field["hint"])

    def test_screen_tells_what_is_asked_for_to_those_who_may_know(self):
        order = self.received()
        self.do(3, "water", order, "request_extension", reason="等待配件")
        for person in ("dispatcher", "water", "leader"):
            self.assertEqual(self.as_(order, person).waiting_request_reason, "等待配件", person)
        self.assertIn("no. 1", order.waiting_request)

    def test_requests_are_counted_by_department(self):
        order = self.received()
        self.do(3, "water", order, "request_extension", reason="一")
        self.do(3.1, "dispatcher", order, "approve")
        groups = self.as_(self.env["city12319.request"], "statistician")._read_group(
            [("order_id", "=", order.id)], ["department_id", "kind", "state"], ["__count"])
        self.assertEqual(groups, [(self.water, "extension", "approved", 1)])

    def test_limits_are_changed_by_configuration_alone(self):
        kind = self.kinds["extension"]
        self.as_(kind, "config_admin").write({"max_approved": 3})
        for person in ("water_manager", "dispatcher", "shift_leader", "leader"):
            with self.assertRaises(AccessError):
                self.as_(kind, person).write({"max_approved": 9})
        order = self.received()
        for hour in (3, 5, 7):
            self.do(hour, "water", order, "request_extension", reason="再次")
            self.do(hour + 0.5, "dispatcher", order, "approve")
        self.assertEqual(order.due_at, self.at(10))
