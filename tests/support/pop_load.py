"""An agent's page that notes when cards pop up, and many colleagues who are signed in at the same system."""

import contextlib
import json
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import websocket
from browser_pages import CHROMIUM_ARGUMENTS
from playwright.sync_api import sync_playwright

from ops.browser import find as find_chromium

WATCH = """() => {
    window.popped = {};
    new MutationObserver(() => {
        for (const card of document.querySelectorAll(".o_call_card.o_call_ringing")) {
            window.popped[card.dataset.id] ??= Date.now();
        }
    }).observe(document.body, { childList: true, subtree: true });
}"""
_AT_ONCE = 4
_CHUNK = 20


class Watcher:
    """The page of one agent in Chromium."""

    def __init__(self, server, login):
        self.server, self.login = server, login

    def __enter__(self):
        self.playwright = sync_playwright().start()
        self.browser = self.playwright.chromium.launch(executable_path=find_chromium(), args=CHROMIUM_ARGUMENTS)
        context = self.browser.new_context(base_url=self.server.url, locale="zh-CN", viewport={"width": 1366, "height": 768})
        context.add_cookies([{"name": "session_id", "value": self.server.rpc(self.login).session_id, "url": self.server.url}])
        self.page = context.new_page()
        self.page.goto("/odoo/my-day")
        self.page.wait_for_selector(".o_phone_bar")
        self.page.evaluate(WATCH)
        return self

    def __exit__(self, *_error):
        self.browser.close()
        self.playwright.stop()

    def forget(self):
        """Begin to note anew."""
        self.page.evaluate("() => (window.popped = {})")

    def seen(self):
        """``{id of the call: milliseconds since 1970}``."""
        return {int(key): value for key, value in self.page.evaluate("() => window.popped").items()}

    def wait(self, seconds):
        """Let the page live for a while."""
        self.page.wait_for_timeout(seconds * 1000)


class Colleagues:
    """Agents with a session and a websocket each, who ask for their calls as their pages do when they are told to."""

    def __init__(self, server, count):
        self.server, self.logins = server, [f"bench{number:03}" for number in range(count)]
        self.seats = [str(9000 + number) for number in range(count)]
        self.sockets, self.threads = [], []

    def __enter__(self):
        for first in range(0, len(self.logins), _CHUNK):
            self._create(first)
        # hashing two hundred passwords takes minutes: all have the one of agent1
        self.server.sql("""UPDATE res_users SET password = (SELECT password FROM res_users WHERE login = 'agent1')
                           WHERE login LIKE 'bench%'""")
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            self.clients = list(pool.map(lambda login: self.server.fresh_rpc(login, "agent1"), self.logins))
            self.sockets = list(pool.map(self._connect, self.clients))
        self.threads = [threading.Thread(target=self._live, args=pair, daemon=True)
                        for pair in zip(self.clients, self.sockets, strict=True)]
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_error):
        for socket in self.sockets:
            with contextlib.suppress(OSError, websocket.WebSocketException):
                socket.close(timeout=1)

    def sign_in(self, simulator):
        """Sign all of them in at the call centre."""
        simulator.simulate(calls=1, abandon_after=0, seats=self.seats)
        time.sleep(2)

    def _create(self, first):
        admin = self.server.rpc("admin")
        group = admin.call("ir.model.data", "check_object_reference", "city12319_intake", "group_agent")[1]
        logins, seats = self.logins[first:first + _CHUNK], self.seats[first:first + _CHUNK]
        users = admin.call("res.users", "create", [
            {"name": f"接线员 {login}", "login": login, "group_ids": [[4, group]]} for login in logins])
        admin.call("city12319.seat", "create", [
            {"number": number, "user_id": user} for number, user in zip(seats, users, strict=True)])

    def _connect(self, client):
        client.call("city12319.call", "mine")
        socket = websocket.create_connection(
            self.server.url.replace("http", "ws") + "/websocket", cookie=f"session_id={client.session_id}",
            origin=self.server.url, timeout=30)
        socket.settimeout(None)
        socket.send(json.dumps({"event_name": "subscribe", "data": {"channels": [], "last": 0}}))
        return socket

    def _live(self, client, socket):
        asked = {"city12319.call": ("city12319.call", "mine"), "city12319.seat": ("city12319.seat", "status")}
        with contextlib.suppress(OSError, websocket.WebSocketException):
            while told := socket.recv():
                for kind in {item["message"]["type"] for item in json.loads(told)}:
                    if kind in asked:
                        client.call(*asked[kind])
