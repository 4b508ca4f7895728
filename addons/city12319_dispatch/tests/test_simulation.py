import heapq
import logging
import os
import time
from collections import Counter
from datetime import datetime

from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.city12319_flow import gate_key

from .common import DispatchCase
from .simulation_oracle import Expectation, Minutes
from .simulation_plan import Planner

_logger = logging.getLogger(__name__)

OFFICE = [[[510, 720], [840, 1050]]] * 5 + [[], []]
OFFICE_LATER = [[[540, 720], [810, 1050]]] * 5 + [[], []]
SIX_DAYS = [[[420, 660], [780, 1020]]] * 6 + [[]]
ALWAYS = [[[0, 1440]]] * 7
EDITED_AT = datetime(2026, 10, 20, 4, 30)  # at lunch, with clocks running

LIMITS = {
    "registered": (0.5, "urgent_hours"), "pending_dispatch": (1, "working_hours"), "pending_receipt": (2, "working_hours"),
    "review": (4, "working_hours"), "checking": (1, "working_days"), "pending_visit": (1, "working_days"),
    "handling_as_a_whole": (5, "working_days"), "total": (20, "working_days"),
}
CONDITIONS = {
    "missing cover": (2, "urgent_hours"), "rubbish": (4, "working_hours"), "pothole": (1, "working_days"),
    "pavement": (3, "working_days"), "lamp": (2, "natural_days"),
}


