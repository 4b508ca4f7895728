"""Odoo itself: Debian's package and its web libraries, unpacked into a folder of the cache."""

import hashlib
import json
import os
import shutil
import subprocess
from dataclasses import asdict
from pathlib import Path

from .console import step
from .debian_archive import LOCK, obtain, obtain_local, pinned_packages, read_lock
from .downloads import sha256_of
from .errors import DownloadError, HotlineError
from .layout import cache_folder, downloads_folder, need_space
from .locking import exclusive

NEEDED = 1_200_000_000
RECORD = "city12319.json"
# The mail addon names this file, which Debian leaves out: without it the browser's
# console shows an error and every tour fails.
LEFT_OUT = "mail/static/lib/selfie_segmentation/selfie_segmentation.js"


class OdooPackage:
    """The unpacked Odoo: where its programs and addons are, and what it was made from."""

    def __init__(self, prefix):
        self.prefix = prefix
        self.python_path = prefix / "usr/lib/python3/dist-packages"
        self.program = prefix / "usr/bin/odoo"
        self.addons = self.python_path / "odoo/addons"

    @property
    def sources(self):
        """The packages it was unpacked from, as name: version."""
        record = json.loads((self.prefix / RECORD).read_text())
        return {package["name"]: package["version"] for package in record}

    @property
    def version(self):
        """The version of Odoo's package."""
        return self.sources["odoo-19"]

    @property
    def local_copy(self):
        """The kept copy of the package that the reader gave, when it was not the pinned version; else None."""
        record = json.loads((self.prefix / RECORD).read_text())
        return next((downloads_folder() / package["file"] for package in record if package["suite"] == "local"), None)

    @property
    def key(self):
        """Changes when the unpacked content is another one."""
        return hashlib.sha256((self.prefix / RECORD).read_bytes()).hexdigest()[:12]


def prepare(local_package=None):
    """The unpacked Odoo, made now if this user does not have it yet."""
    local_package = local_package or os.environ.get("HOTLINE_ODOO_PACKAGE")
    prefix = cache_folder() / f"odoo-{_key(local_package)}"
    if (prefix / RECORD).exists():
        return OdooPackage(prefix)
    with exclusive(cache_folder() / "odoo.lock", "unpacking Odoo"):
        if not (prefix / RECORD).exists():
            need_space(cache_folder(), NEEDED)
            _unpack_all(fetch_all(local_package), prefix)
    return OdooPackage(prefix)


def prepared(prefix):
    """The unpacked Odoo of an earlier set-up, or None; fetches nothing."""
    return OdooPackage(Path(prefix)) if prefix and (Path(prefix) / RECORD).exists() else None


def fetch_all(local_package=None):
    """Every .deb, fetched or found: a list of (path, package)."""
    lock = read_lock()
    archive = lock["archive"]["url"]
    local_package = local_package or os.environ.get("HOTLINE_ODOO_PACKAGE")
    found = []
    for package in pinned_packages(lock):
        if package.series and local_package:
            source = Path(local_package).expanduser().resolve()
            found.append(obtain_local(package, source, _deb_version(source, package.name)))
        else:
            found.append(obtain(package, archive, downloads_folder()))
    return found


def _key(local_package):
    """Names the folder: another one for another lock file, or for a local package that is not the pinned version."""
    digest = hashlib.sha256(LOCK.read_bytes())
    pinned = pinned_packages()[0]
    if local_package:
        source = Path(local_package).expanduser().resolve()
        if _deb_version(source, pinned.name) != pinned.version:
            digest.update(sha256_of(source).encode())
    return digest.hexdigest()[:12]


def _unpack_all(debs, prefix):
    partial = prefix.with_name(f"{prefix.name}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    try:
        with step("unpacking Odoo") as progress:
            for path, package in debs:
                progress.show(package.name)
                _dpkg_deb("--extract", str(path), str(partial))
            left_out = OdooPackage(partial).addons / LEFT_OUT
            left_out.parent.mkdir(parents=True, exist_ok=True)
            left_out.touch()
            record = [asdict(package) for _, package in debs]
            (partial / RECORD).write_text(json.dumps(record, indent=1))
        shutil.rmtree(prefix, ignore_errors=True)
        partial.replace(prefix)
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def _deb_version(path, name):
    if not path.is_file():
        raise DownloadError(f"There is no file {path}.", "Check --odoo-package or HOTLINE_ODOO_PACKAGE.")
    package, version = _dpkg_deb("--show", "--showformat=${Package} ${Version}", str(path)).split()
    if package != name:
        raise DownloadError(f"{path.name} is the package {package}, not {name}.",
                            "Give Debian's package of Odoo 19.")
    return version


def _dpkg_deb(*arguments):
    try:
        result = subprocess.run(["dpkg-deb", *arguments], capture_output=True, text=True)
    except FileNotFoundError as error:
        raise HotlineError("This machine has no dpkg-deb to unpack Odoo's package with.",
                           "Use Debian or Ubuntu, or install the package dpkg.") from error
    if result.returncode:
        if "No space left on device" in result.stderr:
            raise OSError(28, "No space left on device", arguments[-1])
        raise HotlineError(f"dpkg-deb failed: {result.stderr.strip()}", "Run the command again.")
    return result.stdout
