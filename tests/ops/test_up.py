"""The first two commands for real: up, up again, care, down; without demo data, in a state folder of its own."""

import json
import os
import re
import signal
import subprocess
import sys

import pytest
from running_server import Client, RpcError

from ops.layout import CHECKOUT
from ops.ports import free_port


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def hotline(home):
    def run(*arguments):
        return subprocess.run([sys.executable, str(CHECKOUT / "hotline"), *arguments], stdin=subprocess.DEVNULL,
                              capture_output=True, text=True, timeout=900,
                              env={**os.environ, "HOTLINE_HOME": str(home)})

    yield run
    run("down")


@pytest.fixture(scope="module")
def first_up(hotline):
    """(port, what the first up printed)"""
    port = free_port()
    result = hotline("up", "--no-demo", "--port", str(port), "--listen", "127.0.0.1")
    assert result.returncode == 0, result.stdout + result.stderr
    return port, result.stdout


def pids(hotline):
    return json.loads(hotline("status", "--json").stdout)["pids"]


def test_up_prints_the_address_and_a_password_that_works(first_up):
    port, printed = first_up
    assert f"http://localhost:{port}" in printed
    password = re.search(r"admin / (\S+)", printed)[1]
    assert password != "admin"
    client = Client(f"http://127.0.0.1:{port}", "city12319", "admin", password)
    user, = client.call("res.users", "read", [client.uid], ["lang", "tz"])
    assert (user["lang"], user["tz"]) == ("zh_CN", "Asia/Shanghai")
    with pytest.raises(RpcError):
        Client(f"http://127.0.0.1:{port}", "city12319", "admin", "admin")


def test_no_demo_means_no_demo_logins(first_up):
    assert "agent1" not in first_up[1] and "demo" not in first_up[1]


def test_status_is_healthy_and_a_second_up_restarts_nothing(hotline, first_up):
    assert hotline("status").returncode == 0
    before = pids(hotline)
    again = hotline("up")
    assert again.returncode == 0 and "starting" not in again.stdout and "creating" not in again.stdout
    assert "admin / " not in again.stdout
    assert pids(hotline) == before


def test_what_is_remembered_is_for_its_owner_only(first_up, home):
    assert json.loads((home / "state.json").read_text())["demo"] is False
    assert (home / "state.json").stat().st_mode & 0o077 == 0


def test_a_server_that_died_is_seen_and_started_again(hotline, first_up):
    front = pids(hotline)["front"]
    os.kill(front, signal.SIGKILL)
    assert hotline("status").returncode == 2
    assert hotline("up").returncode == 0
    assert hotline("status").returncode == 0


def test_backup_and_restore_of_the_running_system(hotline, first_up, tmp_path):
    assert hotline("backup", str(tmp_path / "b")).returncode == 0
    refused = hotline("restore", str(tmp_path / "b"))
    assert refused.returncode == 1 and "--force" in refused.stderr
    assert hotline("status").returncode == 0
    assert hotline("restore", str(tmp_path / "b"), "--force").returncode == 0
    assert hotline("up").returncode == 0
    assert hotline("status").returncode == 0


def test_down_stops_everything(hotline, first_up):
    assert hotline("down").returncode == 0
    assert set(pids(hotline).values()) == {None}
    assert hotline("status").returncode == 2
