"""Odoo's workers, its websocket process and the front before them, as one thing to start and stop."""

import http.client
import time

from .console import step
from .errors import ServerError
from .front import Front
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
        self._caddy = Front(folder)
        self.front = self._caddy.process

    def start(self, rt, db, port, listen, workers, admin_passwd=None, https_port=None, phones=()):
        """Start what does not run yet and wait until the front answers; returns Odoo's two ports.

        `https_port` and `phones` as in :meth:`Front.start`.
        """
        http_port, gevent_port = free_port(), free_port()
        config = rt.write_config(self.folder / "run/odoo.conf", db, http_port=http_port, gevent_port=gevent_port,
                                 workers=workers, log_file=self.odoo_log, admin_passwd=admin_passwd)
        gevent_port = gevent_port if workers else http_port
        with step("starting Odoo and the front") as progress:
            self.odoo.stop()
            self.odoo.start(rt.odoo_command(config), rt.environment())
            self._caddy.start(rt, port, listen, http_port, gevent_port, https_port, phones)
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
