"""Fills the made-up city with calls, through the door that the connector uses, and with the agents' states."""

from datetime import timedelta
from pathlib import Path

from odoo import fields
from odoo.fields import Command
from odoo.tools import config

from odoo.addons.city12319_telephony.models.call.call_ingest import BATCH_LIMIT

from .call_plan import AGENTS, IN_VAIN, CallPlan, Contact
from .call_story import SEATS, SERVER
from .hours import to_local, to_utc
from .shift_plan import shift_states
from .sounds import write_talk

MODULE = "city12319_demo"
RECORDINGS = "city12319_telephony.recordings"
GIVEN_UP = "多次回拨无人接听"


class Calls:
    """Makes the calls around the tickets that are there.

    :param env: environment of the superuser: what the call centre reports is written by the system
    """

    def __init__(self, env):
        self.env = env(context={**env.context, "lang": "zh_CN", "tz": "Asia/Shanghai", "tracking_disable": True})
        self.now = fields.Datetime.now()
        self.users = {login: env.ref(f"{MODULE}.user_{login}") for login in SEATS}

    def run(self):
        plan = CallPlan(self.now, self.contacts()).plan()
        self.record(plan)
        for events in self.batches(plan):
            answer = self.env["city12319.call"].ingest(events)
            if answer["refused"]:
                raise ValueError(answer["refused"][0])
        self.dispose(plan)
        self.states(plan)

    @staticmethod
    def batches(plan):
        """Yield the events in the order of time. Whoever called in vain is known before anybody calls back."""
        batch = []
        for call in plan:
            batch += call.events()
            if call.kind in IN_VAIN or len(batch) > BATCH_LIMIT - 50:
                yield batch
                batch = []
        yield batch

    def contacts(self):
        """Return the tickets that came in by telephone."""
        names = self.env["ir.model.data"].search([("module", "=", MODULE), ("model", "=", "city12319.ticket")])
        tickets = self.env["city12319.ticket"].browse(names.mapped("res_id"))
        return [
            Contact(ticket.id, ticket.agent_id.login, self.digits(ticket.phone_sanitized), to_local(ticket.reported_at))
            for ticket in tickets.filtered(lambda ticket: ticket.source_id.code == "public")
        ]

    @staticmethod
    def digits(e164):
        """Return a number as a call centre in the same country reports it."""
        national = (e164 or "").removeprefix("+86")
        return national if not national or national[0] == "1" else f"0{national}"

    def record(self, plan):
        """Write the sound of some calls into a folder of recordings of its own."""
        folder = Path(config["data_dir"]).resolve() / "demo-recordings" / self.env.cr.dbname
        for number, call in enumerate(call for call in plan if call.file):
            write_talk(folder / call.file, number * 7)
        parameter = self.env["ir.config_parameter"]
        known = (parameter.get_param(RECORDINGS) or "").splitlines()
        parameter.set_param(RECORDINGS, "\n".join([*known, *([str(folder)] if str(folder) not in known else [])]))

    def dispose(self, plan):
        """Link tickets, say what the other calls were good for, and end call-backs that nobody could reach."""
        rows = {call.call_key: call for call in self.env["city12319.call"].search([("server", "=", SERVER)])}
        for planned in plan:
            call = rows[planned.key]
            if planned.ticket:
                call.ticket_ids = [Command.link(planned.ticket)]
            elif planned.talk:
                call.write({
                    "chosen_disposition": "consulted" if planned.kind == "callback" else planned.kind,
                    "disposition_note": planned.note or False, "disposition_user_id": self.users[planned.agent].id,
                    "disposition_at": to_utc(planned.talk_end) + timedelta(seconds=10),
                })
        waiting = self.env["city12319.callback"].search([
            ("state", "=", "open"), ("last_call_at", "<", self.now - timedelta(days=2)),
        ])
        for callback in waiting:
            callback.write({
                "state": "done", "result": "not_reached", "note": GIVEN_UP, "done_user_id": self.users["agent2"].id,
                "done_at": callback.last_call_at + timedelta(hours=26),
            })
        self.env["city12319.recording"].search([("state", "=", "expected")])._look(self.env["city12319.recording"]._roots())

    def states(self, plan):
        """Write the states of the agents as intervals."""
        seats = {seat.user_id: seat for seat in self.env["city12319.seat"].search([])}
        values = []
        for login in AGENTS:
            user = self.users[login]
            own = [call for call in plan if login in (call.agent, call.missed_by)]
            for item in shift_states(login, own, to_local(self.now)):
                values.append({
                    "user_id": user.id, "seat_id": seats[user].id, "state": item.state,
                    "reason_id": self.env.ref(f"city12319_telephony.seat_reason_{item.reason}").id if item.reason else False,
                    "started_at": to_utc(item.start), "ended_at": item.end and to_utc(item.end),
                    "seconds": int((item.end - item.start).total_seconds()) if item.end else 0,
                })
        self.env["city12319.seat.state"].create(values)
