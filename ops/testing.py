"""./hotline test: the addons' tests and the tests in tests/, with one count at the end."""

import fcntl
import os
import subprocess
import time
import xml.etree.ElementTree as ElementTree
from contextlib import contextmanager

from . import addons as our_addons
from . import browser, python_env, templates
from .console import say
from .layout import CHECKOUT, CONFIG, cache_folder, state_folder

NOTHING_SELECTED = 5


class Counts:
    """How many tests passed, failed and were skipped."""

    def __init__(self):
        self.passed = self.failed = self.skipped = 0

    def add_report(self, path):
        """Add a JUnit report; a missing one means that pytest itself broke down."""
        if not path.exists():
            self.failed += 1
            return
        for case in ElementTree.parse(path).getroot().iter("testcase"):
            outcomes = {child.tag for child in case}
            if outcomes & {"failure", "error"}:
                self.failed += 1
            elif "skipped" in outcomes:
                self.skipped += 1
            else:
                self.passed += 1

    def __str__(self):
        return f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped"


def run(expression=None, addon_names=(), paths=()):
    """Run the tests; returns the exit code."""
    started = time.monotonic()
    counts, codes = Counts(), []
    select = ["-k", expression] if expression else []
    env = python_env.prepare_for_tests()
    browser.ensure()
    with test_server() as rt:
        folders = {} if paths else _addon_folders(addon_names)
        for label, names in (("addons", [name for name in folders if name != our_addons.DEMO]),
                             ("demo", [name for name in folders if name == our_addons.DEMO])):
            if names:
                codes.append(_run_addons(rt, env, label, {name: folders[name] for name in names}, select, counts))
        if not addon_names:
            codes.append(_run_pytest(rt, env, "tests", [
                *(paths or ["tests"]), "-p", "no:odoo", "--import-mode=importlib", *select], counts))
    if all(code == NOTHING_SELECTED for code in codes):
        say("No test fits what was asked for.")
    say(f"All tests took {time.monotonic() - started:.0f} s.")
    say(str(counts))
    return 0 if 0 in codes and set(codes) <= {0, NOTHING_SELECTED} else 1


@contextmanager
def test_server():
    """The test runtime; the last test run of this user to end stops PostgreSQL."""
    lock_path = cache_folder() / "testdb.users"
    lock_path.parent.mkdir(parents=True, exist_ok=True)
    with open(lock_path, "w") as users:
        fcntl.flock(users, fcntl.LOCK_SH)
        rt = templates.test_runtime()
        try:
            yield rt
        finally:
            try:
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
                rt.server.stop()
            except BlockingIOError:
                pass


def _addon_folders(names):
    found = our_addons.found()
    chosen = [found[name] for name in our_addons.with_needed(names, found) if name in names] if names \
        else found.values()
    return {addon.name: addon.folder / "tests" for addon in chosen if (addon.folder / "tests").is_dir()}


def _run_addons(rt, env, label, folders, select, counts):
    """The tests of addons on a copy of their template; those of the made-up city have it in their database."""
    demo = our_addons.DEMO in folders
    template = templates.prepare(rt, None if demo else list(folders), demo)
    with templates.cloned(rt, template, "test") as database:
        config = rt.write_config(state_folder() / "test" / f"{label}.conf", database)
        return _run_pytest(rt, env, label, [
            *map(str, folders.values()), "-p", "odoo", "--odoo-config", str(config), "--odoo-database", database,
            "--odoo-http", "--odoo-log-level", "warn", *select], counts)


def _run_pytest(rt, env, name, arguments, counts):
    report = state_folder() / "test" / f"{name}.xml"
    report.parent.mkdir(parents=True, exist_ok=True)
    report.unlink(missing_ok=True)
    environment = rt.environment()
    environment["PATH"] = f"{env.folder / 'bin'}{os.pathsep}{environment['PATH']}"
    environment["PYTHONDONTWRITEBYTECODE"] = "1"
    command = [str(env.python), "-m", "pytest", "-c", str(CONFIG / "pytest.ini"), "--rootdir", str(CHECKOUT),
               "--junitxml", str(report), "--continue-on-collection-errors", *arguments]
    code = subprocess.run(command, cwd=CHECKOUT, env=environment, stdin=subprocess.DEVNULL).returncode
    if code != NOTHING_SELECTED:
        counts.add_report(report)
    return code
