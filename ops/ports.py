"""Ports: whether one is free, who has it, and which are."""

import errno
import os
import socket
from pathlib import Path

from .errors import PortTakenError, UsageError

LISTEN = "0A"


def need_free(port, address=""):
    """Raise PortTakenError, naming the process if it can be seen, unless the port is free."""
    if not 1 <= port <= 65535:
        raise UsageError(f"{port} is not a port.", "Choose one from 1024 to 65535.")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
            probe.listen()
            return
        except OSError as error:
            if error.errno == errno.EACCES:
                raise PortTakenError(f"Port {port} is only for root.", "Choose one above 1023 with --port.") from error
            if error.errno == errno.EADDRNOTAVAIL:
                raise UsageError(f"This machine has no address {address}.", "Check --listen.") from error
    owner = owner_of(port)
    raise PortTakenError(
        f"Port {port} is taken by {owner}." if owner else f"Port {port} is taken by another process.",
        f"Stop it, or choose another port: --port {free_port(port + 1)}")


def free_port(first=None, kind=socket.SOCK_STREAM, address="127.0.0.1"):
    """A free port on loopback or another own address: the first from `first` on, or any."""
    for port in range(first, first + 200) if first else [0]:
        with socket.socket(type=kind) as probe:
            if kind == socket.SOCK_STREAM:  # for UDP it would mean to share the port
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((address, port))
                return probe.getsockname()[1]
            except OSError:
                continue
    raise PortTakenError(f"No port from {first} to {first + 200} is free.")


def free_udp_port(first, address="127.0.0.1"):
    """A free UDP port of an own address, from `first` on; also taken when a server listens on every address."""
    return free_port(first, socket.SOCK_DGRAM, address)


def owner_of(port):
    """'name (pid N)' of the process that listens on the port, as far as we may look."""
    inodes = set()
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        try:
            rows = Path(table).read_text().splitlines()[1:]
        except OSError:
            continue
        for row in rows:
            fields = row.split()
            if fields[3] == LISTEN and int(fields[1].rpartition(":")[2], 16) == port:
                inodes.add(f"socket:[{fields[9]}]")
    for handle in Path("/proc").glob("[0-9]*/fd/*") if inodes else ():
        try:
            if os.readlink(handle) in inodes:
                pid = handle.parts[2]
                return f"{Path(f'/proc/{pid}/comm').read_text().strip()} (pid {pid})"
        except OSError:
            continue
    return None
