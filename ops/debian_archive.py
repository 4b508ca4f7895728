"""Files of Debian's archive: the pinned one, or the newest that the archive still has."""

import configparser
import json
import lzma
import re
from dataclasses import asdict, dataclass

from .console import warn
from .downloads import check, fetch, sha256_of, take_local
from .errors import ChecksumError, DownloadError, FileGone
from .layout import CONFIG, downloads_folder

LOCK = CONFIG / "odoo.lock"
SUBSTITUTES = "substitutes.json"
INDEXES = ("binary-all", "binary-amd64")


@dataclass(frozen=True)
class Package:
    """One .deb of the lock file."""

    name: str
    version: str
    suite: str
    file: str
    sha256: str
    series: str = ""

    @property
    def file_name(self):
        """The last part of its path."""
        return self.file.rsplit("/", 1)[-1]


def read_lock(path=LOCK):
    """The lock file as a ConfigParser."""
    lock = configparser.ConfigParser(interpolation=None)
    with open(path, encoding="utf-8") as stream:
        lock.read_file(stream)
    return lock


def pinned_packages(lock=None):
    """Every .deb of the lock file, Odoo first."""
    lock = lock or read_lock()
    return [
        Package(name, section["version"], section["suite"], section["file"], section["sha256"],
                section.get("series", ""))
        for name, section in lock.items() if "suite" in section
    ]


def obtain(package, archive, folder=None):
    """The downloaded .deb of `package`, or of the newest version when the pinned one is gone.

    Returns (path, package as found).
    """
    folder = folder or downloads_folder()
    target = folder / package.file_name
    if target.exists() and _is_whole(target, package.sha256):
        return target, package
    found = _remembered_substitute(package, folder)
    if not found:
        try:
            return fetch(f"{archive}/{package.file}", target, package.sha256), package
        except FileGone:
            found = newest(package, archive, folder)
    warn(f"{package.name} {package.version} (pinned in config/odoo.lock) is gone from the archive:"
         f" taking {found.version} from {found.suite} instead.")
    target = folder / found.file_name
    if not (target.exists() and _is_whole(target, found.sha256)):
        fetch(f"{archive}/{found.file}", target, found.sha256)
    remember_substitute(found, folder)
    return target, found


def obtain_local(package, source, version, folder=None):
    """A .deb the reader gave, in place of the download; another version of the series is accepted."""
    folder = folder or downloads_folder()
    if version == package.version:
        return take_local(source, folder / package.file_name, package.sha256), package
    if not _in_series(version, package.series):
        raise DownloadError(f"{source.name} holds version {version}, not {package.series}.",
                            f"Give a package of {package.name} {package.series}.")
    warn(f"{source.name} is version {version}; pinned and tested is {package.version}.")
    sha256 = sha256_of(source)
    target = take_local(source, folder / source.name, sha256)
    return target, Package(package.name, version, "local", source.name, sha256, package.series)


def remember_substitute(found, folder=None):
    """Note which version was taken in place of a pinned one, so that it is found again without a network."""
    pinned = next((package for package in pinned_packages() if package.name == found.name), None)
    if pinned and pinned != found:
        path = (folder or downloads_folder()) / SUBSTITUTES
        notes = {**_substitutes(path), found.name: {"instead_of": pinned.sha256, "package": asdict(found)}}
        path.write_text(json.dumps(notes, indent=1))


def _remembered_substitute(package, folder):
    note = _substitutes(folder / SUBSTITUTES).get(package.name)
    if note and note["instead_of"] == package.sha256:
        found = Package(**note["package"])
        path = folder / found.file_name
        if path.exists() and _is_whole(path, found.sha256):
            return found
    return None


def _substitutes(path):
    try:
        return json.loads(path.read_text())
    except FileNotFoundError:
        return {}


def newest(package, archive, folder):
    """The newest version of `package` in its suite (within its series, when it has one)."""
    candidates = []
    for index in INDEXES:
        url = f"{archive}/dists/{package.suite}/main/{index}/Packages.xz"
        target = folder / f"Packages-{package.suite}-{index}.xz"
        try:
            text = lzma.decompress(fetch(url, target).read_bytes()).decode("utf-8")
        except FileGone:
            continue
        except lzma.LZMAError as error:
            raise DownloadError(f"{url} is damaged: {error}", "Run the command again.") from error
        finally:
            target.unlink(missing_ok=True)
        candidates += versions_in_index(text, package)
    if not candidates:
        raise DownloadError(
            f"The archive has neither {package.name} {package.version} nor another"
            f" {package.series or 'version'} of it in {package.suite}.",
            "Give a local copy with --odoo-package FILE." if package.series else
            "Update config/odoo.lock, or install from a bundle.")
    return max(candidates, key=lambda found: version_key(found.version))


def versions_in_index(text, package):
    """The versions of `package` that a Packages index lists."""
    found = []
    for paragraph in text.split("\n\n"):
        if not paragraph.startswith(f"Package: {package.name}\n"):
            continue
        fields = dict(line.split(": ", 1) for line in paragraph.splitlines()
                      if ": " in line and not line.startswith(" "))
        if _in_series(fields["Version"], package.series):
            found.append(Package(package.name, fields["Version"], package.suite, fields["Filename"],
                                 fields["SHA256"], package.series))
    return found


def version_key(version):
    """A sort key in Debian's order of versions (epoch, upstream, revision; ~ sorts first)."""
    epoch, _, rest = version.rpartition(":")
    upstream, _, revision = rest.rpartition("-")
    if not upstream:
        upstream, revision = revision, ""
    return int(epoch or 0), _part_key(upstream), _part_key(revision)


def _part_key(text):
    key = []
    for letters, digits in re.findall(r"([^0-9]*)([0-9]*)", text):
        order = [-1 if c == "~" else ord(c) if c.isalpha() else ord(c) + 256 for c in letters]
        key.append((tuple(order + [0]), int(digits or 0)))
    return key


def _in_series(version, series):
    upstream = version.rpartition(":")[2]
    return not series or upstream == series or upstream.startswith((f"{series}.", f"{series}+", f"{series}~"))


def _is_whole(path, sha256):
    try:
        check(path, sha256)
    except ChecksumError:
        path.unlink()
        return False
    return True
