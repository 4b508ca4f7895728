"""The HTTP interface of Kannel (``sendsms`` of its smsbox), and its delivery reports.

Nothing of Odoo in here. The one thing that matters about an answer is what may follow from it:

========== ============================================================ =================================
outcome    what happened                                                what follows
========== ============================================================ =================================
accepted   the gateway took the message                                 wait for its reports
later      the gateway said: not now (503, 429, throttled)              try again after a pause
refused    the gateway will never take this message (other 4xx)         give up
blocked    the gateway was not reached, or does not accept our password try again; no message is at fault
unclear    the request went out, no clear answer came back              never try again by itself
========== ============================================================ =================================

*Blocked* and *unclear* differ in whether a request can have reached the gateway: while the connection is being opened it
cannot, from its first byte on it can. That line decides whether a message may be sent again, so the connection is opened
in a step of its own here.
"""

import hashlib
import hmac
import http.client
import re
import socket
import ssl
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit

from .sms_text import UCS2

ACCEPTED, LATER, REFUSED, BLOCKED, UNCLEAR = "accepted", "later", "refused", "blocked", "unclear"

# bits of dlr-mask, and the values in which reports come back
DELIVERED, UNDELIVERED, BUFFERED, SMSC_ACCEPTED, SMSC_REJECTED = 1, 2, 4, 8, 16
ALL_REPORTS = DELIVERED | UNDELIVERED | BUFFERED | SMSC_ACCEPTED | SMSC_REJECTED

_ANSWER_LENGTH = 200
_UUID = re.compile(r"[0-9a-f]{32}")
_NOT_NOW = re.compile(r"throttl|try again", re.IGNORECASE)


@dataclass(frozen=True)
class Gateway:
    """Where the gateway is, who we are there, and the address under which it reaches us."""

    url: str
    username: str
    password: str = field(repr=False)
    secret: str = field(repr=False)
    report_base: str
    sender: str = ""
    timeout: int = 20


@dataclass(frozen=True)
class Answer:
    """``outcome`` as in the table above; ``text`` is what the gateway or the network said."""

    outcome: str
    text: str


def report_key(secret, uuid):
    """Return the key with which reports on this one message are accepted."""
    return hmac.new(secret.encode(), uuid.encode(), hashlib.sha256).hexdigest()[:32]


def is_report_key(secret, uuid, key):
    """Tell whether ``key`` is the one that was given to the gateway with the message ``uuid``."""
    return bool(secret) and bool(_UUID.fullmatch(uuid)) and hmac.compare_digest(
        report_key(secret, uuid).encode(), (key or "").encode())


def report_url(gateway, uuid):
    """Return the address that the gateway calls; it replaces the percent signs."""
    base = gateway.report_base.rstrip("/")
    key = report_key(gateway.secret, uuid)
    return f"{base}/city12319_sms/report/{uuid}/{key}?type=%d&id=%F&answer=%A"


def parameters(gateway, number, text, coding, uuid):
    """Return the parameters of a ``sendsms`` request as a dict of text."""
    values = {
        "username": gateway.username,
        "password": gateway.password,
        "to": number,
        "text": text,
        "charset": "UTF-8",
        "coding": "2" if coding == UCS2 else "0",
        "dlr-mask": str(ALL_REPORTS),
        "dlr-url": report_url(gateway, uuid),
    }
    return {**values, "from": gateway.sender} if gateway.sender else values


def send(gateway, number, text, coding, uuid):
    """Hand one message over to the gateway and return its :class:`Answer`; raises nothing for what a network can do."""
    address = urlsplit(gateway.url)
    query = urlencode(parameters(gateway, number, text, coding, uuid))
    connection = _connection(address, gateway.timeout)
    try:
        try:
            connection.connect()
        except OSError as error:
            return Answer(BLOCKED, _said(error))
        try:
            connection.request("GET", f"{address.path or '/cgi-bin/sendsms'}?{query}", headers={"Connection": "close"})
            response = connection.getresponse()
            body = response.read(_ANSWER_LENGTH).decode("utf-8", "replace")
        except (OSError, http.client.HTTPException) as error:
            return Answer(UNCLEAR, _said(error))
        return read_answer(response.status, body)
    finally:
        connection.close()


def _connection(address, timeout):
    if address.scheme == "https":
        return http.client.HTTPSConnection(address.netloc, timeout=timeout, context=ssl.create_default_context())
    return http.client.HTTPConnection(address.netloc, timeout=timeout)


def _said(error):
    if isinstance(error, socket.gaierror):
        return f"unknown host: {error.strerror}"
    return (str(error) or type(error).__name__)[:_ANSWER_LENGTH]


def read_answer(status, body):
    """Return the :class:`Answer` that an HTTP status and body stand for."""
    said = f"{status} {' '.join(body.split())}".strip()[:_ANSWER_LENGTH]
    if status in (429, 503) or (200 <= status < 300 and _NOT_NOW.search(body)):
        return Answer(LATER, said)
    if status == 202 or (status == 200 and body.startswith(("0:", "3:"))):
        return Answer(ACCEPTED, said)
    if status in (401, 403, 404, 407) or 300 <= status < 400:
        return Answer(BLOCKED, said)
    if 400 <= status < 500:
        return Answer(REFUSED, said)
    return Answer(UNCLEAR, said)


def read_report(kind):
    """Return the state that a report of this kind stands for: sent, delivered, undelivered or rejected; None if unknown.

    :param kind: the value of ``%d`` as text or number. It may carry more bits (0x22: expired): the lower five count.
    """
    try:
        bits = int(kind) & ALL_REPORTS
    except (TypeError, ValueError):
        return None
    if bits & DELIVERED:
        return "delivered"
    if bits & UNDELIVERED:
        return "undelivered"
    if bits & SMSC_REJECTED:
        return "rejected"
    return "sent" if bits & (BUFFERED | SMSC_ACCEPTED) else None
