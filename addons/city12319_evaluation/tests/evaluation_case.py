import random
from datetime import datetime, timedelta

from odoo.exceptions import UserError
from odoo.fields import Command

from odoo.addons.city12319_dispatch.tests.common import DispatchCase

START = datetime(2026, 3, 1, 16)  # midnight of 2 March in Shanghai, a Monday

# what may happen in a stage: (weight, person, code). "unit" stands for somebody of the department
_ORDER_STEPS = {
    "leader_review": [(3, "leader", "instruct_pass"), (1, "leader", "instruct_verify")],
    "verifying": [(1, "inspector", "verify_result")],
    "pending_dispatch": [(9, "dispatcher", "dispatch"), (1, "dispatcher", "send_back")],
    "pending_receipt": [(6, "unit", "receive"), (2, "unit", "refuse")],
    "handling": [
        (6, "unit", "feedback"), (1, "unit", "request_extension"), (1, "unit", "request_suspend"),
        (1, "unit", "request_return"), (2, "dispatcher", "approve"), (1, "dispatcher", "deny"),
    ],
    "suspended": [(1, "dispatcher", "resume")],
    "review": [(2, "shift_leader", "check_request"), (2, "shift_leader", "review_pass"), (1, "shift_leader", "review_fail")],
    "checking": [(3, "inspector", "check_pass"), (1, "other_inspector", "check_fail")],
    "pending_visit": [(4, "visitor", "visit_close"), (1, "visitor", "visit_redo"), (1, "shift_leader", "close_direct")],
    "closed": [(1, "shift_leader", "reopen")],
}
_TICKET_STEPS = {
    "registered": [
        (6, "shift_leader", "process_file"), (1, "shift_leader", "process_transfer"), (1, "shift_leader", "process_escalate"),
        (1, "agent", "answer"), (1, "shift_leader", "void"), (3, "shift_leader", "verify_request"),
        (1, "shift_leader", "reject"),
    ],
    "verifying": [(1, "inspector", "verify_result")],
}


