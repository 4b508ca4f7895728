from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools import call_events
from .seat_state import STATES

_COMMANDS = {"ready": "ready", "busy": "pause", "signed_out": "sign_out"}
_FORCED = {"busy": "force_pause", "signed_out": "force_sign_out"}


class Seat(models.Model):
    """What an agent does at the seat: take calls, pause with a reason, sign out."""

    _inherit = "city12319.seat"

    # ------------------------------------------------------------------ the agent

    @api.model
    def status(self):
        """Return what the state bar of the current person shows.

        :return: dict with ``seat`` (False when the person has none), ``state``, ``label``, ``reason``, ``since`` (UTC),
            ``until``, ``reasons`` to choose from, and ``queue`` (waiting, longest wait in seconds, ready agents)
        """
        user = self.env.user
        seat = self._seat_of(user)
        if not seat:
            return {"seat": False}
        states = self.env["city12319.seat.state"].sudo()  # sudo: one's own state, written by the system
        current = states._current(user).get(user)
        labels = dict(states._fields["state"]._description_selection(self.env))
        return {
            "seat": {
                "id": seat.id, "number": seat.number, "name": seat.name or "", "kind": seat.kind,
                "agent_chooses": seat.agent_chooses,
            },
            "state": current.state if current else "signed_out",
            "label": labels[current.state if current else "signed_out"],
            "reason": current.reason_id.name if current and current.reason_id else "",
            "since": fields.Datetime.to_string(current.started_at) if current else False,
            "until": fields.Datetime.to_string(current.until) if current and current.until else False,
            "now": fields.Datetime.to_string(fields.Datetime.now()),
            "connected": self._connected(),
            "reasons": self.env["city12319.seat.reason"].search_read([], ["name"]),
            "queue": self._queue_now(),
        }

    @api.model
    def set_state(self, state, reason_id=None):
        """Change the state of the current person.

        :param state: ready, busy (with ``reason_id``), after_call or signed_out
        :return: as :meth:`status`; with ``message`` when the call centre did not do it, and the state stays as it was
        :raises UserError: when the person has no seat, or a reason is missing
        """
        seat = self._own_seat()
        reason = self.env["city12319.seat.reason"].browse(reason_id or []).exists()
        self._check_state(state, reason)
        message = seat._change_state(state, reason)
        return {**self.status(), "message": message}

    @api.model
    def _check_state(self, state, reason):
        if state not in dict(STATES):
            raise UserError(self.env._("There is no such state of a seat."))
        if state == "busy" and not reason:
            raise UserError(self.env._("Say why you take no calls: choose a reason."))

    def _change_state(self, state, reason=None, forced=False):
        """Tell the call centre, then change the state. Returns why it was not done, else an empty text."""
        self.ensure_one()
        states = self.env["city12319.seat.state"].sudo()  # sudo: written by the system
        before = states._current(self.user_id).get(self.user_id)
        commands = self._commands_for(state, reason, before, forced) if self._connected() else []
        for name, arguments in commands:
            answer = self.env["city12319.seat"].command(name, arguments)
            if not answer["ok"]:
                return answer["message"]
        if forced and not commands:  # what the call centre was told stands in the log already
            self._log_command(_FORCED.get(state, f"force_{state}"), {"reason": reason.name} if reason else {})
        by = self.env.user if forced else None
        states._enter(self.user_id, state, fields.Datetime.now(), reason, forced_by=by)
        self._tell_wall()
        self.user_id._bus_send("city12319.seat", {})
        return ""

    def _commands_for(self, state, reason, before, forced):
        """Return the (command, arguments) that bring the call centre to ``state``."""
        arguments = {"reason": reason.name} if reason else {}
        if forced:
            # a colleague cannot be made ready at the call centre: that is the agent's to say
            return [(_FORCED[state], {**arguments, "seat": self.id})] if state in _FORCED else []
        signing_in = state != "signed_out" and (not before or before.state == "signed_out")
        commands = [("sign_in", {})] if signing_in else []
        return commands + ([(_COMMANDS[state], arguments)] if state in _COMMANDS else [])

    @api.model
    def _connected(self):
        """Tell whether a call centre is connected; without one, states are kept here alone."""
        # sudo: whether the setting is there, not what it is
        return bool(self.env["ir.config_parameter"].sudo().get_param("city12319_telephony.connector_url"))

    # ------------------------------------------------------------------ what the call centre reports

    @api.model
    def _apply_states(self, events):
        super()._apply_states(events)
        states = self.env["city12319.seat.state"]
        seats = {seat.number: seat for seat in self.search([("number", "in", [event.agent for event in events])])}
        changed = self.browse()
        for event in sorted(events, key=lambda event: (event.at, event.key)):
            seat, state = seats.get(event.agent), _reported(event)
            if seat and seat.user_id and state:
                reason = self.env["city12319.seat.reason"].search(
                    [("name", "=", event.data.get("reason") or "")], limit=1) if state == "busy" else None
                current = states._current(seat.user_id).get(seat.user_id)
                if current and current.state == "after_call" and state == "ready":
                    continue  # the call centre knows nothing of after-call work
                if not current or current.state != state:
                    states._enter(seat.user_id, state, call_events.as_datetime(event.at), reason)
                    changed |= seat
        for seat in changed:
            seat.user_id._bus_send("city12319.seat", {})
        if changed:
            self._tell_wall()

    def _after_call(self, at):
        """The agent of this seat has hung up: time for the notes, as long as the setting says."""
        seconds = int(self.env["ir.config_parameter"].get_param("city12319_telephony.after_call_seconds", "0"))
        states = self.env["city12319.seat.state"]
        for seat in self:
            current = states._current(seat.user_id).get(seat.user_id)
            if seconds and current and current.state in ("ready", "after_call"):
                states._enter(seat.user_id, "after_call", at, until=at + timedelta(seconds=seconds))
                seat.user_id._bus_send("city12319.seat", {})

    # ------------------------------------------------------------------ now

    @api.model
    def _talking(self):
        """Return ``{user: running part of a call}``."""
        # sudo: who talks is shown to supervisors alone, and counted for the queue
        legs = self.env["city12319.call.leg"].sudo().search([
            ("call_id.state", "!=", "ended"), ("result", "in", ["ringing", "talking"]), ("user_id", "!=", False),
        ])
        return {leg.user_id: leg for leg in legs.sorted(lambda leg: leg.result == "talking")}

    @api.model
    def _queue_now(self):
        """Return how many wait, the longest wait in seconds, and how many agents are ready."""
        # sudo: numbers only. Counted by the database: it is asked at every turn of every call, among hundreds of agents
        calls, states = self.env["city12319.call"].sudo(), self.env["city12319.seat.state"].sudo()
        [(waiting, since)] = calls._read_group(
            [("state", "in", ["queued", "ringing"]), ("direction", "=", "in")], [], ["__count", "queued_at:min"])
        talking = self.env["city12319.call.leg"].sudo()._search([
            ("call_id.state", "!=", "ended"), ("result", "in", ["ringing", "talking"]), ("user_id", "!=", False),
        ])
        ready = states.search_count([
            ("ended_at", "=", False), ("state", "=", "ready"), ("user_id", "not in", talking.subselect("user_id")),
        ])
        longest = (fields.Datetime.now() - since).total_seconds() if since else 0
        return {"waiting": waiting, "longest": max(0, int(longest)), "ready": ready}

    @api.model
    def _tell_wall(self):
        """Let the supervisors' walls look again, and tell the queue to every agent's bar.

        The numbers go along: hundreds of agents would ask at the same moment otherwise.
        """
        queue = {**self._queue_now(), "at": fields.Datetime.to_string(fields.Datetime.now())}
        # sudo: a channel, with nothing but numbers
        self.env.ref("city12319_intake.group_agent").sudo()._bus_send("city12319.queue", queue)
        # sudo: a channel, without content
        self.env.ref("city12319_intake.group_shift_leader").sudo()._bus_send("city12319.wall", {})


def _reported(event):
    """Return the state that the call centre reports, in our words; None when it says nothing about it."""
    data = event.data
    if data.get("signed_in") is False:
        return "signed_out"
    if "paused" in data:
        return "busy" if data["paused"] else "ready"
    return None
