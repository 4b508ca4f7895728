"""The lock files name every download exactly, and what is installed is what they name."""

import importlib.metadata
import re

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from ops import debian_archive, python_env
from ops.layout import CONFIG

LOCKS = (python_env.MAIN_LOCK, python_env.TEST_LOCK)  # made from a list of wishes
ALL_LOCKS = (*python_env.RUN_LOCKS, python_env.TEST_LOCK)


def entries(path):
    """(requirement, number of hashes) for every entry of a lock file."""
    text = re.sub(r"\\\n", " ", path.read_text())
    for line in text.splitlines():
        if line and not line.startswith(("#", " ")):
            yield Requirement(line.split(" --hash=")[0].strip()), line.count("--hash=sha256:")


@pytest.mark.parametrize("lock", ALL_LOCKS, ids=lambda lock: lock.name)
def test_every_distribution_has_one_version_and_hashes(lock):
    found = list(entries(lock))
    assert found
    for requirement, hashes in found:
        assert re.fullmatch(r"==[^,*]+", str(requirement.specifier)), requirement
        assert hashes, requirement


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_every_wish_is_locked(lock):
    wishes = {canonicalize_name(Requirement(line.split("  #")[0]).name)
              for line in lock.with_suffix(".in").read_text().splitlines() if line and not line.startswith("#")}
    assert wishes <= {canonicalize_name(requirement.name) for requirement, _ in entries(lock)}


@pytest.mark.parametrize("lock", ALL_LOCKS, ids=lambda lock: lock.name)
def test_what_is_installed_is_what_is_locked(lock):
    for requirement, _ in entries(lock):
        if not requirement.marker or requirement.marker.evaluate():
            assert importlib.metadata.version(requirement.name) in requirement.specifier, requirement


def test_the_two_locks_agree():
    main = {r.name: r for r, _ in entries(LOCKS[0]) if not r.marker or r.marker.evaluate()}
    for requirement, _ in entries(LOCKS[1]):
        if requirement.name in main and (not requirement.marker or requirement.marker.evaluate()):
            assert requirement.specifier == main[requirement.name].specifier


def test_every_package_of_the_archive_has_a_checksum():
    packages = debian_archive.pinned_packages()
    assert packages[0].name == "odoo-19" and packages[0].series == "19.0"
    for package in packages:
        assert re.fullmatch(r"[0-9a-f]{64}", package.sha256) and package.file.endswith(".deb")
    assert re.fullmatch(r"[0-9a-f]{64}", debian_archive.read_lock()["pip"]["sha256"])


def test_the_lock_says_how_it_is_made():
    for lock in LOCKS:
        assert "uv pip compile" in (CONFIG / lock.name).read_text().splitlines()[1]
