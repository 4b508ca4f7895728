"""A hundred calls on real telephones while Odoo, the connector, PostgreSQL and Asterisk are killed at random.

What Asterisk took with it when it was killed is judged by its own log, which it writes as things happen.
"""

import json
import os
import random
import time

import pytest
from asterisk_calls import AsteriskUnderTest
from connector_process import ConnectorUnderTest, until
from fault_system import Chaos

from connector import reconcile
from connector.adapters import asterisk_log

CALLS = int(os.environ.get("FAULT_PHONE_CALLS", 100))
TELEPHONES = [str(number) for number in range(810, 822)]
SEED = 12319
# Asterisk cuts all calls of the moment: it dies in every second round, so that most calls live through it
PARTS = ["connector", "postgres", "asterisk", "odoo", "connector", "postgres", "odoo"]


@pytest.fixture
def centre(system):
    built = AsteriskUnderTest(system.folder / "telephones", agents=TELEPHONES)
    try:
        built.start()
        for number in TELEPHONES:
            built.server.cli(f"queue add member PJSIP/{number} to 12319")
        yield built
    finally:
        built.stop()


@pytest.fixture
def connector(system, centre):
    built = ConnectorUnderTest(system.folder / "telephones", system.rt, system.config, system.db, system.url, centre.settings)
    try:
        built.start()
        yield built
    finally:
        built.kill()


def test_no_call_is_lost_or_doubled_when_the_call_centre_is_killed_too(system, centre, connector):
    began = time.time()
    chaos = Chaos(system, connector, PARTS, random.Random(SEED), centre.server)
    citizens = centre.many_calls([str(13800200000 + number) for number in range(CALLS)], rate=3, hold_ms=3500)
    chaos.start()
    try:
        until(lambda: citizens.poll() is not None, 60 + CALLS, 0.5, "the end of all calls")
    finally:
        chaos.done.set()
        chaos.join()
    assert chaos.trouble is None, repr(chaos.trouble)
    assert min(chaos.killed[part] for part in PARTS) >= 1, chaos.killed
    until(lambda: "0 active calls" in centre.server.cli("core show channels count"), 60, 0.5, "the end of the last talk")
    until(lambda: (connector.health() or {"waiting": 1})["waiting"] == 0, 120, 0.3, "the last delivery")
    until(lambda: not system.rows("SELECT 1 FROM city12319_call WHERE state <> 'ended' AND server = 'cc1'"), 30, 0.3,
          "the end of calls that Asterisk forgot")

    cut = judge(system, centre, began)
    code, report = connector.reconcile()
    report["different"] = [item for item in report["different"] if item["call"] not in cut]
    report["unknown"] = [call for call in report["unknown"] if call not in cut]
    assert (report["missing"], report["different"], report["unknown"]) == ([], [], []), json.dumps(report)[:2000]
    assert connector.health()["refused"] == 0
    print(f"{report['calls']} calls in {time.time() - began:.0f} s, {len(cut)} of them cut by killing the call centre, "
          f"killed: {dict(chaos.killed)}")


def judge(system, centre, began):
    """Compare the table of calls with the log of channels; returns the keys of calls that Asterisk took with it."""
    facts = reconcile.facts(asterisk_log.read([str(centre.server.channel_log)], began - 5, time.time(), "cc1"))
    cut = {key for key, fact in facts.items() if not fact["ended"]}
    assert CALLS * 0.9 <= len(facts), "citizens got through, whatever was killed"
    rows = system.rows("""SELECT c.call_key, c.outcome, c.agent_number, r.path FROM city12319_call c
        LEFT JOIN city12319_recording r ON r.call_id = c.id WHERE c.server = 'cc1'""")
    assert {key for key, *_rest in rows} >= facts.keys(), "no call is lost"
    assert len(rows) == len({key for key, *_rest in rows}), "no call and no recording is doubled"
    for key, outcome, agent, path in rows:
        fact = facts.get(key)
        if not fact or key in cut:  # it was never told how it ended
            cut.add(key)
            continue
        assert outcome == ("answered" if fact["answered"] else "abandoned"), key
        assert path == fact["file"], f"the recording of {key} is attached"
        if fact["answered"]:
            assert agent == fact["agent"], key
            assert (centre.server.recordings / path).stat().st_size > 44, key
    assert len(cut) < len(facts) / 2, "most calls lived through it"
    return cut
