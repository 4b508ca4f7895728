"""Agents at home: the telephone in the browser, with a real Asterisk on a machine of its own, over HTTPS and a websocket."""

import json
import os
import time
import urllib.request
from pathlib import Path

import pytest
from asterisk_calls import AsteriskUnderTest, loudness
from browser_pages import CHROMIUM_ARGUMENTS
from connector_process import ConnectorUnderTest, until
from hotline import AGENT, Hotline
from network_hosts import Host, need_hosts

from ops.browser import find as find_chromium
from ops.demo_phones import Sipp, tone_wave
from ops.front import Front
from ops.ports import free_port
from ops.testing import RUN_FOLDER

SEAT = "801"
PHONE = "odoo.__WOWL_DEBUG__.root.env.services.city12319_softphone"
# the tone of the test is what browsers take out of a voice as noise
PLAIN_SOUND = """const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
    navigator.mediaDevices.getUserMedia = () => ask({audio: {
        echoCancellation: false, noiseSuppression: false, autoGainControl: false}})"""
HEARD = f"""async () => {{
    let heard = {{}};
    (await {PHONE}.line.talks[0].connection.getStats()).forEach((row) => {{
        if (row.type === "inbound-rtp") Object.assign(heard, {{packets: row.packetsReceived, energy: row.totalAudioEnergy}});
        if (row.type === "transport") heard.dtls = row.dtlsState;
    }});
    return heard;
}}"""


class Home:
    """An agent at home: a browser with a microphone that hums, and pages in it."""

    def __init__(self, browser, server, url):
        self.server, self.url = server, url
        self.context = browser.new_context(locale="zh-CN", viewport={"width": 1366, "height": 768},
                                           ignore_https_errors=True, permissions=["microphone"])
        self.context.add_init_script(PLAIN_SOUND)
        self.context.add_cookies([{"name": "session_id", "value": server.rpc(AGENT).session_id, "url": url}])

    def page(self):
        """Open one more tab."""
        page = self.context.new_page()
        page.set_default_timeout(20_000)
        page.goto(f"{self.url}/odoo")
        page.wait_for_selector(".o_phone_bar")
        return page


def status(page, wanted):
    """Wait until the sign of the telephone says so."""
    page.wait_for_selector(f".o_softphone_sign[data-status='{wanted}']")


def choose(page, item):
    """Choose something in the menu of the telephone."""
    page.click(".o_phone_bar")
    page.click(item)
    page.wait_for_selector(".o_phone_menu", state="detached")


@pytest.fixture(scope="module")
def hotline(server):
    need_hosts()
    folder = Path(os.environ[RUN_FOLDER]) / "softphone-test"
    host = Host("s")
    centre, connector, front = None, None, Front(folder)
    # whoever is signed in at another call centre would not sign in at this one
    server.rpc(AGENT).call("city12319.seat", "set_state", "signed_out")
    try:
        centre = AsteriskUnderTest(folder, host)
        config = server.runtime.write_config(folder / "odoo.conf", server.db)
        centre.start()
        connector = ConnectorUnderTest(folder, server.runtime, config, server.db, server.url, centre.settings)
        connector.start()
        built = Hotline(server, centre, connector)
        built.front, built.https = front, free_port()
        built.start_front = lambda: front.start(
            server.runtime, free_port(), "127.0.0.1", *server.ports, built.https, [("cc1", centre.websocket)])
        built.start_front()
        [seat] = server.rpc("admin").call("city12319.seat", "search", [["number", "=", SEAT]])
        server.rpc("admin").call("city12319.seat", "write", [seat], {"kind": "browser"})
        yield built
        server.rpc(AGENT).call("city12319.seat", "set_state", "signed_out")
        server.rpc("admin").call("city12319.seat", "write", [seat], {"kind": "phone"})
    finally:
        front.process.stop()
        if connector:
            connector.kill()
        if centre:
            centre.stop()
        host.remove()


@pytest.fixture(scope="module")
def home(hotline, browser, tmp_path_factory):
    hum = tmp_path_factory.mktemp("sound") / "hum.wav"
    tone_wave(hum, 1000)
    own = browser.browser_type.launch(executable_path=find_chromium(), args=[
        *CHROMIUM_ARGUMENTS, "--ignore-certificate-errors", "--use-fake-device-for-media-stream",
        "--use-fake-ui-for-media-stream", f"--use-file-for-fake-audio-capture={hum}",
    ])
    yield Home(own, hotline.server, f"https://127.0.0.1:{hotline.https}")
    own.close()


