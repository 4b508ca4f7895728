"""Fixtures for the tests of the command line."""

import http.server
import os
import subprocess
import sys
import threading

import pytest

from ops import templates
from ops.layout import CHECKOUT
from ops.state import State


@pytest.fixture(scope="session")
def rt():
    """Odoo and PostgreSQL of the tests."""
    return templates.test_runtime()


@pytest.fixture
def private_folders(tmp_path, monkeypatch):
    """State and cache of this test alone."""
    monkeypatch.setenv("HOTLINE_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path


@pytest.fixture
def hotline(private_folders):
    """Runs ./hotline with state and cache of its own: hotline("up", "--port", "1") → CompletedProcess."""

    def run(*arguments, **environment):
        return subprocess.run([sys.executable, str(CHECKOUT / "hotline"), *arguments], stdin=subprocess.DEVNULL,
                              capture_output=True, text=True, env={**os.environ, **environment}, timeout=120)

    return run


@pytest.fixture
def running_installation(server, monkeypatch):
    """The system that the end-to-end tests run, seen as an installation; its state is removed again."""
    folder = server.log.parent.parent
    monkeypatch.setenv("HOTLINE_HOME", str(folder))
    monkeypatch.setenv("PGHOST", server.runtime.server.host)
    monkeypatch.setenv("PGUSER", server.runtime.server.user)
    state = State(folder)
    state.update(db=server.db, port=int(server.url.rpartition(":")[2]), embedded=False,
                 env=str(server.runtime.env.folder), prefix=str(server.runtime.package.prefix))
    state.save()
    yield server
    state.path.unlink()


@pytest.fixture
def web_folder(tmp_path):
    """A folder served over HTTP: (folder, url); files named cut-* end early."""
    folder = tmp_path / "www"
    folder.mkdir()

    class Handler(http.server.SimpleHTTPRequestHandler):
        def __init__(self, *args):
            super().__init__(*args, directory=str(folder))

        def do_GET(self):
            if "/cut-" in self.path:
                self.send_response(200)
                self.send_header("Content-Length", "1000000")
                self.end_headers()
                self.wfile.write(b"only the beginning")
            else:
                super().do_GET()

        def log_message(self, *args):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield folder, f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
