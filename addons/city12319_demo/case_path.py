"""The steps of one case, one after the other, each by the right person at a plausible time. No ORM."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from .hours import at_work

TICKET, ORDER = "ticket", "order"

# stage that a transition leads to, as the gate will find it; those that stay where they are do not stand here
STAGE_AFTER = {
    "answer": "answered", "reject": "rejected", "void": "void", "verify_request": "verifying",
    "process_file": "pending_dispatch", "process_transfer": "pending_dispatch", "process_escalate": "leader_review",
    "instruct_pass": "registered", "instruct_other": "registered", "instruct_verify": "verifying",
    "dispatch": "pending_receipt", "send_back": "registered", "receive": "handling", "refuse": "pending_dispatch",
    "feedback": "review", "resume": "handling", "check_request": "checking", "check_pass": "pending_visit",
    "check_fail": "handling", "review_pass": "pending_visit", "review_fail": "handling", "visit_close": "closed",
    "visit_redo": "pending_dispatch", "visit_unreached": "closed", "close_direct": "closed", "reopen": "pending_dispatch",
}


@dataclass(frozen=True)
class Step:
    """One transition: on the ticket or on its newest order."""

    at: datetime  # local time
    document: str
    code: str
    actor: str  # login
    stage: str  # that the ticket is in afterwards
    values: dict = field(default_factory=dict)  # values of fields that end in _id are xml ids
    reason: str = ""
    photos: tuple = ()  # states of the place to take a picture of: before, after
    visit: dict = field(default_factory=dict)  # what the return visitor notes besides
    calls: tuple = ()  # unanswered calls before: (local time, code of the outcome)


class Path:
    """Collects the steps of a case. Once ``stop`` (a stage or a transition) is reached, later steps are left out."""

    def __init__(self, rng, start, stop=None):
        self.rng = rng
        self.at = start
        self.stop = stop
        self.stage = "registered"
        self.steps = []
        self.stopped = stop == "registered"

    def do(self, code, actor, shift, minutes, document=ORDER, to=None, **step):
        """Add a step by ``actor``, who works in ``shift``, some ``minutes`` (least, most) after the step before."""
        if self.stopped:
            return
        wait = timedelta(seconds=self.rng.randrange(int(minutes[0] * 60), int(minutes[1] * 60) + 1) + 1)
        self.at = at_work(self.rng, self.at + wait, shift)
        self.stage = to or self.stage_after(code, document)
        self.steps.append(Step(self.at, document, code, actor, self.stage, **step))
        self.stopped = self.stop in (code, self.stage)

    def stage_after(self, code, document):
        if code == "verify_result":
            return "registered" if document == TICKET else "leader_review"
        return STAGE_AFTER.get(code, self.stage)

    def later(self, days):
        """Return local time some ``days`` (least, most) after the last step, at the end of an office day."""
        day = self.at + timedelta(days=self.rng.randint(*days))
        return day.replace(hour=17, minute=30, second=0)

    def say(self, phrases, **names):
        return self.rng.choice(phrases).format(**names)
