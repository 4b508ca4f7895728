"""A connector that does nothing: keeps what it is told, and gives the answer that a test wants."""

import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PARAMETERS = {"city12319_telephony.connector_url": None, "city12319_telephony.connector_token": "secret"}


class Stub:
    def __init__(self):
        self.told, self.answer = [], {"ok": True}

    def names(self):
        """Names of the commands, in the order in which they came."""
        return [command["command"] for command in self.told]


@contextmanager
def connected(server):
    """The hotline of ``server`` sends its commands to a stub for a while."""
    stub = Stub()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):  # noqa: N802 the name that the library calls
            stub.told.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            body = json.dumps(stub.answer).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_args):
            """Say nothing: the tests have a log of their own."""

    listener = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=listener.serve_forever, daemon=True).start()
    admin = server.rpc("admin")
    before = {key: admin.call("ir.config_parameter", "get_param", key) for key in PARAMETERS}
    wanted = {**PARAMETERS, "city12319_telephony.connector_url": f"http://127.0.0.1:{listener.server_port}"}
    try:
        for key, value in wanted.items():
            admin.call("ir.config_parameter", "set_param", key, value)
        yield stub
    finally:
        for key, value in before.items():
            admin.call("ir.config_parameter", "set_param", key, value)
        listener.shutdown()
