"""Machines of a test's own: network namespaces with addresses for documentation (RFC 5737), reached over veth pairs."""

import ipaddress
import itertools
import os
import re
import shutil
import subprocess

import pytest

_CABLES = itertools.count(os.getpid())
_TO_HERE, _BETWEEN = "203.0.113.0/24", "198.51.100.0/24"


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
        self.here, self.address = _free_pair(_TO_HERE)
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
        near, _far = _free_pair(_BETWEEN)
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
    """Two neighbouring addresses, in a network of four that no network of this machine overlaps with."""
    out = subprocess.run(["ip", "-o", "-4", "addr"], check=True, capture_output=True, text=True).stdout
    taken = [ipaddress.ip_interface(found).network for found in re.findall(r"inet (\S+)", out)]
    fours = list(ipaddress.ip_network(network).subnets(new_prefix=30))
    for number in itertools.islice(_CABLES, len(fours)):
        four = fours[number % len(fours)]
        if not any(four.overlaps(other) for other in taken):
            return str(four[1]), str(four[2])
    raise AssertionError(f"no network in {network} is free")


def _next(address):
    network, _dot, last = address.rpartition(".")
    return f"{network}.{int(last) + 1}"
