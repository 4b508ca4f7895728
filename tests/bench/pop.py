"""How long it takes from the ring in the call centre to the card on the agent's page, alone and among 200 agents."""

import os
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
RINGS = 0.9  # seconds until a caller gives up


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
                measure(server, simulator, watcher, 10, 1.5)  # not counted: caches are filled
                alone = measure(server, simulator, watcher, POPS, 1.5)
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
    """Let citizens call until ``count`` cards have popped up; return milliseconds."""
    watcher.forget()
    while len(watcher.seen()) < count:
        simulator.simulate(calls=20, every=every, abandon_after=RINGS)
        watcher.wait(20 * every + 2)
    rang = {event["call"]: event["at"] for event in journal.read([str(simulator.journal)], 0, 4e9)
            if event["kind"] == "ringing" and event["agent"] == "801"}
    rows = server.rpc("admin").call("city12319.call", "read", list(watcher.seen()), ["call_key"])
    return [watcher.seen()[row["id"]] - rang[row["call_key"]] * 1000 for row in rows][:count]
