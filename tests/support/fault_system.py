"""A system whose parts a test may kill: Odoo and PostgreSQL of its own, and a thread that kills and starts again."""

import itertools
import os
import signal
import threading
import time
from collections import Counter
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from connector_process import until

from ops import databases, postgres, templates
from ops.ports import free_port
from ops.processes import Process
from ops.testing import RUN_FOLDER
from ops.web_servers import answer


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

    def __init__(self, system, connector, parts, dice, asterisk=None):
        super().__init__()
        self.system, self.connector, self.parts, self.dice, self.asterisk = system, connector, parts, dice, asterisk
        self.done, self.killed, self.trouble = threading.Event(), Counter(), None

    def run(self):
        try:
            for part in itertools.cycle(self.parts):
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

    def _kill_asterisk(self, pause):
        os.kill(self.asterisk.process.pid(), signal.SIGKILL)
        time.sleep(pause)
        self.asterisk.start()


@contextmanager
def running_system():
    """Start Odoo on a PostgreSQL server of its own, with a copy of the template of the addons."""
    shared = templates.test_runtime()
    template = templates.prepare(shared)
    built = System(Path(os.environ[RUN_FOLDER]) / "faults", shared)
    try:
        built.create(shared, template)
        built.start_odoo()
        until(lambda: answer(built.port, "/web/health") == 200, 90, what="an answer of Odoo")
        yield built
    finally:
        built.odoo.stop()
        built.rt.server.stop()
