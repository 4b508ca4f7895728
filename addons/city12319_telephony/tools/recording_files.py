"""Where a recording lies: the call centre names a path, we look below the folders of recordings. No ORM."""

import hashlib
from pathlib import Path

_BLOCK = 1 << 20
MIMETYPES = {".wav": "audio/wav", ".mp3": "audio/mpeg", ".ogg": "audio/ogg", ".opus": "audio/ogg", ".gsm": "audio/x-gsm"}


def folders(setting):
    """Return the folders of a setting (one in a line): the first is where recordings arrive, the others are archives."""
    return [Path(line.strip()) for line in (setting or "").splitlines() if line.strip()]


def locate(path, roots):
    """Return the file of ``path`` in the first of ``roots`` that has it, or None.

    A path that leads out of its folder is nobody's recording.
    """
    for root in roots:
        root = root.resolve()
        found = (root / path.lstrip("/")).resolve()
        if found.is_relative_to(root) and found.is_file():
            return found
    return None


def checksum(file):
    """Return (bytes, SHA-256 in hexadecimal) of a file, read in pieces."""
    digest, size = hashlib.sha256(), 0
    with file.open("rb") as stream:
        while block := stream.read(_BLOCK):
            digest.update(block)
            size += len(block)
    return size, digest.hexdigest()


def mimetype(path):
    """Return the media type of a recording by its name."""
    return MIMETYPES.get(Path(path).suffix.lower(), "application/octet-stream")
