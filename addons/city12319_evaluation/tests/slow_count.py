"""Counts everything once more, one case after the other, in plain Python: the check on the statements of a run.

Reads the events of a case from the first to the last and keeps account of what is open; only promises come from clocks.
"""

from collections import Counter

WAITING = {"review", "checking", "pending_visit"}
STAGES = {"verifying": ("verify", "verified"), "checking": ("check", "checked"), "pending_visit": ("visit", "visited")}


class SlowCount:
    """``counts[column, id]`` is a Counter for an area, department or person."""

    def __init__(self, env, start, end):
        self.env, self.start, self.end = env, start, end
        self.counts = {}
        for ticket in env["city12319.ticket"].search([("reported_at", "<", end)]):
            self.ticket(ticket)
            for order in ticket.order_ids:
                self.order(order)
        for request in env["city12319.request"].search([("state", "=", "approved")]):
            if self.within(request.decided_at):
                name = {"extension": "extended", "suspend": "suspended", "return": "given_back"}[request.kind]
                self.add([name], department=request.department_id, area=request.order_id.area_id)
        for clock in env["city12319.clock"].search([("scope", "=", "stage"), ("started_at", "<", end)]):
            self.stage_clock(clock)
        for check in env["city12319.inspection"].search([("state", "=", "final")]):
            if self.within(check.at):
                of = {"department": check.department_id, "area": check.area_id, "person": check.inspector_id}
                self.add(["inspected"], **of)
                self.add(["inspection_points"], check.final_points, **of)

    def within(self, at):
        return at and self.start <= at < self.end

    def add(self, names, amount=1, department=None, area=None, person=None):
        for column, record in (("department_id", department), ("area_id", area), ("user_id", person)):
            if record:
                counter = self.counts.setdefault((column, record.id), Counter())
                for name in names:
                    counter[name] += amount

    def late(self, clocks, at):
        """Tell whether the clock that ended at ``at`` was late."""
        return any(clock.due_at and clock.due_at < at and not clock.excluded for clock in clocks if clock.stopped_at == at)

    # ------------------------------------------------------------------ a ticket

    def ticket(self, ticket):
        events = [event for event in ticket.event_ids.sorted(lambda event: (event.at, event.id)) if event.at < self.end]
        source = ticket.source_id.code
        clocks = ticket.clock_ids.filtered(lambda clock: clock.scope == "stage" and not clock.order_id)
        codes = [event.code for event in events]
        for number, event in enumerate(events):
            if not self.within(event.at):
                continue
            person, area = event.user_id, event.order_id.area_id or ticket.area_id
            late = self.late(clocks, event.at)
            if event.code == "register":
                names = ["registered", *(["registered_valid"] if "void" not in codes else [])]
                names += {"public": ["public_reports"], "inspector": ["reported"]}.get(source, [])
                if source == "inspector" and "process_file" in codes:
                    names.append("reported_valid")
                self.add(names, area=ticket.area_id, person=ticket.agent_id)
            elif event.code == "process_file":
                later = events[number + 1:]
                names = ["filed", *(["filed_on_time"] if not late else [])]
                if any(one.code == "void" or (one.code == "send_back" and one.order_id == event.order_id) for one in later):
                    names.append("misfiled")
                if source == "public" and "inspector" not in ticket.duplicate_ids.mapped("source_id.code"):
                    names.append("missed")
                self.add(names, area=area, person=person)
            elif event.code in ("answer", "verify_request"):
                stem = {"answer": "answered", "verify_request": "verify_sent"}[event.code]
                self.add([stem, *([f"{stem}_on_time"] if not late else [])], area=area, person=person)
            elif event.code == "verify_result" and not event.order_id:
                if source == "public" and ticket.verification == "confirmed":
                    self.add(["public_verified"], area=area, person=person)

    # ------------------------------------------------------------------ an order

    def order(self, order):
        events = [event for event in order.event_ids.sorted(lambda event: (event.at, event.id))]
        self.area = order.area_id
        self.handlings(order, events)
        self.closing(order, [event for event in events if event.at < self.end])
        self.dispatches(order, events)

    def handlings(self, order, events):
        begun = None
        for event in [*events, None]:
            code = event and event.code
            if begun and (code in ("feedback", "refuse", None) or (
                code == "approve" and event.to_stage_id.code == "pending_dispatch"
            )):
                self.handling(order, begun, event)
                begun = None
            if code in ("dispatch", "check_fail", "review_fail"):
                begun = (event.at, event.department_id)
            if code == "refuse" and self.within(event.at):
                self.add(["given_back"], department=event.department_id, area=self.area)

    def handling(self, order, begun, ended):
        at, department = begun
        clock = order.clock_ids.filtered(
            lambda clock: clock.scope == "phase" and clock.started_at == at and clock.department_id == department)
        due, stopped = clock.due_at, ended and ended.at
        settled = min(moment for moment in (due, stopped) if moment) if due or stopped else None
        if not self.within(settled) or order.ticket_id.duplicate_of_id:
            return
        late = bool(due) and (not stopped or stopped > due)
        if ended and ended.code != "feedback" and not late:
            return
        names = ["late_raw"] if late else []
        if not clock.excluded and clock.state != "paused":
            done = bool(ended) and ended.code == "feedback" and stopped < self.end
            names += ["handle_due", *(["handled", "handled_late" if late else "handled_on_time"] if done else ["late_pending"])]
        self.add(names, department=department, area=self.area)

    def closing(self, order, events):
        reworks, reported = [], []
        for event in events:
            if event.code in ("check_fail", "review_fail"):
                reworks.append(event.department_id)
            if event.to_stage_id.code == "closed":
                reworks, reported = [], reworks
        if not events:
            return
        last = events[-1]
        closed, stage = last.to_stage_id.code == "closed", last.to_stage_id.code
        if not (stage in WAITING or (closed and self.within(last.at))):
            return
        clock = order.clock_ids.filtered(lambda clock: clock.scope == "total" and clock.stopped_at == last.at)
        late = closed and bool(clock.due_at) and clock.due_at < last.at
        names = [] if not closed else ["closed_late_raw"] if late else []
        if not closed:
            names.append("not_closed")
        if not (closed and clock.excluded):
            names += ["close_due", *(["closed", "closed_late" if late else "closed_on_time"] if closed else [])]
            granted = order.request_ids.filtered(
                lambda request: request.kind == "suspend" and request.state == "approved" and request.decided_at < self.end)
            if granted and (late or not closed):
                names.append("postponed")
        if last.code == "visit_close" and order.result_id.effective:
            names += ["judged", *(["satisfied"] if order.result_id.satisfied else [])]
        filer = next((event.user_id for event in events if event.code in ("process_file", "process_transfer")), None)
        self.add(names, department=order.department_id, area=self.area, person=filer)
        if closed and not order.rework_excluded:
            for department in reported:
                self.add(["reworked"], department=department, area=self.area)

    def dispatches(self, order, events):
        clocks = order.clock_ids.filtered(lambda clock: clock.scope == "stage")
        for number, event in enumerate(events):
            if event.code == "check_request" and self.within(event.at):
                late = self.late(clocks, event.at)
                self.add(["check_sent", *(["check_sent_on_time"] if not late else [])], area=self.area, person=event.user_id)
            if event.code != "dispatch" or not self.within(event.at):
                continue
            names = ["dispatched", "dispatch_due"]
            if not self.late(clocks, event.at):
                names.append("dispatched_on_time")
            again = [one for one in events[number + 1:] if one.code == "dispatch" and one.at < self.end]
            if not any(one.round == event.round and one.department_id != event.department_id for one in again):
                names.append("dispatched_right")
            before = [one for one in events[:number] if one.to_stage_id.code == "pending_dispatch"][-1:]
            if before and before[0].code in ("refuse", "approve") and before[0].department_id == event.department_id:
                names.append("shirked")
            self.add(names, department=event.department_id, area=self.area, person=event.user_id)

    # ------------------------------------------------------------------ clocks of stages

    def stage_clock(self, clock):
        stage, stopped, due = clock.stage_id.code, clock.stopped_at, clock.due_at
        settled = min((moment for moment in (stopped, due) if moment), default=None)
        if not self.within(settled) or clock.excluded:
            return
        area = clock.order_id.area_id or clock.ticket_id.area_id
        done = bool(stopped) and stopped < self.end
        if stage == "pending_dispatch" and not done:
            self.add(["dispatch_due"], area=area)
        if stage not in STAGES:
            return
        if stage == "pending_visit" and clock.order_id.event_ids.filtered(
            lambda event: event.code == "close_direct" and event.at == stopped
        ):
            return
        due_name, did = STAGES[stage]
        person = clock.user_id if done else None
        if not done and stage != "pending_visit":
            person = clock.order_id.inspector_id or clock.ticket_id.inspector_id
        on_time = done and not (due and stopped > due)
        self.add([f"{due_name}_due", *([did] if done else []), *([f"{did}_on_time"] if on_time else [])],
                 area=area, person=person)
