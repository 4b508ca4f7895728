"""The address of map tiles. No ORM."""

import re
from urllib.parse import urlsplit

_PLACES = ("{z}", "{x}", "{y}")


def fault(address):
    """Return what is wrong with an address of tiles: ``scheme``, ``host`` or ``places``; None when it can be used."""
    address = address.strip()
    if not re.match(r"https?://", address):
        return "scheme"
    if not re.fullmatch(r"[\w.{}:-]+", urlsplit(address).netloc):
        return "host"
    if any(place not in address for place in _PLACES):
        return "places"
    return None


def host(address):
    """Return the source that a browser has to be allowed to load pictures from; ``{s}`` stands for any name."""
    parts = urlsplit(address.strip())
    return f"{parts.scheme}://{parts.netloc.replace('{s}', '*')}"
