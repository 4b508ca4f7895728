"""Errors that end a command with one clear message and what to do next."""


class HotlineError(Exception):
    """A problem the reader can act on: what happened, and the advice."""

    exit_code = 1

    def __init__(self, message, advice=""):
        super().__init__(message)
        self.message = message
        self.advice = advice


class DownloadError(HotlineError):
    """A file could not be fetched (no network, or the server refused)."""


class FileGone(DownloadError):
    """The server answers, but does not have the file (any more)."""


class ChecksumError(HotlineError):
    """A file is not the one that the lock file names."""


class DiskFullError(HotlineError):
    """There is not enough room for what the command has to write."""


class PortTakenError(HotlineError):
    """Something else listens on the port."""


class ServerError(HotlineError):
    """A server (PostgreSQL, Odoo, the front) did not start or answer."""


class DatabaseError(HotlineError):
    """PostgreSQL refused a command."""


class BackupError(HotlineError):
    """A backup is not complete, was changed, or would overwrite something."""


class UsageError(HotlineError):
    """The command line asks for something that cannot be done."""

    exit_code = 2
