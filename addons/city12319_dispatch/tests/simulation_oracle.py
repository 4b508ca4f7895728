"""What every clock of a simulated case must say: worked out from the steps alone, by counting minutes.

Written apart from the product, after docs/time-limits.md and docs/working-time.md. It knows the calendars as plain
tables, marks every minute of the three months as counting or not, blanks the minutes of the pauses, and counts.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

ORIGIN = datetime(2026, 8, 31, 16)  # midnight of 1 September in Shanghai
DAYS = 200
SHANGHAI = timedelta(hours=8)

# as the State Council published them
OFF = {date(2026, 9, 25), date(2026, 9, 26), date(2026, 9, 27), *(date(2026, 10, day) for day in range(1, 8))}
MAKE_UP = {date(2026, 9, 20), date(2026, 10, 10)}

UNIT = {"urgent_hours": 60, "working_hours": 60, "working_days": 1440, "natural_days": 1440}  # minutes

# what is left of a stage: (transition, next stage)
NEXT = {
    "dispatch": "pending_receipt", "receive": "handling", "refuse": "pending_dispatch", "feedback": "review",
    "check_request": "checking", "review_pass": "pending_visit", "review_fail": "handling", "check_pass": "pending_visit",
    "check_fail": "handling", "visit_redo": "pending_dispatch", "visit_close": None, "close_direct": None,
    "reopen": "pending_dispatch",
}
NEW_ROUND = {"review_fail", "check_fail", "visit_redo", "reopen"}


class Minutes:
    """The minutes of a calendar: ``week`` has the spans of each weekday, ``holidays`` tells whether it keeps them."""

    def __init__(self, week, holidays=True, close=False):
        self.close = close
        self.working = {}
        self.marks = {"working_hours": bytearray(DAYS * 1440), "working_days": bytearray(DAYS * 1440)}
        self.marks["urgent_hours"] = self.marks["natural_days"] = bytearray(b"\1" * (DAYS * 1440))
        for number in range(DAYS):
            day = date(2026, 9, 1) + timedelta(days=number)
            spans = week[day.weekday()]
            if holidays and day in OFF:
                spans = []
            if holidays and day in MAKE_UP:
                spans = week[4]
            if spans:
                self.working[day] = max(end for _start, end in spans)
                self.marks["working_days"][number * 1440:(number + 1) * 1440] = b"\1" * 1440
            for start, end in spans:
                self.marks["working_hours"][number * 1440 + start:number * 1440 + end] = b"\1" * (end - start)

    def _open(self, unit, pauses):
        marks = bytearray(self.marks[unit])
        for start, end in pauses:
            marks[index(start):index(end)] = bytes(index(end) - index(start))
        return marks

    def used(self, start, end, unit, pauses):
        """Return minutes used from ``start`` to ``end``."""
        return sum(self._open(unit, pauses)[index(start):index(end)])

    def due(self, start, minutes, unit, pauses):
        """Return when ``minutes`` are used up."""
        if minutes <= 0:
            return start
        marks, at, left = self._open(unit, pauses), index(start), minutes
        while left:
            if left > 60 and at % 60 == 0:
                left -= sum(marks[at:at + 60])
                at += 60
            else:
                left -= marks[at]
                at += 1
        moment = ORIGIN + timedelta(minutes=at)
        return self._close(moment, start, pauses) if self.close and unit == "working_days" else moment

    def _close(self, moment, start, pauses):
        day = (moment - timedelta(minutes=1) + SHANGHAI).date()
        while True:
            if day in self.working:
                close = datetime(day.year, day.month, day.day) - SHANGHAI + timedelta(minutes=self.working[day])
                if close > start and not any(one < close <= two for one, two in pauses):
                    return close
            day += timedelta(days=1)


def index(moment):
    return int((moment - ORIGIN).total_seconds()) // 60


@dataclass
class Expected:
    """A clock as it must be. Times in minutes, on the scale of its unit."""

    scope: str
    stage: str
    round: int
    department: str | None
    start: datetime
    minutes: Minutes
    limit: float
    unit: str
    carried: int = 0
    extended: int = 0
    stop: datetime | None = None
    pauses: list = field(default_factory=list)

    @property
    def limit_minutes(self):
        return round(self.limit * UNIT[self.unit])

    def used(self):
        return self.minutes.used(self.start, self.stop, self.unit, self.pauses)

    def due(self):
        if not self.limit:
            return None
        return self.minutes.due(self.start, self.limit_minutes + self.extended - self.carried, self.unit, self.pauses)

    def overrun(self):
        due = self.due()
        return self.minutes.used(due, self.stop, self.unit, self.pauses) if due and self.stop > due else 0

    def result(self):
        due = self.due()
        return "unlimited" if due is None else "late" if self.stop > due else "on_time"


class Expectation:
    """Follows one case and writes its clocks down.

    :param limit_of: function ``(target, condition)`` → ``(limit, unit)``
    :param minutes_of: function ``(department, duty area, moment)`` → :class:`Minutes`
    """

    def __init__(self, case, limit_of, minutes_of):
        self.case, self.limit_of, self.minutes_of = case, limit_of, minutes_of
        self.clocks, self.running = {"ticket": [], "order": []}, {}
        self.round, self.department, self.paused_at = 1, None, None
        self.start("ticket", "stage", "registered", case.registered_at)
        self.start("ticket", "total", "registered", case.registered_at)
        for step in case.steps:
            self.follow(step)

    def follow(self, step):
        if step.code == "process_file":
            self.end("ticket", "stage", step.at)
            self.start("order", "stage", "pending_dispatch", step.at)
            self.start("order", "total", "pending_dispatch", step.at)
        elif step.code == "approve":
            self.approve(step)
        elif step.code == "resume":
            for clock in self.running.values():
                if clock in self.stopped_still:
                    clock.pauses.append((self.paused_at, step.at))
        elif step.code == "extend":
            clock = self.running["order", "phase"]
            clock.extended += clock.limit_minutes
        elif step.code in NEXT:
            self.move(step)
        if step.code.startswith("request_"):
            self.requested = step.code

    def approve(self, step):
        if self.requested == "request_suspend":
            self.paused_at = step.at
            self.stopped_still = [clock for (owner, _scope), clock in self.running.items() if owner == "order"]
        else:
            self.bounce(step.at)

    def bounce(self, at):
        self.department = None
        self.end("order", "stage", at)
        self.end("order", "phase", at)
        self.start("order", "stage", "pending_dispatch", at)

    def move(self, step):
        stage, at = NEXT[step.code], step.at
        if step.code in NEW_ROUND:
            self.round += 1
        if step.code == "refuse":
            return self.bounce(at)
        if step.code == "dispatch":
            self.department = step.values["department_id"]
        if ("order", "stage") in self.running:
            self.end("order", "stage", at)
        if step.code == "feedback":
            self.end("order", "phase", at)
        if stage is None:
            self.end("order", "total", at)
            return self.end("ticket", "total", at)
        self.start("order", "stage", stage, at)
        if step.code in ("dispatch", "review_fail", "check_fail"):
            self.start("order", "phase", stage, at)
        if step.code == "reopen":
            self.start("order", "total", stage, at)
            self.start("ticket", "total", stage, at)

    def start(self, owner, scope, stage, at):
        department = self.department if owner == "order" else None
        target = {"stage": stage, "phase": "handling_as_a_whole", "total": "total"}[scope]
        limit, unit = self.limit_of(target, self.case.condition if owner == "order" else None)
        clock = Expected(
            scope, stage, self.round if owner == "order" else 1, department, at,
            self.minutes_of(department, self.case.area, at), limit, unit)
        if scope == "phase":
            earlier = [
                one for one in self.clocks["order"] if one.scope == "phase" and one.round == self.round
                and one.department == department
            ]
            clock.carried = earlier[-1].used() + earlier[-1].carried if earlier else 0
        self.clocks[owner].append(clock)
        self.running[owner, scope] = clock

    def end(self, owner, scope, at):
        self.running.pop((owner, scope)).stop = at
