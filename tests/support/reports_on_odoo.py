"""Times statistics; runs in Odoo's Python. CONFIG DB TICKETS; prints {name: [milliseconds, beside what, milliseconds]}.

A few cases go through the gate from registration to closing; everything else is copied from them by SQL and spread over a
year, with calls and signed-in agents. Everything is committed: the database is thrown away afterwards.
"""

import json
import logging
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "ops" / "odoo_side"))
from environment import open_environment  # noqa: E402

from odoo.fields import Command, Datetime  # noqa: E402
from odoo.tools import SQL  # noqa: E402

DAYS, AGENTS, DEPARTMENTS, AREAS = 365, 300, 60, 500
CHUNK, RUNS, FIRST = 100_000, 5, 10_000_000
CORES = 2
TABLES = tuple(f"city12319_{name}" for name in ("ticket", "order", "event", "clock", "task", "visit", "call"))
FACTS = "the same question over the facts"


def main(config, database, tickets):
    with open_environment(config, database, context={"tracking_disable": True, "no_reset_password": True}) as env:
        logging.disable(logging.WARNING)
        year = Year(env, int(tickets))
        year.fill()
        json.dump(Bench(env).measure(), sys.stdout)


class Year:
    """A year of made-up facts: the columns of a few real cases, with other days, places, people and numbers."""

    def __init__(self, env, tickets):
        self.env, self.tickets = env, tickets
        self.now = Datetime.now()
        self.begin = self.now - timedelta(days=DAYS)
        group = self.env.ref("city12319_intake.group_agent")
        self.agents = env["res.users"].create([
            {"name": f"坐席{n}", "login": f"bench{n}", "group_ids": [Command.link(group.id)]} for n in range(AGENTS)
        ]).ids
        self.departments = env["city12319.department"].create([
            {"name": f"单位{n}", "code": f"B{n}"} for n in range(DEPARTMENTS)]).ids
        districts = env["city12319.area"].create([
            {"name": f"区{n}", "code": f"B{n}", "level": "district"} for n in range(10)])
        self.areas = env["city12319.area"].create([
            {"name": f"街道{n}", "code": f"B{n}", "level": "street", "parent_id": districts[n % 10].id}
            for n in range(10, AREAS)]).ids
        self.categories = env["city12319.category"].search([]).ids
        self.types = env["city12319.service.type"].search([]).ids
        self.sources = env["city12319.source"].search([]).ids
        self.patterns = self.make_patterns()
        env.cr.commit()

    # ------------------------------------------------------------------ patterns

    def make_patterns(self):
        """Return a few cases with all that belongs to them: closed, given back and worked on twice, answered, waiting."""
        patterns = [self.walk(), self.walk(again=True), self.answered(), self.walk(until="feedback")]
        self.env.flush_all()
        return patterns

    def ticket(self):
        return self.env["city12319.ticket"].register({
            "summary": "非机动车道井盖缺失", "description": "影响通行", "phone": "13800138000",
            "category_id": self.categories[0], "area_id": self.areas[0], "service_type_id": self.types[0],
            "source_id": self.sources[1],
        })

    def answered(self):
        ticket = self.ticket()
        self.step(ticket, "answer", 0.2, {"answer": "已答复"})
        return ticket

    def walk(self, again=False, until=None):
        ticket = self.ticket()
        self.step(ticket, "process_file", 1)
        order = ticket.order_ids
        sent = {"department_id": self.departments[0]}
        steps = [("dispatch", 2, sent)]
        if again:
            steps += [("refuse", 3, {"reason": "非本单位"}), ("dispatch", 4, sent)]
        steps += [("receive", 5, {}), ("feedback", 30, {"result": "已更换"})]
        if again:
            steps += [("review_fail", 40, {"reason": "照片不清"}), ("feedback", 60, {"result": "已更换"})]
        result = self.env.ref("city12319_intake.result_satisfied").id
        steps += [("review_pass", 70, {}), ("visit_close", 80, {"result_id": result})]
        for code, hours, values in steps:
            if code == until:
                break
            self.step(order, code, hours, values)
        return ticket

    def step(self, document, code, hours, values=None):
        document._advance(code, values or {}, Datetime.now() + timedelta(hours=hours))
        self.env.invalidate_all()

    # ------------------------------------------------------------------ copies

    def fill(self):
        """Have the cases and calls of the year."""
        rows = [row for number, ticket in enumerate(self.patterns) for row in self.rows_of(ticket, self.which(number))]
        self.env.cr.commit()
        with self.without_indexes(), ThreadPoolExecutor(CORES) as pool:
            list(pool.map(lambda start: self.fill_chunk(rows, start), range(0, self.tickets, CHUNK)))
        self.copy_seats()
        for table in (*TABLES, "city12319_seat_state"):
            self.env.cr.execute(SQL("ANALYZE %s", SQL.identifier(table)))
        self.env.cr.commit()

    def fill_chunk(self, rows, start):
        stop = min(start + CHUNK, self.tickets)
        with self.env.registry.cursor() as cr:
            for row in rows:
                self.copy(cr, *row, start, stop)
            self.copy_calls(cr, start, stop)
        print(f"{stop} tickets", file=sys.stderr)

    @contextmanager
    def without_indexes(self):
        """Make the indexes that only speed up reading once, at the end, and look up no foreign keys: rows are copies of good
        ones."""
        with self.env.registry.cursor() as cr:
            cr.execute(SQL(
                """
                SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index
                 WHERE indrelid::regclass::text = ANY(%s) AND NOT indisunique
                """, list(TABLES)))
            indexes = cr.fetchall()
            for name, _definition in indexes:
                cr.execute(SQL("DROP INDEX %s", SQL.identifier(name)))
            cr.execute(SQL(
                "SELECT conrelid::regclass::text, conname FROM pg_constraint "
                "WHERE contype = 'f' AND conrelid::regclass::text = ANY(%s)", list(TABLES)))
            for table, name in cr.fetchall():
                cr.execute(SQL("ALTER TABLE %s DROP CONSTRAINT %s", SQL.identifier(table), SQL.identifier(name)))
        yield
        with ThreadPoolExecutor(CORES) as pool:
            list(pool.map(lambda index: self.make_index(index[1]), indexes))
        print("indexes made", file=sys.stderr)

    def make_index(self, definition):
        with self.env.registry.cursor() as cr:
            cr.execute("SET LOCAL maintenance_work_mem = '1GB'")
            cr.execute(SQL(definition.replace("%", "%%")))

    def which(self, number):
        """Return the condition on n for the cases of one pattern: 3 % of the latest wait, a fifth was answered."""
        waits = f"n >= {int(self.tickets * 0.97)}"
        return SQL([
            f"NOT {waits} AND n %% 10 < 6", f"NOT {waits} AND n %% 10 IN (6, 7)", f"NOT {waits} AND n %% 10 > 7", waits,
        ][number])

    def rows_of(self, ticket, which):
        """Return what :meth:`copy` needs for each row of a case that is copied for the n of ``which``."""
        key, order = SQL("%s + n", FIRST), ticket.order_ids
        shift = SQL(
            "(%s::timestamp - %s::timestamp) + n * %s::interval", self.begin, ticket.reported_at,
            timedelta(days=DAYS) / self.tickets,
        )
        department = self.one_of(self.departments)
        rows = [
            (ticket, {"id": key, "name": SQL("'DJB' || n"), "agent_id": self.one_of(self.agents),
                      "area_id": self.one_of(self.areas, 7), "category_id": self.one_of(self.categories, 3),
                      "service_type_id": self.one_of(self.types), "source_id": self.one_of(self.sources),
                      "phone_sanitized": SQL("'+86139' || lpad((n %% 9999999)::text, 8, '0')"), "save_key": SQL("NULL")}),
            *((one, {"id": key, "name": SQL("'LAB' || n"), "ticket_id": key, "department_id": department,
                     "area_id": self.one_of(self.areas, 7), "category_id": self.one_of(self.categories, 3)}) for one in order),
        ]
        parts = [
            (self.env["city12319.event"].search([("ticket_id", "=", ticket.id)]), 30),
            (self.env["city12319.clock"].search([("ticket_id", "=", ticket.id)]), 30),
            (order.task_ids, 5), (order.visit_ids, 5),
        ]
        for records, room in parts:
            for place, record in enumerate(records):
                values = {"id": SQL("%s + n * %s + %s", FIRST, room, place)}
                values.update({
                    name: key for name in ("ticket_id", "order_id") if name in record._fields and record[name]})
                if record.department_id:
                    values["department_id"] = department
                if record._name == "city12319.event" and record.code in ("register", "answer"):
                    values["user_id"] = self.one_of(self.agents)
                rows.append((record, values))
        return [(record._table, record.id, self.columns(record._table, values, shift), which) for record, values in rows]

    def one_of(self, ids, stride=1):
        return SQL("(%s::int[])[1 + (n / %s) %% %s]", ids, stride, len(ids))

    def columns(self, table, changes, shift):
        """Return ``{column: value}`` of a copy: other values in some columns, and all moments moved."""
        columns = self.env.execute_query(SQL(
            "SELECT column_name, data_type FROM information_schema.columns WHERE table_name = %s", table))
        return {
            name: changes.get(name, SQL("%s + %s", SQL.identifier(name), shift) if kind.startswith("timestamp")
                              else SQL.identifier(name))
            for name, kind in columns
        }

    def copy(self, cr, table, key, columns, which, start, stop):
        """Insert copies of one row for some n."""
        cr.execute(SQL(
            "INSERT INTO %(table)s (%(names)s) SELECT %(values)s FROM %(table)s, generate_series(%(first)s, %(last)s) n "
            "WHERE id = %(id)s AND %(which)s",
            table=SQL.identifier(table), names=SQL(", ").join(SQL.identifier(name) for name in columns),
            values=SQL(", ").join(columns.values()), first=start, last=stop - 1, id=key, which=which,
        ))

    def copy_calls(self, cr, start, stop):
        at = SQL("%s::timestamp + n * %s::interval", self.begin, timedelta(days=DAYS) / self.tickets)
        cr.execute(SQL(
            """
            INSERT INTO city12319_call (id, name, call_key, direction, state, outcome, phone_sanitized, queue, agent_id,
                   offered_at, queued_at, answered_at, ended_at, wait_seconds, ring_seconds, talk_seconds, hold_seconds,
                   satisfaction, disposition, ticket_id)
            SELECT %(first)s + n, 'THB' || n, 'b' || n, 'in', 'ended',
                   CASE WHEN n %% 20 > 0 THEN 'answered' ELSE 'abandoned' END,
                   '+86139' || lpad((n %% 9999999)::text, 8, '0'), CASE WHEN n %% 3 = 0 THEN '供水' ELSE '市容' END,
                   CASE WHEN n %% 20 > 0 THEN %(agent)s END, %(at)s, %(at)s, CASE WHEN n %% 20 > 0 THEN %(at)s END, %(at)s,
                   n %% 40, 3, 90, 0, n %% 4, 'ticket', CASE WHEN n %% 20 > 0 THEN %(first)s + n END
              FROM generate_series(%(start)s, %(last)s) n
            """, first=FIRST, agent=self.one_of(self.agents), at=at, start=start, last=stop - 1,
        ))

    def copy_seats(self):
        self.env.cr.execute(SQL(
            """
            INSERT INTO city12319_seat_state (user_id, state, started_at, ended_at, seconds)
            SELECT u, s.state, d.day + s.begin, d.day + s.begin + '2 hours'::interval, 7200
              FROM unnest(%s::int[]) u
             CROSS JOIN (SELECT %s::timestamp + n * '1 day'::interval AS day FROM generate_series(0, %s) n) d
             CROSS JOIN (VALUES ('ready', '0 hours'::interval), ('busy', '2 hours'), ('ready', '4 hours'),
                                ('after_call', '6 hours')) s(state, begin)
            """, self.agents, self.begin, DAYS - 1,
        ))


