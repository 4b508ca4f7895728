"""Times the minute job of escalation; runs in Odoo's Python. CONFIG DB FEW MANY DUE; prints milliseconds as JSON.

Fills orders that a department has in hand, each with its clock and the rows of its levels, and lets some of them become
overdue: lamp, urge and one message to each person concerned. Then the same among many more orders, and one pass over all
open orders beside it. Everything is committed: the database is thrown away afterwards.
"""

import json
import logging
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "ops" / "odoo_side"))
from environment import open_environment  # noqa: E402

from odoo.fields import Datetime  # noqa: E402

DEPARTMENTS, MEMBERS, SHIFT_LEADERS = 60, 3, 5
RUNS = 5
CHUNK = 100_000


def main(config, database, few, many, due):
    few, many, due = int(few), int(many), int(due)
    with open_environment(config, database, context={"tracking_disable": True, "no_reset_password": True}) as env:
        logging.disable(logging.WARNING)
        bench = Bench(env, due)
        measured = {"few": bench.measure(few), "many": bench.measure(many), "pass": [bench.one_pass()]}
    json.dump(measured, sys.stdout)


class Bench:
    def __init__(self, env, due):
        self.env, self.due, self.filled, self.used = env, due, 0, 0
        self.make_people()
        self.make_patterns()
        env.cr.commit()

    def make_people(self):
        group = self.env.ref("city12319_intake.group_department")
        users = self.env["res.users"].create([
            {"name": f"人员{n}", "login": f"bench{n}", "group_ids": [(4, group.id)]} for n in range(DEPARTMENTS * MEMBERS)])
        self.env["res.users"].create([
            {"name": f"值班长{n}", "login": f"bench_leader{n}",
             "group_ids": [(4, self.env.ref("city12319_intake.group_shift_leader").id)]}
            for n in range(SHIFT_LEADERS)])
        self.departments = self.env["city12319.department"].create([
            {"name": f"单位{n}", "code": f"B{n}", "member_ids": [(6, 0, users[n * MEMBERS:(n + 1) * MEMBERS].ids)],
             "manager_id": users[n * MEMBERS].id}
            for n in range(DEPARTMENTS)])

    def make_patterns(self):
        """Let one case come to its handler by the gate: everything else is copied from it."""
        ticket = self.env["city12319.ticket"].register({"summary": "非机动车道井盖缺失", "description": "影响通行"})
        order = ticket.process("file", {})
        order.advance("dispatch", {"department_id": self.departments[0].id})
        order.advance("receive", {})
        self.env.flush_all()
        clock = order.clock_ids.filtered(lambda clock: clock.scope == "phase")
        self.ticket, self.order, self.clock = ticket, order, clock
        self.task = order.task_ids[:1]
        self.rows = self.env["city12319.escalation"].search([("clock_id", "=", clock.id)], order="due_at")
        self.breach = self.env.ref("city12319_dispatch.escalation_level_breach")
        assert len(self.rows) == 5, "the levels as delivered"
        self.first = 10_000_000

    def fill(self, count):
        """Have ``count`` open orders, all of them far from their limit."""
        while self.filled < count:
            stop = min(self.filled + CHUNK, count)
            self.copy_cases(self.filled, stop)
            self.env.cr.commit()
            self.filled = stop
        tables = ("ticket", "order", "task", "clock", "escalation")
        for table in tables:
            self.env.cr.execute(f"ANALYZE city12319_{table}")  # noqa: S608 our own names
        self.env.cr.commit()

    def copy_cases(self, start, stop):
        key, due = f"{self.first} + n", "now() at time zone 'utc' + interval '5 days'"
        department = f"(ARRAY{self.departments.ids})[1 + n %% {DEPARTMENTS}]"
        handler = f"(SELECT manager_id FROM city12319_department WHERE id = {department})"
        self.copy(self.ticket, start, stop, id=key, name="'DJB' || n")
        self.copy(
            self.order, start, stop, id=key, name="'LAB' || n", ticket_id=key, department_id=department, handler_id=handler,
            due_at=due,
        )
        self.copy(self.task, start, stop, id=key, order_id=key, department_id=department)
        self.copy(
            self.clock, start, stop, id=key, order_id=key, ticket_id=key, department_id=department, due_at=due,
            warn_at=f"{due} - interval '1 day'",
        )
        for index, row in enumerate(self.rows):
            self.copy(
                row, start, stop, id=f"{self.first} + n * 5 + {index}", clock_id=key, order_id=key, ticket_id=key,
                due_at=f"{due} + interval '{index} hours'", wake_at=f"{due} + interval '{index} hours'",
            )

    def copy(self, record, start, stop, **changes):
        """Insert copies of one row for n from start to stop, with other values in some columns."""
        self.env.cr.execute("SELECT column_name FROM information_schema.columns WHERE table_name = %s", [record._table])
        columns = [name for (name,) in self.env.cr.fetchall()]
        names = ", ".join(f'"{name}"' for name in columns)
        values = ", ".join(changes.get(name, f'"{name}"') for name in columns)
        self.env.cr.execute(
            f"INSERT INTO {record._table} ({names}) SELECT {values} FROM {record._table}, generate_series(%s, %s) n"  # noqa: S608
            " WHERE id = %s", [start, stop - 1, record.id])

    # ------------------------------------------------------------------ measuring

    def measure(self, count):
        """Let some of ``count`` orders become overdue and run the job, several times; return milliseconds."""
        self.fill(count)
        self.run()  # not counted
        return [self.run() for _number in range(RUNS)]

    def run(self):
        first, last = self.first + self.used, self.first + self.used + self.due - 1
        self.used += self.due
        cr = self.env.cr
        cr.execute(
            """UPDATE city12319_clock SET due_at = now() at time zone 'utc' - interval '30 seconds', alert = 'warning',
                      warn_at = now() at time zone 'utc' - interval '1 hour' WHERE id BETWEEN %s AND %s""", [first, last])
        cr.execute("UPDATE city12319_order SET alert = 'warning' WHERE id BETWEEN %s AND %s", [first, last])
        cr.execute(
            """UPDATE city12319_escalation SET due_at = now() at time zone 'utc' - interval '30 seconds',
                      wake_at = now() at time zone 'utc' - interval '30 seconds'
                WHERE clock_id BETWEEN %s AND %s AND level_id = %s""", [first, last, self.breach.id])
        cr.commit()
        self.env.invalidate_all()
        started = time.perf_counter()
        self.env["city12319.escalation"]._cron_escalate()
        spent = (time.perf_counter() - started) * 1000
        self.check(first, last)
        return spent

    def check(self, first, last):
        """Everything was done: the job was not quick because it did nothing."""
        within = [("order_id", ">=", first), ("order_id", "<=", last)]
        done = self.env["city12319.escalation"].search_count([*within, ("state", "=", "done")])
        urged = self.env["city12319.supervision"].search_count(within)
        red = self.env["city12319.order"].search_count([("id", ">=", first), ("id", "<=", last), ("alert", "=", "overdue")])
        assert (done, urged, red) == (self.due,) * 3, (done, urged, red)
        assert not self.env["city12319.escalation.line"].search_count([("tells_at", "<=", Datetime.now())])

    def one_pass(self):
        """Look at every open order, as a check does that goes by what is open: helpdesk_mgmt_sla reads each flag."""
        self.env.invalidate_all()
        started = time.perf_counter()
        now, last, expired = Datetime.now(), 0, 0
        orders = self.env["city12319.order"]
        while page := orders.search_fetch(
            [("is_open", "=", True), ("id", ">", last)], ["due_at", "alert"], order="id", limit=1000,
        ):
            for order in page:
                expired += bool(order.due_at and order.due_at < now and order.alert != "overdue")
            last = page[-1].id
            self.env.invalidate_all(flush=False)
        return (time.perf_counter() - started) * 1000


main(*sys.argv[1:])
