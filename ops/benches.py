"""./hotline bench: runs the modules of tests/bench, each of which measures one thing."""

import ast
import contextlib
import os
import subprocess
import sys

from . import python_env
from .errors import UsageError
from .layout import CHECKOUT
from .testing import RUN_FOLDER, run_folder, test_server

FOLDER = CHECKOUT / "tests/bench"


def found(folder=FOLDER):
    """The benches by name: modules with a NAME."""
    benches = {}
    for path in sorted(folder.glob("*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "NAME":
                benches[ast.literal_eval(node.value)] = path
    return benches


def run(name=None, as_json=False, tickets=None):
    """Run the named bench, or all; ``tickets`` is how many those make that fill a database. Returns the exit code."""
    benches = found()
    if name and name not in benches:
        raise UsageError(f"There is no bench {name}.", f"There are: {', '.join(benches) or 'none'}.")
    codes = []
    with contextlib.redirect_stdout(sys.stderr), test_server() as rt, run_folder() as folder:
        env = python_env.prepare_for_tests()
        environment = {**rt.environment(), RUN_FOLDER: str(folder)}
        environment["PYTHONPATH"] = os.pathsep.join([str(CHECKOUT), str(CHECKOUT / "tests/support")])
        if tickets:
            environment["HOTLINE_BENCH_TICKETS"] = str(tickets)
        for title, path in benches.items():
            if name in (None, title):
                result = subprocess.run([str(env.python), "-m", "ops.bench_runner", str(path),
                                         "json" if as_json else "text"], env=environment, cwd=CHECKOUT)
                codes.append(result.returncode)
    if not benches:
        print("There is no bench yet: tests/bench is empty.", file=sys.stderr)
    return max(codes, default=0)
