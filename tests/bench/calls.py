"""Whether calls are lost when everything is killed all the time, and how many calls a second the path takes in."""

import json
import os
import random
import time

from connector_process import ConnectorUnderTest, SimulatorUnderTest, until
from fault_system import Chaos, running_system
from measure import result

from connector.odoo import Odoo
from connector.simulator import journal

NAME = "calls"
CALLS = int(os.environ.get("BENCH_CALLS", 10_000))
SEATS = [str(801 + number) for number in range(40)]
BATCH = 200  # events of one request, as the connector hands them in
SEED = 12319


def run():
    """Simulate calls under kills, compare them with the call centre's own log, and hand the same events in once more."""
    with running_system() as system:
        simulator = SimulatorUnderTest(system.folder, "--pace", "0.02", "--seed", str(SEED),
                                       *[part for seat in SEATS for part in ("--seat", seat)])
        simulator.start()
        connector = ConnectorUnderTest(system.folder, system.rt, system.config, system.db, system.url, simulator.settings)
        connector.start()
        try:
            killed, seconds = under_kills(system, simulator, connector)
            _code, report = connector.reconcile()
            doubled = int(system.rows("SELECT count(*) - count(DISTINCT call_key) FROM city12319_call")[0][0])
            different = {item["call"] for item in report["different"]}
            wrong = len(report["missing"]) + len(report["unknown"]) + len(different) + doubled
            told = " ".join(f"{part} {times}×" for part, times in sorted(killed.items()))
            yield result(f"{NAME}: lost, doubled or different of {CALLS}, killed: {told}", "calls", [wrong])
            yield result(f"{NAME}: from ring to row under kills, until the last is delivered", "calls/s", [CALLS / seconds])
            connector.kill()
            events = [event for event in journal.read([str(simulator.journal)], 0, 4e9) if event.get("call")]
            spent = hand_in(connector, events)
            rows = int(system.rows("SELECT count(*) FROM city12319_call WHERE state = 'ended'")[0][0])
            assert rows == 2 * CALLS, f"{rows} calls: not all that was handed in became calls"
            yield result(f"{NAME}: one request of {BATCH} events", "ms", [1000 * each for each in spent])
            yield result(f"{NAME}: taken in, {len(events) / CALLS:.1f} events a call", "calls/s", [CALLS / sum(spent)])
        finally:
            connector.kill()
            simulator.kill()


def under_kills(system, simulator, connector):
    """Let everybody call; return what was killed how often, and the seconds until Odoo had all of it."""
    began = time.monotonic()
    given_up = CALLS // 5
    simulator.simulate(calls=CALLS - given_up, every=1.2, answer_after=2, talk=8)
    simulator.simulate(calls=given_up, every=4.8, answer_after=60, abandon_after=5)
    chaos = Chaos(system, connector, ["connector", "postgres", "connector", "odoo"], random.Random(SEED))
    chaos.start()
    try:
        until(lambda: simulator.journal.read_text().count('"kind": "ended"') >= CALLS, 600 + CALLS, 2, "the end of all calls")
    finally:
        chaos.done.set()
        chaos.join()
    if chaos.trouble:
        raise chaos.trouble
    until(lambda: (connector.health() or {"waiting": 1})["waiting"] == 0, 600, 0.3, "the last delivery")
    return chaos.killed, time.monotonic() - began


def hand_in(connector, events):
    """Hand the events in as other calls, and return the seconds that each request took."""
    settings = json.loads(connector.settings_file.read_text())["odoo"]
    odoo = Odoo(settings["url"], settings["key"])
    spent = []
    for first in range(0, len(events), BATCH):
        batch = [{**event, "call": f"again-{event['call']}"} for event in events[first:first + BATCH]]
        started = time.perf_counter()
        odoo.call("ingest", events=batch)
        spent.append(time.perf_counter() - started)
    return spent
