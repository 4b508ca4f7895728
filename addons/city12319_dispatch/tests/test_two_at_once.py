import threading
from contextlib import nullcontext
from datetime import datetime
from unittest.mock import patch

from odoo import SUPERUSER_ID, api
from odoo.exceptions import UserError
from odoo.modules.registry import Registry
from odoo.service.model import retrying
from odoo.tests import BaseCase, get_db_name, new_test_user, tagged
from odoo.tools import mute_logger

from .moves import ORDER, TICKET

FIXED_LINE = "0898-66220001"  # gets no text messages, which would stay
DAY = datetime(1999, 12, 30, 12)  # far from any day on which somebody registers


@tagged("post_install", "-at_install")
class TestTwoAtOnce(BaseCase):
    """Several people at the same moment, with a connection each: what is written here is committed.

    Documents cannot be deleted, so what these tests leave behind is taken away with plain SQL.
    """

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        self.tickets = []
        self.addCleanup(self.clean_up)

    def env(self, cr):
        return api.Environment(cr, SUPERUSER_ID, {})

    def clean_up(self):
        with self.registry.cursor() as cr:
            ids = (tuple(self.tickets or [0]),)
            orders = "(SELECT id FROM city12319_order WHERE ticket_id IN %s)"
            visits = "(SELECT id FROM city12319_visit WHERE ticket_id IN %s)"
            clocks = "(SELECT id FROM city12319_clock WHERE ticket_id IN %s)"
            for table, where in (
                ("city12319_clock_pause", f"clock_id IN {clocks}"), ("city12319_clock", "ticket_id IN %s"),
                ("city12319_visit_attempt", f"visit_id IN {visits}"), ("city12319_visit", "ticket_id IN %s"),
                ("city12319_event", "ticket_id IN %s"), ("city12319_task", f"order_id IN {orders}"),
                ("mail_followers", f"res_model = 'city12319.order' AND res_id IN {orders}"),
                ("mail_message", f"model = 'city12319.order' AND res_id IN {orders}"),
                ("mail_message", "model = 'city12319.ticket' AND res_id IN %s"),
                ("city12319_order", "ticket_id IN %s"), ("city12319_ticket", "id IN %s"),
            ):
                cr.execute(f"DELETE FROM {table} WHERE {where}", ids)  # noqa: S608 names of this file
            cr.execute("DELETE FROM city12319_caller WHERE phone_sanitized = '+8689866220001'")
            cr.execute("DELETE FROM city12319_department WHERE code = 'T-RACE'")
            cr.execute("DELETE FROM city12319_numbering_counter WHERE day = %s", (DAY.date(),))

    def order(self):
        """Return the ids of a committed order that waits for dispatch, and of a department."""
        with self.registry.cursor() as cr:
            env = self.env(cr)
            ticket = env[TICKET].register({"summary": "井盖缺失"})
            self.tickets.append(ticket.id)
            department = env["city12319.department"].create({"name": "供水处", "code": "T-RACE"})
            return ticket.process("file", {}).id, department.id

    # ------------------------------------------------------------------ one order

    def test_the_second_is_told_while_the_first_has_not_finished(self):
        order_id, department_id = self.order()
        with self.registry.cursor() as first, self.registry.cursor() as second:
            self.env(first)[ORDER].browse(order_id).advance("dispatch", {"department_id": department_id})
            first.flush()
            with self.assertRaisesRegex(UserError, "Somebody else is changing"):
                self.env(second)[ORDER].browse(order_id).advance("send_back", {"reason": "应转办"})
            second.rollback()
            first.rollback()  # the first gives up: now the second can
            self.env(second)[ORDER].browse(order_id).advance("send_back", {"reason": "应转办"})
            second.flush()
            self.assertEqual(self.env(second)[ORDER].browse(order_id).stage_code, "withdrawn")
            second.rollback()

    def test_the_second_is_told_what_the_first_did(self):
        order_id, department_id = self.order()
        with self.registry.cursor() as cr:
            order = self.env(cr)[ORDER].browse(order_id)
            seen = order.version
        with self.registry.cursor() as cr:
            self.env(cr)[ORDER].browse(order_id).advance("dispatch", {"department_id": department_id})
        with self.registry.cursor() as cr, self.assertRaisesRegex(UserError, "has changed since you opened it"):
            self.env(cr)[ORDER].browse(order_id).advance(
                "dispatch", {"department_id": department_id, "expected_version": seen},
            )

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_of_two_who_act_in_the_same_moment_one_wins_and_one_is_told(self):
        for _attempt in range(3):
            order_id, department_id = self.order()
            outcomes = self.race([
                ("dispatch", {"department_id": department_id}), ("send_back", {"reason": "应转办"}),
                ("dispatch", {"department_id": department_id}),
            ], order_id)
            self.assertEqual(sum(outcome is None for outcome in outcomes), 1, outcomes)
            for refusal in filter(None, outcomes):
                self.assertIsInstance(refusal, UserError)
            with self.registry.cursor() as cr:
                order = self.env(cr)[ORDER].browse(order_id)
                events = order._flow_events().mapped("code")
                self.assertEqual(len(events), 2)
                self.assertEqual(order.version, 2)
                self.assertEqual(order.stage_code, {"dispatch": "pending_receipt", "send_back": "withdrawn"}[events[1]])
            self.clean_up()

    def race(self, moves, order_id):
        """Do all ``moves`` at once, each as a request of its own; return a refusal or None for each."""
        start = threading.Barrier(len(moves))
        outcomes = [None] * len(moves)

        def request(index, code, values):
            try:
                with self.registry.cursor() as cr:
                    env = self.env(cr)
                    env[ORDER].browse(order_id).stage_code  # noqa: B018 the screen was open before
                    start.wait(10)
                    retrying(lambda: env[ORDER].browse(order_id).advance(code, dict(values)), env)
            except Exception as error:  # noqa: BLE001 the test looks at it
                outcomes[index] = error

        threads = [threading.Thread(target=request, args=(index, *move)) for index, move in enumerate(moves)]
        self.run_all(threads)
        return outcomes

    def run_all(self, threads):
        # while tests run, the registry is locked for other threads; it does not change here
        with patch.object(Registry, "_lock", nullcontext()):
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join(30)
        self.assertFalse([thread for thread in threads if thread.is_alive()])

    # ------------------------------------------------------------------ return visits

    def visits(self, count):
        """Commit ``count`` visits that go before all others in the queue; return their ids."""
        ids = []
        with self.registry.cursor() as cr:
            env = self.env(cr)
            department = env["city12319.department"].create({"name": "供水处", "code": "T-RACE"})
            for _index in range(count):
                ticket = env[TICKET].register({"summary": "井盖缺失", "phone": FIXED_LINE})
                self.tickets.append(ticket.id)
                order = ticket.process("file", {})
                for code, values in (
                    ("dispatch", {"department_id": department.id}), ("receive", {}), ("feedback", {"result": "已办"}),
                    ("review_pass", {}),
                ):
                    order.advance(code, values)
                visit = order.visit_ids
                visit._gated().write({"priority": "2", "due_at": "1999-12-30 12:00:00", "state": "waiting"})
                ids.append(visit.id)
        return ids

    def test_two_visitors_who_ask_for_the_next_visit_get_different_ones(self):
        ids = self.visits(3)
        taken = []
        with self.registry.cursor() as first, self.registry.cursor() as second, self.registry.cursor() as third:
            for number, cr in enumerate((first, second, third)):
                visitor = new_test_user(
                    self.env(cr), f"t_race_{number}", groups="city12319_intake.group_visitor",
                    context={"no_reset_password": True, "tracking_disable": True},
                )
                visits = self.env(cr)["city12319.visit"].with_user(visitor)
                taken.append(visits.take_next().id)
                visits.flush_model()
                self.assertEqual(visits.take_next().id, taken[-1], "the same again, as long as it waits")
            for cr in (first, second, third):
                cr.rollback()
        self.assertEqual(taken, ids)

    # ------------------------------------------------------------------ numbers

    def take(self, cr, count=1):
        return self.env(cr)["city12319.numbering"]._take("order_transfer", count, DAY)

    def test_two_who_save_at_the_same_moment_get_different_numbers_without_waiting(self):
        with self.registry.cursor() as first, self.registry.cursor() as second:
            numbers = self.take(first) + self.take(second) + self.take(first) + self.take(second, 3)
            first.rollback()
            second.rollback()
        self.assertEqual(numbers, [f"XB19991230-{number:04}" for number in range(1, 7)])

    def test_number_of_a_save_that_failed_is_not_given_again(self):
        with self.registry.cursor() as cr:
            (lost,) = self.take(cr)
            cr.rollback()
        with self.registry.cursor() as cr:
            (next_,) = self.take(cr)
        self.assertEqual((lost, next_), ("XB19991230-0001", "XB19991230-0002"))

    def test_many_at_once_never_share_a_number(self):
        numbers = []

        def save():
            for _index in range(10):
                with self.registry.cursor() as cr:
                    numbers.extend(self.take(cr, 2))

        threads = [threading.Thread(target=save) for _index in range(4)]
        self.run_all(threads)
        self.assertEqual(len(numbers), 80)
        self.assertEqual(len(set(numbers)), 80)
