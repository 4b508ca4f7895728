"""A thousand calls while Odoo, the connector and PostgreSQL are killed: none is lost, none is doubled."""

import json
import os
import random
import time

import pytest
from connector_process import ConnectorUnderTest, SimulatorUnderTest, until
from fault_system import Chaos

from connector import reconcile
from connector.simulator import journal

CALLS = int(os.environ.get("FAULT_CALLS", 1000))
SEATS = [str(801 + number) for number in range(12)]
SEED = 12319


@pytest.fixture(scope="module")
def call_centre(system):
    """(simulator, connector), running."""
    simulator = SimulatorUnderTest(system.folder, "--pace", "0.02", "--seed", str(SEED),
                                   *[part for seat in SEATS for part in ("--seat", seat)])
    simulator.start()
    connector = ConnectorUnderTest(system.folder, system.rt, system.config, system.db, system.url, simulator.settings)
    connector.start()
    yield simulator, connector
    connector.kill()
    simulator.kill()


def test_no_call_is_lost_or_doubled_whatever_is_killed(system, call_centre):
    simulator, connector = call_centre
    began = time.time()
    answered, given_up = CALLS * 4 // 5, CALLS - CALLS * 4 // 5
    simulator.simulate(calls=answered, every=1.6, answer_after=2, talk=8)
    simulator.simulate(calls=given_up, every=6.4, answer_after=60, abandon_after=5)
    chaos = Chaos(system, connector, ["connector", "postgres", "connector", "odoo"], random.Random(SEED))
    chaos.start()
    try:
        until(lambda: ended(simulator) == CALLS, 300, 0.5, "the end of all calls")
    finally:
        chaos.done.set()
        chaos.join()
    assert chaos.trouble is None, repr(chaos.trouble)
    assert min(chaos.killed[part] for part in ("connector", "odoo", "postgres")) >= 1, chaos.killed
    until(lambda: (connector.health() or {"waiting": 1})["waiting"] == 0, 180, 0.3, "the last delivery")

    told = journal.read([str(simulator.journal)], began - 5, time.time())
    facts = reconcile.facts(told)
    assert len(facts) == CALLS
    rows = system.rows(
        "SELECT call_key, outcome, agent_number, coalesce(recording_path, ''), state FROM city12319_call WHERE server = 'sim'")
    assert len(rows) == CALLS, "no call is lost or doubled"
    for key, outcome, agent, recording, state in rows:
        fact = facts[key]
        assert (state, outcome) == ("ended", "answered" if fact["answered"] else "abandoned"), key
        if fact["answered"]:
            assert (agent, recording) == (fact["agent"], fact["file"]), key
    assert int(system.rows("SELECT count(*) - count(DISTINCT key) FROM city12319_call_event")[0][0]) == 0
    assert connector.health()["refused"] == 0

    code, report = connector.reconcile()
    different = json.dumps(report)[:2000]
    assert (code, report["missing"], report["different"], report["unknown"]) == (0, [], [], []), different
    print(f"{CALLS} calls in {time.time() - began:.0f} s, killed: {dict(chaos.killed)}")


def ended(simulator):
    return sum('"kind": "ended"' in line for line in simulator.journal.read_text().splitlines())


def test_reconcile_repairs_what_was_never_delivered(system, call_centre):
    simulator, connector = call_centre
    connector.kill()
    known, counted = ended(simulator), "SELECT count(*) FROM city12319_call WHERE outcome = 'answered'"
    before = int(system.rows(counted)[0][0])
    simulator.simulate(calls=5, every=0.5, answer_after=2, talk=4)
    until(lambda: ended(simulator) == known + 5, what="the end of the calls")
    code, report = connector.reconcile()
    assert (code, len(report["missing"]), report["repaired"]) == (1, 5, 0)
    code, report = connector.reconcile("--repair")
    assert (code, report["missing"], report["repaired"]) == (0, [], 5)
    assert int(system.rows(counted)[0][0]) == before + 5
