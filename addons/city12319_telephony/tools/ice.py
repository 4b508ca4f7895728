"""How a browser finds a way for the sound (ICE): the servers of the settings, with passwords that end by themselves."""

import base64
import hashlib
import hmac
import re

_SERVER = re.compile(r"(stun|turn|turns):[^\s]+")


def servers(text, secret, name, until):
    """Return the list of servers as browsers want it (``RTCConfiguration.iceServers``).

    :param text: one server in a line, for example ``stun:media.example:3478`` or ``turn:media.example:3478?transport=tcp``
    :param secret: what the TURN server shares with us (coturn: ``static-auth-secret``); without it no password is sent
    :param name: whoever uses it, for the TURN server's log
    :param until: seconds since 1970 at which the password ends
    :raises ValueError: with the line that is no server
    """
    found = []
    for line in (text or "").split("\n"):
        line = line.strip()
        if not line:
            continue
        if not _SERVER.fullmatch(line):
            raise ValueError(line)
        found.append({"urls": line, **(_turn_password(secret, name, until) if secret and line.startswith("turn") else {})})
    return found


def _turn_password(secret, name, until):
    """What coturn checks with ``use-auth-secret``: the name says until when, the password proves it."""
    username = f"{int(until)}:{name}"
    digest = hmac.new(secret.encode(), username.encode(), hashlib.sha1).digest()
    return {"username": username, "credential": base64.b64encode(digest).decode()}
