"""Health and its exit codes for monitors."""

import copy
import json
import subprocess
import sys
from datetime import date

import pytest

from ops.layout import CHECKOUT
from ops.status import DEGRADED, DOWN, HEALTHY, judge, notes

WELL = {
    "pids": {"odoo": 1, "front": 2, "postgresql": 3}, "web": 200, "websocket": 200, "disk_free": 10**10,
    "database": {"scheduler": {"late_seconds": 5, "failing": 0},
                 "messages": {"queued": 3, "oldest_seconds": 40, "failed_today": 1}},
}


def changed(path, value):
    report = copy.deepcopy(WELL)
    *parents, last = path.split(".")
    place = report
    for part in parents:
        place = place[part]
    place[last] = value
    return report


def test_all_well_is_healthy():
    assert judge(WELL) == (HEALTHY, [])


@pytest.mark.parametrize("path, value, code, word", [
    ("pids.odoo", None, DOWN, "odoo"), ("pids.front", None, DOWN, "front"), ("database", None, DOWN, "database"),
    ("web", 500, DOWN, "500"), ("web", None, DOWN, "nothing"), ("websocket", None, DEGRADED, "websocket"),
    ("disk_free", 10**8, DEGRADED, "disk"), ("database.scheduler.late_seconds", 3600, DEGRADED, "3600 s late"),
    ("database.scheduler.failing", 2, DEGRADED, "2 scheduled"),
    ("database.messages.oldest_seconds", 1000, DEGRADED, "3 messages"),
])
def test_what_is_wrong_gives_the_code_and_the_reason(path, value, code, word):
    found, reasons = judge(changed(path, value))
    assert found == code and any(word in reason for reason in reasons)


@pytest.mark.parametrize("today, noted", [(date(2026, 11, 1), False), (date(2026, 11, 2), True), (date(2027, 5, 1), True)])
def test_holidays_that_end_in_less_than_sixty_days_are_noted_and_do_no_harm(today, noted):
    report = changed("database.holidays_known_until", "2026-12-31")
    assert judge(report)[0] == HEALTHY
    assert [("2026-12-31" in note) for note in notes(report, today)] == [True] * noted
    assert notes(WELL, today) == notes({**WELL, "database": None}, today) == []


def test_an_external_postgresql_has_no_pid_and_is_well():
    assert judge(changed("pids.postgresql", None))[0] == HEALTHY


def test_a_database_without_the_addon_of_messages_is_well():
    assert judge(changed("database.messages", None))[0] == HEALTHY


def test_a_running_system_is_healthy(running_installation):
    result = subprocess.run([sys.executable, str(CHECKOUT / "hotline"), "status", "--json"], capture_output=True,
                            text=True)
    report = json.loads(result.stdout)
    assert (result.returncode, report["health"], report["reasons"]) == (HEALTHY, "healthy", [])
    assert report["pids"]["odoo"] and report["pids"]["front"]
    assert report["versions"]["odoo-19"].startswith("19.0") and report["versions"]["postgresql"]
    assert report["database"]["size"] > 10**6 and report["database"]["scheduler"]["actions"] > 0
    assert set(report["database"]["messages"]) == {"queued", "oldest_seconds", "failed_today"}


def test_it_is_also_readable(running_installation):
    result = subprocess.run([sys.executable, str(CHECKOUT / "hotline"), "status"], capture_output=True, text=True)
    for word in ("healthy", "odoo (pid", "database:", "scheduler:", "GB free"):
        assert word in result.stdout
