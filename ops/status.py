"""./hotline status: what runs, how large and how old things are, and whether that is well."""

import json
import platform
import shutil
from datetime import date, timedelta
from pathlib import Path

from . import databases
from .call_centre import CallCentre
from .console import megabytes, say
from .installation import known_server
from .odoo_package import prepared
from .processes import age
from .runtime import data_folder
from .state import State
from .web_servers import WebServers, answer

HEALTHY, DEGRADED, DOWN = 0, 1, 2
WORDS = {HEALTHY: "healthy", DEGRADED: "degraded", DOWN: "down"}
SCHEDULER_LATE = 600
LOW_DISK = 1_000_000_000
HOLIDAYS_DAYS = 60
HOLIDAYS = "SELECT value FROM ir_config_parameter WHERE key = 'city12319.holidays_known_until'"
MESSAGES_LATE = 900
SCHEDULER = """
SELECT count(*), coalesce(round(extract(epoch FROM now() AT TIME ZONE 'UTC' - max(lastcall))), -1),
       greatest(coalesce(round(extract(epoch FROM now() AT TIME ZONE 'UTC' - min(nextcall))), 0), 0),
       count(*) FILTER (WHERE failure_count > 0)
FROM ir_cron WHERE active"""
HAS_MESSAGES = "SELECT to_regclass('city12319_sms') IS NOT NULL"
MESSAGES = """
SELECT count(*) FILTER (WHERE state = 'queued'),
       coalesce(round(extract(epoch FROM now() AT TIME ZONE 'UTC' - min(coalesce(requeued_at, create_date))
                FILTER (WHERE state = 'queued'))), 0),
       count(*) FILTER (WHERE state = 'failed' AND create_date > now() AT TIME ZONE 'UTC' - interval '1 day')
FROM city12319_sms
WHERE state = 'queued' OR (state = 'failed' AND create_date > now() AT TIME ZONE 'UTC' - interval '1 day')"""


def show(as_json=False):
    """Print the state; returns the exit code for monitors (0 healthy, 1 degraded, 2 down)."""
    report = collect(State())
    if as_json:
        say(json.dumps(report, indent=1))
    else:
        _print(report)
    return report["code"]


def collect(state):
    """Everything that status knows, as a JSON-able dict."""
    servers = WebServers(state.folder)
    server = known_server(state)
    report = {
        "address": f"http://localhost:{state['port']}", "db": state["db"],
        "pids": {"odoo": servers.odoo.pid(), "front": servers.front.pid(), "postgresql": server and server.pid()},
        "web": answer(state["port"], "/web/health", timeout=10) if servers.front.pid() else None,
        "websocket": answer(state["port"], "/websocket/health", timeout=10) if servers.front.pid() else None,
        "versions": {"python": platform.python_version()},
        "disk_free": shutil.disk_usage(_existing(state.folder)).free,
        "database": None,
        "connector": None,
    }
    if state["call_centre"]:
        report["connector"] = CallCentre(state.folder).health() or {"ok": False, "trouble": "it does not answer"}
    package = prepared(state["prefix"])
    if package:
        report["versions"].update(package.sources)
    if server and server.answers():
        report["versions"]["postgresql"] = server.version()
        if databases.exists(server, state["db"]):
            report["database"] = _database(server, state, age(servers.odoo.pid()))
    report["code"], report["reasons"] = judge(report)
    report["health"] = WORDS[report["code"]]
    report["notes"] = notes(report, date.today())
    return report


