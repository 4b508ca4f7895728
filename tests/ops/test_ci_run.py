"""The check in CI: the README's test command, with a copy of Odoo beside the checkout for when the archive lost it."""

import shutil
import subprocess
import sys

import pytest

from ops.debian_archive import pinned_packages
from ops.layout import CHECKOUT


@pytest.fixture
def clone(tmp_path, web_folder):
    """A checkout whose archive is ours and whose ./hotline only tells how it was called."""
    checkout = tmp_path / "work/main"
    (checkout / ".ci").mkdir(parents=True)
    (checkout / "config").mkdir()
    shutil.copy(CHECKOUT / ".ci/run", checkout / ".ci/run")
    lock = (CHECKOUT / "config/odoo.lock").read_text()
    (checkout / "config/odoo.lock").write_text(lock.replace("https://deb.debian.org/debian", f"{web_folder[1]}/debian"))
    (checkout / "hotline").write_text('#!/bin/sh\necho "called: $* with ${HOTLINE_ODOO_PACKAGE:-nothing}"\n')
    (checkout / "hotline").chmod(0o755)
    copy = tmp_path / "work/shared/cache" / pinned_packages()[0].file_name
    copy.parent.mkdir(parents=True)
    copy.touch()
    return checkout


def run(checkout, tmp_path):
    tools = tmp_path / "tools"
    tools.mkdir()
    for name in ("bash", "sh", "sed", "dirname", "id"):
        (tools / name).symlink_to(shutil.which(name))
    (tools / "python3").symlink_to(sys.executable)
    return subprocess.run(["bash", str(checkout / ".ci/run")], capture_output=True, text=True, check=True,
                          env={"PATH": str(tools), "HOME": str(tmp_path), "LANG": "C.UTF-8"}).stdout


def test_it_runs_the_test_command(clone, tmp_path, web_folder):
    there = web_folder[0] / "debian" / pinned_packages()[0].file
    there.parent.mkdir(parents=True)
    there.touch()
    assert run(clone, tmp_path) == "called: test with nothing\n"


def test_the_copy_stands_in_when_the_archive_lost_the_pinned_version(clone, tmp_path):
    assert run(clone, tmp_path) == f"called: test with ../shared/cache/{pinned_packages()[0].file_name}\n"
