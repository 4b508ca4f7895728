"""./hotline test: the addons' tests and the tests in tests/, with one count at the end."""

import fcntl
import os
import shutil
import signal
import subprocess
import time
import xml.etree.ElementTree as ElementTree
from contextlib import contextmanager

from . import addons as our_addons
from . import browser, python_env, templates
from .console import say
from .layout import CHECKOUT, CONFIG, cache_folder, state_folder
from .processes import start_time
from .web_servers import WebServers

NOTHING_SELECTED = 5
RUN_FOLDER = "HOTLINE_TEST_RUN"


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
    with test_server() as rt, run_folder() as folder:
        this_run = Run(rt, env, folder, select, counts)
        addons = {} if paths else _addon_folders(addon_names)
        # a machine has two cores at least: the tests outside the addons run beside those of the addons
        files = None if addon_names else this_run.start("tests", this_run.of_files(paths or ["tests"]), aside=bool(addons))
        try:
            for label, names in (("addons", [name for name in addons if name != our_addons.DEMO]),
                                 ("demo", [name for name in addons if name == our_addons.DEMO])):
                if names:
                    codes.append(this_run.of_addons(label, {name: addons[name] for name in names}))
        except BaseException:
            if files:
                files.stop()
            raise
        if files:
            codes.append(files.finish())
    if all(code == NOTHING_SELECTED for code in codes):
        say("No test fits what was asked for.")
    say(f"All tests took {time.monotonic() - started:.0f} s.")
    say(str(counts))
    return 0 if 0 in codes and set(codes) <= {0, NOTHING_SELECTED} else 1


class Run:
    """One run of the tests: its servers, its folder, what is selected, and the counts so far."""

    def __init__(self, rt, env, folder, select, counts):
        self.rt, self.env, self.folder, self.select, self.counts = rt, env, folder, select, counts

    def of_addons(self, label, folders):
        """The tests of addons on a copy of their template; those of the made-up city have it in their database."""
        demo = our_addons.DEMO in folders
        template = templates.prepare(self.rt, None if demo else list(folders), demo)
        with templates.cloned(self.rt, template, "test") as database:
            config = self.rt.write_config(self.folder / f"{label}.conf", database)
            return self.start(label, [
                *map(str, folders.values()), "-p", "odoo", "--odoo-config", str(config),
                "--odoo-database", database, "--odoo-http", "--odoo-log-level", "warn"]).finish()

    @staticmethod
    def of_files(paths):
        """What pytest is told for the tests outside the addons."""
        return [*paths, "-p", "no:odoo", "--import-mode=importlib"]

    def start(self, label, arguments, aside=False):
        """Start pytest; ``aside`` keeps what it says until it has ended."""
        own_report = self.folder / f"{label}.xml"
        environment = self.rt.environment()
        environment["PATH"] = f"{self.env.folder / 'bin'}{os.pathsep}{environment['PATH']}"
        environment["PYTHONDONTWRITEBYTECODE"] = "1"
        environment[RUN_FOLDER] = str(self.folder)
        command = [
            str(self.env.python), "-m", "pytest", "-c", str(CONFIG / "pytest.ini"), "--rootdir", str(CHECKOUT),
            "--junitxml", str(own_report), "--continue-on-collection-errors", *arguments, *self.select]
        return Pytest(label, command, environment, own_report, self.counts, self.folder / f"{label}.out" if aside else None)


class Pytest:
    """A run of pytest that has been started."""

    def __init__(self, label, command, environment, own_report, counts, output):
        self.label, self.own_report, self.counts, self.output = label, own_report, counts, output
        stream = open(output, "wb") if output else None  # noqa: SIM115 the process has it until its end
        self.process = subprocess.Popen(
            command, cwd=CHECKOUT, env=environment, stdin=subprocess.DEVNULL, stdout=stream,
            stderr=subprocess.STDOUT if stream else None, start_new_session=True)
        if stream:
            stream.close()
            say(f"The tests in {self.label}/ run beside the others; what they say comes at the end.")

    def finish(self):
        """Wait for the end, count, and return the exit code."""
        try:
            code = self.process.wait()
        except KeyboardInterrupt:
            self.stop()
            raise
        if self.output:
            print(self.output.read_text(encoding="utf-8", errors="replace"), flush=True)
        if code != NOTHING_SELECTED:
            self.counts.add_report(self.own_report)
        if self.own_report.exists():
            report = state_folder() / "test-reports" / f"{self.label}.xml"
            report.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(self.own_report, report)
        return code

    def stop(self):
        """Let it stop its servers and drop its databases first."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            self.process.wait()


@contextmanager
def run_folder():
    """A folder of this run alone; what runs that were killed left behind is stopped and removed."""
    runs = state_folder() / "test-runs"
    for folder in runs.glob("*"):
        pid, _, started = folder.name.partition("-")
        if start_time(int(pid)) != started:
            WebServers(folder / "e2e").stop()
            shutil.rmtree(folder)
    folder = runs / f"{os.getpid()}-{start_time(os.getpid())}"
    folder.mkdir(parents=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


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
