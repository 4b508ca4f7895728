"""Coding and parts of messages, and the gateway's protocol against a small HTTP server of our own."""

import http.server
import socket
import threading
from contextlib import contextmanager
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pure_tools import tool

sms_text = tool("city12319_sms", "sms_text")
kannel = tool("city12319_sms", "kannel")
retry = tool("city12319_sms", "retry")

UUID = "0123456789abcdef0123456789abcdef"
CHINESE = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), min_size=1, max_size=400)
ASCII = st.text("abcdefghijklmnopqrstuvwxyz ABC0123456789.,:", min_size=1, max_size=700)
ANY = st.text(max_size=500)


# ---------------------------------------------------------------------- text

@pytest.mark.parametrize("text, coding, parts", [
    ("", "gsm7", 0), ("a" * 160, "gsm7", 1), ("a" * 161, "gsm7", 2), ("a" * 306, "gsm7", 2), ("a" * 307, "gsm7", 3),
    ("中" * 70, "ucs2", 1), ("中" * 71, "ucs2", 2), ("中" * 134, "ucs2", 2), ("中" * 135, "ucs2", 3),
    ("€" * 80, "gsm7", 1), ("€" * 81, "gsm7", 2), ("€" * 152, "gsm7", 2), ("€" * 153, "gsm7", 3),
    ("😀" * 35, "ucs2", 1), ("😀" * 36, "ucs2", 2), ("😀" * 66, "ucs2", 2), ("😀" * 67, "ucs2", 3),
    ("a" * 69 + "中", "ucs2", 1), ("a" * 70 + "中", "ucs2", 2),
])
def test_parts_of_a_text(text, coding, parts):
    measured = sms_text.measure(text)
    assert (measured.coding, measured.parts) == (coding, parts)


