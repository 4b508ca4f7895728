"""Fetching files so that a broken download leaves nothing behind."""

import hashlib
import http.client
import os
import shutil
import time
import urllib.error
import urllib.request

from .console import megabytes, step
from .errors import ChecksumError, DownloadError, FileGone

ATTEMPTS = 3
CHUNK = 1 << 18
OFFLINE_ADVICE = (
    "Check the network (proxies are taken from https_proxy) and run the command again: finished downloads"
    " are kept. For a machine without network, make a bundle elsewhere (./hotline bundle FILE) and use"
    " ./hotline up --bundle FILE.")


def sha256_of(path):
    """The SHA-256 of a file, in hex."""
    digest = hashlib.sha256()
    with open(path, "rb") as stream:
        for chunk in iter(lambda: stream.read(CHUNK), b""):
            digest.update(chunk)
    return digest.hexdigest()


def check(path, sha256):
    """Raise ChecksumError unless `path` has the checksum."""
    found = sha256_of(path)
    if found != sha256:
        raise ChecksumError(
            f"{path.name} is not the file it should be: SHA-256 {found}, expected {sha256}.",
            "The file is damaged or was changed on its way. Run the command again to fetch it anew.")


def fetch(url, target, sha256=None):
    """Download `url` to `target` (a whole, verified file or none at all)."""
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_name(f"{target.name}.{os.getpid()}.partial")
    try:
        with step(f"fetching {target.name}") as progress:
            _fetch_with_retries(url, partial, progress)
        if sha256:
            check(partial, sha256)
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)
    return target


def take_local(source, target, sha256=None):
    """Put a file the reader gave where a download would go, verified when a checksum is known."""
    if not source.is_file():
        raise DownloadError(f"There is no file {source}.", "Check the path.")
    if sha256:
        check(source, sha256)
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_name(f"{target.name}.{os.getpid()}.partial")
    try:
        shutil.copyfile(source, partial)
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)
    return target


def _fetch_with_retries(url, partial, progress):
    for attempt in range(1, ATTEMPTS + 1):
        try:
            _fetch_once(url, partial, progress)
            return
        except urllib.error.HTTPError as error:
            if error.code in (404, 410):
                raise FileGone(f"{url} is not there (HTTP {error.code}).") from error
            failure = f"HTTP {error.code}"
        except (urllib.error.URLError, http.client.HTTPException, TimeoutError, ConnectionError) as error:
            failure = str(getattr(error, "reason", error)) or type(error).__name__
        if attempt < ATTEMPTS:
            progress.show(f"{failure}, trying again")
            time.sleep(attempt)
    raise DownloadError(f"Could not fetch {url}: {failure}.", OFFLINE_ADVICE)


def _fetch_once(url, partial, progress):
    request = urllib.request.Request(url, headers={"User-Agent": "city12319-hotline"})
    with urllib.request.urlopen(request, timeout=60) as answer, open(partial, "wb") as out:
        total = int(answer.headers.get("Content-Length") or 0)
        done = 0
        for chunk in iter(lambda: answer.read(CHUNK), b""):
            out.write(chunk)
            done += len(chunk)
            progress.show(f"{megabytes(done)} of {megabytes(total)}" if total else megabytes(done))
    if total and done != total:
        raise ConnectionError(f"the connection ended after {megabytes(done)} of {megabytes(total)}")
