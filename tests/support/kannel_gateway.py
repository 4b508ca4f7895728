"""A real Kannel with its fake operator, for the tests of messages: Debian's packages, unpacked and never installed."""

import hashlib
import platform
import re
import shutil
import socket
import subprocess
import time
from contextlib import contextmanager
from urllib.parse import unquote_to_bytes
from urllib.request import ProxyHandler, build_opener

import pytest

from ops.debian_archive import obtain, pinned_packages, read_lock
from ops.errors import HotlineError
from ops.layout import CONFIG, cache_folder, downloads_folder
from ops.locking import exclusive
from ops.ports import free_port
from ops.processes import Process

LOCK = CONFIG / "kannel/test.lock"
READY = "city12319.ready"
PATIENCE = 60
MESSAGE = re.compile(r"Got message \d+: <(\S+) (\S+) (.*)>")


def unpacked():
    """The folder with Kannel and its libraries, made now if this user does not have it; skips when it cannot be had."""
    if platform.machine() != "x86_64":
        pytest.skip(f"Kannel is pinned for x86_64 only, this machine is {platform.machine()}")
    if not shutil.which("dpkg-deb"):
        pytest.skip("no dpkg-deb to unpack Kannel's packages with")
    prefix = cache_folder() / f"kannel-{hashlib.sha256(LOCK.read_bytes()).hexdigest()[:12]}"
    if (prefix / READY).exists():
        return prefix
    with exclusive(cache_folder() / "kannel.lock", "unpacking Kannel"):
        if not (prefix / READY).exists():
            _unpack(prefix)
    return prefix


def _unpack(prefix):
    lock = read_lock(LOCK)
    try:
        files = [obtain(package, lock["archive"]["url"], downloads_folder())[0] for package in pinned_packages(lock)]
    except HotlineError as error:
        pytest.skip(f"Kannel's packages cannot be had: {error}")
    partial = prefix.with_name(f"{prefix.name}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    for path in files:
        subprocess.run(["dpkg-deb", "--extract", str(path), str(partial)], check=True)
    (partial / READY).touch()
    shutil.rmtree(prefix, ignore_errors=True)
    partial.replace(prefix)


class KannelGateway:
    """bearerbox, smsbox and the fake operator in a folder of their own."""

    USERNAME, PASSWORD = "city12319", "gateway-password"

    def __init__(self, prefix, folder):
        self.prefix, self.folder = prefix, folder
        self.ports = {name: free_port() for name in ("admin_port", "smsbox_port", "sendsms_port", "fake_port")}
        self.bearerbox, self.smsbox, self.operator = (
            Process(name, folder / "run", folder / f"{name}.out") for name in ("bearerbox", "smsbox", "fakesmsc"))
        self.url = f"http://127.0.0.1:{self.ports['sendsms_port']}/cgi-bin/sendsms"
        self.config = self._write_config()

    def _write_config(self):
        values = {
            **self.ports, "interface": "127.0.0.1", "allowed": "127.0.0.1", "admin_password": "a", "status_password": "s",
            "username": self.USERNAME, "password": self.PASSWORD, "log_folder": self.folder,
            "spool_folder": self.folder, "smsc_file": self.folder / "smsc.conf",
        }
        for name in ("store", "reports"):
            (self.folder / name).mkdir(parents=True, exist_ok=True)
        for source, target in (("kannel.conf", "kannel.conf"), ("smsc-fake.conf", "smsc.conf")):
            text = (CONFIG / "kannel" / source).read_text(encoding="utf-8")
            for name, value in values.items():
                text = text.replace(f"{{{name}}}", str(value))
            (self.folder / target).write_text(text, encoding="utf-8")
        return self.folder / "kannel.conf"

    def _command(self, program, *arguments):
        libraries = ":".join(str(self.prefix / part) for part in ("lib/x86_64-linux-gnu", "usr/lib/x86_64-linux-gnu"))
        loader = self.prefix / "lib64/ld-linux-x86-64.so.2"
        return [str(loader), "--library-path", libraries, str(self.prefix / program), *map(str, arguments)]

    def start(self):
        """Start all three, each when the one before it listens."""
        self.bearerbox.start(self._command("usr/sbin/bearerbox", self.config), {})
        self._listens("fake_port", self.bearerbox)
        self._listens("smsbox_port", self.bearerbox)
        self.operator.start(self._command(
            "usr/lib/kannel/test/fakesmsc", "-H", "127.0.0.1", "-r", self.ports["fake_port"], "-m", 0, "-i", 100_000, ""), {})
        self.start_smsbox()

    def start_smsbox(self):
        """Start the part that takes messages over HTTP."""
        self.smsbox.start(self._command("usr/sbin/smsbox", self.config), {})
        self._listens("sendsms_port", self.smsbox)

    def stop(self):
        """Stop all of it."""
        for process in (self.smsbox, self.operator, self.bearerbox):
            process.stop(patience=5)

    def _listens(self, name, process):
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.ports[name]), timeout=1).close()
                return
            except OSError:
                process.must_run()
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.1)

    def status(self):
        """What bearerbox says about itself, as text."""
        opener = build_opener(ProxyHandler({}))
        with opener.open(f"http://127.0.0.1:{self.ports['admin_port']}/status.txt?password=s", timeout=10) as answer:
            return answer.read().decode()

    def received(self):
        """What the fake operator got so far: a list of (sender, receiver, text); parts stand one by one."""
        found = []
        for sender, receiver, rest in MESSAGE.findall(self.operator.log.read_text(errors="replace")):
            found.append((sender, receiver, _text_of(rest)))
        return found


def _text_of(rest):
    kind, _, content = rest.partition(" ")
    if kind == "text":
        return content
    if kind == "udh":  # a part of a longer message: its header, then "data" and the content
        content = content.partition(" ")[2].partition(" ")[2]
    return unquote_to_bytes(content.replace("+", " ")).decode("utf-16-be")


@contextmanager
def running_kannel(folder):
    """A running KannelGateway in `folder`."""
    gateway = KannelGateway(unpacked(), folder)
    try:
        gateway.start()
        yield gateway
    finally:
        gateway.stop()
