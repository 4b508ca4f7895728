"""Three months of a made-up city for ``test_simulation``: what happens to each order, minute by minute.

Only what people do is here, and when. Nothing of clocks: what they must say is worked out in ``simulation_oracle``.
"""

import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta

BEGIN, END = datetime(2026, 9, 1, 0, 1), datetime(2026, 11, 30, 16)  # UTC
RESTLESS = 0.5  # share of steps that come soon, so that minutes and lunches matter, not only days


@dataclass
class Step:
    at: datetime
    code: str
    person: str
    values: dict = field(default_factory=dict)


@dataclass
class Case:
    """``area``: an area with duty around the clock, or not. ``condition``: key of a filing condition, or none."""

    number: int
    registered_at: datetime
    area: bool
    condition: str | None
    steps: list[Step] = field(default_factory=list)


class Planner:
    """Draws one case after the other out of a seed."""

    DEPARTMENTS = ("water", "sanitation")

    def __init__(self, seed, conditions):
        self.random = random.Random(seed)
        self.conditions = [None, *conditions]

    def cases(self, count):
        """Return ``count`` cases with all their steps, in order of registration."""
        span = int((END - BEGIN).total_seconds()) // 60 - 20 * 1440
        starts = sorted(self.random.randrange(span) for _ in range(count))
        return [self.case(number, BEGIN + timedelta(minutes=minute)) for number, minute in enumerate(starts)]

    def case(self, number, at):
        case = Case(number, at, self.random.random() < 0.3, self.random.choice(self.conditions))
        self.at, self.steps = at, case.steps
        self.add("process_file", "shift_leader", {"condition_id": case.condition} if case.condition else {})
        self.stage, self.department, self.left = "pending_dispatch", None, 30
        while self.stage and self.left and self.at < END:
            self.left -= 1
            getattr(self, self.stage)()
        case.steps = [step for step in case.steps if step.at < END]
        return case

    def add(self, code, person, values=None):
        if self.random.random() < RESTLESS:
            minutes = self.random.randint(1, 400)
        else:
            minutes = self.random.randint(60, 4 * 1440)
        self.at += timedelta(minutes=minutes)
        if (self.at + timedelta(hours=8)).time() == datetime.min.time():  # midnight is a case of its own, tested elsewhere
            self.at += timedelta(minutes=1)
        self.steps.append(Step(self.at, code, person, values or {}))

    def draw(self, **weights):
        return self.random.choices(list(weights), list(weights.values()))[0]

    # ------------------------------------------------------------------ what may happen in each stage

    def pending_dispatch(self):
        self.department = self.random.choice(self.DEPARTMENTS)
        self.add("dispatch", "dispatcher", {"department_id": self.department})
        self.stage = "pending_receipt"

    def pending_receipt(self):
        if self.draw(receive=85, refuse=15) == "refuse":
            self.add("refuse", self.department, {"reason": "不属本单位"})
            self.stage = "pending_dispatch"
        else:
            self.add("receive", self.department)
            self.stage = "handling"

    def handling(self):
        choice = self.draw(feedback=60, suspend=15, denied=5, give_back=8, extend=12)
        if choice == "feedback":
            self.add("feedback", self.department, {"result": "已处理"})
            self.stage = "review"
        elif choice == "extend":
            self.add("extend", "dispatcher")
        elif choice == "give_back":
            self.add("request_return", self.department, {"reason": "不属本单位"})
            self.add("approve", "dispatcher")
            self.stage = "pending_dispatch"
        else:
            until = self.at + timedelta(days=60)
            self.add("request_suspend", self.department, {"reason": "待料", "requested_until": until})
            if choice == "denied":
                self.add("deny", "dispatcher", {"reason": "理由不足"})
            else:
                self.add("approve", "dispatcher")
                self.add("resume", "dispatcher")

    def review(self):
        choice = self.draw(check_request=50, review_pass=35, review_fail=15)
        reason = {"reason": "未达标准"} if choice == "review_fail" else {}
        self.add(choice, "shift_leader", reason)
        self.stage = {"check_request": "checking", "review_pass": "pending_visit", "review_fail": "handling"}[choice]

    def checking(self):
        choice = self.draw(check_pass=75, check_fail=25)
        self.add(choice, "inspector", {"reason": "现场查看"})
        self.stage = "pending_visit" if choice == "check_pass" else "handling"

    def pending_visit(self):
        choice = self.draw(visit_close=75, visit_redo=15, close_direct=10)
        if choice == "visit_redo":
            self.add(choice, "visitor", {"reason": "仍未解决"})
            self.stage = "pending_dispatch"
        elif choice == "close_direct":
            self.add(choice, "shift_leader", {"reason": "无联系方式"})
            self.stage = "closed"
        else:
            self.add(choice, "visitor", {"result_id": "satisfied"})
            self.stage = "closed"

    def closed(self):
        self.stage = None
        if self.random.random() < 0.1:
            self.add("reopen", "shift_leader", {"reason": "问题再现"})
            self.stage = "pending_dispatch"