@given(CHINESE)
def test_chinese_takes_70_or_67_characters(text):
    assert sms_text.measure(text).parts == (1 if len(text) <= 70 else -(-len(text) // 67))


@given(ASCII)
def test_latin_takes_160_or_153_characters(text):
    assert sms_text.measure(text).parts == (1 if len(text) <= 160 else -(-len(text) // 153))


@given(ANY, ANY)
def test_a_longer_text_never_takes_fewer_parts(text, more):
    assert sms_text.measure(text + more).parts >= sms_text.measure(text).parts


@given(ANY)
def test_units_are_what_the_coding_says(text):
    measured = sms_text.measure(text)
    if measured.coding == sms_text.UCS2:
        assert measured.units == len(text.encode("utf-16-be", "surrogatepass")) // 2
    else:
        assert len(text) <= measured.units <= 2 * len(text)


@given(ANY)
def test_a_signature_comes_once(text):
    signed = sms_text.sign(text, "城管12319")
    assert signed.startswith("【") and sms_text.sign(signed, "城管12319") == signed
    assert sms_text.sign(text, "") == text


# ---------------------------------------------------------------------- trying again

@given(st.integers(1, 100))
def test_pauses_never_become_shorter(attempts):
    assert retry.pause(attempts) <= retry.pause(attempts + 1)


# ---------------------------------------------------------------------- protocol

@contextmanager
def gateway_that(answer):
    """A server whose answer is `answer(handler)`; yields (Gateway, list of the queries it got)."""
    queries = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            address = urlsplit(self.path)
            queries.append((address.path, {key: values[0] for key, values in parse_qs(address.query).items()}))
            answer(self)

        def log_message(self, *args):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield gateway(server.server_port), queries
    finally:
        server.shutdown()
        server.server_close()


def gateway(port, **values):
    return kannel.Gateway(
        url=f"http://127.0.0.1:{port}/cgi-bin/sendsms", username="city", password="p&w=+%", secret="s",
        report_base="http://odoo:8069/", sender="12319", **{"timeout": 5, **values})


def saying(status, body):
    def answer(handler):
        handler.send_response(status)
        handler.end_headers()
        handler.wfile.write(body.encode())
    return answer


@pytest.mark.parametrize("status, body, outcome", [
    (202, "0: Accepted for delivery", "accepted"), (202, "3: Queued for later delivery", "accepted"),
    (200, "0: Accepted for delivery", "accepted"), (200, "<html>some proxy's page</html>", "unclear"),
    (503, "Temporal failure, try again later.", "later"), (429, "", "later"), (202, "Throttled", "later"),
    (403, "Authorization failed for sendsms", "blocked"), (404, "Not found", "blocked"), (302, "", "blocked"),
    (400, "Empty receiver number not allowed, rejected", "refused"),
    (500, "Internal", "unclear"), (502, "Bad gateway", "unclear"), (504, "", "unclear"),
])
def test_what_follows_from_an_answer(status, body, outcome):
    with gateway_that(saying(status, body)) as (found, _):
        answer = kannel.send(found, "13800138000", "您好", "ucs2", UUID)
    assert answer.outcome == outcome and answer.text.startswith(str(status))


def test_what_the_gateway_is_told():
    with gateway_that(saying(202, "0: Accepted for delivery")) as (found, queries):
        kannel.send(found, "13800138000", "井盖 & 100%+1", "ucs2", UUID)
    [(path, query)] = queries
    key = kannel.report_key("s", UUID)
    assert path == "/cgi-bin/sendsms"
    assert query == {
        "username": "city", "password": "p&w=+%", "from": "12319", "to": "13800138000", "text": "井盖 & 100%+1",
        "charset": "UTF-8", "coding": "2", "dlr-mask": "31",
        "dlr-url": f"http://odoo:8069/city12319_sms/report/{UUID}/{key}?type=%d&id=%F&answer=%A",
    }


def test_nobody_listening_is_blocked_and_may_be_tried_again():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    assert kannel.send(gateway(port), "1", "a", "gsm7", UUID).outcome == "blocked"
    assert kannel.send(gateway(1, timeout=2), "1", "a", "gsm7", UUID).outcome == "blocked"


def test_an_unknown_host_is_blocked():
    lost = kannel.Gateway("http://no-such-host.invalid/", "a", "b", "s", "http://odoo")
    assert kannel.send(lost, "1", "a", "gsm7", UUID).outcome == "blocked"


def test_silence_after_the_request_is_unclear():
    def hang_up(handler):
        handler.connection.shutdown(socket.SHUT_RDWR)

    with gateway_that(hang_up) as (found, queries):
        answer = kannel.send(found, "1", "a", "gsm7", UUID)
    assert answer.outcome == "unclear" and len(queries) == 1


def test_a_time_out_after_the_request_is_unclear():
    release = threading.Event()
    with gateway_that(lambda handler: release.wait(10)) as (found, _):
        answer = kannel.send(gateway(int(found.url.split(":")[2].split("/")[0]), timeout=0.3), "1", "a", "gsm7", UUID)
        release.set()
    assert answer.outcome == "unclear"


@pytest.mark.parametrize("kind, state", [
    ("1", "delivered"), ("2", "undelivered"), ("34", "undelivered"), ("66", "undelivered"), ("4", "sent"), ("8", "sent"),
    ("16", "rejected"), (1, "delivered"), ("", None), ("x", None), (None, None), ("0", None),
])
def test_kinds_of_reports(kind, state):
    assert kannel.read_report(kind) == state


@given(st.text(max_size=50), st.text("0123456789abcdef", min_size=32, max_size=32))
def test_only_the_own_key_opens_a_report(key, uuid):
    assert kannel.is_report_key("s", uuid, kannel.report_key("s", uuid))
    assert not kannel.is_report_key("other", uuid, kannel.report_key("s", uuid))
    assert kannel.is_report_key("s", uuid, key) == (key == kannel.report_key("s", uuid))
    assert not kannel.is_report_key("", uuid, kannel.report_key("", uuid))


def test_credentials_do_not_show_in_a_trace():
    assert "p&w" not in repr(gateway(1)) and "secret" not in repr(gateway(1))
