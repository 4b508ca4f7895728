"""How long it takes from the ring in the call centre to the card on the agent's page, alone and among 200 agents."""

import os
import time
from pathlib import Path

from connector_process import ConnectorUnderTest, SimulatorUnderTest
from measure import percentile, result
from pop_load import Colleagues, Watcher
from running_server import running_server

from connector.simulator import journal
from ops.testing import RUN_FOLDER

NAME = "pop"
AGENTS = int(os.environ.get("BENCH_AGENTS", 200))
POPS = int(os.environ.get("BENCH_POPS", 100))
EVERY = 0.5  # seconds between two calls among many agents: each has one in 100 s
RINGS = 3  # seconds until a caller gives up: a card that has not come by then counts as so late


def run():
    """Let calls ring in the simulator and note when their cards are in the page of the agent at the first seat."""
    with running_server() as server:
        folder = Path(os.environ[RUN_FOLDER]) / "pop"
        simulator = SimulatorUnderTest(folder, "--seat", "801")
        simulator.start()
        config = server.runtime.write_config(folder / "odoo.conf", server.db)
        connector = ConnectorUnderTest(folder, server.runtime, config, server.db, server.url, simulator.settings)
        connector.start()
        try:
            with Watcher(server, "agent1") as watcher:
                measure(server, simulator, watcher, 5, RINGS + 0.3)  # not counted: caches are filled
                alone = measure(server, simulator, watcher, POPS, RINGS + 0.3)
                with Colleagues(server, AGENTS - 1) as colleagues:
                    colleagues.sign_in(simulator)
                    many = measure(server, simulator, watcher, POPS, EVERY)
        finally:
            connector.kill()
            simulator.kill()
    for title, samples, beside, beside_samples in (
        (f"{AGENTS} agents, {1 / EVERY:g} calls a second", many, "1 agent", alone), ("1 agent", alone, "", ()),
    ):
        yield {**result(f"{NAME}: from the ring to the card, {title}", "ms", samples, beside, beside_samples),
               "p99": round(percentile(samples, 99), 1)}


def measure(server, simulator, watcher, count, every):
    """Let citizens call until it has rung ``count`` times at the first seat; return milliseconds."""
    began = time.time()
    watcher.forget()
    while len(rang := rings(simulator, began)) < count:
        simulator.simulate(calls=20, every=every, abandon_after=RINGS)
        watcher.wait(20 * every + RINGS + 1)
    seen = watcher.seen()
    rows = server.rpc("admin").call("city12319.call", "read", list(seen), ["call_key"])
    popped = {row["call_key"]: seen[row["id"]] for row in rows}
    return [popped[call] - at * 1000 if call in popped else RINGS * 1000 for call, at in list(rang.items())[:count]]


def rings(simulator, since):
    """When which call has rung at the first seat, as the simulator has written it down."""
    return {event["call"]: event["at"] for event in journal.read([str(simulator.journal)], since, 4e9)
            if event["kind"] == "ringing" and event["agent"] == "801"}
