from datetime import datetime

from odoo import api, fields, models

MISSED = ("abandoned", "message", "after_hours")


class Callback(models.Model):
    """The work list follows from the calls, whatever order they become known in."""

    _inherit = "city12319.callback"

    @api.model
    def _derive(self, calls):
        """Open, extend and clear call-backs after ``calls`` ended or were answered. May be repeated for the same calls."""
        calls = calls.filtered("phone_sanitized")
        missed = calls.filtered(lambda call: call.direction == "in" and call.outcome in MISSED and not call.callback_id)
        talked = calls.filtered(lambda call: call.answered_at and call.direction != "internal")
        tried = calls.filtered(lambda call: call.direction == "out" and call.state == "ended" and not call.answered_at)
        if not (missed or talked or tried):
            return
        numbers = list({call.phone_sanitized for call in missed | talked | tried})
        rows = self.search([("phone_sanitized", "in", numbers), ("state", "=", "open")])
        waiting = {row.phone_sanitized: row for row in rows}
        last_talk = dict(self.env["city12319.call"]._read_group(
            [("phone_sanitized", "in", numbers), ("answered_at", "!=", False), ("direction", "!=", "internal")],
            ["phone_sanitized"], ["offered_at:max"],
        )) if missed else {}
        for call in missed.sorted("offered_at"):
            if last_talk.get(call.phone_sanitized, call.offered_at) <= call.offered_at:
                self._open_for(call, waiting)
        for call in talked | tried:
            row = waiting.get(call.phone_sanitized)
            if row and row.state == "open" and (call.callback_id == row or row.first_call_at <= call.offered_at):
                call.callback_id = row
                if call.answered_at and row._asked_for_until() <= call.offered_at:
                    row._clear(call)

    @api.model
    def _open_for(self, call, waiting):
        row = waiting.get(call.phone_sanitized)
        kind = call.outcome
        if row:
            row.write({
                "first_call_at": min(row.first_call_at, call.offered_at),
                "last_call_at": max(row.last_call_at, call.offered_at),
                "kind": "message" if "message" in (row.kind, kind) else row.kind,
            })
        else:
            row = waiting[call.phone_sanitized] = self.create([{
                "phone": call.phone, "phone_sanitized": call.phone_sanitized, "kind": kind,
                "first_call_at": call.offered_at, "last_call_at": call.offered_at,
            }])
        call.callback_id = row

    def _asked_for_until(self):
        """Return when the number last called in vain, as far as it is known now."""
        missed = self.call_ids.filtered(lambda call: call.direction == "in" and call.outcome in MISSED)
        return max(missed.mapped("offered_at"), default=datetime.min)

    def _clear(self, call):
        self.write({
            "state": "done", "result": "called_again" if call.direction == "in" else "reached",
            "done_at": call.answered_at or fields.Datetime.now(), "done_call_id": call.id, "done_user_id": call.agent_id.id,
        })
