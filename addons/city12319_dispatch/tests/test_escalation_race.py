import threading
from contextlib import nullcontext
from datetime import timedelta
from unittest.mock import patch

from odoo import SUPERUSER_ID, api, fields
from odoo.modules.registry import Registry
from odoo.service.model import retrying
from odoo.tests import BaseCase, get_db_name, tagged
from odoo.tools import mute_logger

ORDERS = 6
CODE = "T-ESCAL"
TABLES = ("escalation_line", "escalation", "supervision", "clock_pause", "clock", "event", "task")


@tagged("post_install", "-at_install")
class TestEscalationRace(BaseCase):
    """Two workers run the minute job at the same moment, with a connection each: what is written here is committed."""

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        self.addCleanup(self.clean_up)
        with self.registry.cursor() as cr:
            env = self.env(cr)
            self.levels = env["city12319.escalation.level"].search([]).ids
            env["city12319.escalation.level"].search([]).active = False
            cr.execute("SELECT coalesce(max(id), 0) FROM bus_bus")
            self.last_bus = cr.fetchone()[0]
            self.make(env)

    def env(self, cr):
        return api.Environment(cr, SUPERUSER_ID, {"no_reset_password": True, "tracking_disable": True})

    def make(self, env):
        """Make orders that are overdue for a minute, of a department with one person."""
        user = env["res.users"].create({
            "name": "值班员", "login": "t_escal_race", "group_ids": [(4, env.ref("city12319_intake.group_department").id)],
        })
        department = env["city12319.department"].create({"name": "供水处", "code": CODE, "member_ids": [(4, user.id)]})
        level = env["city12319.escalation.level"].create({
            "name": "超时", "percent": 100, "for_phase": False, "urge_level": "1", "quiet_for": "none",
        })
        limit = env["city12319.time.limit"].create({
            "target": "stage", "stage_id": env.ref("city12319_dispatch.stage_pending_receipt").id, "limit": 1,
            "unit": "urgent_hours", "department_id": department.id,
        })
        at = fields.Datetime.now() - timedelta(minutes=61)
        tickets = env["city12319.ticket"]._flow_create(
            "register", [{"summary": "井盖缺失", "reported_at": at} for _number in range(ORDERS)], [at] * ORDERS)
        orders = env["city12319.order"]
        for ticket in tickets:
            order = ticket._advance("process_file", {}, at).order_id
            order._advance("dispatch", {"department_id": department.id}, at)
            orders |= order
        self.made = {
            "tickets": tickets.ids, "orders": orders.ids, "user": user.id, "partner": user.partner_id.id, "level": level.id,
            "limit": limit.id, "department": department.id,
        }

    def clean_up(self):
        """Take away with plain SQL what can never be deleted."""
        made = getattr(self, "made", None)
        with self.registry.cursor() as cr:
            if made:
                tickets, orders = tuple(made["tickets"]), tuple(made["orders"])
                by_clock = "clock_id IN (SELECT id FROM city12319_clock WHERE ticket_id IN %s)"
                for table in TABLES:
                    where = {
                        "escalation_line": f"escalation_id IN (SELECT id FROM city12319_escalation WHERE {by_clock})",
                        "escalation": by_clock, "clock_pause": by_clock, "supervision": "order_id IN %s",
                        "task": "order_id IN %s",
                    }.get(table, "ticket_id IN %s")
                    values = orders if table in ("supervision", "task") else tickets
                    cr.execute(f"DELETE FROM city12319_{table} WHERE {where}", [values])  # noqa: S608 names of this file
                cr.execute("DELETE FROM mail_message WHERE model = 'city12319.order' AND res_id IN %s", [orders])
                cr.execute("DELETE FROM mail_message WHERE model = 'city12319.ticket' AND res_id IN %s", [tickets])
                cr.execute(
                    "DELETE FROM mail_message WHERE id IN "
                    "(SELECT mail_message_id FROM mail_notification WHERE res_partner_id = %s)", [made["partner"]])
                cr.execute("DELETE FROM mail_followers WHERE res_model = 'city12319.order' AND res_id IN %s", [orders])
                cr.execute("DELETE FROM city12319_order WHERE id IN %s", [orders])
                cr.execute("DELETE FROM city12319_ticket WHERE id IN %s", [tickets])
                cr.execute("DELETE FROM city12319_time_limit WHERE id = %s", [made["limit"]])
                cr.execute("DELETE FROM city12319_escalation_level WHERE id = %s", [made["level"]])
                cr.execute("DELETE FROM city12319_department WHERE id = %s", [made["department"]])
            env = self.env(cr)
            env["city12319.escalation.level"].with_context(active_test=False).browse(self.levels).active = True
            if made:
                env["res.users"].browse(made["user"]).unlink()
                env["res.partner"].browse(made["partner"]).unlink()
            env.registry.clear_all_caches()

    # ------------------------------------------------------------------

    def job(self, start, errors):
        try:
            with self.registry.cursor() as cr:
                env = self.env(cr)
                start.wait(10)
                env["city12319.escalation"]._cron_escalate()
        except Exception as error:  # noqa: BLE001 the test looks at it
            errors.append(error)

    def run_jobs(self, count, beside=()):
        errors = []
        start = threading.Barrier(count + len(beside))
        threads = [threading.Thread(target=self.job, args=(start, errors)) for _number in range(count)]
        threads += [threading.Thread(target=work, args=(start, errors)) for work in beside]
        # while tests run, the registry is locked for other threads; it does not change here
        with patch.object(Registry, "_lock", nullcontext()):
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join(60)
        self.assertFalse([thread for thread in threads if thread.is_alive()])
        return errors

    def check_done_once(self, urged):
        with self.registry.cursor() as cr:
            env = self.env(cr)
            rows = env["city12319.escalation"].search([("level_id", "=", self.made["level"])])
            done = rows.filtered(lambda row: row.state == "done")
            self.assertEqual(len(done), urged)
            urges = env["city12319.supervision"].search([("order_id", "in", self.made["orders"])])
            self.assertEqual(len(urges), urged, "one urge for each case")
            self.assertEqual(len(urges.order_id), urged)
            told = env["mail.notification"].search([("res_partner_id", "=", self.made["partner"])])
            bodies = " ".join(told.mail_message_id.mapped("body"))
            for order in done.order_id:
                self.assertEqual(bodies.count(order.name), 1, "told once about each case")
            self.assertFalse(env["city12319.escalation.line"].search([("user_id", "=", self.made["user"])]))

    @mute_logger("odoo.sql_db")
    def test_two_workers_do_everything_once(self):
        self.assertFalse(self.run_jobs(3))
        self.run_jobs(1)  # what one of them left to the other
        self.check_done_once(ORDERS)

    @mute_logger("odoo.sql_db")
    def test_a_case_that_somebody_works_on_waits_and_is_not_lost(self):
        with self.registry.cursor() as person:
            order = self.env(person)["city12319.order"].browse(self.made["orders"][0])
            order.lock_for_update(allow_referencing=True)
            self.assertFalse(self.run_jobs(1))
            self.check_done_once(ORDERS - 1)
            person.rollback()
        with self.registry.cursor() as cr:  # a minute later
            cr.execute("UPDATE city12319_escalation SET wake_at = wake_at - interval '2 minutes' WHERE state = 'waiting'")
        self.assertFalse(self.run_jobs(1))
        self.check_done_once(ORDERS)

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_a_case_that_is_received_at_this_moment_is_urged_or_received_and_never_half(self):
        def receive(start, errors):
            try:
                with self.registry.cursor() as cr:
                    env = api.Environment(cr, self.made["user"], {})
                    start.wait(10)
                    order = env["city12319.order"].browse(self.made["orders"][0])
                    retrying(lambda: order.advance("receive"), env)
            except Exception as error:  # noqa: BLE001 the test looks at it
                errors.append(error)

        errors = self.run_jobs(1, [receive])
        with self.registry.cursor() as cr:
            env = self.env(cr)
            order = env["city12319.order"].browse(self.made["orders"][0])
            rows = env["city12319.escalation"].search([
                ("order_id", "=", order.id), ("level_id", "=", self.made["level"]),
            ])
            urges = env["city12319.supervision"].search_count([("order_id", "=", order.id)])
            self.assertEqual(len(rows.filtered(lambda row: row.state == "done")), urges)
            if order.stage_code == "handling":
                self.assertFalse(rows.filtered(lambda row: row.state != "done"), "nothing waits for a stage that is over")
            else:
                self.assertRegex(str(errors[0]), "Somebody else is changing|could not serialize")
