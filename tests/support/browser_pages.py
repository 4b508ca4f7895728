"""Pages of a real Chromium, logged in as a role, whose console must stay clean."""

import re

VIEWPORTS = {"desktop": (1440, 900), "phone": (390, 844)}
CHROMIUM_ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-dev-shm-usage",
                      "--disable-background-networking", "--disable-component-update", "--disable-sync"]


MAX_KEPT = 12
UNFINISHED = """() => document.querySelector(".modal, .o_form_dirty, .o_form_status_indicator_new_record") !== null
                     || document.querySelector(".o_web_client") === null"""
SAYS = """() => ({
    dialogs: [...document.querySelectorAll(".modal, .o_notification")].map((element) => element.innerText.slice(0, 400)),
    invalid: [...document.querySelectorAll(".o_field_invalid")].map((element) => element.getAttribute("name")),
    focus: document.activeElement?.outerHTML.slice(0, 200),
})"""


class Pages:
    """Opens pages for one test and checks them when it is over."""

    def __init__(self, browser, server, artifacts, label, kept):
        self.browser, self.server, self.kept = browser, server, kept
        self.artifacts, self.label = artifacts, re.sub(r"[^\w.-]+", "_", label)[-120:]
        self.opened = []

    def __call__(self, login, viewport="desktop", path="/odoo", password=None, allow_errors=(), keep=False):
        """A page at `path`, logged in as `login`.

        `viewport` is "desktop", "phone" or (width, height); a console error that
        fits one of the patterns of `allow_errors` does not fail the test. With
        `keep`, the page of an earlier test is used as it was left, when there is
        one: loading the client costs more than all that a test does with it.
        """
        page = self.kept.pop((login, viewport), None) if keep else None
        if not page:
            page = self._new_page(login, viewport, password)
            page.goto(path)
        watched = Watched(page, login, [re.compile(pattern) for pattern in allow_errors], keep and (login, viewport))
        self.opened.append(watched)
        return page

    def _new_page(self, login, viewport, password):
        width, height = VIEWPORTS.get(viewport, viewport)
        phone = width < 600
        context = self.browser.new_context(
            viewport={"width": width, "height": height}, is_mobile=phone, has_touch=phone,
            base_url=self.server.url, locale="zh-CN", timezone_id="Asia/Shanghai",
            reduced_motion="reduce")
        session = self.server.rpc(login, password).session_id
        context.add_cookies([{"name": "session_id", "value": session, "url": self.server.url}])
        page = context.new_page()
        page.set_default_timeout(20_000)
        return page

    def close(self, failed):
        """Close every page that is not kept; returns the console errors, as 'login: message'."""
        found = []
        for number, watched in enumerate(self.opened):
            bad = watched.errors()
            if failed or bad:
                self._screenshot(watched.page, f"{self.label}-{number}-{watched.login}.png")
            if watched.keep and not failed and not bad and not watched.page.evaluate(UNFINISHED):
                watched.stop()
                self.kept[watched.keep] = watched.page
            else:
                watched.page.context.close()
            found += [f"{watched.login}: {error}" for error in bad]
        while len(self.kept) > MAX_KEPT:
            self.kept.pop(next(iter(self.kept))).context.close()
        return found

    def _screenshot(self, page, name):
        self.artifacts.mkdir(parents=True, exist_ok=True)
        try:
            page.screenshot(path=self.artifacts / name)
            print(f"screenshot: {self.artifacts / name}")
            print(f"{page.url} says: {page.evaluate(SAYS)}")
        except Exception as error:  # a page that crashed has no picture; the test's own failure is what counts
            print(f"no screenshot of {name}: {error}")


class Watched:
    """A page in the hands of one test, which collects what its console complains about."""

    def __init__(self, page, login, allowed, keep):
        self.page, self.login, self.allowed, self.keep = page, login, allowed, keep
        self.seen = []
        page.on("console", self._on_console)
        page.on("pageerror", self._on_error)

    def _on_console(self, message):
        if message.type == "error":
            self.seen.append(f"{message.text} ({message.location.get('url', '')})")

    def _on_error(self, error):
        self.seen.append(str(error))

    def errors(self):
        """What the console complained about, and nobody allowed."""
        return [error for error in self.seen if not any(pattern.search(error) for pattern in self.allowed)]

    def stop(self):
        """Leave the page to the next test."""
        self.page.remove_listener("console", self._on_console)
        self.page.remove_listener("pageerror", self._on_error)
