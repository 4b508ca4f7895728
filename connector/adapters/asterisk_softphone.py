"""Telephones in browsers: accounts that Asterisk knows for some minutes.

An account is written into Asterisk's own database, where sorcery.conf looks first; nothing is reloaded, and Asterisk keeps it
through a restart. The password is kept as a digest alone. When the time is over, or the agent signs out, all of it goes.
What is here lives in Asterisk, so that a connector that was restarted knows what is to end.
"""

import asyncio
import hashlib
import json
import time

from ..ami import AmiError

_FAMILY, _REALM = "softphone", "asterisk"
_PARTS = ("endpoint", "aor", "auth", "until")
_LOOK_EVERY = 5  # seconds between looks for accounts whose time is over
_SILENT = 20  # seconds without sound after which Asterisk ends a leg whose browser is gone


class Softphones:
    """The accounts of one server. ``ami`` is its connection."""

    def __init__(self, ami):
        self.ami = ami

    async def give(self, agent, secret, seconds):
        """Let ``agent`` register with ``secret`` for so many seconds; an earlier secret ends."""
        digest = hashlib.md5(f"{agent}:{_REALM}:{secret}".encode(), usedforsecurity=False).hexdigest()  # what SIP asks for
        parts = {
            "auth": {"auth_type": "digest", "username": agent, "password_digest": f"MD5:{digest}"},
            "aor": {"max_contacts": "1", "remove_existing": "yes", "minimum_expiration": "20", "maximum_expiration": "120"},
            "endpoint": {
                "context": "from-agents", "allow": "!all,alaw,ulaw", "webrtc": "yes", "dtls_auto_generate_cert": "yes",
                "direct_media": "no", "rewrite_contact": "yes", "rtp_symmetric": "yes", "force_rport": "yes",
                "rtp_timeout": str(_SILENT), "dtmf_mode": "auto", "language": "zh", "auth": agent, "aors": agent,
                "callerid": f'"{agent}" <{agent}>',
            },
            "until": round(time.time() + seconds),
        }
        for part, value in parts.items():
            text = json.dumps(value, separators=(",", ":"))
            await self.ami.action("DBPut", Family=f"{_FAMILY}/{part}", Key=agent, Val=text)

    async def take_back(self, agent):
        """End the account of ``agent``, if there is one."""
        for part in _PARTS:
            await self.ami.forget(f"{_FAMILY}/{part}", agent)

    async def watch(self):
        """Never returns: end accounts whose time is over. Cancel the task to stop."""
        while True:
            await asyncio.sleep(_LOOK_EVERY)
            if self.ami.up:
                try:
                    await self._end_what_is_over()
                except (AmiError, OSError, asyncio.TimeoutError):
                    continue  # the connection was lost: it is looked at again when it is back

    async def _end_what_is_over(self):
        for row in await self.ami.action("DBGetTree", Family=_FAMILY, Key="until"):
            if row.get("Event") == "DBGetTreeResponse" and float(row["Val"]) < time.time():
                await self.take_back(row["Key"].rsplit("/", 1)[-1])
