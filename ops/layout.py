"""Where everything lies: the checkout, its state, and the cache of this user."""

import os
import platform
import shutil
import sys
from pathlib import Path

from .errors import DiskFullError

CHECKOUT = Path(__file__).resolve().parent.parent
ADDONS = CHECKOUT / "addons"
CONFIG = CHECKOUT / "config"


def state_folder():
    """The state of this installation: `.hotline/` of the checkout, or HOTLINE_HOME."""
    given = os.environ.get("HOTLINE_HOME")
    return Path(given).expanduser().resolve() if given else CHECKOUT / ".hotline"


def cache_folder():
    """What every checkout of this user shares: downloads and what was unpacked from them."""
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base).expanduser().resolve() / "city12319"


def downloads_folder():
    """The fetched files, as they came."""
    return cache_folder() / "downloads"


def platform_tag():
    """Names the Python and machine that installed wheels fit, e.g. py3.11-x86_64."""
    return f"py{sys.version_info[0]}.{sys.version_info[1]}-{platform.machine()}"


def need_space(folder, needed):
    """Refuse before starting when fewer than `needed` bytes are free at `folder`."""
    place = folder
    while not place.exists():
        place = place.parent
    free = shutil.disk_usage(place).free
    if free < needed:
        raise DiskFullError(
            f"{place} has {free / 1e9:.1f} GB free, this step needs {needed / 1e9:.1f} GB.",
            "Free some space, or point HOTLINE_HOME (state) and XDG_CACHE_HOME (downloads) at a larger"
            " disk, and run the command again.")