class EvaluationCase(DispatchCase):
    """Time limits, schemes with every figure, and cases that are replayed with random steps and lateness."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["city12319.time.limit"].search([]).active = False
        stage = cls.env["city12319.stage"]._by_code
        cls.env["city12319.time.limit"].create([
            {"target": "handling", "limit": 30, "unit": "urgent_hours"},
            {"target": "handling", "department_id": cls.sanitation.id, "limit": 3, "unit": "working_days"},
            {"target": "total", "limit": 9, "unit": "natural_days"},
            *(
                {"target": "stage", "stage_id": stage("case", code).id, "limit": 12, "unit": "urgent_hours"}
                for code in ("registered", "verifying", "pending_dispatch", "review", "checking", "pending_visit")
            ),
        ])
        areas = cls.env["city12319.area"]
        cls.north, cls.south = areas.create([
            {"name": name, "code": code, "level": "district"} for name, code in (("北区", "T-N"), ("南区", "T-Z"))
        ])
        cls.street = areas.create({"name": "河街", "code": "T-NS", "level": "street", "parent_id": cls.north.id})
        cls.departments = cls.water | cls.pipes | cls.sanitation
        cls.sources = {
            code: cls.env["city12319.source"].search([("code", "=", code)]) for code in ("public", "inspector", "department")
        }
        cls.member = {cls.water: "water", cls.pipes: "pipes", cls.sanitation: "sanitation"}

    # ------------------------------------------------------------------ schemes and runs

    def scheme(self, figures, **values):
        """Return a published scheme; ``figures`` are (code, method, weight) or dicts."""
        indicators = [
            figure if isinstance(figure, dict) else dict(zip(("code", "method", "weight"), figure, strict=True))
            for figure in figures
        ]
        scheme = self.env["city12319.evaluation.scheme"].create({
            "name": "试验", "code": f"t-{self.env['city12319.evaluation.scheme'].search_count([])}", "object": "department",
            "department_ids": [Command.set(self.departments.ids)],
            "indicator_ids": [Command.create(values) for values in indicators],
            "grade_ids": [
                Command.create({"name": name, "bound": bound})
                for name, bound in (("A", 90), ("B", 75), ("C", 60), ("D", 40), ("E", 0))
            ],
            **values,
        })
        scheme._publish("2026-01-01")
        return scheme

    def run_of(self, scheme, day="2026-03-01"):
        """Return a run of ``scheme`` over the period that begins on ``day``, computed."""
        run = self.env["city12319.evaluation.run"].create({"scheme_id": scheme.id, "date_from": day})
        run._compute_now()
        return run

    def line(self, run, record):
        column = {"city12319.department": "department_id", "city12319.area": "area_id", "res.users": "user_id"}[record._name]
        return run.line_ids.filtered(lambda line: line[column] == record)

    def figure(self, run, record, code):
        return self.line(run, record).figure_ids.filtered(lambda figure: figure.code == code)

    # ------------------------------------------------------------------ cases

    def at(self, hours):
        """Return a UTC moment some hours after the beginning of 2 March, local time."""
        return START + timedelta(hours=hours)

    def registered(self, hours, person="agent", source="public", **values):
        """Return a ticket that was registered so many hours after the start."""
        tickets = self.env["city12319.ticket"].with_user(self.people[person])
        return tickets._flow_create("register", [{
            "summary": "井盖缺失", "category_id": self.category.id, "reported_at": self.at(hours),
            "source_id": self.sources[source].id, "area_id": self.north.id, **values,
        }], [self.at(hours)]).with_env(self.env)

    def move(self, document, person, code, hours, **values):
        """Let ``person`` do ``code`` so many hours after the start; return the event."""
        event = document.with_user(self.people[person])._advance(code, values, self.at(hours))
        self.env.invalidate_all()
        return event.with_env(self.env)

    def filed(self, hours, **values):
        """Return an order, filed one hour after its registration."""
        event = self.move(self.registered(hours, **values), "shift_leader", "process_file", hours + 1)
        return event.sudo().order_id.with_env(self.env)

    def sent(self, hours, department=None, **values):
        """Return an order that was dispatched two hours after its registration."""
        order = self.filed(hours, **values)
        self.move(order, "dispatcher", "dispatch", hours + 2, department_id=(department or self.water).id)
        return order

    def fed_back(self, hours, after, department=None, **values):
        """Return an order whose department fed back so many hours after the dispatch."""
        order = self.sent(hours, department, **values)
        person = self.member[department or self.water]
        self.move(order, person, "receive", hours + 2.5)
        self.move(order, person, "feedback", hours + 2 + after, result="已更换")
        return order

    def closed(self, hours, after=5, **values):
        """Return an order that was closed, with a satisfied citizen."""
        order = self.fed_back(hours, after, **values)
        self.move(order, "shift_leader", "review_pass", hours + after + 3)
        self.move(order, "visitor", "visit_close", hours + after + 4, result_id=self.satisfied.id)
        return order

    # ------------------------------------------------------------------ random histories

    def replay(self, count, seed, days):
        """Replay ``count`` cases of random steps that begin within ``days``, in the order of time."""
        rng = random.Random(seed)
        for _case in range(count):
            hours = rng.uniform(0, days * 24)
            ticket = self.registered(
                hours, rng.choice(("agent", "other_agent")), rng.choice(("public", "public", "inspector", "department")),
                area_id=rng.choice((self.north, self.south, self.street)).id,
            )
            self._walk(rng, ticket, hours)

    def _walk(self, rng, document, hours):
        for _step in range(rng.randint(1, 22)):
            hours += rng.choice((rng.uniform(0.1, 3), rng.uniform(1, 60)))
            stage = document.stage_id.code
            steps = (_TICKET_STEPS if document._name == "city12319.ticket" else _ORDER_STEPS).get(stage)
            if not steps or (stage == "closed" and rng.random() < 0.8):
                return
            (_weight, person, code), = rng.choices(steps, [weight for weight, _person, _code in steps])
            try:
                with self.env.cr.savepoint():
                    event = self._do(rng, document, person, code, hours)
            except UserError:
                self.env.invalidate_all()
                continue  # not possible just now, for example a second request
            if document._name == "city12319.ticket" and event.sudo().order_id:
                document = event.sudo().order_id.with_env(self.env)
            elif document._name == "city12319.order" and document.stage_id.code in ("instructed", "withdrawn"):
                document = document.ticket_id

    def _do(self, rng, document, person, code, hours):
        values = {}
        if person == "unit":
            person = self.member[document.department_id]
        if code == "dispatch":
            values["department_id"] = rng.choice(self.departments).id
        elif code == "process_escalate":
            values["leader_id"] = self.people["leader"].id
        elif code == "visit_close":
            values["result_id"] = rng.choice(self.env["city12319.result"].search([])).id
        elif code == "verify_result" and document._name == "city12319.ticket":
            values["verification"] = rng.choice(("confirmed", "confirmed", "not_found"))
        elif code in ("request_extension", "request_suspend"):
            due = document.due_at or self.at(hours)
            values["requested_until"] = max(due, self.at(hours)) + timedelta(hours=rng.randint(10, 200))
        elif code == "feedback":
            values["result"] = "已处理"
        elif code == "answer":
            values["answer"] = "已答复"
        return self.move(document, person, code, hours, reason="理由", **values)
