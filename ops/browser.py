"""The browser that the tests drive: found, or installed where that is possible."""

import os
import shutil
import subprocess

from .console import say, step

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PACKAGES = ("chromium", "fonts-noto-cjk")


def find():
    """The path of a Chromium, or None."""
    return next((path for path in map(shutil.which, NAMES) if path), None)


def ensure():
    """A Chromium, installed now when root can; None (after saying what to do) when there is none."""
    if find():
        return find()
    if os.geteuid() == 0 and shutil.which("apt-get"):
        install(*PACKAGES)
    if not find():
        say("  No Chromium: the tests in a browser are left out (counted as skipped).")
        say(f"  To run them: apt-get install {' '.join(PACKAGES)}")
    return find()


def install(*packages):
    """Install Debian packages; a failure only means that they stay missing."""
    environment = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    with step(f"installing {', '.join(packages)}") as progress:
        for command in (["apt-get", "update", "-q"],
                        ["apt-get", "install", "-y", "-q", "--no-install-recommends", *packages]):
            with subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                  stderr=subprocess.STDOUT, text=True) as process:
                last = ""
                for line in process.stdout:
                    last = line.strip() or last
                    progress.show(last[:70])
            if process.returncode:
                say(f"  {' '.join(command[:2])} failed: {last}")
                return
