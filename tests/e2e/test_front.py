"""The running system behind its front: pages, websocket, and what must not be reachable."""

import urllib.error

import pytest


def status_of(client, path):
    try:
        client.get(path)
    except urllib.error.HTTPError as error:
        return error.code
    return 200


@pytest.fixture(scope="module")
def admin(server):
    return server.rpc("admin")


def test_web_client_opens_in_chinese(page_as):
    page = page_as("admin")
    page.wait_for_selector(".o_web_client .o_main_navbar")
    assert page.locator(".o_menu_sections, .o_main_navbar").first.inner_text()
    assert page.evaluate("odoo.loader.modules.get('@web/core/user').user.lang") == "zh-CN"


def test_websocket_is_served_by_its_own_process(page_as):
    page = page_as("admin")
    page.wait_for_selector(".o_main_navbar")
    state = page.evaluate("""() => new Promise(resolve => {
        const socket = new WebSocket(location.origin.replace('http', 'ws') + '/websocket?version=');
        socket.onopen = () => resolve('open');
        socket.onerror = () => resolve('error');
    })""")
    assert state == "open"


@pytest.mark.parametrize("path", ["/web/database/manager", "/web/database/selector"])
def test_no_database_manager(admin, path):
    assert status_of(admin, path) == 404


def test_answers_are_compressed(page_as):
    page = page_as("admin")
    encoding = page.evaluate("fetch('/web/login').then(answer => answer.headers.get('content-encoding'))")
    assert encoding in ("zstd", "gzip")
