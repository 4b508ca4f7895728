"""Messages through a real Kannel and its fake operator: what citizens get, how often, and what the send log says."""

import re
import time

import pytest
from journey import Person
from kannel_gateway import KannelGateway, running_kannel
from playwright.sync_api import expect
from running_server import RpcError

COMPANY, LOG = "res.company", "city12319.sms"
PATIENCE = 60


@pytest.fixture(scope="module")
def kannel(server, tmp_path_factory):
    """A running gateway that the system under test uses; afterwards nothing is sent any more."""
    with running_kannel(tmp_path_factory.mktemp("kannel")) as gateway:
        admin = server.rpc("admin", "admin")
        company = admin.call(COMPANY, "search", [], limit=1)
        admin.call(COMPANY, "write", company, {
            "city12319_sms_provider": "kannel", "city12319_sms_url": gateway.url,
            "city12319_sms_username": KannelGateway.USERNAME, "city12319_sms_password": KannelGateway.PASSWORD,
            "city12319_sms_report_base": server.url, "city12319_sms_sender": "12319",
            "city12319_sms_signature": "城管12319", "city12319_sms_number_limit": 0,
        })
        yield gateway
        admin.call(COMPANY, "write", company, {"city12319_sms_provider": "log"})


class Phone:
    """A citizen's telephone: what arrived on it, and what the log says about that."""

    def __init__(self, server, gateway, number):
        self.server, self.gateway, self.number = server, gateway, number

    def received(self):
        return [text for _, receiver, text in self.gateway.received() if receiver == self.number]

    def logged(self, *fields):
        return self.server.rpc("admin", "admin").call(
            LOG, "search_read", [["number", "=", f"+86{self.number}"]], [*fields, "state"], order="id")

    def wait_for(self, *states):
        """Wait until the log has messages to this number in these states, and return their lines."""
        deadline = time.monotonic() + PATIENCE
        while True:
            lines = self.logged("answer", "attempts", "parts", "provider_message_id")
            if [line["state"] for line in lines] == [*states]:
                return lines
            assert time.monotonic() < deadline, lines
            time.sleep(0.2)


def work(server):
    """Let the worker try what waits, as if its pause were over."""
    admin = server.rpc("admin", "admin")
    server.sql("UPDATE city12319_sms SET next_try_at = next_try_at - interval '2 hours' WHERE state = 'queued'")
    cron = admin.call("ir.model.data", "search_read", [["module", "=", "city12319_sms"], ["name", "=", "cron_send"]],
                      ["res_id"])[0]["res_id"]
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            admin.call("ir.cron", "method_direct_trigger", [cron])
            return
        except RpcError:  # the scheduler runs it at this very moment
            assert time.monotonic() < deadline
            time.sleep(0.3)


def send(server, number, text):
    """Ask Odoo for a message."""
    admin = server.rpc("admin", "admin")
    admin.call("sms.sms", "send", admin.call("sms.sms", "create", [{"number": number, "body": text}]))


def test_a_citizen_who_reports_gets_one_message_and_the_log_says_delivered(server, kannel):
    phone = Phone(server, kannel, "13612340001")
    agent = server.rpc("agent1")
    ticket = agent.call("city12319.ticket", "register", {"summary": "短信测试：路灯不亮", "phone": phone.number})
    name = agent.call("city12319.ticket", "read", [ticket] if isinstance(ticket, int) else ticket, ["name"])[0]["name"]
    [line] = phone.wait_for("delivered")
    assert line["provider_message_id"] and line["attempts"] == 1
    parts = phone.received()
    assert len(parts) == line["parts"]
    assert parts[0].startswith("【城管12319】") and name in "".join(parts)
    work(server)
    assert phone.received() == parts


def test_a_long_chinese_text_arrives_whole_and_in_the_parts_that_were_counted(server, kannel):
    phone = Phone(server, kannel, "13612340002")
    text = "".join(chr(0x4E00 + n) for n in range(190))
    send(server, phone.number, text)
    [line] = phone.wait_for("delivered")
    parts = phone.received()
    assert len(parts) == line["parts"] == 3
    assert "".join(parts) == f"【城管12319】{text}"


def test_latin_texts_and_awkward_characters_arrive_as_written(server, kannel):
    phone = Phone(server, kannel, "13612340003")
    admin = server.rpc("admin", "admin")
    company = admin.call(COMPANY, "search", [], limit=1)
    admin.call(COMPANY, "write", company, {"city12319_sms_signature": False})
    send(server, phone.number, "Case LA1 & 100% + more?")
    phone.wait_for("delivered")
    admin.call(COMPANY, "write", company, {"city12319_sms_signature": "城管12319"})
    send(server, phone.number, "50% & “引号” + ？")
    phone.wait_for("delivered", "delivered")
    assert phone.received() == ["Case LA1 & 100% + more?", "【城管12319】50% & “引号” + ？"]


def test_a_gateway_that_was_down_gets_the_message_later_and_once(server, kannel):
    phone = Phone(server, kannel, "13612340004")
    kannel.smsbox.stop()
    try:
        send(server, phone.number, "网关停机")
        work(server)
        [line] = phone.wait_for("queued")
        assert line["attempts"] == 0 and "refused" in line["answer"]
    finally:
        kannel.start_smsbox()
    work(server)
    phone.wait_for("delivered")
    work(server)
    assert len(phone.received()) == 1


def test_a_wrong_password_is_named_and_no_message_is_lost(server, kannel):
    phone = Phone(server, kannel, "13612340005")
    admin = server.rpc("admin", "admin")
    company = admin.call(COMPANY, "search", [], limit=1)
    admin.call(COMPANY, "write", company, {"city12319_sms_password": "wrong"})
    send(server, phone.number, "口令错误")
    work(server)
    [line] = phone.wait_for("queued")
    assert line["answer"].startswith("403") and not phone.received()
    admin.call(COMPANY, "write", company, {"city12319_sms_password": KannelGateway.PASSWORD})
    work(server)
    phone.wait_for("delivered")
    assert len(phone.received()) == 1


def test_an_administrator_sends_a_test_message_and_sees_what_became_of_it(server, kannel, page_as):
    phone = Phone(server, kannel, "13612340006")
    admin = Person(page_as, "admin")
    admin.open("/odoo/settings#city12319_intake")
    page = admin.page
    page.locator(".settings_tab [data-key='city12319_intake']").click()
    page.locator("[name='city12319_sms_test_number'] input").fill(phone.number)
    page.locator("button[name='action_city12319_test_sms']").click()
    expect(page.locator(".o_form_view [name='number_masked'], .o_form_view [name='number']").first).to_contain_text(
        phone.number)
    phone.wait_for("delivered")
    expect(page).to_have_url(re.compile(r"/\d+$"))  # the address follows the page in a moment of its own
    page.reload()
    expect(page.locator(".o_field_statusbar [data-value='delivered'], .o_field_statusbar .o_arrow_button_current")
           .first).to_be_visible()
    expect(page.locator("[name='delivered_at']").first).not_to_be_empty()
    assert len(phone.received()) == 1
