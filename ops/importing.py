"""./hotline import: a file of past registrations into the database, all of it or nothing."""

import contextlib
import json
import sys
from pathlib import Path

from . import databases
from .console import say, step
from .errors import UsageError
from .installation import open_runtime
from .state import State

SHOWN = 50


def run(path, user=None, as_json=False, **options):
    """Import a csv, xlsx or xls file; returns the exit code.

    The options are those of the addon's import: dry_run (only check), unknown, system, sheet.
    """
    source = Path(path).expanduser().resolve()
    if not source.is_file():
        raise UsageError(f"There is no file {source}.")
    with contextlib.redirect_stdout(sys.stderr if as_json else sys.stdout):
        report = _import(source, user, {name: value for name, value in options.items() if value})
    if as_json:
        say(json.dumps(report, ensure_ascii=False, indent=1))
    else:
        _print(report, options.get("dry_run"))
    return 1 if report.get("errors") else 0


def _import(source, user, options):
    state = State()
    rt = open_runtime(state)
    if not databases.exists(rt.server, state["db"]):
        raise UsageError(f"There is no database {state['db']} yet.", "Run ./hotline up first.")
    config = rt.write_config(state.folder / "run/import.conf", state["db"], admin_passwd=state.admin_passwd())
    with step(f"{'checking' if options.get('dry_run') else 'importing'} {source.name}"):
        return json.loads(rt.run_script("import_file.py", config, state["db"], str(source), user or "-",
                                        json.dumps(options)))


def _print(report, dry_run):
    errors = report.get("errors") or []
    if report.get("warnings"):
        say(f"  {len(report['warnings'])} notices (--json lists them)")
    for error in errors[:SHOWN]:
        value = "" if error.get("value") in (None, "") else f" ({error['value']})"
        say(f"  row {error.get('row')}, {error.get('field') or '–'}{value}: {error.get('message')}")
    if len(errors) > SHOWN:
        say(f"  and {len(errors) - SHOWN} more")
    if errors:
        say(f"{len(errors)} errors: nothing was imported.")
    else:
        verb = "would be created" if dry_run else "created"
        say(f"{report.get('created', 0)} {verb}, {report.get('skipped', 0)} skipped as already there"
            f" (as {report['user']}).")
