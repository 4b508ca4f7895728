"""Odoo's workers, its websocket process and the front before them, as one thing to start and stop."""

import http.client
import time

from .console import step
from .errors import ServerError
from .layout import CONFIG
from .ports import free_port
from .processes import Process

PATIENCE = 180


class WebServers:
    """The running part of an installation, with its files below `folder`."""

    def __init__(self, folder):
        run, log = folder / "run", folder / "log"
        self.folder = folder
        self.odoo_log = log / "odoo.log"
        self.odoo = Process("odoo", run, log / "odoo.out")
        self.front = Process("front", run, log / "front.out")

    def start(self, rt, db, port, listen, workers, admin_passwd=None):
        """Start what does not run yet and wait until the front answers; returns Odoo's two ports."""
        http_port, gevent_port = free_port(), free_port()
        config = rt.write_config(self.folder / "run/odoo.conf", db, http_port=http_port, gevent_port=gevent_port,
                                 workers=workers, log_file=self.odoo_log, admin_passwd=admin_passwd)
        caddyfile = self._write_caddyfile(port, listen, http_port, gevent_port if workers else http_port)
        environment = rt.environment()
        with step("starting Odoo and the front") as progress:
            self.odoo.stop()
            self.front.stop()
            self.odoo.start(rt.odoo_command(config), environment)
            own = str(self.folder / "front")
            self.front.start(
                [str(rt.env.program("caddy")), "run", "--config", str(caddyfile), "--adapter", "caddyfile"],
                {**environment, "XDG_DATA_HOME": own, "XDG_CONFIG_HOME": own})
            self._wait(port, progress)
        return http_port, gevent_port

    def stop(self):
        """Stop the front, then Odoo; True when something ran."""
        stopped = [self.front.stop(), self.odoo.stop()]
        return any(stopped)

    def _wait(self, port, progress):
        deadline = time.monotonic() + PATIENCE
        while True:
            found = answer(port, "/web/login")
            if found == 200 and answer(port, "/websocket/health") == 200:
                return
            self.odoo.must_run()
            self.front.must_run()
            if time.monotonic() > deadline:
                raise ServerError(f"Odoo did not answer on port {port} within {PATIENCE} s.",
                                  f"Its log: {self.odoo_log}")
            progress.show("waiting for the first answer")
            time.sleep(0.3)

    def _write_caddyfile(self, port, listen, http_port, gevent_port):
        values = {"port": port, "listen": listen, "http_port": http_port, "gevent_port": gevent_port,
                  "log_file": self.folder / "log/front.log"}
        text = (CONFIG / "Caddyfile").read_text(encoding="utf-8")
        for name, value in values.items():
            text = text.replace(f"{{{name}}}", str(value))
        target = self.folder / "run/Caddyfile"
        target.write_text(text, encoding="utf-8")
        return target


def answer(port, path, timeout=20):
    """The HTTP status of a page of the front, or None when nothing answers."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()
