"""Locks between hotline commands that run at the same time."""

import fcntl
from contextlib import contextmanager

from .console import say


@contextmanager
def exclusive(path, what):
    """Hold the lock file `path`, saying so when another command has it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say(f"  waiting for another hotline command: {what}")
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield handle
