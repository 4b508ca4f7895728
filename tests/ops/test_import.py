"""./hotline import: all of a file or nothing, with the report of the addon's import."""

import json
import subprocess
import sys

import pytest

from ops.layout import CHECKOUT

HEADER = "登记编号,来电人,电话,反映时间,内容\n"
GOOD = HEADER + "LS-1,李四,13800138000,2020-05-01 09:30,路灯不亮\nLS-2,王五,13900139000,2020-05-02 10:00,井盖缺失\n"
BAD = HEADER + "LS-3,李四,13800138000,2020-05-01 09:30,路灯不亮\nLS-4,王五,13900139000,没有时间,井盖缺失\n"


def run(*arguments):
    return subprocess.run([sys.executable, str(CHECKOUT / "hotline"), "import", *map(str, arguments)],
                          stdin=subprocess.DEVNULL, capture_output=True, text=True)


@pytest.fixture
def tickets(running_installation):
    def count():
        return int(running_installation.sql(
            "SELECT count(*) FROM city12319_ticket WHERE external_number LIKE 'LS-%'")[0][0])

    yield count
    running_installation.sql("UPDATE city12319_ticket SET external_number = NULL WHERE external_number LIKE 'LS-%'")


def test_a_file_is_checked_imported_once_and_recognised_again(tickets, tmp_path):
    file = tmp_path / "past.csv"
    file.write_text(GOOD, encoding="utf-8")
    checked = run(file, "--dry-run")
    assert checked.returncode == 0 and "2 would be created" in checked.stdout and tickets() == 0
    first = run(file, "--json")
    report = json.loads(first.stdout)
    assert (first.returncode, report["created"], report["skipped"], report["errors"]) == (0, 2, 0, [])
    assert tickets() == 2
    assert "0 created, 2 skipped" in run(file).stdout
    assert tickets() == 2


def test_one_wrong_row_means_that_nothing_is_imported_and_the_row_is_named(tickets, tmp_path):
    file = tmp_path / "bad.csv"
    file.write_text(BAD, encoding="utf-8")
    result = run(file)
    assert result.returncode == 1
    assert "row 3" in result.stdout and "没有时间" in result.stdout and "nothing was imported" in result.stdout
    assert tickets() == 0


def test_a_missing_file_or_user_is_named(tickets, tmp_path):
    assert "There is no file" in run(tmp_path / "none.csv").stderr
    (tmp_path / "past.csv").write_text(GOOD, encoding="utf-8")
    result = run(tmp_path / "past.csv", "--user", "nobody-here")
    assert result.returncode == 1 and "There is no user nobody-here" in result.stderr
