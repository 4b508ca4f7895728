from odoo import api, models

_TIMED_PHASE = "handling"  # from dispatch to feedback: what a department is judged by (domain: 处置)


class ClockCase(models.Model):
    """Which clocks start and stop when something happens to a ticket or an order. Runs inside the gate."""

    _inherit = "city12319.clock"

    @api.model
    def _ticket_moved(self, ticket, event):
        """Start and stop the ticket's own clocks after ``event``; they rest while an order is open."""
        target, order = event.to_stage_id, event.order_id
        if target.final and not event.from_stage_id:
            return  # imported history was never timed here
        if event.from_stage_id == target and not order:
            return
        running = ticket._running_clocks()
        stage = running.filtered(lambda clock: clock.scope == "stage")
        stage._end(event)
        if order:
            self._order_enters(order, target, event, self.browse())
        elif target.final:
            (running - stage)._end(event)
        else:
            self._ticket_enters(ticket, target, event, running - stage)

    @api.model
    def _order_moved(self, order, event):
        """Start, pause, resume and stop the clocks of an order after ``event``."""
        before, target, at = event.from_stage_id, event.to_stage_id, event.at
        if before == target and not event.transition_id.new_round:
            return
        running = order._running_clocks()
        if target.pauses_clocks:
            running._pause(at, order.suspended_until)
            order._refresh_due()
            return
        if before.pauses_clocks:
            running._resume(at)
            if target in running.filtered(lambda clock: clock.scope == "stage").stage_id:
                order._refresh_due()
                return
        ended = running.filtered(
            lambda clock: clock.scope == "stage" or target.final
            or (clock.scope == "phase" and (target.phase != _TIMED_PHASE or event.transition_id.new_round))
        )
        ended._end(event)
        if target.final:
            order._refresh_due()
            ticket = order.ticket_id
            ticket_running = ticket._running_clocks()
            if not ticket.is_open:
                ticket_running._end(event)
            elif ticket.stage_id.code == "registered" and "stage" not in ticket_running.mapped("scope"):
                self._ticket_enters(ticket, ticket.stage_id, event, ticket_running)
            return
        self._order_enters(order, target, event, running - ended)

    def _end(self, event):
        self.write({"user_id": event.user_id.id})
        self._stop(event.at)
        self.flush_recordset(["state"])  # the index of what runs has to see it before the next clock starts

    @api.model
    def _ticket_enters(self, ticket, stage, event, running):
        """Start the clocks of a ticket that enters ``stage``, beside those that are ``running``."""
        scopes = ["stage"] if "total" in running.mapped("scope") else ["stage", "total"]
        self._start([self._values(ticket, scope, stage, event.at) for scope in scopes])

    @api.model
    def _order_enters(self, order, stage, event, running):
        """Start the clocks of an order that enters ``stage``, beside those that are ``running``."""
        known = running.mapped("scope")
        scopes = ["stage"]
        if stage.phase == _TIMED_PHASE and "phase" not in known:
            scopes.append("phase")
        if "total" not in known:
            scopes.append("total")
        self._start([self._values(order, scope, stage, event.at) for scope in scopes])
        if "total" in scopes and order.ticket_id.is_open and not order.ticket_id._running_clocks():
            self._start([self._values(order.ticket_id, "total", stage, event.at)])  # a closed case was reopened
        order._refresh_due()

    @api.model
    def _values(self, document, scope, stage, at):
        is_order = document._name == "city12319.order"
        department = document.department_id if is_order else self.env["city12319.department"]
        vals = {
            "ticket_id": document.ticket_id.id if is_order else document.id,
            "order_id": document.id if is_order else False,
            "scope": scope,
            "stage_id": stage.id,
            "phase": stage.phase,
            "round": document.round,
            "department_id": department.id,
            "started_at": at,
            **self._promised(document, department, scope, stage, at),
        }
        if scope == "phase":
            vals["carried_seconds"] = self._carried(document, vals)
        return vals

    @api.model
    def _promised(self, document, department, scope, stage, at):
        """Return what is promised as rules and calendars are now, as values of a clock."""
        target = {"stage": stage, "phase": "handling", "total": "total"}[scope]
        return {
            "calendar_version_id": self._calendar_for(department, document.area_id)._frozen().id,
            **self.env["city12319.time.limit"]._promise(document, target, at),
        }

    @api.model
    def _carried(self, order, vals):
        """Return what the same department used before in the same round: giving an order back resets no clock."""
        if not vals["limit"]:
            return 0
        last = self.search([
            ("order_id", "=", order.id), ("scope", "=", "phase"), ("round", "=", order.round),
            ("department_id", "=", order.department_id.id), ("unit", "=", vals["unit"]), ("state", "=", "stopped"),
        ], order="id desc", limit=1)
        return last.used_seconds + last.carried_seconds

    @api.model
    def _calendar_for(self, department, area):
        """Return the calendar by which a case is timed: the department's, else the area's, else the city's.

        What a department or an area does not say, the one above it says.
        """
        for record in (department, area):
            while record:
                if record.calendar_id:
                    return record.calendar_id
                record = record.parent_id
        return self.env["city12319.calendar"]._default()
