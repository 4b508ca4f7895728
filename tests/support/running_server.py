"""The real system for end-to-end tests: Odoo's workers, the websocket process and the front."""

import http.cookiejar
import json
import os
import shutil
import urllib.request
from contextlib import contextmanager
from pathlib import Path

from ops import templates
from ops.layout import state_folder
from ops.ports import free_port
from ops.testing import RUN_FOLDER
from ops.web_servers import WebServers

WORKERS = 2


class RpcError(Exception):
    """The server refused a call; `name` is the class of its exception."""

    def __init__(self, error):
        data = error.get("data") or {}
        super().__init__(data.get("message") or error.get("message"))
        self.name = data.get("name", "")


class Client:
    """A logged-in user over JSON-RPC, as the web client calls the server."""

    def __init__(self, url, db, login, password, refusals=None):
        self.url, self.login = url, login
        self.refusals = [] if refusals is None else refusals
        self.cookies = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.ProxyHandler({}),
                                                  urllib.request.HTTPCookieProcessor(self.cookies))
        session = self._post("/web/session/authenticate", {"db": db, "login": login, "password": password})
        if not session.get("uid"):
            raise RpcError({"message": f"{login} cannot log in"})
        self.uid = session["uid"]

    @property
    def session_id(self):
        """The value of the session cookie."""
        return next(cookie.value for cookie in self.cookies if cookie.name == "session_id")

    def call(self, model, method, *args, **kwargs):
        """Call a model's method; raises RpcError when the server refuses."""
        return self._post(f"/web/dataset/call_kw/{model}/{method}",
                          {"model": model, "method": method, "args": list(args), "kwargs": kwargs})

    def get(self, path):
        """The body of a page, as bytes; raises urllib.error.HTTPError for an error status."""
        with self.opener.open(self.url + path, timeout=120) as answer:
            return answer.read()

    def _post(self, path, params):
        body = json.dumps({"jsonrpc": "2.0", "method": "call", "params": params}).encode()
        request = urllib.request.Request(self.url + path, body, {"Content-Type": "application/json"})
        with self.opener.open(request, timeout=120) as answer:
            content = json.load(answer)
        if "error" in content:
            error = RpcError(content["error"])
            self.refusals.append(str(error))
            raise error
        return content.get("result")


class RunningServer:
    """The system under test."""

    def __init__(self, rt, db, servers, port):
        self.runtime, self.db, self.servers, self.port = rt, db, servers, port
        self.url, self.log = f"http://127.0.0.1:{port}", Path(servers.odoo_log)
        self.clients = {}
        self.refusals = []  # what the server answered "no" with, as tests saw it: the log has it too

    def rpc(self, login, password=None):
        """A client logged in as `login` (its password is the login unless given); one for each login."""
        if login not in self.clients:
            self.clients[login] = self.fresh_rpc(login, password)
        return self.clients[login]

    def fresh_rpc(self, login, password=None):
        """A client with a session of its own."""
        return Client(self.url, self.db, login, password or login, self.refusals)

    def sql(self, statement, **values):
        """Rows of a statement on the test database."""
        return self.runtime.server.query(self.db, statement, **values)

    def start(self):
        """Start the system and wait until it answers."""
        # of Odoo behind the front: its workers, its websocket process
        self.ports = self.servers.start(self.runtime, self.db, self.port, "127.0.0.1", WORKERS)

    @contextmanager
    def down(self):
        """While it lasts, nothing answers; then the system runs again under the same address."""
        self.servers.stop()
        try:
            yield
        finally:
            self.start()


@contextmanager
def running_server(demo=True):
    """Start the whole system on a copy of the demo template; stop it and drop the copy at the end."""
    rt = templates.test_runtime()
    template = templates.prepare(rt, demo=demo)
    with templates.cloned(rt, template, "e2e") as db:
        # the made-up city has much that is late: whoever tests the warnings starts the job, nobody else is interrupted
        rt.server.query(db, """UPDATE ir_cron SET nextcall = '2100-01-01' WHERE id IN (
            SELECT res_id FROM ir_model_data WHERE module = 'city12319_dispatch' AND name = 'escalation_cron')""")
        servers = WebServers(Path(os.environ[RUN_FOLDER]) / "e2e")
        server = RunningServer(rt, db, servers, free_port())
        try:
            server.start()
            yield server
        finally:
            servers.stop()
            keep_log(servers.odoo_log)


def keep_log(log):
    """Put the server log where failures are looked into."""
    artifacts = state_folder() / "test-artifacts"
    artifacts.mkdir(parents=True, exist_ok=True)
    if log.exists():
        shutil.copyfile(log, artifacts / "odoo.log")
