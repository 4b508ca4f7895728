"""Counts once more, one record after the other in plain Python, what the evaluation does not count."""

from collections import Counter
from datetime import timedelta

from odoo.addons.city12319_evaluation.tests.slow_count import SlowCount

_TICKET_CODES = {"reject": "rejected", "void": "voided", "process_escalate": "escalated", "process_transfer": "transferred"}
_ORDER_CODES = {"receive": "received", "refuse": "refused", "visit_redo": "redone", "reopen": "reopened"}


class SlowTotals(SlowCount):
    """``totals`` counts everything in the period, by counter; ``counts`` as in the evaluation, by area, unit and person."""

    def __init__(self, env, start, end):
        self.totals = Counter()
        super().__init__(env, start, end)
        for event in env["city12319.event"].search([("at", "<", end)]):
            self.event(event)
        for request in env["city12319.request"].search([]):
            self.request(request)
        for notice in env["city12319.supervision"].search([]):
            if self.within(notice.sent_at):
                self.totals["urged" if notice.kind == "urge" else "supervised"] += 1
        for clock in env["city12319.clock"].search([("scope", "=", "stage")]):
            if self.within(clock.stopped_at):
                self.stage(clock)
        for visit in env["city12319.visit"].search([]):
            self.visit(visit)

    def add(self, names, amount=1, **of):
        super().add(names, amount, **of)
        for name in names:
            self.totals[name] += amount

    def event(self, event):
        ticket = event.ticket_id
        if not self.within(event.at):
            return
        if event.code in _TICKET_CODES:
            self.totals[_TICKET_CODES[event.code]] += 1
        if event.order_id and event.code in _ORDER_CODES:
            self.totals[_ORDER_CODES[event.code]] += 1
        if event.code == "register" and ticket.duplicate_of_id:
            self.totals["repeated"] += 1
        if event.code == "answer" and not [
            again for again in ticket.search([]) if again != ticket and again.phone_sanitized
            and again.phone_sanitized == ticket.phone_sanitized and again.category_id == ticket.category_id
            and ticket.reported_at <= again.reported_at < min(event.at + timedelta(hours=72), self.end)
        ]:
            self.totals["first_solved"] += 1

    def request(self, request):
        if request.kind in ("extension", "suspend") and self.within(request.requested_at):
            self.totals["extension_asked" if request.kind == "extension" else "suspend_asked"] += 1
        if request.kind == "return" and request.state == "approved" and self.within(request.decided_at):
            self.totals["returned"] += 1

    def stage(self, clock):
        self.totals["stage_done"] += 1
        if clock.due_at:
            self.totals["stage_limited"] += 1
            self.totals["stage_on_time"] += int(clock.excluded or clock.stopped_at <= clock.due_at)

    def visit(self, visit):
        if self.within(visit.opened_at):
            self.totals["visit_opened"] += 1
        if not self.within(visit.done_at):
            return
        if visit.state == "skipped":
            self.totals["visit_skipped"] += 1
        if visit.state in ("done", "unreached"):
            self.totals["visit_ended"] += 1
            for name in ("reached", "effective", "satisfied", "unsatisfied", "redone"):
                self.totals[f"visit_{name}"] += int(bool(visit[name]))


def slow_calls(env, start, end):
    """Return the counters of calls offered in the period."""
    totals = Counter()
    calls = env["city12319.call"].search([])
    for call in calls.filtered(lambda call: start <= call.offered_at < end):
        if call.direction == "out":
            totals["call_out"] += 1
            if call.answered_at:
                totals["call_out_answered"] += 1
                totals["call_out_talk"] += call.talk_seconds
        if call.direction != "in":
            continue
        totals["call_in"] += 1
        totals["call_registered"] += int(bool(call.ticket_id))
        totals["call_consulted"] += int(call.disposition == "consulted")
        totals["call_nuisance"] += int(call.disposition in ("nuisance", "wrong_number"))
        totals["call_after_hours"] += int(call.outcome == "after_hours")
        totals["call_repeated"] += int(any(
            one.phone_sanitized == call.phone_sanitized and one.direction == "in"
            and call.offered_at - timedelta(days=7) <= one.offered_at < call.offered_at for one in calls
        ))
        if not call.queued_at:
            continue
        totals["call_requested"] += 1
        totals["call_wait"] += call.wait_seconds
        totals["call_ring"] += call.ring_seconds
        if call.answered_at:
            totals["call_answered"] += 1
            totals["call_quick"] += int(call.wait_seconds <= 15)
            totals["call_wait_answered"] += call.wait_seconds
            totals["call_talk"] += call.talk_seconds
            totals["call_hold"] += call.hold_seconds
            totals["call_talk_max"] = max(totals["call_talk_max"], call.talk_seconds)
            totals["call_rated"] += int(call.satisfaction > 0)
            totals["call_satisfied"] += int(call.satisfaction in (1, 2))
        elif call.state == "ended":
            totals["call_abandoned"] += 1
            totals["call_abandoned_quick"] += int(call.wait_seconds <= 5)
    return totals
