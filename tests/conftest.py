"""Fixtures of the tests outside the addons: a running system and pages in a real browser."""

import pytest
from browser_pages import CHROMIUM_ARGUMENTS, Pages
from running_server import running_server

from ops.browser import find as find_chromium
from ops.layout import state_folder

LAST = "tests/e2e/test_server_log.py"


def pytest_collection_modifyitems(items):
    """What needs an event loop of its own comes before the browser, whose driver keeps one running.

    Calls come after the pages that they would show up on, what kills servers after everything that needs them, and the
    check of the server log after everything that writes to it.
    """
    def place(item):
        path = item.path.as_posix()
        if path.endswith(LAST):
            return 4
        if "/tests/telephony/" in path:
            return 3 if "/test_faults" in path else 2
        return 1 if "/tests/e2e/" in path else 0

    items.sort(key=place)


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    outcome = yield
    report = outcome.get_result()
    if report.when == "call":
        item.call_failed = report.failed


@pytest.fixture(scope="session")
def server():
    """The whole system, running on a copy of the demo database."""
    with running_server() as running:
        yield running


@pytest.fixture(scope="session")
def browser():
    """A headless Chromium."""
    from playwright.sync_api import expect, sync_playwright
    expect.set_options(timeout=20_000)  # a busy machine is slow, not wrong
    chromium = find_chromium()
    if not chromium:
        pytest.skip("no Chromium on this machine (apt-get install chromium fonts-noto-cjk)")
    with sync_playwright() as playwright:
        instance = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_ARGUMENTS)
        yield instance
        instance.close()


@pytest.fixture(scope="session")
def kept_pages(browser):
    """Pages that a test left open for the next one."""
    return {}


@pytest.fixture
def page_as(browser, server, request, kept_pages):
    """page_as(login, viewport="desktop") opens a page logged in as `login`.

    Any error in its console fails the test; a failed test leaves a screenshot in
    .hotline/test-artifacts.
    """
    pages = Pages(browser, server, state_folder() / "test-artifacts", request.node.nodeid, kept_pages)
    yield pages
    errors = pages.close(getattr(request.node, "call_failed", True))
    assert not errors, "errors in the browser's console:\n" + "\n".join(errors)
