"""A thousand calls while Odoo, the connector and PostgreSQL are killed: none is lost, none is doubled."""

import itertools
import json
import os
import random
import signal
import threading
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from connector_process import ConnectorUnderTest, SimulatorUnderTest, until

from connector import reconcile
from connector.simulator import journal
from ops import databases, postgres, templates
from ops.ports import free_port
from ops.processes import Process
from ops.testing import RUN_FOLDER
from ops.web_servers import answer

CALLS = int(os.environ.get("FAULT_CALLS", 1000))
SEATS = [str(801 + number) for number in range(12)]
SEED = 12319


class System:
    """Odoo on a PostgreSQL server of its own, which a test may kill."""

    def __init__(self, folder, shared):
        self.folder, self.port = folder, free_port()
        server = postgres.EmbeddedServer(shared.env, folder / "postgres", {"max_connections": 50, "shared_buffers": "64MB"})
        self.rt = replace(shared, server=server, data_dir=folder / "data")
        self.odoo = Process("odoo", folder / "run", folder / "odoo.out")
        self.url, self.db = f"http://127.0.0.1:{self.port}", "faults"

    def create(self, shared, template):
        """Copy a template from the shared test server."""
        self.rt.server.start()
        self.rt.data_dir.mkdir(parents=True, exist_ok=True)
        dump = self.folder / "template.dump"
        shared.server.tool("pg_dump", "--format=custom", "--compress=0", "--no-owner", f"--file={dump}", template)
        databases.create_empty(self.rt.server, self.db)
        wanted = self.folder / "template.list"
        entries = self.rt.server.tool("pg_restore", "--list", str(dump)).splitlines()
        wanted.write_text("\n".join(line for line in entries if " EXTENSION " not in line))
        self.rt.server.tool("pg_restore", "--no-owner", f"--use-list={wanted}", f"--dbname={self.db}", str(dump))
        self.config = self.rt.write_config(self.folder / "odoo.conf", self.db, http_port=self.port, gevent_port=free_port(),
                                           workers=0, log_file=str(self.folder / "odoo.log"))

    def start_odoo(self):
        self.odoo.start(self.rt.odoo_command(self.config, "--max-cron-threads=0"), self.rt.environment())

    def kill_odoo(self):
        os.kill(self.odoo.pid(), signal.SIGKILL)
        until(lambda: not self.odoo.pid(), what="the end of Odoo")

    def crash_postgres(self):
        """End PostgreSQL without a last checkpoint: it recovers from its log at the next start."""
        os.kill(self.rt.server.pid(), signal.SIGQUIT)
        until(lambda: not self.rt.server.pid() and not self.rt.server.answers(), what="the end of PostgreSQL")

    def rows(self, statement):
        return self.rt.server.query(self.db, statement)


class Chaos(threading.Thread):
    """Kills one part after the other and starts it again, until it is told to stop."""

    def __init__(self, system, connector, dice):
        super().__init__()
        self.system, self.connector, self.dice = system, connector, dice
        self.done, self.killed, self.trouble = threading.Event(), Counter(), None

    def run(self):
        try:
            for part in itertools.cycle(["connector", "postgres", "connector", "odoo"]):
                if self.done.wait(self.dice.uniform(0.3, 1)):
                    return
                getattr(self, f"_kill_{part}")(self.dice.uniform(0.1, 1))
                self.killed[part] += 1
        except Exception as error:  # noqa: BLE001 told to the test, which fails by it
            self.trouble = error

    def _kill_connector(self, pause):
        self.connector.kill()
        time.sleep(pause)
        self.connector.start()

    def _kill_odoo(self, pause):
        self.system.kill_odoo()
        time.sleep(pause)
        self.system.start_odoo()
        until(lambda: answer(self.system.port, "/web/health") == 200, 90, what="an answer of Odoo")

    def _kill_postgres(self, pause):
        self.system.crash_postgres()
        time.sleep(pause)
        self.system.rt.server.start()


@pytest.fixture(scope="module")
def system():
    shared = templates.test_runtime()
    template = templates.prepare(shared)
    folder = Path(os.environ[RUN_FOLDER]) / "faults"
    built = System(folder, shared)
    try:
        built.create(shared, template)
        built.start_odoo()
        until(lambda: answer(built.port, "/web/health") == 200, 90, what="an answer of Odoo")
        yield built
    finally:
        built.odoo.stop()
        built.rt.server.stop()


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
    chaos = Chaos(system, connector, random.Random(SEED))
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
    rows = system.rows("SELECT call_key, outcome, agent_number, coalesce(recording_path, ''), state FROM city12319_call")
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
