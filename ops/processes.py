"""Long-running processes: started apart from the terminal, found again by their pid file, stopped."""

import os
import signal
import subprocess
import time
from pathlib import Path

from .errors import ServerError
from .layout import CHECKOUT


class Process:
    """One server process of an installation, known by `folder`/NAME.pid."""

    def __init__(self, name, folder, log):
        self.name, self.pid_file, self.log = name, folder / f"{name}.pid", log

    def pid(self):
        """The process id while it runs, or None."""
        try:
            pid, started = self.pid_file.read_text().split()
        except (OSError, ValueError):
            return None
        return int(pid) if start_time(int(pid)) == started else None

    def start(self, command, environment):
        """Start it in a session of its own; its output goes to its log."""
        self.pid_file.parent.mkdir(parents=True, exist_ok=True)
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with open(self.log, "ab") as out:
            process = subprocess.Popen(command, env=environment, cwd=CHECKOUT, stdin=subprocess.DEVNULL,
                                       stdout=out, stderr=out, start_new_session=True)
        self.pid_file.write_text(f"{process.pid} {start_time(process.pid)}\n")

    def stop(self, patience=30):
        """Ask it to end, insist after `patience` seconds; True when there was something to stop."""
        pid = self.pid()
        if pid:
            for number in (signal.SIGTERM, signal.SIGKILL):
                _signal_group(pid, number)
                if self._ended(patience):
                    break
        self.pid_file.unlink(missing_ok=True)
        return bool(pid)

    def must_run(self):
        """Raise with the end of its log when it has ended."""
        if not self.pid():
            tail = self.log.read_text(errors="replace")[-1500:] if self.log.exists() else ""
            raise ServerError(f"{self.name} ended right after its start:\n{tail}", f"Its log: {self.log}")

    def _ended(self, patience):
        deadline = time.monotonic() + patience
        while self.pid():
            if time.monotonic() > deadline:
                return False
            time.sleep(0.05)
        return True


def start_time(pid):
    """When a process started (kernel ticks, as text), so that a reused pid is told apart; None when it ended."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    return None if fields[0] == "Z" else fields[19]


def age(pid):
    """Seconds that a process has run; 0 when it does not."""
    started = start_time(pid) if pid else None
    if not started:
        return 0
    uptime = float(Path("/proc/uptime").read_text().split()[0])
    return max(uptime - int(started) / os.sysconf("SC_CLK_TCK"), 0)


def _signal_group(pid, number):
    """Signal the process; when insisting, its whole session too, so that no worker is left."""
    try:
        if number == signal.SIGKILL:
            os.killpg(pid, number)
        else:
            os.kill(pid, number)
    except ProcessLookupError:
        pass