def judge(report):
    """(exit code, reasons) of a report."""
    down, degraded = [], []
    for name in ("odoo", "front"):
        if not report["pids"][name]:
            down.append(f"{name} does not run")
    if report["database"] is None:
        down.append("the database does not answer, or is not there")
    if not down and report["web"] != 200:
        down.append(f"the web address answers {report['web'] or 'nothing'}")
    if report["websocket"] != 200:
        degraded.append("the websocket process does not answer")
    if report["disk_free"] < LOW_DISK:
        degraded.append(f"only {megabytes(report['disk_free'])} of disk free")
    scheduler = (report["database"] or {}).get("scheduler")
    if scheduler and scheduler["late_seconds"] > SCHEDULER_LATE:
        degraded.append(f"the scheduler is {scheduler['late_seconds']} s late")
    if scheduler and scheduler["failing"]:
        degraded.append(f"{scheduler['failing']} scheduled actions failed at their last run")
    messages = (report["database"] or {}).get("messages")
    if messages and messages["oldest_seconds"] > MESSAGES_LATE:
        degraded.append(f"{messages['queued']} messages (SMS) wait, the oldest for {messages['oldest_seconds']} s")
    connector = report.get("connector")
    if connector and not connector["ok"]:
        degraded.append(f"the connector of the call centre: {connector['trouble']}")
    if connector and connector.get("refused"):
        degraded.append(f"{connector['refused']} events of the call centre were not understood (see its log)")
    code = DOWN if down else DEGRADED if degraded else HEALTHY
    return code, down + degraded


def notes(report, today):
    """What an administrator has to do that does not make the system unwell."""
    until = (report["database"] or {}).get("holidays_known_until")
    if until and date.fromisoformat(until) < today + timedelta(days=HOLIDAYS_DAYS):
        return [f"public holidays are known until {until} only: Configuration > Working time > Load public holidays"]
    return []


def _database(server, state, odoo_age):
    active, last, late, failing = (int(float(value)) for value in server.query(state["db"], SCHEDULER)[0])
    files = data_folder(state.folder) / "filestore" / state["db"]
    return {
        "size": databases.size(server, state["db"]),
        "files_size": sum(path.stat().st_size for path in files.rglob("*") if path.is_file()),
        "sessions": int(server.query("postgres", "SELECT count(*) FROM pg_stat_activity WHERE datname = :'name'",
                                     name=state["db"])[0][0]),
        "addons": dict(server.query(state["db"], "SELECT name, latest_version FROM ir_module_module"
                                                 " WHERE state = 'installed' AND name LIKE 'city12319%' ORDER BY 1")),
        "scheduler": {"actions": active, "last_run_seconds_ago": last if last >= 0 else None,
                      "late_seconds": min(late, int(odoo_age)), "failing": failing},
        "holidays_known_until": next((value for (value,) in server.query(state["db"], HOLIDAYS)), None),
        "messages": _messages(server, state["db"]),
    }


def _messages(server, database):
    if server.query(database, HAS_MESSAGES)[0][0] not in ("t", "true", True):
        return None
    queued, oldest, failed = (int(float(value)) for value in server.query(database, MESSAGES)[0])
    return {"queued": queued, "oldest_seconds": oldest, "failed_today": failed}


def _print(report):
    say(f"{report['health']}: {report['address']}, database {report['db']}")
    for reason in report["reasons"]:
        say(f"  - {reason}")
    for note in report["notes"]:
        say(f"  note: {note}")
    say("running: " + ", ".join(f"{name} (pid {pid})" if pid else f"{name} –" for name, pid in report["pids"].items()))
    say("versions: " + ", ".join(f"{name} {version}" for name, version in report["versions"].items()
                                 if name in ("odoo-19", "postgresql", "python")))
    if report["database"]:
        found = report["database"]
        scheduler = found["scheduler"]
        say(f"database: {megabytes(found['size'])} and {megabytes(found['files_size'])} of files,"
            f" {found['sessions']} sessions")
        say("addons: " + (", ".join(f"{name} {version}" for name, version in found["addons"].items()) or "none"))
        ago = scheduler["last_run_seconds_ago"]
        say(f"scheduler: {scheduler['actions']} actions, last run {'never' if ago is None else f'{ago} s ago'},"
            f" {scheduler['late_seconds']} s late, {scheduler['failing']} failing")
        if found["messages"]:
            say(f"messages (SMS): {found['messages']['queued']} waiting, {found['messages']['failed_today']} failed today")
    say(f"disk: {report['disk_free'] / 1e9:.1f} GB free")


def _existing(folder):
    while not folder.exists():
        folder = folder.parent
    return Path(folder)