class Bench:
    """What people and the job wait for."""

    def __init__(self, env):
        self.env = env
        self.days = env["city12319.rollup.day"]
        self.reports = env["city12319.report"]
        self.today = self.days._today()
        self.month = (self.today.replace(day=1) - timedelta(days=1)).replace(day=1)
        self.params = {"period": "month", "date": str(self.month)}

    def measure(self):
        measured = {}
        self.count_everything()
        measured["a day counted"] = [self.count_days(), FACTS, [self.over_facts(day, day) for day in self.some_days()]]
        measured["a month rebuilt"] = self.rebuild()
        for report in self.reports.search([("row_dim", "!=", "unit")]):
            measured[f"report {report.code}, a month"] = self.report(report, self.params)
        year = {"period": "year", "date": str(self.month), "compare": ["previous"]}
        for code in ("call_traffic", "department_work", "ticket_districts"):
            spent = self.times(lambda code=code: self.reports.compute(code, year))
            measured[f"report {code}, a year and the one before"] = [spent, "", []]
        measured["list behind a figure"] = [self.times(self.drill), "", []]
        measured["1000 corrected cases taken in"] = [self.corrections(), "", []]
        if "city12319.dashboard" in self.env:
            measured["dashboard"] = [self.times(self.env["city12319.dashboard"].load), "", []]
        return measured

    def times(self, action, runs=RUNS):
        action()
        return [self.once(action) for _number in range(runs)]

    def once(self, action):
        self.env.invalidate_all()
        started = time.perf_counter()
        action()
        return (time.perf_counter() - started) * 1000

    def some_days(self):
        return [self.month + timedelta(days=number) for number in (3, 9, 14, 20, 25)]

    def count_everything(self):
        self.days._mark_all()
        for number, day in enumerate(self.days.search([("changed_at", "!=", False)])):
            day._count()
            self.env.cr.commit()
            if number % 30 == 0:
                print(f"{number} days counted", file=sys.stderr)
        for name in ("ticket", "order", "stage", "visit", "call", "seat"):
            self.env.cr.execute(SQL("ANALYZE %s", SQL.identifier(f"city12319_rollup_{name}")))
        self.env.cr.commit()

    def count_days(self):
        records = self.days.search([("day", "in", self.some_days())])
        samples = [self.once(record._count) for record in records]
        self.env.cr.commit()
        return samples

    def rebuild(self):
        records = self.days._mark_month(self.month)

        def count():
            for record in records:
                record._count()
                self.env.cr.commit()

        spent = self.once(count)
        last = self.month + timedelta(days=len(records) - 1)
        return [[spent], FACTS, [self.over_facts(self.month, last)]]

    # ------------------------------------------------------------------ the same over the facts

    def over_facts(self, first, last):
        """Count all that roll-ups hold, over the facts of the days, and keep nothing; return milliseconds."""
        def count():
            for name in ("ticket", "order", "stage", "visit", "call", "seat"):
                model = self.env[f"city12319.rollup.{name}"]
                for family in model._families:
                    self.env.execute_query(self.counted(model, family, first, last, model._dims, family.codes))

        return self.once(count)

    def counted(self, model, family, first, last, dims, codes):
        columns = [SQL.identifier(name) for name in dims] + [
            SQL("SUM(f.amount) FILTER (WHERE %s = ANY(f.codes))", code) for code in codes]
        return SQL(
            "SELECT %s FROM (%s) f GROUP BY %s", SQL(", ").join(columns),
            model._facts(family, first, last, Datetime.now()), SQL(", ").join(SQL.identifier(name) for name in dims),
        )

    def report(self, report, params):
        """Return the times of a report, and of its counters over the facts of the same month by the same dimensions."""
        _kind, first, last = self.reports._period(params)
        needed = {}
        for line in report.figure_ids:
            for counter in report._stored(line.code):
                model = report._rollup_of(counter)
                needed.setdefault((model, model._family_of(counter)), set()).add(counter)

        def facts():
            for (model, family), counters in needed.items():
                dims = [dim.field for dim in report._dims() if dim.field != "day"] or [model._dims[0]]
                codes = sorted(counters & set(family.codes)) or [family.codes[0]]
                self.env.execute_query(self.counted(model, family, first, last, list(dict.fromkeys(dims)), codes))

        compute = self.times(lambda: self.reports.compute(report.code, params))
        return [compute, FACTS, self.times(facts, 2)]

    def drill(self):
        action = self.reports.drill("department_work", "total", "handled_on_time", self.params)
        self.env[action["res_model"]].search(action["domain"], limit=80)

    def corrections(self):
        samples = []
        for number in range(RUNS):
            marks = self.env["city12319.rollup.mark"]
            marks.create([{"ticket": FIRST + number * 1000 + one} for one in range(1000)])
            self.env.cr.commit()
            samples.append(self.once(marks._take_in))
            self.env.cr.commit()
        return samples


main(*sys.argv[1:])
