import secrets
from datetime import timedelta, timezone

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools import ice

DEFAULT_MINUTES, DEFAULT_ADDRESS = 10, "/phone"
_TAKES_THE_ACCOUNT = {"user_id", "kind", "number", "server", "active"}


class Seat(models.Model):
    """The telephone in the browser: who may register at the call centre with it, and for how long.

    Its password is made for each sign-in, is known to the call centre (as a digest) and to the page alone, ends by itself after
    some minutes, and is never kept here. What is kept is which browser has the telephone: one at a time.
    """

    _inherit = "city12319.seat"

    softphone_client = fields.Char(
        readonly=True, groups="base.group_system", copy=False, help="The browser that has the telephone; no secret.",
    )
    softphone_until = fields.Datetime(readonly=True, groups="base.group_system", copy=False, help="When its password ends.")

    def write(self, vals):
        if _TAKES_THE_ACCOUNT & vals.keys():
            self._end_softphones()
        return super().write(vals)

    @api.model
    def choose_kind(self, kind):
        """Use the telephone on the desk (“phone”) or the browser (“browser”) at one's own seat.

        :return: as :meth:`status`
        :raises UserError: when an administrator decides this, or the seat is signed in
        """
        seat = self._own_seat()
        if not seat.agent_chooses:
            raise UserError(self.env._("Which telephone this seat uses is set by an administrator under Configuration, Seats."))
        if self._is_signed_in(seat):
            raise UserError(self.env._("Sign out first: calls that ring now would ring nowhere."))
        if kind not in dict(self._fields["kind"].selection):
            raise UserError(self.env._("There is no such kind of telephone."))
        seat.kind = kind  # the seat as _seat_of returns it: one's own, and the administrator allows it
        return self.status()

    # ------------------------------------------------------------------ the account

    @api.model
    def softphone_open(self, client, take=False):
        """Let the current person's browser register at the call centre for some minutes.

        Asked again before the time is over; each answer has a new password, and the one before it ends.

        :param client: what the browser calls itself; one browser at a time has the telephone
        :param take: also when another browser has it, which loses it
        :return: dict with ``ok``; if so ``address`` (of the websocket), ``user``, ``secret``, ``seconds``, ``ice_servers``;
            else ``reason`` (a word; “elsewhere”: another browser has it) and ``message`` (a sentence)
        :raises AccessError: for everybody who takes no calls
        :raises UserError: when the person has no seat, is not signed in, or sits at a telephone
        """
        self._check_command("ready")
        seat, client = self._own_seat(), str(client or "")[:64]
        if seat.kind != "browser":
            raise UserError(self.env._("This seat has a telephone on the desk."))
        if not client or not self._is_signed_in(seat):
            raise UserError(self.env._("Sign in first: the telephone in the browser rings for agents who are signed in."))
        now = fields.Datetime.now()
        lasts = bool(seat.softphone_until) and seat.softphone_until > now
        again = lasts and seat.softphone_client == client
        elsewhere = lasts and not again
        if elsewhere and not take:
            return {"ok": False, "reason": "elsewhere", "message": self.env._("The telephone is open in another browser.")}
        seconds = 60 * int(self._softphone_setting("softphone_minutes") or DEFAULT_MINUTES)
        secret = secrets.token_urlsafe(24)
        answer = self._softphone_command("softphone", seat, {"secret": secret, "seconds": seconds}, log=not again)
        if not answer["ok"]:
            return answer
        seat.write({"softphone_client": client, "softphone_until": now + timedelta(seconds=seconds)})
        if elsewhere:
            self.env.user._bus_send("city12319.softphone", {"client": client})
        return {
            "ok": True, "address": self._softphone_address(seat), "user": seat.number, "secret": secret, "seconds": seconds,
            "ice_servers": self._ice_servers(seat, now + timedelta(seconds=seconds)),
        }

    @api.model
    def softphone_close(self, client):
        """End the account of the current person's browser at once; one that has lost the telephone ends nothing."""
        seat = self._own_seat()
        if seat.softphone_client == client:
            seat._end_softphones()
        return True

    def _change_state(self, state, reason=None, forced=False):
        message = super()._change_state(state, reason, forced)
        if state == "signed_out" and not message:  # with the sign-out the call centre has ended the account
            # sudo: which browser has the telephone is for nobody to read or write
            self.sudo().write({"softphone_client": False, "softphone_until": False})
        return message

    def _end_softphones(self):
        """End the accounts of these seats. Where the call centre cannot be reached, they end by time."""
        # sudo: which browser has the telephone is for nobody to read
        for seat in self.sudo().filtered("softphone_until"):
            seat._softphone_command("softphone_end", seat, {})
            seat.write({"softphone_client": False, "softphone_until": False})

    @api.model
    def _is_signed_in(self, seat):
        # sudo: the person's own state
        current = self.env["city12319.seat.state"].sudo()._current(seat.user_id).get(seat.user_id)
        return bool(current) and current.state != "signed_out"

    @api.model
    def _softphone_command(self, name, seat, values, log=True):
        """Tell the connector. Not by :meth:`command`: its log keeps what was sent, and a password is kept nowhere.

        :param log: False where an account only goes on
        """
        ok, reason, detail = self._tell_connector(name, {**values, "agent": seat.number, "server": seat.server or ""})
        if log or not ok:
            seat._log_command(name, {}, ok, reason)
        return {"ok": ok, "reason": reason, "message": self._command_message(name, ok, reason, detail)}

    # ------------------------------------------------------------------ settings

    @api.model
    def _softphone_setting(self, name):
        # sudo: whoever uses the telephone need not read the settings
        return self.env["ir.config_parameter"].sudo().get_param(f"city12319_telephony.{name}")

    @api.model
    def _softphone_address(self, seat):
        address = self._softphone_setting("softphone_address") or DEFAULT_ADDRESS
        return address.replace("{server}", seat.server or "").rstrip("/")

    @api.model
    def _ice_servers(self, seat, until):
        return ice.servers(
            self._softphone_setting("ice_servers"), self._softphone_setting("turn_secret"), seat.number,
            until.replace(tzinfo=timezone.utc).timestamp(),
        )
