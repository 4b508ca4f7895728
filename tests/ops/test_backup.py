"""Backup and restore: the same data comes back, and nothing is overwritten by mistake."""

import os
import subprocess

import pytest

from ops import backup, databases, postgres
from ops.errors import BackupError
from ops.runtime import data_folder
from ops.state import State

FILE = "ab/abcdef"


@pytest.fixture
def installation(rt, tmp_path, monkeypatch):
    """An installation whose database lives on the test server, given as an existing PostgreSQL."""
    monkeypatch.setenv("HOTLINE_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("PGHOST", rt.server.host)
    monkeypatch.setenv("PGPORT", str(rt.server.port))
    monkeypatch.setenv("PGUSER", postgres.ROLE)
    state = State()
    state.update(db=f"city12319_backup_{os.getpid()}", contents="contents", demo=True, embedded=False)
    state.save()
    name = state["db"]
    databases.create_empty(rt.server, name)
    rt.server.query(name, "CREATE TABLE ticket (name text); INSERT INTO ticket VALUES ('自来水管爆裂');"
                          "COMMENT ON TABLE ticket IS '登记单'")
    path = data_folder(state.folder) / "filestore" / name / FILE
    path.parent.mkdir(parents=True)
    path.write_bytes(b"photo")
    yield Installation(rt, name, path)
    for database in databases.names(rt.server):
        if database.startswith(name):
            databases.drop(rt.server, database)


class Installation:
    def __init__(self, rt, name, path):
        self.rt, self.name, self.path = rt, name, path

    def tickets(self):
        return [row[0] for row in self.rt.server.query(self.name, "SELECT name FROM ticket")]

    def change(self):
        self.rt.server.query(self.name, "UPDATE ticket SET name = 'changed'")
        self.path.unlink()


def test_what_was_backed_up_comes_back(installation, tmp_path):
    backup.backup(tmp_path / "b")
    installation.change()
    backup.restore(tmp_path / "b", force=True)
    assert installation.tickets() == ["自来水管爆裂"]
    assert installation.path.read_bytes() == b"photo"
    comment = installation.rt.server.query(installation.name, "SELECT obj_description('ticket'::regclass)")
    assert comment == [["登记单"]]
    assert [name for name in databases.names(installation.rt.server) if name.startswith(installation.name)] == [
        installation.name]


def test_restore_does_not_overwrite_without_force(installation, tmp_path):
    backup.backup(tmp_path / "b")
    installation.change()
    with pytest.raises(BackupError) as caught:
        backup.restore(tmp_path / "b")
    assert "--force" in caught.value.advice
    assert installation.tickets() == ["changed"]


def test_restore_into_nothing_needs_no_force(installation, tmp_path):
    backup.backup(tmp_path / "b")
    databases.drop(installation.rt.server, installation.name)
    backup.restore(tmp_path / "b")
    assert installation.tickets() == ["自来水管爆裂"]


@pytest.mark.parametrize("damage", ["change", "remove", "add", "no list"])
def test_a_damaged_backup_is_refused_and_nothing_changes(installation, tmp_path, damage):
    folder = tmp_path / "b"
    backup.backup(folder)
    installation.change()
    if damage == "change":
        (folder / backup.FILES / FILE).write_bytes(b"PHOTO")
    elif damage == "remove":
        (folder / backup.FILES / FILE).unlink()
    elif damage == "add":
        (folder / backup.FILES / "extra").write_bytes(b"x")
    else:
        (folder / backup.SUMS).unlink()
    with pytest.raises(BackupError):
        backup.restore(folder, force=True)
    assert installation.tickets() == ["changed"]


def test_a_restore_that_fails_half_way_leaves_the_old_database(installation, tmp_path, monkeypatch):
    backup.backup(tmp_path / "b")
    installation.change()

    def fails(*arguments):
        raise BackupError("the disk broke")

    monkeypatch.setattr(backup, "_copy_missing", fails)
    with pytest.raises(BackupError):
        backup.restore(tmp_path / "b", force=True)
    assert installation.tickets() == ["changed"]
    assert not databases.exists(installation.rt.server, f"{installation.name}_restoring")


def test_a_backup_never_goes_into_a_full_folder(installation, tmp_path):
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "mine").touch()
    with pytest.raises(BackupError):
        backup.backup(tmp_path / "b")
    assert [path.name for path in (tmp_path / "b").iterdir()] == ["mine"]


def test_the_list_of_checksums_is_one_that_sha256sum_reads(installation, tmp_path):
    backup.backup(tmp_path / "b")
    result = subprocess.run(["sha256sum", "--check", "--strict", backup.SUMS], cwd=tmp_path / "b", capture_output=True)
    assert result.returncode == 0
    assert (tmp_path / "b").stat().st_mode & 0o077 == 0
