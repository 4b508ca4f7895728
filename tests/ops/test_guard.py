"""The first file runs on any Python 3 and sends an unfit one away with a clear message."""

import ast
import importlib.machinery
import importlib.util
import os
import subprocess
import sys

import pytest

from ops.layout import CHECKOUT

HOTLINE = CHECKOUT / "hotline"


@pytest.fixture
def guard():
    loader = importlib.machinery.SourceFileLoader("hotline_guard", str(HOTLINE))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("hotline_guard", loader))
    loader.exec_module(module)
    return module


def test_it_parses_on_old_pythons():
    ast.parse(HOTLINE.read_text(), feature_version=(3, 4))


@pytest.mark.parametrize("version", [(3, 6, 9), (3, 9, 2), (3, 14, 0)])
def test_an_unfit_python_is_named_with_what_is_needed(guard, version):
    reason = guard.unfit_reason(version)
    major, minor, _ = version
    assert f"Python {major}.{minor}" in reason and "3.10 to 3.13" in reason


@pytest.mark.parametrize("minor", [10, 11, 12, 13])
def test_a_fit_python_passes(guard, minor):
    assert guard.unfit_reason((3, minor, 0)) is None


def test_a_fitting_python_beside_it_is_found_if_it_works(guard, tmp_path):
    broken, good = tmp_path / "python3.13", tmp_path / "python3.12"
    for path, code in ((broken, 1), (good, 0)):
        path.write_text(f"#!/bin/sh\nexit {code}\n")
        path.chmod(0o755)
    assert guard.fitting_python(str(tmp_path)) == str(good)


def test_an_unfit_python_ends_with_the_message_and_no_traceback():
    program = ("import runpy, sys; sys.version_info = (3, 9, 2); sys.argv = ['hotline', 'up'];"
               f"runpy.run_path({str(HOTLINE)!r}, run_name='__main__')")
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True,
                            env={**os.environ, "PATH": "/nonexistent"})
    assert result.returncode == 2
    assert "Python 3.9 cannot run City 12319: it needs Python 3.10 to 3.13." in result.stderr
    assert "Traceback" not in result.stderr and "apt-get install" in result.stderr
