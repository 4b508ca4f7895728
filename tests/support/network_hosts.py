"""Machines of a test's own: network namespaces with addresses for documentation (RFC 5737), reached over veth pairs."""

import itertools
import os
import re
import shutil
import subprocess

import pytest

_CABLES = itertools.count(os.getpid())
_FOURS = 64  # networks of four addresses in 192.0.2.0/24, and again in 198.51.100.0/24


def need_hosts():
    """Skip the test where no such machines can be made."""
    if os.geteuid() != 0 or not shutil.which("ip"):
        pytest.skip("machines of its own need root and iproute2")
    probe = f"h12319-{os.getpid()}"
    if subprocess.run(["ip", "netns", "add", probe], capture_output=True).returncode:
        pytest.skip("network namespaces are not permitted here")
    _ip("netns", "del", probe)


class Host:
    """One machine. ``address`` is its own, ``here`` the one by which it knows us."""

    def __init__(self, label):
        self.name = f"h12319-{os.getpid()}-{label}"
        self.inside = ("ip", "netns", "exec", self.name)  # before a command that runs there
        self.here, self.address = _free_pair("192.0.2")
        _ip("netns", "add", self.name)
        self.ip("link", "set", "lo", "up")
        self._join(f"v{os.getpid()}{label}", self.here, None)

    def _join(self, link, near, other):
        """Lay a cable from here, or from another machine, to this one."""
        _ip("link", "add", f"{link}a", "type", "veth", "peer", "name", f"{link}b")
        _ip("link", "set", f"{link}b", "netns", self.name)
        run = _ip
        if other:
            _ip("link", "set", f"{link}a", "netns", other.name)
            run = other.ip
        run("addr", "add", f"{near}/30", "dev", f"{link}a")
        run("link", "set", f"{link}a", "up")
        far = _next(near)
        self.ip("addr", "add", f"{far}/30", "dev", f"{link}b")
        self.ip("link", "set", f"{link}b", "up")
        return far

    def connect(self, other):
        """Lay a cable between two machines; returns (address of this one, address of the other one)."""
        near, _far = _free_pair("198.51.100")
        return self._join(f"w{near.rpartition('.')[2]}-{os.getpid()}", near, other), near

    def ip(self, *arguments):
        """The command ip, inside."""
        _ip("-n", self.name, *arguments)

    def remove(self):
        """Its cables go with it."""
        _ip("netns", "del", self.name)


def _ip(*arguments):
    subprocess.run(["ip", *arguments], check=True, capture_output=True)


def _free_pair(network):
    """Two neighbouring addresses that nobody on this machine has."""
    taken = set(re.findall(rf"inet ({re.escape(network)}\.\d+)/", subprocess.run(
        ["ip", "-o", "addr"], check=True, capture_output=True, text=True).stdout))
    for number in itertools.islice(_CABLES, _FOURS):
        near = f"{network}.{4 * (number % _FOURS) + 1}"
        if near not in taken:
            return near, _next(near)
    raise AssertionError(f"no network in {network}.0/24 is free")


def _next(address):
    network, _dot, last = address.rpartition(".")
    return f"{network}.{int(last) + 1}"
