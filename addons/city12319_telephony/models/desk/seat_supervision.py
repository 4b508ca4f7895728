import json
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..seat.call_command import LISTENING

SUPERVISORS = "city12319_intake.group_shift_leader,base.group_system"
NIGHT = "city12319_telephony.night"
_ORDER = ("talking", "ringing", "ready", "after_call", "busy", "signed_out")
_NOW = timedelta(minutes=30)  # over which the service level “now” is counted


class Seat(models.Model):
    """What shift leaders see of all seats, and do with them. Every act is kept: who, with whom, when, in which call."""

    _inherit = "city12319.seat"

    @api.model
    def wall(self):
        """Return what the wall of supervisors shows: every seat with its state, the queue, the service level now.

        :return: dict with ``now`` (UTC), ``seats``, ``queue``, ``today`` and ``recent`` (figures of the day and of the last
            30 minutes), ``night`` (see :meth:`_night`), ``own_seat`` (number, False without one), ``reasons``, ``connected``
        :raises AccessError: for everybody but shift leaders and the system
        """
        self._check_supervisor()
        now, calls = fields.Datetime.now(), self.env["city12319.call"]
        return {
            "now": fields.Datetime.to_string(now), "seats": self._wall_seats(), "queue": self._queue_now(),
            "today": calls._figures_today(), "recent": calls._figures(now - _NOW, now), "night": self._night(),
            "own_seat": self._seat_of(self.env.user).number, "connected": self._connected(),
            "reasons": self.env["city12319.seat.reason"].search_read([], ["name"]),
        }

    @api.model
    def _wall_seats(self):
        seats = self.search([("user_id", "!=", False)])
        states = self.env["city12319.seat.state"].sudo()  # sudo: checked by the wall
        current = states._current(seats.user_id)
        talking = self._talking()
        labels = {
            **dict(states._fields["state"]._description_selection(self.env)),
            **dict(self.env["city12319.call.leg"]._fields["result"]._description_selection(self.env)),
        }
        rows = []
        for seat in seats:
            interval, leg = current.get(seat.user_id), talking.get(seat.user_id)
            state = leg.result if leg else interval.state if interval else "signed_out"
            since = (leg.answered_at or leg.ringing_at) if leg else interval and interval.started_at
            rows.append({
                "id": seat.id, "number": seat.number, "agent": seat.user_id.name, "state": state,
                "label": labels[state],
                "reason": interval.reason_id.name or "" if interval and not leg else "",
                "since": fields.Datetime.to_string(since) if since else False,
                "call_id": leg.call_id.id if leg else False, "own": seat.user_id == self.env.user,
            })
        return sorted(rows, key=lambda row: (_ORDER.index(row["state"]) if row["state"] in _ORDER else 9, row["number"]))

    def force_state(self, state, reason_id=None):
        """Sign an agent out, or change the state, in the agent's place. It is kept who did it.

        :raises AccessError: for everybody but shift leaders and the system
        """
        self._check_supervisor()
        reason = self.env["city12319.seat.reason"].browse(reason_id or []).exists()
        self._check_state(state, reason)
        for seat in self:
            if not seat.user_id:
                raise UserError(self.env._("Nobody sits at %(seat)s.", seat=seat.display_name))
            message = seat._change_state(state, reason, forced=True)
            if message:
                raise UserError(message)
        return self.wall()

    def supervise(self, how):
        """Listen to this seat's call, whisper to its agent, or barge in: the person's own telephone rings for it.

        :param how: listen, whisper or barge
        :return: dict with ``ok`` and ``message`` (a sentence for the person)
        :raises UserError: when the person has no seat, or it is the own one
        """
        self.ensure_one()
        self._check_supervisor()
        if how not in LISTENING:
            raise UserError(self.env._("Choose listen, whisper or barge."))
        own = self._seat_of(self.env.user)
        if not own:
            raise UserError(self.env._(
                "To listen in you need a seat of your own: its telephone rings for it. Ask an administrator to enter one for "
                "you under Configuration, Seats.",
            ))
        if own == self:
            raise UserError(self.env._("This is your own seat."))
        answer = self.env["city12319.seat"].command(how, {"seat": self.id})
        if answer["ok"]:
            answer["message"] = self.env._(
                "Your telephone %(number)s rings: take it to be with %(agent)s. It is kept that you did.", number=own.number,
                agent=self.user_id.name,
            )
        return answer

    # ------------------------------------------------------------------ night service

    @api.model
    def _night(self):
        """Return the night switch as it was set from here: dict with ``on``, ``at`` (UTC) and ``by`` (name)."""
        # sudo: kept as a parameter, shown to supervisors
        return json.loads(self.env["ir.config_parameter"].sudo().get_param(NIGHT) or '{"on": false, "at": false, "by": ""}')

    @api.model
    def set_night(self, on):
        """Switch the night service: callers hear that nobody is there, and may leave a message.

        :return: as :meth:`wall`
        :raises UserError: when a server of the call centre did not do it; those before it have done it
        """
        self._check_supervisor()
        for server in self._servers():
            answer = self._carry_out("night", {"on": bool(on)}, self.browse(), server=server)
            if not answer["ok"]:
                raise UserError(answer["message"])
        self._keep_night({
            "on": bool(on), "at": fields.Datetime.to_string(fields.Datetime.now()), "by": self.env.user.name,
        })
        self._tell_wall()
        return self.wall()

    @api.model
    def _keep_night(self, state):
        # sudo: kept as a parameter; whoever comes here was checked
        self.env["ir.config_parameter"].sudo().set_param(NIGHT, json.dumps(state, ensure_ascii=False))

    @api.model
    def _forget_night(self):
        """A server was connected again: it may have forgotten that the night service is on."""
        if self._night()["on"]:
            self._keep_night({**self._night(), "to_tell": True})

    @api.model
    def _retell_night(self):
        """Tell the call centre again what it may have forgotten; tried again by the next run when it cannot be reached."""
        state = self._night()
        if state.pop("to_tell", False):
            answers = [self._carry_out("night", {"on": True}, self.browse(), server=server) for server in self._servers()]
            if all(answer["ok"] for answer in answers):
                self._keep_night(state)

    @api.model
    def _check_supervisor(self):
        if not self.env.user.has_groups(SUPERVISORS):
            raise AccessError(self.env._("Only shift leaders see and change the state of other seats."))
