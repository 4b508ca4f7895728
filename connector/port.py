"""The port: all that the connector knows of any call centre. One adapter for each product.

An event is a dict of JSON values in words that hold for every product (``docs/telephony.md`` has the list):
``kind``, ``at`` (seconds since 1970, UTC), ``call``, ``server``, ``caller``, ``called``, ``queue``, ``agent`` (number of
the seat), ``leg``, ``direction`` and ``data``. Adapters that cannot know something leave it out.
"""

from collections.abc import Callable, Iterable
from typing import Protocol

COMMANDS = {
    "sign_in", "sign_out", "pause", "ready", "answer", "hang_up", "hold", "unhold", "blind_transfer", "consult",
    "complete_transfer", "cancel_transfer", "three_way", "dial", "listen", "whisper", "barge", "blacklist_add",
    "blacklist_remove", "night", "simulate", "softphone", "softphone_end",
}


class CommandError(Exception):
    """A command was not carried out. ``reason`` is a word that Odoo translates, ``detail`` the call centre's own text."""

    def __init__(self, reason, detail=""):
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason, self.detail = reason, detail


class CallCentre(Protocol):
    """What an adapter is."""

    name: str  # of the server, in every event

    async def run(self, emit: Callable[[dict], None]) -> None:
        """Stay connected and hand each event to ``emit``, in the order in which they come. Ends only when cancelled.

        After each connection: the state of every seat, then a ``snapshot`` of the calls that are alive, so that calls
        whose end was missed can be closed; and what happened while there was no connection, from :meth:`history`.
        """

    async def command(self, name: str, arguments: dict) -> None:
        """Carry a command out, or raise :class:`CommandError`. ``arguments`` has ``agent`` for commands of a seat."""

    def history(self, start: float, end: float) -> Iterable[dict]:
        """Return events between two moments from the call centre's own log, which nothing on our side can lose."""
