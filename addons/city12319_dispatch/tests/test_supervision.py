from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from odoo.addons.city12319_flow import gate_key

from .common import DispatchCase


class SupervisionCase(DispatchCase):
    """Orders that are urged and supervised, and what people are told."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.supervisions = cls.env["city12319.supervision"]

    def setUp(self):
        super().setUp()
        self.told = []
        test = self

        def _send(self, users, title, body, record=None, **options):
            for user in users:
                test.told.append((user.name, title, record, options.get("channels")))
            return users

        self.enterContext(patch.object(self.env.registry["city12319.notice"], "_send", _send))

    def names_told(self):
        return {name for name, *_rest in self.told}

    def supervise(self, order, person="leader", **values):
        self.step(order, person, "supervise", {
            "category": "leader", "level": "1", "reason": "请今日内办结", **values,
        })
        return order.supervision_ids[:1]

    def urge(self, order, person="dispatcher", **values):
        self.step(order, person, "urge", {"reason": "请尽快处理", **values})
        return order.supervision_ids[:1]

    def assertNotAllowed(self, record, person, code, values=None):
        with self.assertRaises(UserError), self.env.cr.savepoint(), mute_logger("odoo.models"):  # or AccessError, one of these
            self.as_(record, person).advance(code, values or {})


@tagged("post_install", "-at_install")
class TestSupervision(SupervisionCase):

    def test_urge_is_a_numbered_fact_with_its_event(self):
        order = self.order("handling")
        urge = self.urge(order, level="1")
        self.assertRegex(urge.name, r"^DB\d{8}-\d{4,}$")
        self.assertRecordValues(urge, [{
            "kind": "urge", "category": False, "state": "sent", "text": "请尽快处理", "automatic": False,
            "sender": self.people["dispatcher"].id, "department_id": self.water.id,
            "handler_id": self.people["water"].id, "stage_id": order.stage_id.id, "round": 1,
        }])
        event = order._flow_events()[-1]
        self.assertEqual((event.code, event.reason), ("urge", "请尽快处理"))
        self.assertIn(urge.name, event.text)
        self.assertEqual(event.from_stage_id, event.to_stage_id)
        self.assertEqual(order.urge_count, 1)
        self.assertFalse(order.supervised)

    def test_a_form_that_was_open_before_an_urge_still_works(self):
        order = self.order("handling")
        seen = order.version
        self.urge(order, level="1")
        water = order.with_user(self.people["water"])
        water.advance("feedback", {"result": "已更换", "expected_version": seen})
        self.assertEqual(order.stage_id.code, "review")
        with self.assertRaises(UserError):
            order.with_user(self.people["shift_leader"]).advance("review_pass", {"expected_version": seen})

    def test_urges_and_supervisions_share_one_row_of_numbers(self):
        order = self.order("handling")
        numbers = [self.urge(order).name, self.supervise(order).name, self.urge(order).name]
        tails = [int(number.rsplit("-", 1)[1]) for number in numbers]
        self.assertEqual(tails, list(range(tails[0], tails[0] + 3)))

    def test_supervision_marks_the_order_until_the_sender_lifts_it(self):
        order = self.order("handling")
        until = fields.Datetime.now() + timedelta(days=1)
        supervision = self.supervise(order, due_at=fields.Datetime.to_string(until))
        self.assertTrue(order.supervised)
        self.assertEqual(supervision.category, "leader")
        self.assertTrue(supervision.needs_reply)
        self.assertNotAllowed(order, "shift_leader", "supervision_lift", {"reason": "x"})
        self.assertNotAllowed(order, "other_leader", "supervision_lift", {"reason": "x"})
        self.assertNotAllowed(order, "leader", "supervision_lift")
        self.step(order, "leader", "supervision_lift", {"reason": "已到现场"})
        self.assertFalse(order.supervised)
        self.assertRecordValues(supervision, [{
            "state": "lifted", "ended_reason": "已到现场", "ended_by": self.people["leader"].id,
        }])
        self.assertEqual(order._flow_events()[-1].code, "supervision_lift")

    def test_order_stays_supervised_while_another_supervision_runs(self):
        order = self.order("handling")
        self.supervise(order, "leader")
        self.supervise(order, "shift_leader", category="focus")
        self.step(order, "leader", "supervision_lift", {"reason": "已办"})
        self.assertTrue(order.supervised)
        self.step(order, "shift_leader", "supervision_lift", {"reason": "已办"})
        self.assertFalse(order.supervised)

    def test_reply_until_must_lie_ahead(self):
        order = self.order("handling")
        past = fields.Datetime.to_string(fields.Datetime.now() - timedelta(minutes=1))
        self.assertNotAllowed(order, "leader", "supervise", {
            "category": "leader", "level": "1", "reason": "x", "due_at": past,
        })
        self.assertFalse(order.supervision_ids)

    def test_rights_are_those_of_the_transitions(self):
        order = self.order("handling")
        for person in ("agent", "water", "water_manager", "leader", "inspector", "visitor", "statistician", "config_admin"):
            self.assertNotAllowed(order, person, "urge", {"reason": "x"})
        for person in ("agent", "water", "dispatcher", "inspector", "visitor", "statistician"):
            self.assertNotAllowed(order, person, "supervise", {"category": "focus", "level": "1", "reason": "x"})
        self.assertFalse(order.supervision_ids)

    # ------------------------------------------------------------------ receipt and reply

    def test_receipt_and_reply_are_written_once_by_those_addressed(self):
        order = self.order("handling")
        supervision = self.supervise(order)
        for person in ("sanitation", "agent", "dispatcher", "other_leader", "inspector"):
            self.assertNotAllowed(order, person, "supervision_receipt")
            self.assertNotAllowed(order, person, "supervision_reply", {"reason": "x"})
        self.as_(supervision, "water").action_receive()
        self.assertRecordValues(supervision, [{"state": "received", "receipt_by": self.people["water"].id}])
        received = supervision.receipt_at
        self.assertNotAllowed(order, "water", "supervision_receipt")
        self.as_(supervision, "water_manager").action_reply("已安排抢修")
        self.assertRecordValues(supervision, [{
            "state": "replied", "reply": "已安排抢修", "replied_by": self.people["water_manager"].id, "receipt_at": received,
        }])
        self.assertNotAllowed(order, "water", "supervision_reply", {"reason": "again"})
        self.assertEqual(
            order._flow_events().mapped("code")[-3:], ["supervise", "supervision_receipt", "supervision_reply"],
        )
        self.assertTrue(order.supervised, "a reply does not end the supervision")
        self.assertIn("leader", self.names_told(), "the sender hears of the reply")

    def test_reply_is_a_receipt_too_and_chooses_the_oldest_supervision_first(self):
        order = self.order("handling")
        urge = self.urge(order)
        supervision = self.supervise(order)
        self.step(order, "water", "supervision_reply", {"reason": "明日完工"})
        self.assertRecordValues(supervision, [{"state": "replied", "receipt_by": self.people["water"].id}])
        self.assertEqual(urge.state, "sent")
        self.step(order, "water", "supervision_reply", {"reason": "已出发", "supervision_id": urge.id})
        self.assertEqual(urge.reply, "已出发")

    def test_reply_to_what_belongs_to_another_order_is_refused(self):
        mine, other = self.order("handling"), self.order("handling")
        self.supervise(mine)
        foreign = self.supervise(other)
        self.assertNotAllowed(mine, "water", "supervision_reply", {"reason": "x", "supervision_id": foreign.id})
        self.assertEqual(foreign.state, "sent")

    def test_receipt_from_the_pop_up_passes_over_what_is_received_already(self):
        order = self.order("handling")
        self.urge(order)
        self.as_(order, "water").receive_supervisions()
        self.as_(order, "water_manager").receive_supervisions()
        self.assertEqual(order._flow_events().mapped("code").count("supervision_receipt"), 1)
        with self.assertRaises(AccessError), mute_logger("odoo.models"):
            self.as_(order, "sanitation").receive_supervisions()

    def test_what_was_sent_is_never_changed_or_deleted(self):
        supervision = self.supervise(self.order("handling"))
        for person in ("leader", "water", "shift_leader", "config_admin"):
            mine = self.as_(supervision, person)
            with self.assertRaises(AccessError), mute_logger("odoo.models"):
                mine.write({"text": "x"})
        for values in ({"text": "x"}, {"level": "3"}, {"sender": 1}, {"name": "DB1"}, {"sent_at": "2020-01-01"}):
            with self.assertRaises(AccessError):
                supervision.sudo().write(values)
            with self.assertRaises(AccessError):
                gate_key.opened(supervision.sudo()).write(values)
        with self.assertRaises(AccessError):
            supervision.sudo().write({"reply": "x"})
        with self.assertRaises(AccessError):
            supervision.sudo().unlink()
        with self.assertRaises(AccessError):
            self.supervisions.sudo().create({"name": "DB1", "kind": "urge", "level": "1", "text": "x"})
        self.as_(supervision, "water").action_reply("已办")
        with self.assertRaises(AccessError):
            gate_key.opened(supervision.sudo()).write({"reply": "again"})

    # ------------------------------------------------------------------ to whom

    def test_whoever_has_the_case_is_told_at_once(self):
        cases = {
            "pending_dispatch": {"dispatcher", "shift_leader"}, "pending_receipt": {"water", "water_manager"},
            "handling": {"water"}, "review": {"shift_leader"}, "checking": {"inspector", "other_inspector"},
            "pending_visit": {"visitor"},
        }
        for stage, expected in cases.items():
            order = self.order(stage)
            self.told.clear()
            supervision = self.supervise(order)
            with self.subTest(stage=stage):
                ours = self.env["res.users"].union(*self.people.values())
                self.assertEqual({user.name for user in supervision.recipient_ids & ours}, expected)
                self.assertLessEqual(expected, self.names_told())
                self.assertTrue(all(channels == ("popup", "inbox", "sms") for *_rest, channels in self.told))
                self.assertTrue(all(record == order for _name, _title, record, _channels in self.told))

    def test_sent_inspector_and_named_leader_are_told_alone(self):
        order = self.order("review")
        self.step(order, "shift_leader", "check_request", {"inspector_id": self.people["other_inspector"].id})
        self.assertEqual(self.supervise(order).recipient_ids, self.people["other_inspector"])
        to_visit = self.order("pending_visit")
        to_visit.sudo().visit_ids._assign(self.people["visitor"])
        self.assertEqual(self.urge(to_visit).recipient_ids, self.people["visitor"])
        escalated = self.order(mode="escalate")
        self.assertEqual(self.urge(escalated).recipient_ids, self.people["leader"])

    def test_level_says_who_else_is_told(self):
        order = self.order("handling")
        self.told.clear()
        self.urge(order, level="2")
        self.assertEqual(self.names_told(), {"water", "water_manager"})
        self.told.clear()
        self.urge(order, level="3")
        self.assertLessEqual({"water", "water_manager", "leader", "other_leader"}, self.names_told())

    def test_department_that_gets_a_supervised_case_is_told(self):
        order = self.order("pending_dispatch")
        self.supervise(order)
        self.told.clear()
        self.step(order, "dispatcher", "dispatch", {"department_id": self.water.id})
        self.assertEqual(self.names_told(), {"water", "water_manager"})
        self.as_(order, "water").receive_supervisions()
        self.assertEqual(order.supervision_ids.receipt_by, self.people["water"])

    def test_history_that_is_entered_rings_nobody_up(self):
        order = self.order("handling")
        self.told.clear()
        past = fields.Datetime.now() - timedelta(days=30)
        order.with_user(self.people["leader"])._advance(
            "supervise", {"category": "leader", "level": "3", "reason": "去年的督办"}, past)
        self.assertEqual(order.supervision_ids.sent_at, past)
        self.assertFalse(self.told)

    # ------------------------------------------------------------------ the end

    def test_urge_is_over_when_the_step_is_done_and_supervision_when_the_case_closes(self):
        order = self.order("handling")
        urge, supervision = self.urge(order), self.supervise(order)
        self.step(order, "water", "feedback", {"result": "已修复"})
        self.assertEqual(urge.state, "ended")
        self.assertEqual(supervision.state, "sent")
        self.step(order, "shift_leader", "review_pass")
        self.assertTrue(order.supervised)
        self.step(order, "visitor", "visit_close", {"result_id": self.satisfied.id})
        self.assertEqual(supervision.state, "ended")
        self.assertTrue(order.supervised, "the mark stays on the closed case")
        self.step(order, "shift_leader", "reopen", {"reason": "复发"})
        self.assertFalse(order.supervised, "nothing supervises it any more")

    def test_reply_survives_the_end_of_the_case(self):
        order = self.order("handling")
        supervision = self.supervise(order)
        self.step(order, "water", "supervision_reply", {"reason": "已办"})
        self.step(order, "water", "feedback", {"result": "已修复"})
        self.step(order, "shift_leader", "review_pass")
        self.step(order, "shift_leader", "close_direct", {"reason": "来电人已确认"})
        self.assertRecordValues(supervision, [{"state": "replied", "reply": "已办"}])
        self.assertTrue(supervision.ended_at)

    # ------------------------------------------------------------------ many at once

    def test_many_orders_are_urged_in_one_go(self):
        orders = self.order("handling") | self.order("pending_receipt") | self.order("closed") | self.order("suspended")
        self.told.clear()  # of the news of these orders
        urges = self.supervisions._urge(orders, 2, "超期,请立即办理")
        self.assertEqual(urges.order_id, orders[:2])
        self.assertEqual(len(set(urges.mapped("name"))), 2)
        self.assertEqual(urges.mapped("automatic"), [True, True])
        self.assertEqual(urges.sender, self.env.ref("base.user_root"))
        self.assertEqual(orders.mapped("urge_count"), [1, 1, 0, 0])
        self.assertEqual([order._flow_events()[-1].code for order in orders[:2]], ["urge", "urge"])
        self.assertFalse(self.told, "the escalation tells people itself")

    def test_queries_do_not_grow_with_the_number_of_orders(self):
        few = self.order("handling") | self.order("handling")
        many = self.env["city12319.order"].union(*(self.order("handling") for _ in range(8)))
        counts = []
        for orders in (few, few, many):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.supervisions._urge(orders, 1, "请尽快")
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[2], counts[1] + 6, "four times the orders")

    def test_bulk_urge_asks_for_the_right_and_tells_each_group_once(self):
        orders = self.order("handling") | self.order("handling") | self.order("closed")
        context = {"active_model": "city12319.order", "active_ids": orders.ids}
        urging = Form(self.env["city12319.urging"].with_user(self.people["dispatcher"]).with_context(**context))
        self.assertEqual((urging.possible_count, urging.left_out_count), (2, 1))
        urging.text = "请尽快"
        self.told.clear()
        urging.save().action_urge()
        self.assertEqual(orders.mapped("urge_count"), [1, 1, 0])
        self.assertEqual([name for name, *_rest in self.told], ["water"], "one message for both")
        with self.assertRaises(AccessError):
            self.supervisions.with_user(self.people["water"])._urge(
                orders[:1].with_user(self.people["water"]), 1, "x", auto=False)
        with self.assertRaises(AccessError), mute_logger("odoo.addons.base.models.ir_model"):
            self.env["city12319.urging"].with_user(self.people["leader"]).create({"text": "x"})

    def test_bulk_urge_of_what_cannot_be_urged_says_so(self):
        orders = self.order("closed")
        urging = self.env["city12319.urging"].with_user(self.people["dispatcher"]).create({
            "order_ids": orders.ids, "text": "x",
        })
        with self.assertRaisesRegex(UserError, "closed or suspended"):
            urging.action_urge()

    # ------------------------------------------------------------------ by itself

    def bounce(self, order, times):
        for _ in range(times):
            self.step(order, "dispatcher", "dispatch", {"department_id": self.water.id})
            self.step(order, "water", "refuse", {"reason": "不属本单位"})

    def test_case_that_bounced_three_times_is_supervised_by_the_leadership(self):
        order = self.order()
        self.bounce(order, 2)
        self.assertFalse(order.supervised)
        self.told.clear()
        self.bounce(order, 1)
        self.assertTrue(order.supervised)
        supervision = order.supervision_ids
        self.assertRecordValues(supervision, [{
            "kind": "supervise", "category": "focus", "level": "3", "automatic": True,
        }])
        self.assertIn("leader", self.names_told())
        self.assertIn("dispatcher", self.names_told())
        self.bounce(order, 2)
        self.assertEqual(len(order.supervision_ids), 1, "again after three more")
        self.bounce(order, 1)
        self.assertEqual(len(order.supervision_ids), 2)
        self.step(order, "shift_leader", "supervision_lift", {"reason": "已协调"})
        self.assertFalse(order.supervised)

    def test_case_that_was_reworked_too_often_is_supervised(self):
        self.env["ir.config_parameter"].set_param("city12319.raise_after_reworks", 2)
        order = self.order("review")
        for expected in (False, True):
            self.step(order, "shift_leader", "review_fail", {"reason": "不合格"})
            self.assertEqual(order.supervised, expected)
            self.step(order, "water", "feedback", {"result": "再修"})
        self.assertEqual(order.supervision_ids.level, "3", "nobody stands above the department")

    def test_bounces_and_ping_pong_are_counted_for_each_department(self):
        figures = {one["department"]: one for one in self.env["city12319.bounce"]._figures()}
        order = self.order()
        for department, person in ((self.water, "water"), (self.sanitation, "sanitation"), (self.water, "water")):
            self.step(order, "dispatcher", "dispatch", {"department_id": department.id})
            self.step(order, person, "refuse", {"reason": "不属本单位"})
        once = self.order("handling")
        self.step(once, "water", "request_return", {"reason": "属环卫"})
        self.step(once, "dispatcher", "approve")
        figures = {one["department"]: one for one in self.env["city12319.bounce"]._figures()}
        water = figures[self.water]
        self.assertEqual((water["dispatched"], water["given_back"]), (3, 3))
        self.assertEqual(figures[self.sanitation]["rate"], 1.0)
        [pair] = [
            pair for pair in self.env["city12319.bounce"]._pairs() if pair["departments"] == self.water | self.sanitation
        ]
        self.assertEqual(pair["count"], 2)
        self.assertEqual(pair["orders"], order)


@tagged("post_install", "-at_install")
class TestSigns(SupervisionCase):

    def test_signs_say_how_the_case_stands_on_every_document_of_it(self):
        order = self.order("handling")
        self.supervise(order)
        self.urge(order)
        gate_key.opened(order).write({"alert": "overdue", "urgency": "critical", "due_at": "2026-01-01 00:00:00"})
        for document in (order, order.task_ids, order.ticket_id, order.supervision_ids[:1]):
            self.assertEqual(
                {name: document.signs[name] for name in ("alert", "supervised", "urgency", "urge_count", "is_open")},
                {"alert": "overdue", "supervised": True, "urgency": "critical", "urge_count": 1, "is_open": True},
                document._name,
            )
        self.assertEqual(order.signs["due_at"], "2026-01-01 00:00:00")
        self.assertFalse(self.ticket().signs, "no order, no signs")

    def test_signs_of_a_list_cost_no_query_per_row(self):
        orders = self.env["city12319.order"].union(*(self.order("handling") for _ in range(6)))
        for model, records in (("city12319.order", orders), ("city12319.task", orders.task_ids),
                               ("city12319.ticket", orders.ticket_id)):
            counts = []
            for some in (records[:1], records[:1], records):
                self.env.flush_all()
                self.env.invalidate_all()
                before = self.env.cr.sql_log_count
                some.browse(some.ids).with_user(self.people["shift_leader"]).web_read({"signs": {}, "display_name": {}})
                counts.append(self.env.cr.sql_log_count - before)
            self.assertEqual(counts[1], counts[2], model)


@tagged("post_install", "-at_install")
class TestSupervisionBoard(SupervisionCase):

    def board(self, person="dispatcher", *args):
        return self.as_(self.env["city12319.supervision.board"], person).load(*args)

    def counts(self, person="dispatcher"):
        return {tile["key"]: tile["count"] for tile in self.board(person)["tiles"]}

    def test_board_counts_what_needs_attention(self):
        before = self.counts()
        late, soon = self.order("handling"), self.order("handling")
        gate_key.opened(late).write({"alert": "overdue"})
        gate_key.opened(soon).write({"alert": "warning"})
        self.order("pending_receipt")
        self.order("suspended")
        returned = self.order()
        self.step(returned, "dispatcher", "dispatch", {"department_id": self.water.id})
        self.step(returned, "water", "refuse", {"reason": "不属本单位"})
        self.supervise(late)
        self.urge(soon)
        after = self.counts()
        self.assertEqual(
            {key: after[key] - before[key] for key in after},
            {"overdue": 1, "warning": 1, "unreceived": 1, "returned": 1, "suspended": 1, "supervised": 1, "unanswered": 1,
             "urged": 1},
        )
        self.as_(late, "water").receive_supervisions()
        self.assertEqual(self.counts()["unanswered"], after["unanswered"], "received is not replied")
        self.step(late, "water", "supervision_reply", {"reason": "已办"})
        self.step(soon, "water", "supervision_receipt")
        end = self.counts()
        self.assertEqual((end["unanswered"], end["urged"]), (before["unanswered"], before["urged"]))

    def test_rows_are_of_the_tile_and_of_the_department(self):
        order = self.order("handling")
        gate_key.opened(order).write({"alert": "overdue"})
        board = self.board("leader", "overdue", self.water.id)
        self.assertIn(order.id, [row["id"] for row in board["rows"]])
        self.assertFalse(board["may_urge"])
        self.assertTrue(self.board()["may_urge"])
        self.assertNotIn(order.id, [row["id"] for row in self.board("leader", "overdue", self.sanitation.id)["rows"]])
        found = self.env["city12319.order"].search(board["domain"])
        self.assertIn(order, found)

    def test_board_is_closed_to_the_others(self):
        for person in ("agent", "water", "water_manager", "inspector", "visitor", "config_admin"):
            with self.assertRaises(AccessError):
                self.board(person)

    def test_boards_are_told_once_in_a_transaction(self):
        orders = self.order("handling") | self.order("handling")
        self.env.cr.precommit.data.clear()
        with patch.object(self.env.registry["res.groups"], "_bus_send") as send:
            self.supervisions._urge(orders, 1, "请尽快")
            self.supervisions._urge(orders, 1, "请尽快")
        self.assertEqual(send.call_count, 2, "dispatchers and leaders, once each")
