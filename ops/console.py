"""What the reader sees while a long step runs."""

import sys
import time
from contextlib import contextmanager

QUIET_SECONDS = 5


def say(text=""):
    """Print one line at once."""
    print(text, flush=True)


def warn(text):
    """Print a line that must not be overlooked."""
    bar = "!" * 72
    print(f"{bar}\n!! {text}\n{bar}", file=sys.stderr, flush=True)


class Progress:
    """One long step: a line that changes on a terminal, a line now and then in a log."""

    def __init__(self, title):
        self.title = title
        self.started = self.last_shown = time.monotonic()
        self.live = sys.stdout.isatty()

    def show(self, detail):
        """Show how far the step is."""
        now = time.monotonic()
        line = f"  {self.title}: {detail} ({now - self.started:.0f} s)"
        if self.live:
            if now - self.last_shown >= 0.2:
                print(f"\r\033[K{line[:110]}", end="", flush=True)
                self.last_shown = now
        elif now - self.last_shown >= QUIET_SECONDS:
            print(line, flush=True)
            self.last_shown = now

    def finish(self, outcome="done"):
        """Close the step with its outcome and time."""
        start = "\r\033[K" if self.live else ""
        print(f"{start}  {self.title}: {outcome} ({time.monotonic() - self.started:.1f} s)", flush=True)


@contextmanager
def step(title):
    """Show a step's begin and end around a block of work; yields its Progress."""
    progress = Progress(title)
    if progress.live:
        print(f"  {title} ...", end="", flush=True)
    else:
        print(f"  {title} ...", flush=True)
    try:
        yield progress
    except BaseException:
        progress.finish("stopped")
        raise
    progress.finish()


def megabytes(count):
    """Bytes as readable megabytes."""
    return f"{count / 1e6:.1f} MB"
