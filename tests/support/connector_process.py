"""The connector and the simulator as processes, for tests: started, killed, started again."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request

from ops.layout import CHECKOUT
from ops.ports import free_port


def until(condition, patience=30, pause=0.1, what="it"):
    """Return what ``condition`` gives as soon as it is true."""
    deadline = time.monotonic() + patience
    while not (found := condition()):
        assert time.monotonic() < deadline, f"{what} did not happen within {patience} s"
        time.sleep(pause)
    return found


class Program:
    """A Python module of the checkout that runs beside the test."""

    def __init__(self, log, *arguments):
        self.log, self.arguments, self.process = log, arguments, None

    def start(self):
        """Start it; what it prints goes to its log."""
        environment = {**os.environ, "PYTHONPATH": str(CHECKOUT), "PYTHONUNBUFFERED": "1", "PYTHONDONTWRITEBYTECODE": "1"}
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with open(self.log, "ab") as out:
            self.process = subprocess.Popen([sys.executable, "-m", *map(str, self.arguments)], cwd=CHECKOUT, env=environment,
                                            stdin=subprocess.DEVNULL, stdout=out, stderr=out)

    def kill(self, number=signal.SIGKILL):
        """End it, as hard as told."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(number)
            self.process.wait(30)


class ConnectorUnderTest:
    """A connector between ``servers`` (their settings) and an Odoo."""

    def __init__(self, folder, rt, config, db, odoo_url, *servers, recordings=None):
        self.folder, self.port = folder, free_port()
        folder.mkdir(parents=True, exist_ok=True)
        key = rt.run_script("connector_access.py", config, db, f"http://127.0.0.1:{self.port}",
                            *([str(recordings)] if recordings else []),
                            secrets={"HOTLINE_CONNECTOR_TOKEN": "test"}).strip().splitlines()[-1]
        self.settings = {
            "odoo": {"url": odoo_url, "key": key}, "spool": str(folder / "spool.db"), "servers": servers,
            "commands": {"host": "127.0.0.1", "port": self.port, "token": "test"},
        }
        self.settings_file = folder / "connector.json"
        self.settings_file.write_text(json.dumps(self.settings))
        self.program = Program(folder / "connector.log", "connector", "run", self.settings_file)

    def start(self):
        """Start it and wait until it answers."""
        self.program.start()
        until(self.health, what="an answer of the connector")

    def kill(self, number=signal.SIGKILL):
        """End it."""
        self.program.kill(number)

    def health(self):
        """What it says of itself, None while it does not answer."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/health", timeout=5) as answer:
                return json.load(answer)
        except (OSError, ValueError):
            return None

    def reconcile(self, *options):
        """Compare today with the call centre's own log; returns (exit code, report)."""
        result = subprocess.run([sys.executable, "-m", "connector", "reconcile", str(self.settings_file), *options],
                                cwd=CHECKOUT, env={**os.environ, "PYTHONPATH": str(CHECKOUT)}, capture_output=True, text=True)
        assert result.stdout, result.stderr
        return result.returncode, json.loads(result.stdout)


class SimulatorUnderTest:
    """The simulated call centre."""

    def __init__(self, folder, *options):
        self.port, self.journal = free_port(), folder / "journal"
        self.program = Program(folder / "simulator.log", "connector.simulator", "--port", self.port, "--log", self.journal,
                               *options)
        self.settings = {"adapter": "simulator", "name": "sim", "port": self.port, "log": [str(self.journal)]}

    def start(self):
        """Start it and wait until it listens."""
        self.program.start()
        until(self._listens, what="the simulator")

    def _listens(self):
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def kill(self):
        """End it."""
        self.program.kill()

    def simulate(self, **arguments):
        """Let citizens call."""
        with socket.create_connection(("127.0.0.1", self.port), 5) as line:
            line.sendall((json.dumps({"id": 1, "command": "simulate", "arguments": arguments}) + "\n").encode())
            with line.makefile() as answers:
                for answer in answers:
                    message = json.loads(answer)
                    if message.get("id") == 1:
                        assert message["ok"], message
                        return
