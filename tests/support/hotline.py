"""A call centre, the connector and Odoo together, as tests speak to them."""

import os
from contextlib import contextmanager
from pathlib import Path

from asterisk_calls import AsteriskUnderTest
from connector_process import ConnectorUnderTest, until

from ops.testing import RUN_FOLDER

AGENT, OTHER = "agent1", "agent2"
SEATS = {AGENT: "801", OTHER: "802", "visitor": "803"}
LONG = 120_000  # ms after which a citizen hangs up whose call is ended otherwise: on a busy machine everything takes its time


class Hotline:
    """Places calls, does commands as people, and looks what Odoo knows of it."""

    def __init__(self, server, centre, connector):
        self.server, self.centre, self.connector = server, centre, connector

    def do(self, login, name, **arguments):
        """Do a command as a person; it must succeed."""
        answer = self.server.rpc(login).call("city12319.seat", "command", name, arguments)
        assert answer["ok"], answer
        return answer

    def calls(self, number, **wanted):
        """Calls of a number as the administrator sees them, when one has the ``wanted`` values."""
        rows = self.server.rpc("admin").call(
            "city12319.call", "search_read", [["phone_sanitized", "=", number]],
            ["state", "outcome", "agent_number", "direction", "satisfaction", "recording_path", "disposition", "conference",
             "transferred_to", "wait_seconds", "talk_seconds", "hangup_by", "callback_id", "leg_ids", "call_key"],
        )
        return [row for row in rows if all(row[name] == value for name, value in wanted.items())]

    def call(self, number, patience=30, **wanted):
        """The call of a number, as soon as it has the ``wanted`` values."""
        return until(lambda: self.calls(number, **wanted), patience, 0.2, f"{number} {wanted}")[0]

    def only_agent(self, number):
        """Let one seat be ready and the others pause."""
        for login, seat in SEATS.items():
            if seat == number:
                self.do(login, "ready")
            else:
                self.do(login, "pause", reason="test")

    def agents(self, call, *results):
        """The agents who had a part in a call that came to one of these results, in their order."""
        legs = self.server.rpc("admin").call("city12319.call.leg", "read", call["leg_ids"], ["agent_number", "result"])
        return [leg["agent_number"] for leg in legs if leg["result"] in results]

    def talks(self, number, agent):
        """Wait until an agent talks in the call of a number, after somebody else did."""
        until(lambda: any(agent in self.agents(call, "talking") for call in self.calls(number)), what=f"{agent} talks")


@contextmanager
def running_hotline(server):
    """Start Asterisk and the connector beside a running system; everybody is signed in."""
    folder = Path(os.environ[RUN_FOLDER]) / "asterisk-test"
    centre = AsteriskUnderTest(folder)
    config = server.runtime.write_config(folder / "odoo.conf", server.db)
    connector = None
    try:
        centre.start()
        connector = ConnectorUnderTest(folder, server.runtime, config, server.db, server.url, centre.settings,
                                       recordings=centre.server.recordings)
        connector.start()
        built = Hotline(server, centre, connector)
        for login in SEATS:
            built.do(login, "sign_in")
        yield built
    finally:
        if connector:
            connector.kill()
        centre.stop()
