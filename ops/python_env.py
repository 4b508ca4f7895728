"""The Python environments: exactly the distributions of the lock files, checked by hash."""

import hashlib
import os
import platform
import re
import shutil
import subprocess
import sys
import sysconfig

from .console import step
from .debian_archive import read_lock
from .downloads import OFFLINE_ADVICE, check, fetch, sha256_of
from .errors import ChecksumError, DownloadError, HotlineError
from .layout import CONFIG, cache_folder, downloads_folder, need_space, platform_tag
from .locking import exclusive

NEEDED = 900_000_000
MAIN_LOCK = CONFIG / "requirements.lock"
OCA_LOCK = CONFIG / "oca.lock"
RUN_LOCKS = (MAIN_LOCK, OCA_LOCK)
TEST_LOCK = CONFIG / "requirements-test.lock"
COMPLETE = "city12319-complete"
CHECKSUM_SIGNS = ("DO NOT MATCH THE HASHES", "Hashes are required", "expected hash")


class PythonEnv:
    """A virtual environment in the cache."""

    def __init__(self, folder):
        self.folder = folder
        self.python = folder / "bin/python"

    @property
    def site_packages(self):
        """Where its distributions are."""
        version = f"python{sys.version_info[0]}.{sys.version_info[1]}"
        return self.folder / "lib" / version / "site-packages"

    @property
    def addons(self):
        """The addons that came as distributions (config/oca.lock)."""
        return self.site_packages / "odoo/addons"

    def program(self, name):
        """A program that a distribution brought."""
        return self.folder / "bin" / name


def wheels_folder():
    """The fetched wheels for this Python and machine."""
    return downloads_folder() / f"wheels-{platform_tag()}"


def prepare():
    """The environment that Odoo and its neighbours run in."""
    return _prepare("venv", RUN_LOCKS)


def prepare_for_tests():
    """The environment of the tests: the one above with the test distributions laid over it."""
    base = prepare()
    return _prepare("testvenv", [TEST_LOCK], base)


def fetch_wheels(*locks):
    """Download the wheels of the lock files, and pip, without installing anything."""
    pip = _pip_wheel()
    for lock in locks:
        fetched = _fetched_mark(lock)
        if not fetched.exists():
            _pip(sys.executable, pip, ["download", "--dest", str(wheels_folder()), *_lock_options(lock)],
                 f"fetching Python packages of {lock.name}", _distributions(lock))
            fetched.touch()
    return pip


def fetched_files(*locks):
    """The fetched wheels that the lock files name, and the marks that they are complete."""
    known = set(re.findall(r"sha256:([0-9a-f]{64})", "".join(lock.read_text() for lock in locks)))
    wheels = [wheel for wheel in sorted(wheels_folder().glob("*.whl")) if sha256_of(wheel) in known]
    return wheels + [_fetched_mark(lock) for lock in locks]


def _fetched_mark(lock):
    """A file that says: every wheel of this lock file is in the folder."""
    return wheels_folder() / f"fetched-{hashlib.sha256(lock.read_bytes()).hexdigest()[:12]}"


def _prepare(kind, locks, base=None):
    digest = hashlib.sha256(b"".join(lock.read_bytes() for lock in locks))
    digest.update(str(base.folder if base else "").encode() + sysconfig.get_config_var("BINDIR").encode())
    env = PythonEnv(cache_folder() / f"{kind}-{platform_tag()}-{digest.hexdigest()[:12]}")
    if (env.folder / COMPLETE).exists():
        return env
    with exclusive(cache_folder() / f"{kind}.lock", "installing Python packages"):
        if not (env.folder / COMPLETE).exists():
            need_space(cache_folder(), NEEDED)
            shutil.rmtree(env.folder, ignore_errors=True)
            try:
                _install(env, locks, base)
            except BaseException:
                shutil.rmtree(env.folder, ignore_errors=True)
                for mark in wheels_folder().glob("fetched-*"):
                    mark.unlink()
                raise
    return env


def _install(env, locks, base):
    if platform.machine() != "x86_64":
        raise HotlineError(f"libsass, which Odoo needs, has no ready-made wheel for {platform.machine()}.",
                           "Use an x86_64 machine, or docker-compose.yml.")
    pip = fetch_wheels(*locks)
    _run([sys.executable, "-m", "venv", "--without-pip", str(env.folder)])
    if base:
        env.site_packages.joinpath("city12319-base.pth").write_text(f"{base.site_packages}\n")
    for lock in locks:
        _pip(env.python, pip,
             ["install", "--no-index", "--find-links", str(wheels_folder()), "--no-warn-script-location",
              *(["--ignore-installed"] if base else []), *_lock_options(lock)],
             f"installing Python packages of {lock.name}", 0)
    (env.folder / COMPLETE).touch()


def _lock_options(lock):
    return ["--require-hashes", "--only-binary", ":all:", "--no-deps", "--requirement", str(lock)]


def _pip_wheel():
    pinned = read_lock()["pip"]
    target = downloads_folder() / pinned["url"].rsplit("/", 1)[-1]
    if target.exists():
        try:
            check(target, pinned["sha256"])
            return target
        except ChecksumError:
            target.unlink()
    return fetch(pinned["url"], target, pinned["sha256"])


def _distributions(lock):
    return len(re.findall(r"^[A-Za-z0-9].*==", lock.read_text(), re.MULTILINE))


def _pip(python, pip, arguments, title, total):
    """Run the pinned pip, counting what it collects."""
    environment = dict(os.environ, PIP_DISABLE_PIP_VERSION_CHECK="1", PIP_NO_INPUT="1", PYTHONUNBUFFERED="1")
    command = [str(python), str(pip / "pip"), *arguments[:1], "--progress-bar", "off", *arguments[1:]]
    lines, count = [], 0
    with step(title) as progress, subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            text=True, env=environment) as process:
        for line in process.stdout:
            lines.append(line)
            if line.startswith("Collecting "):
                count += 1
                progress.show(f"{count} of at most {total}: {line.split()[1]}" if total else line.split()[1])
            elif line.startswith("Installing "):
                progress.show("unpacking")
    if process.returncode:
        _explain("".join(lines))


def _explain(output):
    if "No space left on device" in output:
        raise OSError(28, "No space left on device", str(cache_folder()))
    reason = "\n".join([line for line in output.splitlines() if "ERROR" in line][:4]) or output[-800:]
    if any(sign in output for sign in CHECKSUM_SIGNS):
        raise ChecksumError(f"A Python package is not the one that the lock file names:\n{reason}",
                            "Run the command again; if it stays, the package index (pip.conf) is not to be trusted.")
    raise DownloadError(f"pip could not get the Python packages:\n{reason}", OFFLINE_ADVICE)


def _run(command):
    result = subprocess.run(command, capture_output=True, text=True)
    if result.returncode:
        if "No space left on device" in result.stderr:
            raise OSError(28, "No space left on device", command[-1])
        raise HotlineError(f"{' '.join(command)} failed:\n{result.stderr.strip()[-800:]}",
                           "On Debian and Ubuntu: apt-get install python3-venv, then run the command again.")