def contacts(hotline):
    """Where the seat is registered, as Asterisk says."""
    return [line for line in hotline.centre.server.cli("pjsip show contacts").splitlines() if f" {SEAT}/" in line]


def test_remote_agent_takes_a_call(hotline, home):
    page = home.page()
    choose(page, ".o_phone_ready")
    status(page, "ready")
    second = home.page()
    status(second, "tab")
    assert len(contacts(hotline)) == 1
    hotline.centre.call("13800138051", 15000)
    page.wait_for_selector(".o_call_ringing .o_call_answer")
    assert second.evaluate(f"{PHONE}.line.talks.length") == 0, "only one tab rings"
    second.click(".o_call_answer")  # what the other tab shows works there, too
    call = hotline.call("+8613800138051", state="talking", agent_number=SEAT)
    page.wait_for_selector(".o_call_mute")
    time.sleep(2.5)
    heard = page.evaluate(HEARD)
    assert (heard["dtls"], heard["packets"] > 50, heard["energy"] > 0.01) == ("connected", True, True), heard
    page.click(".o_call_hold")
    hotline.call("+8613800138051", state="held")
    page.click(".o_call_unhold")
    hotline.call("+8613800138051", state="talking")
    page.click(".o_call_talking .o_call_hang_up")
    call = hotline.call("+8613800138051", state="ended")
    assert (call["outcome"], call["hangup_by"]) == ("answered", "agent")
    recording = hotline.centre.server.recordings / call["recording_path"]
    assert loudness(recording, 440, 1) > 1000, "the citizen is heard"
    assert loudness(recording, 1000, 1) > 1000, "the agent is heard"
    assert loudness(recording, 700, 1) < 300


def test_another_tab_takes_over_and_a_reloaded_page_gets_its_sound_back(hotline, home):
    first, second = home.context.pages
    second.click(".o_phone_bar")
    second.click(".o_softphone_take")
    status(second, "ready")
    second.keyboard.press("Escape")
    status(first, "tab")
    hotline.centre.call("13800138052", 20000)
    second.click(".o_call_ringing .o_call_answer")
    hotline.call("+8613800138052", state="talking", agent_number=SEAT)
    second.wait_for_selector(".o_call_mute")
    first.close()
    second.on("dialog", lambda dialog: dialog.accept())
    second.reload()
    status(second, "ready")
    second.click(".o_call_take_back")
    second.wait_for_selector(".o_call_mute")
    second.click(".o_call_talking .o_call_hang_up")
    assert hotline.call("+8613800138052", state="ended")["outcome"] == "answered"


def test_a_lost_connection_comes_back_by_itself(hotline, home):
    page = home.context.pages[-1]
    hotline.front.process.stop()
    status(page, "lost")
    hotline.start_front()
    status(page, "ready")
    choose(page, ".o_phone_sign_out")
    page.wait_for_selector(".o_softphone_sign", state="detached")
    until(lambda: not contacts(hotline), what="the end of the registration")


def give(hotline, secret, seconds):
    """Hand Asterisk a password of a browser as the connector does for Odoo."""
    body = {"key": secret, "command": "softphone", "arguments": {"agent": "850", "secret": secret, "seconds": seconds}}
    request = urllib.request.Request(f"http://127.0.0.1:{hotline.connector.port}/command", json.dumps(body).encode(),
                                     {"Authorization": "Bearer test"})
    with urllib.request.urlopen(request, timeout=10) as answer:
        assert json.load(answer)["ok"]


def test_a_password_ends_by_itself_and_with_the_next_one(hotline, tmp_path):
    server = hotline.centre.server

    def registers(secret):
        phone = Sipp(tmp_path / secret, server.settings["SIP_PORT"], secret, server.inside)
        return phone.register(["850"], port=5190)

    assert not registers("guessed"), "nobody has this number"
    give(hotline, "first", 60)
    assert registers("first")
    assert not registers("guessed")
    give(hotline, "second", 3)
    assert not registers("first")
    assert registers("second")
    stored = server.cli("database show softphone")
    assert "850" in stored and "second" not in stored, "a digest, not the password"
    until(lambda: "850" not in server.cli("database show softphone"), what="the end of the password")
    assert not registers("second")