@tagged("post_install", "-at_install")
class TestSimulation(DispatchCase):
    """Three months with Golden Week and make-up days: every clock says what counting minutes says.

    Twice: some orders through the gate, with everything that happens there (about 10 ms a step, so all of them would
    take some minutes: ``SIMULATION_GATE_ORDERS=2000`` does it), and all of them on the clocks alone.
    """

    ORDERS = 2000
    GATE_ORDERS = int(os.environ.get("SIMULATION_GATE_ORDERS") or 100)
    SEED = 12319

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "tracking_disable": True, "mail_notrack": True})
        calendars = cls.env["city12319.calendar"]
        cls.office = calendars._default()
        six_days = calendars.create({"name": "Six days", "reading": "close", "timetable_ids": [Command.create({
            "name": "All year", **dict.fromkeys(
                ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday"), "07:00-11:00, 13:00-17:00")})]})
        cls.sanitation.calendar_id = six_days
        cls.area = cls.env["city12319.area"].create({
            "name": "试验区", "code": "t_simulation", "level": "district",
            "calendar_id": cls.env.ref("city12319_flow.calendar_duty").id,
        })
        cls.minutes = {
            "office": Minutes(OFFICE), "later": Minutes(OFFICE_LATER), "six": Minutes(SIX_DAYS, close=True),
            "always": Minutes(ALWAYS, holidays=False),
        }
        cls.env["city12319.time.limit"].search([]).active = False
        stages = {stage.code: stage.id for stage in cls.env["city12319.stage"].search([("flow_id.code", "=", "case")])}
        cls.env["city12319.time.limit"].create([
            {"target": "handling" if key == "handling_as_a_whole" else key if key == "total" else "stage",
             "stage_id": stages.get(key), "limit": limit, "unit": unit}
            for key, (limit, unit) in LIMITS.items()
        ])
        cls.names = {"water": cls.water.id, "sanitation": cls.sanitation.id, "satisfied": cls.satisfied.id}
        for key, (limit, unit) in CONDITIONS.items():
            cls.names[key] = cls.env["city12319.condition"].create({
                "name": key, "category_id": cls.category.id, "limit": limit, "unit": unit}).id

    @staticmethod
    def limit_of(target, condition):
        if target == "handling_as_a_whole" and condition:
            return CONDITIONS[condition]
        return LIMITS.get(target, (0, "working_hours"))

    @classmethod
    def minutes_of(cls, department, duty, at):
        if department == "sanitation":
            return cls.minutes["six"]
        if duty:
            return cls.minutes["always"]
        return cls.minutes["later" if at >= EDITED_AT else "office"]

    def test_every_clock_that_the_gate_starts_and_stops_is_what_counting_minutes_says(self):
        cases = Planner(self.SEED, list(CONDITIONS)).cases(self.GATE_ORDERS)
        counts = Counter(step.code for case in cases for step in case.steps)
        self.assertLess({"refuse", "resume", "extend", "review_fail", "check_fail", "visit_redo", "reopen"}, counts.keys())
        begun = time.monotonic()
        tickets = self.register(cases)
        orders = self.replay(cases, tickets)
        _logger.info("%s orders, %s steps in %.0f s", len(cases), sum(counts.values()), time.monotonic() - begun)
        results = Counter()
        for case, ticket, order in zip(cases, tickets, orders, strict=True):
            with self.subTest(case=case.number):
                expected = Expectation(case, self.limit_of, self.minutes_of).clocks
                self.compare_all(ticket.clock_ids.filtered(lambda clock: not clock.order_id), expected["ticket"], results)
                self.compare_all(order.clock_ids, expected["order"], results)
        self.check_variety(results)

    def test_every_clock_of_two_thousand_orders_is_what_counting_minutes_says(self):
        cases = Planner(self.SEED + 1, list(CONDITIONS)).cases(self.ORDERS)
        documents = self.documents(cases)
        versions = self.versions()
        begun, results, count = time.monotonic(), Counter(), 0
        for wave in self.waves(cases):
            clocks = self.run_wave(wave, documents, versions)
            for clock, (_number, _owner, one) in zip(clocks, wave, strict=True):
                self.compare(clock, one, results)
            count += len(wave)
            self.env.flush_all()
            self.env.invalidate_all()
        _logger.info("%s orders, %s clocks in %.0f s: %s", len(cases), count, time.monotonic() - begun, dict(results))
        self.check_variety(results)

    def check_variety(self, results):
        for result in ("late", "on_time", "unlimited"):
            self.assertGreater(results[result], sum(results.values()) // 20, "the simulation is too one-sided")

    # ------------------------------------------------------------------ the clocks alone

    def documents(self, cases):
        """Return ``(tickets, orders)`` for the cases, without any clock."""
        stage = self.env["city12319.stage"]._by_code("case", "pending_dispatch")
        tickets = gate_key.opened(self.env["city12319.ticket"].sudo()).create([
            {"name": f"T-{case.number}", "summary": "试验", "stage_id": stage.id} for case in cases])
        orders = gate_key.opened(self.env["city12319.order"].sudo()).create([
            {"name": f"T-{case.number}", "summary": "试验", "stage_id": stage.id, "mode": "file", "ticket_id": ticket.id}
            for case, ticket in zip(cases, tickets, strict=True)])
        return {"ticket": tickets, "order": orders}

    def versions(self):
        """Return ``{minutes: version}``: what the calendars say before and after the edit."""
        versions = {
            "office": self.office._frozen(), "six": self.sanitation.calendar_id._frozen(),
            "always": self.area.calendar_id._frozen(),
        }
        self.edit_office_hours()
        versions["later"] = self.office._frozen()
        return {id(self.minutes[key]): version for key, version in versions.items()}

    def waves(self, cases):
        """Yield lists of ``(case number, owner, expected clock)`` whose clocks may run side by side."""
        waves = {}
        for case in cases:
            order_of = Counter()
            for owner, expected in Expectation(case, self.limit_of, self.minutes_of).clocks.items():
                for one in expected:
                    order_of[owner, one.scope] += 1
                    waves.setdefault(order_of[owner, one.scope], []).append((case.number, owner, one))
        unfinished = []
        for _index, wave in sorted(waves.items()):
            unfinished += [row for row in wave if not row[2].stop]
            yield [row for row in wave if row[2].stop]
        yield unfinished

    def run_wave(self, wave, documents, versions):
        stages = {stage.code: stage for stage in self.env["city12319.stage"].search([("flow_id.code", "=", "case")])}
        clocks = gate_key.opened(self.env["city12319.clock"].sudo())._start([
            {
                "ticket_id": documents["ticket"][number].id,
                "order_id": documents["order"][number].id if owner == "order" else False,
                "scope": one.scope, "stage_id": stages[one.stage].id, "phase": stages[one.stage].phase, "round": one.round,
                "started_at": one.start, "calendar_version_id": versions[id(one.minutes)].id,
                "limit": one.limit, "unit": one.unit, "carried_seconds": one.carried * 60,
            }
            for number, owner, one in wave
        ])
        for clock, (_number, _owner, one) in zip(clocks, wave, strict=True):
            for start, end in one.pauses:
                clock._pause(start)
                clock._resume(end)
            for _time in range(one.extended // one.limit_minutes if one.limit_minutes else 0):
                clock._extend()
            if one.stop:
                clock._stop(one.stop)
        return clocks

    # ------------------------------------------------------------------ replay

    def register(self, cases):
        tickets = self.env["city12319.ticket"].with_user(self.people["agent"]).with_context(self.env.context)
        return tickets._flow_create("register", [
            {"summary": "试验", "category_id": self.category.id, "reported_at": case.registered_at,
             "area_id": self.area.id if case.area else False}
            for case in cases
        ], [case.registered_at for case in cases]).with_env(self.env)

    def replay(self, cases, tickets):
        """Do all steps of all cases in the order of time, through the gate."""
        orders = {}
        edited = False
        queue = [(step.at, case.number, number) for case in cases for number, step in enumerate(case.steps)]
        heapq.heapify(queue)
        while queue:
            at, number, index = heapq.heappop(queue)
            if at >= EDITED_AT and not edited:
                edited = True
                self.edit_office_hours()
            step = cases[number].steps[index]
            if step.code == "process_file":
                event = self.take(tickets[number], step)
                orders[number] = event.order_id.with_env(self.env)
            elif step.code == "extend":
                clock = orders[number]._running_clocks().filtered(lambda clock: clock.scope == "phase")
                gate_key.opened(clock.sudo())._extend()
            else:
                self.take(orders[number], step)
        return [orders[case.number] for case in cases]

    def edit_office_hours(self):
        self.office.timetable_ids.write(dict.fromkeys(
            ("monday", "tuesday", "wednesday", "thursday", "friday"), "09:00-12:00, 13:30-17:30"))

    def take(self, document, step):
        values = {name: self.names.get(value, value) if isinstance(value, str) else value
                  for name, value in step.values.items()}
        person = document.with_user(self.people[step.person]).with_context(self.env.context)
        return person._advance(step.code, values, at=step.at)

    # ------------------------------------------------------------------ compare

    def compare_all(self, clocks, expected, results):
        clocks = clocks.sorted("id")
        self.assertEqual(
            [(clock.scope, clock.stage_id.code, clock.round, clock.started_at) for clock in clocks],
            [(one.scope, one.stage, one.round, one.start) for one in expected])
        for clock, one in zip(clocks, expected, strict=True):
            self.compare(clock, one, results)

    def compare(self, clock, one, results):
        self.assertEqual(
            (clock.limit_seconds, clock.carried_seconds, clock.extended_seconds),
            (one.limit_minutes * 60, one.carried * 60, one.extended * 60), one)
        self.assertEqual((clock.due_at or None, clock.stopped_at or None), (one.due(), one.stop), one)
        if one.stop:
            self.assertEqual(
                (clock.used_seconds, clock.overrun_seconds, clock.result),
                (one.used() * 60, one.overrun() * 60, one.result()), one)
        results[one.result() if one.stop else "running"] += 1
