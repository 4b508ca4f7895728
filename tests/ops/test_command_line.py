"""What the reader sees: help, clear errors, exit codes, and no half-made state."""

import errno
import json
import shutil
import socket

import pytest

from ops import cli, layout
from ops.errors import DiskFullError, PortTakenError
from ops.ports import free_port, need_free

COMMANDS = ("up", "down", "status", "test", "bench", "import", "backup", "restore", "bundle")


@pytest.fixture
def taken_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(command, capsys):
    with pytest.raises(SystemExit) as caught:
        cli.build_parser().parse_args([command, "--help"])
    assert caught.value.code == 0 and f"hotline {command}" in capsys.readouterr().out


def test_a_taken_port_names_its_owner_and_another_port(taken_port):
    with pytest.raises(PortTakenError) as caught:
        need_free(taken_port)
    assert str(taken_port) in caught.value.message and "(pid " in caught.value.message
    assert "--port" in caught.value.advice


def test_a_free_port_passes():
    need_free(free_port())


def test_up_on_a_taken_port_changes_nothing(hotline, private_folders, taken_port):
    result = hotline("up", "--port", str(taken_port))
    assert result.returncode == 1
    assert f"Port {taken_port} is taken by" in result.stderr and "--port" in result.stderr
    assert not (private_folders / "cache").exists()
    assert [path.name for path in (private_folders / "home").iterdir()] == ["command.lock"]


def test_up_without_a_network_says_so_and_leaves_nothing(hotline, private_folders):
    nowhere = "http://127.0.0.1:9"
    result = hotline("up", "--port", str(free_port()), https_proxy=nowhere, http_proxy=nowhere)
    assert result.returncode == 1
    assert "Could not fetch" in result.stderr and "--bundle" in result.stderr
    assert [path.name for path in (private_folders / "cache").rglob("*") if path.is_file()] == ["odoo.lock"]


def test_status_of_nothing_is_down(hotline):
    result = hotline("status", "--json")
    assert result.returncode == 2
    assert json.loads(result.stdout)["health"] == "down"


def test_down_of_nothing_is_no_error(hotline):
    result = hotline("down")
    assert result.returncode == 0 and "Nothing was running" in result.stdout


def test_too_little_space_is_told_before_starting(tmp_path, monkeypatch):
    monkeypatch.setattr(layout.shutil, "disk_usage", lambda path: shutil._ntuple_diskusage(10, 9, 1))
    with pytest.raises(DiskFullError) as caught:
        layout.need_space(tmp_path / "not/yet/there", 2_000_000_000)
    assert "2.0 GB" in caught.value.message and "HOTLINE_HOME" in caught.value.advice


def test_a_disk_that_fills_up_ends_with_a_clear_message(monkeypatch, capsys):
    def full(options):
        raise OSError(errno.ENOSPC, "No space left on device", "/data/x")

    monkeypatch.setattr(cli, "_down", full)
    assert cli.run(["down"]) == 1
    message = capsys.readouterr().err
    assert "disk is full" in message and "/data/x" in message


def test_an_interrupted_command_says_how_to_go_on(monkeypatch, capsys):
    def interrupted(options):
        raise KeyboardInterrupt

    monkeypatch.setattr(cli, "_down", interrupted)
    assert cli.run(["down"]) == 130
    assert "again" in capsys.readouterr().err
