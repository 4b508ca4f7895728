"""One file that holds every download, for machines without a network."""

import hashlib
import io
import json
import os
import platform
import tarfile
import time
from dataclasses import asdict
from pathlib import Path

from . import debian_archive, odoo_package, python_env
from .console import megabytes, say, step
from .downloads import CHUNK, sha256_of
from .errors import ChecksumError, DownloadError, UsageError
from .layout import downloads_folder, need_space, platform_tag

INDEX = "bundle.json"
LOCKS = (debian_archive.LOCK, *python_env.RUN_LOCKS, python_env.TEST_LOCK)


def create(target, local_package=None, with_tests=False):
    """Fetch what is missing and write the bundle."""
    target = Path(target).expanduser().resolve()
    if not target.parent.is_dir():
        raise UsageError(f"There is no folder {target.parent}.")
    debs = odoo_package.fetch_all(local_package)
    locks = [*python_env.RUN_LOCKS, *([python_env.TEST_LOCK] if with_tests else [])]
    pip = python_env.fetch_wheels(*locks)
    files = [path for path, _ in debs] + [pip] + python_env.fetched_files(*locks)
    need_space(target.parent, sum(path.stat().st_size for path in files))
    index = {
        "platform": platform_tag(), "created": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "host": platform.platform(), "locks": {lock.name: sha256_of(lock) for lock in LOCKS},
        "packages": [asdict(package) for _, package in debs],
        "files": {path.relative_to(downloads_folder()).as_posix(): sha256_of(path) for path in files},
    }
    partial = target.with_name(f"{target.name}.partial")
    try:
        with step(f"writing {target.name}") as progress, tarfile.open(partial, "w") as tar:
            _add_text(tar, INDEX, json.dumps(index, indent=1))
            for lock in LOCKS:
                tar.add(lock, f"config/{lock.name}")
            for name in index["files"]:
                progress.show(name.rsplit("/", 1)[-1])
                tar.add(downloads_folder() / name, f"downloads/{name}")
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)
    say(f"{target}: {len(files)} files, {megabytes(target.stat().st_size)}, for {platform_tag()}."
        f"\nOn the other machine: ./hotline up --bundle {target.name}")


def unpack(source):
    """Put a bundle's files where downloads go, each verified."""
    source = Path(source).expanduser().resolve()
    if not source.is_file():
        raise UsageError(f"There is no file {source}.")
    need_space(downloads_folder(), source.stat().st_size)
    try:
        with tarfile.open(source, "r:") as tar, step(f"unpacking {source.name}") as progress:
            index = json.load(tar.extractfile(INDEX))
            _check_fit(index)
            for name, sha256 in index["files"].items():
                progress.show(name.rsplit("/", 1)[-1])
                _extract(tar, name, sha256)
    except (tarfile.TarError, KeyError, ValueError, EOFError) as error:
        raise DownloadError(f"{source.name} is not a whole bundle: {error}", "Copy it again.") from error
    for package in index["packages"]:
        debian_archive.remember_substitute(debian_archive.Package(**package))


def _check_fit(index):
    if index["platform"] != platform_tag():
        raise UsageError(f"The bundle was made for {index['platform']}, this machine is {platform_tag()}.",
                         "Make the bundle on a machine with the same Python version and processor.")
    for lock in (debian_archive.LOCK, *python_env.RUN_LOCKS):
        if index["locks"].get(lock.name) != sha256_of(lock):
            raise UsageError(f"The bundle was made with another config/{lock.name} than this checkout has.",
                             "Use the checkout of the same version, or make the bundle anew.")


def _extract(tar, name, sha256):
    target = downloads_folder() / name
    if not target.resolve().is_relative_to(downloads_folder()):
        raise ChecksumError(f"The bundle names a file outside its folder: {name}.", "Do not use this bundle.")
    if target.exists() and sha256_of(target) == sha256:
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_name(f"{target.name}.{os.getpid()}.partial")
    digest = hashlib.sha256()
    try:
        with tar.extractfile(f"downloads/{name}") as stream, open(partial, "wb") as out:
            for chunk in iter(lambda: stream.read(CHUNK), b""):
                digest.update(chunk)
                out.write(chunk)
        if digest.hexdigest() != sha256:
            raise ChecksumError(f"{name} in the bundle is damaged.", "Copy the bundle again.")
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)


def _add_text(tar, name, text):
    info = tarfile.TarInfo(name)
    info.size, info.mtime = len(text.encode()), int(time.time())
    tar.addfile(info, io.BytesIO(text.encode()))
