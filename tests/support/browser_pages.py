"""Pages of a real Chromium, logged in as a role, whose console must stay clean."""

import re

VIEWPORTS = {"desktop": (1440, 900), "phone": (390, 844)}
CHROMIUM_ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-dev-shm-usage",
                      "--disable-background-networking", "--disable-component-update", "--disable-sync"]


class Pages:
    """Opens pages for one test and checks them when it is over."""

    def __init__(self, browser, server, artifacts, label):
        self.browser, self.server = browser, server
        self.artifacts, self.label = artifacts, re.sub(r"[^\w.-]+", "_", label)[-120:]
        self.opened = []

    def __call__(self, login, viewport="desktop", path="/odoo", password=None, allow_errors=()):
        """A page at `path`, logged in as `login`.

        `viewport` is "desktop", "phone" or (width, height); a console error that
        fits one of the patterns of `allow_errors` does not fail the test.
        """
        width, height = VIEWPORTS.get(viewport, viewport)
        phone = width < 600
        context = self.browser.new_context(
            viewport={"width": width, "height": height}, is_mobile=phone, has_touch=phone,
            base_url=self.server.url, locale="zh-CN", timezone_id="Asia/Shanghai")
        session = self.server.rpc(login, password).session_id
        context.add_cookies([{"name": "session_id", "value": session, "url": self.server.url}])
        page = context.new_page()
        page.set_default_timeout(20_000)
        errors = []
        page.on("console", lambda message: errors.append(f"{message.text} ({message.location.get('url', '')})")
                if message.type == "error" else None)
        page.on("pageerror", lambda error: errors.append(str(error)))
        self.opened.append((login, page, errors, [re.compile(pattern) for pattern in allow_errors]))
        page.goto(path)
        return page

    def close(self, failed):
        """Close every page; returns the console errors, as 'login: message'."""
        found = []
        for number, (login, page, errors, allowed) in enumerate(self.opened):
            bad = [error for error in errors if not any(pattern.search(error) for pattern in allowed)]
            if failed or bad:
                self._screenshot(page, f"{self.label}-{number}-{login}.png")
            page.context.close()
            found += [f"{login}: {error}" for error in bad]
        return found

    def _screenshot(self, page, name):
        self.artifacts.mkdir(parents=True, exist_ok=True)
        try:
            page.screenshot(path=self.artifacts / name)
            print(f"screenshot: {self.artifacts / name}")
        except Exception as error:  # a page that crashed has no picture; the test's own failure is what counts
            print(f"no screenshot of {name}: {error}")
