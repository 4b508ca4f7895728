import re
import uuid

from odoo import api, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.city12319_intake.tools import phone as phone_tools

from ...tools import connector_client
from .call_command import LISTENING, SUPERVISION

# what each command takes beside the seat; a trailing ? means that it may be left out
OWN = {
    "sign_in": ["queue?"], "sign_out": ["queue?"], "pause": ["reason"], "ready": [], "answer": [], "hang_up": [],
    "hold": [], "unhold": [], "blind_transfer": ["to"], "consult": ["to"], "complete_transfer": [], "cancel_transfer": [],
    "three_way": ["to"], "dial": ["number", "tag?"],
}
SUPERVISOR = {
    "listen": ["seat"], "whisper": ["seat"], "barge": ["seat"], "force_sign_out": ["seat"], "force_pause": ["seat", "reason"],
    "blacklist_add": ["number"], "blacklist_remove": ["number"], "night": ["on"],
}
ADMINISTRATOR = {"simulate": ["number?", "calls?", "answer_after?", "talk?", "abandon_after?", "every?", "seats?"]}
_FORCED = {"force_sign_out": "sign_out", "force_pause": "pause"}
_NUMBER = re.compile(r"[0-9*#]{2,24}")


class Seat(models.Model):
    """What people tell the call centre to do. Every command has a result that they see, and a row in the log."""

    _inherit = "city12319.seat"

    @api.model
    def command(self, name, arguments=None, key=None):
        """Tell the call centre to do something for the person's own seat, or, as shift leader, with another one.

        Of one's own: sign_in, sign_out, pause (reason), ready, answer, hang_up, hold, unhold, blind_transfer (to),
        consult (to), complete_transfer, cancel_transfer, three_way (to), dial (number). Shift leaders: listen, whisper,
        barge, force_sign_out and force_pause (seat: its id), blacklist_add and blacklist_remove (number), night (on).
        Administrators: simulate, where the simulator stands in for a call centre.

        :param arguments: dict, as above
        :param key: a text that makes it the same command when it is sent again; optional
        :return: dict with ``ok``, ``reason`` (a word, empty when done) and ``message`` (a sentence for the person)
        :raises AccessError: when the person may not do this
        :raises UserError: when something needed is missing
        """
        self._check_command(name)
        values = self._command_values(name, arguments or {})
        seat = self._command_seat(name, values)
        return self._carry_out(name, values, seat, key)

    @api.model
    def _carry_out(self, name, values, seat, key=None, server=""):
        """Send a command that was checked, and keep what came of it. The arguments are those of :meth:`command`."""
        sent = {**values, **({"server": server} if server else {})}
        if seat:
            sent.update(agent=seat.number, server=seat.server or "")
        if name in LISTENING:
            sent["supervisor"] = self._own_seat().number
        ok, reason, detail = self._tell_connector(_FORCED.get(name, name), sent, key)
        seat._log_command(name, values, ok, reason, detail)
        return {"ok": ok, "reason": reason, "message": self._command_message(name, ok, reason, detail)}

    @api.model
    def _tell_connector(self, name, arguments, key=None):
        """Send a command; return whether it was done, and if not, why: a word, and a text of the call centre."""
        parameter = self.env["ir.config_parameter"].sudo()  # sudo: the token is nobody's to read
        answer = connector_client.send(
            parameter.get_param("city12319_telephony.connector_url"),
            parameter.get_param("city12319_telephony.connector_token"),
            name, arguments, key or uuid.uuid4().hex,
        )
        return bool(answer["ok"]), str(answer.get("reason") or ""), str(answer.get("detail") or "")

    def _log_command(self, name, values, ok=True, reason="", detail=""):
        """Keep who did what with this seat (or with the whole call centre), and what came of it."""
        # sudo: the log is written by the commands alone
        self.env["city12319.call.command"].sudo().create([{
            "command": name, "user_id": self.env.uid, "seat_id": self.id, "agent_id": self.sudo().user_id.id,
            "call_id": self._running_call().id if name in SUPERVISION else False, "arguments": values or False, "ok": ok,
            "reason": reason or False, "detail": detail[:500] or False,
        }])

    def _running_call(self):
        """Return the call in which somebody talks at this seat, if any."""
        # sudo: which call it is, for the log of supervision
        return self.env["city12319.call.leg"].sudo().search([
            ("user_id", "in", self.sudo().user_id.ids), ("result", "=", "talking"), ("call_id.state", "!=", "ended"),
        ], limit=1).call_id

    @api.model
    def _servers(self):
        """Return the names of the servers that seats belong to; an empty one is the only, or the first."""
        rows = self.sudo()._read_group([], ["server"])  # sudo: names of servers are no secret
        return sorted({server or "" for server, in rows}) or [""]

    @api.model
    def _check_command(self, name):
        groups = {
            "city12319_intake.group_agent,city12319_intake.group_visitor": OWN,
            "city12319_intake.group_shift_leader": SUPERVISOR, "base.group_system": ADMINISTRATOR,
        }
        for group, commands in groups.items():
            if name in commands:
                if not self.env.user.has_groups(group):
                    raise AccessError(self.env._("You may not tell the call centre to do this."))
                return
        raise UserError(self.env._("The call centre knows no command “%(name)s”.", name=name))

    @api.model
    def _command_values(self, name, arguments):
        """Return the arguments of a command, checked; nothing else gets through to the call centre."""
        wanted = (OWN.get(name) or SUPERVISOR.get(name) or ADMINISTRATOR.get(name)) or []
        values = {}
        for argument in wanted:
            key = argument.rstrip("?")
            value = arguments.get(key)
            if value in (None, "", False) and key != "on":
                if not argument.endswith("?"):
                    raise UserError(self.env._("“%(command)s” needs: %(argument)s.", command=name, argument=key))
                continue
            values[key] = value
        if "to" in values or "number" in values:
            key = "to" if "to" in values else "number"
            values[key] = self._dial_string(values[key])
        if "on" in wanted:
            values["on"] = bool(values.get("on"))
        return values

    @api.model
    def _dial_string(self, typed):
        """Return the digits to dial of a seat's number or of any number as it is typed."""
        typed = str(typed or "").strip()
        # sudo: numbers of seats are no secret
        if self.sudo().search_count([("number", "=", typed)], limit=1):
            return typed
        e164 = phone_tools.primary_e164(typed, self.env["city12319.caller"]._area_code())
        if e164.startswith("+86"):
            national = e164[3:]
            return national if re.match(r"1[3-9]|[48]00", national) else f"0{national}"
        if e164.startswith("+"):
            return f"00{e164[1:]}"
        digits = e164 or re.sub(r"[\s\-()]", "", typed)
        if not _NUMBER.fullmatch(digits):
            raise UserError(self.env._("%(number)s cannot be dialled.", number=typed))
        return digits

    @api.model
    def _own_seat(self):
        seat = self._seat_of(self.env.user)
        if not seat:
            raise UserError(self.env._("You have no seat. Ask an administrator to enter it under Configuration, Seats."))
        return seat

    @api.model
    def _command_seat(self, name, values):
        """Return the seat that the command is about, empty when it is about the whole call centre."""
        if name in OWN:
            return self._own_seat()
        if "seat" not in values:
            return self.browse()
        seat = self.sudo().browse(int(values.pop("seat"))).exists()  # sudo: of any colleague
        if not seat:
            raise UserError(self.env._("This seat does not exist."))
        return seat

    @api.model
    def _command_message(self, name, ok, reason, detail):
        if ok:
            return self.env._("Done.")
        texts = {
            "not_configured": self.env._("No call centre is connected. Enter the connector in the settings."),
            "unreachable": self.env._("The connection to the call centre is down. Try again in a moment."),
            "timeout": self.env._("The call centre has not answered. Look whether it was done before you try again."),
            "down": self.env._("The call centre cannot be reached at the moment. Try again in a moment."),
            "not_in_call": self.env._("There is no call at this seat."),
            "not_consulting": self.env._("Nobody is being asked any more: the agent is with the caller."),
            "not_ringing": self.env._("Nothing rings at this seat."),
            "unsupported": self.env._("This call centre cannot do that from here: use the telephone itself."),
            "not_signed_in": self.env._("The seat is not signed in."),
            "busy": self.env._("The seat is busy."),
            "bad_arguments": self.env._("The call centre does not understand this: %(detail)s", detail=detail or name),
        }
        return texts.get(reason) or self.env._("The call centre refused: %(detail)s", detail=detail or reason or name)
