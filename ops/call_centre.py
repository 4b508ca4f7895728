"""The call centre of an installation: the connector, and Asterisk with demo phones or the simulator behind it."""

import json
import os
import secrets
import shutil
import sys
import time
import urllib.request

from . import asterisk
from .console import say, step, warn
from .errors import ServerError
from .layout import CHECKOUT
from .ports import free_port, free_udp_port
from .processes import Process

ADDON = "city12319_telephony"
DEMO_SEATS = ("801", "802", "803")
SERVER = "cc1"


def phones(state):
    """Where telephones in browsers reach the call centre: [name of the server, "host:port" of its websocket]."""
    own = state.folder / "connector.json"
    if own.exists():
        servers = json.loads(own.read_text())["servers"]
        return [[server["name"], server["websocket"]] for server in servers if server.get("websocket")]
    if not state["asterisk"]:
        return []
    state.update(phone_port=state["phone_port"] or free_port(18088))
    return [[SERVER, f"127.0.0.1:{state['phone_port']}"]]


class CallCentre:
    """Everything about telephones that runs beside Odoo, with its files below ``folder``."""

    def __init__(self, folder):
        self.folder, run, log = folder / "call-centre", folder / "run", folder / "log"
        self.settings_file = run / "connector.json"
        self.connector = Process("connector", run, log / "connector.log")
        self.simulator = Process("simulator", run, log / "simulator.log")
        self.phones = Process("phones", run, log / "phones.log")

    def start(self, rt, state, config):
        """Start what does not run yet: Asterisk and demo phones, or the simulator of a demo city; and the connector.

        A connector with settings of its own (``connector.json`` in the state folder) is started with them.
        """
        own = state.folder / "connector.json"
        wanted = "own" if own.exists() else "asterisk" if state["asterisk"] else "simulator" if state["demo"] else None
        running = all(process.pid() for process in self._processes(wanted))
        if wanted is None or (running and state["call_centre"] == [wanted, state["db"], state["port"]]):
            return
        self.stop()
        if wanted == "own":
            settings_file = own
        else:
            server = self._start_asterisk(state) if wanted == "asterisk" else self._start_simulator()
            settings_file = self._write_settings(rt, state, config, server)
        with step("starting the connector"):
            self.connector.start([sys.executable, "-m", "connector", "run", str(settings_file)], _environment())
            self._wait_for_connector(json.loads(settings_file.read_text()))
        state.update(call_centre=[wanted, state["db"], state["port"]])

    def stop(self):
        """Stop all of it; True when something ran."""
        stopped = [self.connector.stop(), self.phones.stop(), self.simulator.stop(), self._asterisk().stop()]
        return any(stopped)

    def _processes(self, wanted):
        yield self.connector
        if wanted == "asterisk":
            yield self._asterisk().process
        elif wanted == "simulator":
            yield self.simulator

    def _asterisk(self, prefix=None, **settings):
        return asterisk.Asterisk(prefix, self.folder / "asterisk", **settings)

    def _start_asterisk(self, state):
        prefix = asterisk.prepare()
        sip, manager = free_udp_port(15060), free_port(15038)
        secret = secrets.token_urlsafe(18)
        server = self._asterisk(prefix, SIP_PORT=sip, AMI_PORT=manager, HTTP_PORT=state["phone_port"],
                                HTTPS_PORT=free_port(18089), SYSTEMNAME=SERVER, SIP_SECRET=secret)
        with step("starting Asterisk"):
            server.start()
        if shutil.which("sipp"):
            self.phones.start([sys.executable, "-m", "ops.demo_phones", "--sip-port", str(sip), "--folder",
                               str(self.folder / "phones"), *DEMO_SEATS], {**_environment(), "SIP_SECRET": secret})
        else:
            warn("There are no demo phones: sipp is missing (apt-get install sip-tester). Telephones of your own can be"
                 f" registered at 127.0.0.1:{sip}, see docs/telephony.md.")
        say(f"  Asterisk: SIP on 127.0.0.1:{sip}; call 12319 from 127.0.0.2 (sipp) or from a registered telephone")
        return {"adapter": "asterisk", "name": SERVER, "host": "127.0.0.1", "port": manager, "username": "odoo",
                "secret": server.settings["AMI_SECRET"], "queue": "12319", "log": [str(server.channel_log)],
                "recordings": str(server.recordings)}

    def _start_simulator(self):
        port, log, recordings = free_port(), self.folder / "simulator/journal", self.folder / "simulator/recordings"
        self.simulator.start([sys.executable, "-m", "connector.simulator", "--port", str(port), "--log", str(log),
                              "--recordings", str(recordings)], _environment())
        return {"adapter": "simulator", "name": "sim", "port": port, "log": [str(log)], "recordings": str(recordings)}

    def _write_settings(self, rt, state, config, server):
        port, token = free_port(), secrets.token_urlsafe(24)
        address = f"http://127.0.0.1:{port}"
        key = rt.run_script("connector_access.py", config, state["db"], address, server.pop("recordings"),
                            secrets={"HOTLINE_CONNECTOR_TOKEN": token}).strip().splitlines()[-1]
        settings = {
            "odoo": {"url": f"http://127.0.0.1:{state['port']}", "key": key},
            "spool": str(self.folder / "spool.db"), "commands": {"host": "127.0.0.1", "port": port, "token": token},
            "servers": [server],
        }
        self.settings_file.unlink(missing_ok=True)
        with open(os.open(self.settings_file, os.O_WRONLY | os.O_CREAT, 0o600), "w", encoding="utf-8") as stream:
            json.dump(settings, stream, indent=1)
        return self.settings_file

    def _wait_for_connector(self, settings, patience=20):
        commands, deadline = settings.get("commands"), time.monotonic() + patience
        while commands:
            self.connector.must_run()
            if health(commands):
                return
            if time.monotonic() > deadline:
                raise ServerError("The connector does not answer.", f"Its log: {self.connector.log}")
            time.sleep(0.1)

    def health(self):
        """What the connector says of itself, None when it does not run here or does not answer."""
        if not self.connector.pid():
            return None
        own = self.folder.parent / "connector.json"
        path = own if own.exists() else self.settings_file
        return health(json.loads(path.read_text()).get("commands"))


def health(commands):
    """The answer of a connector's health page, None when there is none."""
    if not commands:
        return None
    try:
        address = f"http://{commands.get('host', '127.0.0.1')}:{commands['port']}/health"
        with urllib.request.urlopen(address, timeout=5) as answer:
            return json.load(answer)
    except (OSError, ValueError):
        return None


def _environment():
    return {**os.environ, "PYTHONPATH": str(CHECKOUT), "PYTHONUNBUFFERED": "1", "PYTHONDONTWRITEBYTECODE": "1"}
