"""Databases are whole or not there; copies are apart; processes and settings are told apart."""

import os
import sys

import pytest

from ops import addons, databases
from ops.errors import UsageError
from ops.postgres import Server, plain_environment
from ops.processes import Process
from ops.testing import Counts


@pytest.fixture
def name(rt):
    name = f"city12319_ops_{os.getpid()}"
    yield name
    for database in databases.names(rt.server):
        if database.startswith(name):
            databases.remove(rt, database)


def test_a_database_that_could_not_be_finished_is_not_there(rt, name):
    with pytest.raises(RuntimeError):
        with databases.under_temporary_name(rt, name) as temporary:
            databases.create_empty(rt.server, temporary)
            databases.filestore(rt, temporary).mkdir(parents=True)
            raise RuntimeError("stopped")
    assert not [found for found in databases.names(rt.server) if found.startswith(name)]
    assert not databases.filestore(rt, f"{name}_building").exists()


def test_a_finished_database_gets_its_name_and_files(rt, name):
    with databases.under_temporary_name(rt, name) as temporary:
        databases.create_empty(rt.server, temporary)
        databases.filestore(rt, temporary).mkdir(parents=True)
        (databases.filestore(rt, temporary) / "f").write_text("x")
    assert databases.exists(rt.server, name)
    assert (databases.filestore(rt, name) / "f").read_text() == "x"


def test_a_copy_has_the_data_and_is_apart(rt, name):
    databases.create_empty(rt.server, name)
    rt.server.query(name, "CREATE TABLE t (v text); INSERT INTO t VALUES ('a')")
    databases.clone(rt, name, f"{name}_copy")
    rt.server.query(f"{name}_copy", "UPDATE t SET v = 'b'")
    assert rt.server.query(name, "SELECT v FROM t") == [["a"]]
    assert rt.server.query(f"{name}_copy", "SELECT v FROM t") == [["b"]]


def test_values_are_quoted(rt):
    assert rt.server.query("postgres", "SELECT :'value'", value="it's; DROP TABLE x") == [["it's; DROP TABLE x"]]


def test_chinese_text_can_be_searched_by_similarity(rt, name):
    databases.create_empty(rt.server, name)
    rows = rt.server.query(name, "SELECT similarity('自来水管爆裂', '自来水管破裂') > 0.3, 'É' ILIKE 'é'")
    assert rows == [["t", "t"]]


def test_odoo_is_not_led_astray_by_postgresql_variables(monkeypatch):
    monkeypatch.setenv("PGDATABASE", "other")
    assert "PGDATABASE" not in plain_environment()


def test_the_settings_of_odoo_are_private_and_closed(rt, tmp_path):
    server = Server(rt.server.programs, "db.example", 5433, "city", "secret%pass")
    config = type(rt)(rt.package, rt.env, server, tmp_path).write_config(tmp_path / "odoo.conf", "city")
    text = config.read_text()
    assert config.stat().st_mode & 0o077 == 0
    for line in ("list_db = False", "dbfilter = ^city$", "http_interface = 127.0.0.1", "proxy_mode = True",
                 "db_password = secret%pass", "db_host = db.example"):
        assert line in text.splitlines()
    assert "{" not in text.replace("{db", "")


def test_a_process_is_found_and_stopped(tmp_path):
    process = Process("sleeper", tmp_path, tmp_path / "log")
    process.start([sys.executable, "-c", "import time; time.sleep(600)"], dict(os.environ))
    assert process.pid()
    assert process.stop(patience=5)
    assert not process.pid() and not process.stop()


def test_a_reused_pid_is_not_taken_for_ours(tmp_path):
    process = Process("other", tmp_path, tmp_path / "log")
    process.pid_file.write_text(f"{os.getpid()} 1\n")
    assert process.pid() is None


def make_addon(folder, name, depends=(), **files):
    (folder / name / "tests").mkdir(parents=True)
    (folder / name / "__manifest__.py").write_text(repr({"name": name, "depends": list(depends)}))
    for file, text in files.items():
        (folder / name / f"{file}.py").write_text(text)


def test_addons_are_found_and_ordered_by_need(tmp_path):
    make_addon(tmp_path, "b_upper", ["a_lower", "mail"])
    make_addon(tmp_path, "a_lower", ["web"])
    make_addon(tmp_path, "test_only")
    found = addons.found(tmp_path)
    assert addons.with_needed(["b_upper"], found) == ["a_lower", "b_upper"]
    assert addons.standard_needed(found, found) == ["mail", "web"]
    with pytest.raises(UsageError):
        addons.with_needed(["none"], found)


def test_addons_in_a_circle_are_told(tmp_path):
    make_addon(tmp_path, "a", ["b"])
    make_addon(tmp_path, "b", ["a"])
    with pytest.raises(UsageError, match="circle"):
        addons.with_needed(["a"], addons.found(tmp_path))


def test_only_files_that_matter_once_installed_change_the_hash(tmp_path):
    make_addon(tmp_path, "a", model="x = 1")
    before = addons.contents_hash(["a"], addons.found(tmp_path))
    (tmp_path / "a/tests/test_x.py").write_text("y")
    assert addons.contents_hash(["a"], addons.found(tmp_path)) == before
    (tmp_path / "a/model.py").write_text("x = 2")
    assert addons.contents_hash(["a"], addons.found(tmp_path)) != before


def test_the_count_of_tests_is_by_test(tmp_path):
    report = tmp_path / "r.xml"
    report.write_text('<testsuites><testsuite tests="9"><testcase name="a"/><testcase name="b"><failure/></testcase>'
                      '<testcase name="c"><skipped/></testcase><testcase name="d"><error/></testcase>'
                      '</testsuite></testsuites>')
    counts = Counts()
    counts.add_report(report)
    counts.add_report(tmp_path / "missing.xml")
    assert str(counts) == "1 passed, 3 failed, 1 skipped"
