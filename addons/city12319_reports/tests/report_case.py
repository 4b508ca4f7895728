import random
from datetime import date, datetime

from odoo.addons.city12319_evaluation.models import city_time
from odoo.addons.city12319_evaluation.tests.evaluation_case import EvaluationCase
from odoo.addons.city12319_telephony.tools import call_events

from ..models.rollup.rollup_day import ROLLUPS

MONTH = date(2026, 3, 1)  # the histories begin on its second day
MARCH = [date(2026, 3, day) for day in range(1, 32)]


class ReportCase(EvaluationCase):
    """Cases with random histories, calls and seats, counted."""

    def fill(self, cases=20, seed=12319):
        """Replay cases and calls of March, and what is rare."""
        self.replay(cases, seed, days=25)
        self.answered = self.registered(30, phone="13800138000")
        self.move(self.answered, "agent", "answer", 31, answer="已答复")
        late = self.fed_back(30, after=5)
        self.move(late, "shift_leader", "review_fail", 39, reason="照片不清")
        self.move(late, "water", "feedback", 41, result="已更换")
        self.move(late, "shift_leader", "review_pass", 42)
        back = self.sent(40)
        self.move(back, "water", "refuse", 43, reason="属环卫处")
        self.move(back, "dispatcher", "dispatch", 44, department_id=self.water.id)
        extended = self.sent(40)
        self.move(extended, "water", "receive", 43)
        self.move(extended, "water", "request_extension", 44, reason="待料", requested_until=self.at(120))
        self.move(extended, "dispatcher", "approve", 45)
        self.move(extended, "water", "feedback", 90, result="已更换")
        self.move(extended, "shift_leader", "review_pass", 91)
        self.move(extended, "visitor", "visit_close", 40 + 24 * 12, result_id=self.satisfied.id)
        self.closed(50)
        self.calls(seed)
        self.env.flush_all()

    def calls(self, seed, count=40):
        """Let agents take calls in March, some of which nobody takes, and note when they were signed in."""
        self.env["city12319.seat"].search([]).write({"active": False, "user_id": False})
        for number, person in (("9801", "agent"), ("9802", "other_agent")):
            self.env["city12319.seat"].create({"number": number, "user_id": self.people[person].id})
        rng = random.Random(seed)
        events = []
        for number in range(count):
            begun = self.at(rng.uniform(0, 25 * 24)).timestamp() + 8 * 3600  # naive UTC
            events += self.call_events(rng, f"r-{number}", datetime.timestamp(datetime.fromtimestamp(begun)))
        self.env["city12319.call"]._take_in(events)
        for person in ("agent", "other_agent"):
            user = self.people[person]
            for day in range(3):
                for state, hour in (("ready", 8), ("busy", 12), ("ready", 13), ("after_call", 15), ("signed_out", 17)):
                    self.env["city12319.seat.state"]._enter(user, state, self.at(24 * day + hour))

    def call_events(self, rng, key, at):
        agent = rng.choice(("9801", "9802"))
        common = {
            "call": key, "server": "t", "queue": rng.choice(("市容", "供水")), "called": "12319",
            "caller": rng.choice(("13800138000", "13900139000", "13700137000")),
            "direction": "out" if rng.random() < 0.15 else "in",
        }
        kind = rng.choice(("answered", "answered", "answered", "abandoned", "menu"))
        moments = [("offered", 0, {})]
        if kind != "menu":
            moments.append(("queued", 2, {}))
        wait = rng.choice((3, 4, 30))
        if kind == "answered":
            moments += [
                ("ringing", 3, {"agent": agent, "leg": "1"}), ("answered", 2 + wait, {"agent": agent, "leg": "1"}),
                ("satisfaction", 62 + wait, {"data": {"score": rng.choice((1, 2, 3))}}),
                ("ended", 80 + wait, {"data": {"by": "caller"}}),
            ]
        else:
            moments += [("abandoned", 2 + wait, {}), ("ended", 2.5 + wait, {})]
        return [call_events.parse({"kind": kind, "at": at + after, **common, **more}) for kind, after, more in moments]

    # ------------------------------------------------------------------ counting

    def count(self, *also):
        """Count the days whose facts have changed, as the job does in the end, and ``also`` these."""
        days = self.env["city12319.rollup.day"]
        self.env.flush_all()
        self.env.cr.precommit.run()
        self.env["city12319.rollup.mark"]._take_in()
        days._mark(also)
        days.search([("changed_at", "!=", False)])._count()

    def count_one(self, day, cut):
        """Count one day as it was known at ``cut``."""
        for name in ROLLUPS:
            self.env[f"city12319.rollup.{name}"]._count_day(day, cut)

    def bounds(self, first, last):
        return city_time.utc_bounds(self.env, first, last)

    def rolled(self, first, last, by=None):
        """Return the sums of all counters in the days: ``{counter: number}``, or ``{(id, counter): number}`` with ``by``."""
        sums = {}
        for name in ROLLUPS:
            model = self.env[f"city12319.rollup.{name}"]
            if by and by not in model._fields:
                continue
            codes = [code for family in model._families for code in family.counters]
            rows = model._read_group(
                [("day", ">=", first), ("day", "<=", last)], [by] if by else [],
                [f"{code}:{'max' if model._fields[code].aggregator == 'max' else 'sum'}" for code in codes],
            )
            for row in rows:
                for code, number in zip(codes, row[bool(by):], strict=True):
                    sums[(row[0].id, code) if by else code] = number or 0
        return sums
