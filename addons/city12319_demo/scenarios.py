"""The ways that cases take through the flow, as recipes. Each adds steps to a :class:`~.case_path.Path`."""

import random
from datetime import timedelta

from .case_path import TICKET
from .hours import at_work
from .people import LIAISON, manager, worker
from .texts import phrases

RESULTS = (("satisfied", 52), ("rather_satisfied", 30), ("fair", 12), ("other", 6))
URGENT_HOURS = 8


class Scenarios:
    """Recipes for one case.

    :param path: where the steps go
    :param case: the case (see ``generator``): its template, department, agent and caller
    """

    def __init__(self, path, case):
        self.path, self.rng, self.case = path, path.rng, case
        self.template = case.template
        self.department = case.department
        urgent = self.template.hours[1] <= URGENT_HOURS
        self.shift = "emergency" if urgent else "department"

    def chance(self, share):
        return self.rng.random() < share

    def on_ticket(self, code, actor, minutes, shift="hotline", **step):
        self.path.do(code, actor, shift, minutes, TICKET, **step)

    # ------------------------------------------------------------------ on the ticket

    def answered(self):
        self.on_ticket("answer", self.case.agent, (3, 14), values={
            "answer": self.rng.choice(self.template.results),
            "result_id": f"result_{self.rng.choice(('satisfied', 'rather_satisfied'))}",
        })

    def rejected(self):
        actor = self.rng.choice((self.case.agent, "shiftleader"))
        self.on_ticket("reject", actor, (5, 50), reason=self.path.say(phrases.REJECT))

    def void(self, reasons=phrases.VOID):
        self.on_ticket("void", "shiftleader", (4, 60), reason=self.path.say(reasons))

    def duplicate(self):
        if self.chance(0.6):
            self.void(phrases.VOID_DUPLICATE)
        else:
            self.on_ticket("answer", self.case.agent, (3, 12), values={"answer": phrases.ANSWER_DUPLICATE[0]})

    def verify(self, verification="confirmed"):
        found = {
            "confirmed": phrases.VERIFY_FOUND, "not_found": phrases.VERIFY_NOT_FOUND, "unclear": phrases.VERIFY_UNCLEAR,
        }[verification]
        self.on_ticket(
            "verify_request", "shiftleader", (5, 60), reason=self.path.say(phrases.VERIFY_ASK),
            values={"inspector_id": "user_inspector"} if self.chance(0.7) else {},
        )
        self.on_ticket(
            "verify_result", "inspector", (50, 300), shift="inspector", reason=self.path.say(found),
            values={"verification": verification}, photos=("before",) if self.chance(0.3) else (),
        )

    def verified_away(self):
        self.verify("not_found")
        if self.chance(0.6):
            self.on_ticket("reject", "shiftleader", (10, 90), reason=self.path.say(phrases.REJECT_NOT_FOUND))
        else:
            self.on_ticket("answer", self.case.agent, (10, 90), values={"answer": phrases.ANSWER_VERIFIED[0]})

    # ------------------------------------------------------------------ the order, up to the department

    def filed(self):
        """The usual way: judged, often verified on site, filed, handled, closed."""
        if self.case.verified:
            self.verify("unclear" if self.chance(0.1) else "confirmed")
        self.process("file", (6, 70))

    def transferred(self):
        self.process("transfer", (6, 70), reason=self.path.say(phrases.TRANSFER))

    def escalated(self):
        instruction = self.case.instruction
        self.on_ticket(
            "process_escalate", "shiftleader", (15, 120), values={"leader_id": "user_leader"},
            reason=self.path.say(phrases.ESCALATE),
        )
        if instruction == "verify":
            self.path.do("instruct_verify", "leader", "leader", (40, 400), reason=self.path.say(phrases.LEADER_VERIFY))
            self.path.do(
                "verify_result", "inspector", "inspector", (90, 400), reason=self.path.say(phrases.VERIFY_FOUND),
                photos=("before",),
            )
        if instruction == "other":
            reason = self.path.say(phrases.LEADER_OTHER, other=self.case.department_name)
            self.path.do("instruct_other", "leader", "leader", (60, 500), reason=reason)
        else:
            self.path.do("instruct_pass", "leader", "leader", (30, 400), reason=self.path.say(phrases.LEADER_PASS))
        self.process("transfer" if self.department in LIAISON else "file", (10, 90))

    def sent_back(self):
        """The dispatcher finds that the case was judged wrongly; it is transferred instead."""
        self.on_ticket("process_file", "shiftleader", (6, 60), reason=self.path.say(phrases.JUDGE))
        self.path.do("send_back", "dispatcher", "hotline", (10, 90), reason=self.path.say(phrases.SEND_BACK))
        self.process("transfer", (10, 60), reason=self.path.say(phrases.TRANSFER))

    def process(self, mode, minutes, reason=None):
        if reason is None:
            reason = self.path.say(phrases.JUDGE)
        condition = self.case.template.condition
        values = {"condition_id": f"condition_{condition}"} if condition and mode == "file" else {}
        self.on_ticket(f"process_{mode}", "shiftleader", minutes, values=values, reason=reason)
        if self.case.bounce == "refuse":
            self.bounced_by_refusal()
        elif self.case.bounce == "return":
            self.bounced_by_request()
        self.dispatch(self.department, self.case.assist)
        self.receive(self.department)
        for department in self.case.assist:
            self.assist(department)
        self.handle()

    def dispatch(self, department, assist=(), minutes=(6, 60)):
        values = {"department_id": f"department_{department}"}
        if assist:
            values["assist_department_ids"] = [f"department_{key}" for key in assist]
        self.path.do(
            "dispatch", "dispatcher", "hotline", minutes, values=values, reason=self.path.say(phrases.DISPATCH),
        )

    def receive(self, department, minutes=(10, 240)):
        self.path.do("receive", worker(self.rng, department), self.shift, minutes)

    def assist(self, department):
        actor = worker(self.rng, department)
        self.path.do("assist_receive", actor, self.shift, (5, 90))
        self.path.do("assist_answer", actor, self.shift, (40, 300), reason=self.path.say(phrases.ASSIST))

    def bounced_by_refusal(self):
        wrong = self.case.wrong_department
        self.dispatch(wrong)
        reason = self.path.say(phrases.REFUSE, other=self.case.department_name)
        self.path.do("refuse", worker(self.rng, wrong), self.shift, (20, 300), reason=reason)

    def bounced_by_request(self):
        wrong = self.case.wrong_department
        self.dispatch(wrong)
        self.receive(wrong)
        reason = self.path.say(phrases.RETURN, other=self.case.department_name)
        self.path.do("request_return", worker(self.rng, wrong), self.shift, (60, 400), reason=reason)
        self.path.do(
            "approve", "dispatcher", "hotline", (15, 150), to="pending_dispatch", reason=self.path.say(phrases.APPROVE),
        )

    # ------------------------------------------------------------------ the order, in the department and after

    def handle(self):
        department = self.department
        actor = worker(self.rng, department)
        if department in ("water", "sanitation") and self.chance(0.4):
            self.path.do(
                "assign", manager(department), self.shift, (10, 120), values={"handler_id": f"user_{department}"},
            )
            actor = department
        if self.case.request:
            self.request(actor, *self.case.request)
        self.feedback(actor, self.rng.choice(self.template.results))
        for _time in range(self.case.reworks):
            self.rework(actor)
        self.finish()

    def request(self, actor, kind, approved):
        reasons = phrases.EXTEND if kind == "extension" else phrases.SUSPEND
        self.path.do(
            f"request_{kind}", actor, self.shift, (60, 500), reason=self.path.say(reasons),
            values={"requested_until": self.path.later((4, 9) if kind == "extension" else (10, 20))},
        )
        if not approved:
            self.path.do("deny", "dispatcher", "hotline", (20, 200), reason=self.path.say(phrases.DENY))
            return
        to = "suspended" if kind == "suspend" else "handling"
        self.path.do("approve", "dispatcher", "hotline", (20, 200), to=to, reason=self.path.say(phrases.APPROVE))
        if kind == "suspend":
            day = 24 * 60
            self.path.do("resume", "dispatcher", "hotline", (6 * day, 10 * day), reason=self.path.say(phrases.RESUME))

    def feedback(self, actor, result, share=0.3):
        low, high = self.template.hours
        photos = ("before", "after") if self.chance(share) else ()
        self.path.do(
            "feedback", actor, self.shift, (low * 60, high * 60), values={"result": result}, photos=photos,
        )

    def rework(self, actor):
        if self.chance(0.4):
            self.path.do(
                "review_fail", "shiftleader", "hotline", (20, 200), reason=self.path.say(phrases.REVIEW_FAIL),
            )
        else:
            self.check_request()
            self.path.do(
                "check_fail", "inspector", "inspector", (60, 400), reason=self.path.say(phrases.CHECK_FAIL),
                photos=("before",) if self.chance(0.5) else (),
            )
        self.feedback(actor, self.path.say(phrases.REWORK), share=0.5)

    def check_request(self):
        self.path.do(
            "check_request", "shiftleader", "hotline", (15, 200), reason=self.path.say(phrases.CHECK_ASK),
            values={"inspector_id": "user_inspector"} if self.chance(0.6) else {},
        )

    def finish(self):
        if self.case.checked:
            self.check_request()
            self.path.do(
                "check_pass", "inspector", "inspector", (60, 400), reason=self.path.say(phrases.CHECK_PASS),
                photos=("after",) if self.chance(0.2) else (),
            )
        else:
            self.path.do("review_pass", "shiftleader", "hotline", (20, 240), reason=self.path.say(phrases.REVIEW_PASS))
        if self.case.ending == "redo":
            self.path.do(
                "visit_redo", "visitor", "visitor", (120, 1500), reason=self.path.say(phrases.VISIT_REDO),
                values={"result_id": "result_fair"},
            )
            self.again()
        self.close()
        if self.case.ending == "reopen":
            day = 24 * 60
            self.path.do("reopen", "shiftleader", "hotline", (2 * day, 6 * day), reason=self.path.say(phrases.REOPEN))
            self.again()
            self.close()

    def again(self):
        """The same department does it again in a new round."""
        self.dispatch(self.department)
        self.receive(self.department)
        self.feedback(worker(self.rng, self.department), self.path.say(phrases.REWORK))
        self.check_request()
        self.path.do("check_pass", "inspector", "inspector", (60, 400), reason=self.path.say(phrases.CHECK_PASS))

    def close(self):
        if self.case.caller.anonymous:
            self.path.do("close_direct", "shiftleader", "hotline", (60, 900), reason=phrases.CLOSE_DIRECT[0])
        elif self.case.source == "department":
            self.path.do("close_direct", "shiftleader", "hotline", (60, 900), reason=phrases.CLOSE_DIRECT[1])
        else:
            self.visit()

    def visit(self):
        """The citizen is called back: some at the second attempt, a few never."""
        visits = random.Random(f"{self.path.at}")  # of its own: the other cases stay as they are
        if visits.random() < 0.05:
            calls = self.calls_in_vain(visits, 3)
            self.path.at = calls[-1][0]
            self.path.do("visit_unreached", "visitor", "visitor", (1, 4), calls=calls)
            return
        calls = self.calls_in_vain(visits, 1) if visits.random() < 0.25 else ()
        if calls:
            self.path.at = calls[-1][0]
        (result,) = self.rng.choices([code for code, _weight in RESULTS], [weight for _code, weight in RESULTS])
        best = {"satisfied": 5, "rather_satisfied": 4, "fair": 3, "other": 3}[result]
        self.path.do(
            "visit_close", "visitor", "visitor", (90, 1600), values={"result_id": f"result_{result}"},
            reason=self.path.say(phrases.VISIT[result]), calls=calls, visit={
                "score_result": best, "score_speed": max(1, best - visits.randrange(3)),
                "score_attitude": min(5, best + visits.randrange(2)),
                "proxy": "other" if visits.random() < 0.06 else "none",
            },
        )

    def calls_in_vain(self, visits, count):
        """Return so many unanswered calls after the last step: (local time, outcome), hours and a night apart."""
        calls, at = [], self.path.at
        for wait in (timedelta(minutes=40), timedelta(hours=4), timedelta(hours=18))[:count]:
            at = at_work(visits, at + wait, "visitor")
            calls.append((at, visits.choice(("no_answer", "no_answer", "busy", "off"))))
        return tuple(calls)
