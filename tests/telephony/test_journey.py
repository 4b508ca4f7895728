"""A call from the ring to the recording, on the screens of the people and on real telephones."""

import base64
import re
import time

from asterisk_calls import loudness
from call_cards import cards, clear, put_through
from connector_process import until
from journey import Person
from playwright.sync_api import expect

FETCH = """async ([url, range]) => {
    const answer = await fetch(url, { headers: range ? { Range: range } : {} });
    const bytes = new Uint8Array(await answer.arrayBuffer());
    let text = "";
    bytes.forEach((byte) => (text += String.fromCharCode(byte)));
    return { status: answer.status, range: answer.headers.get("Content-Range"), body: btoa(text) };
}"""


def test_from_the_ring_to_the_recording(hotline, page_as, tmp_path):
    number, shown = "13800138020", "138 0013 8020"
    for agent in ("801", "802"):
        hotline.centre.ring_long(agent, 2500)
    hotline.only_agent("801")
    for login in ("agent1", "agent2", "visitor"):
        clear(hotline.server, login)
    first, second, third = (Person(page_as, login).open(path) for login, path in (
        ("agent1", "/odoo/my-day"), ("agent2", "/odoo/my-day"), ("visitor", "/odoo")))

    hotline.centre.call_and_judge(number, "1")
    expect(cards(first)).to_have_class(re.compile("o_call_ringing"))
    expect(cards(first)).to_contain_text(shown)
    for other in (second, third):
        expect(cards(other)).to_have_count(0)
    expect(cards(first)).to_have_class(re.compile("o_call_talking"))
    first.page.keyboard.press("Alt+Shift+N")
    expect(first.field("phone").locator("input")).to_have_value(shown)
    first.fill(summary="全程测试：梧桐路路灯不亮")
    first.save()

    put_through(first, "803", "consult")
    expect(cards(third)).to_have_class(re.compile("o_call_talking"))
    hotline.do("visitor", "hang_up")
    expect(cards(third)).to_have_count(0)
    first.page.locator(".o_transfer_complete").click()
    expect(first.page.locator(".o_transfer_consult")).to_be_visible()  # refused: somebody else may be asked
    first.page.locator(".modal .btn-close").click()
    put_through(first, "802", "consult")
    expect(cards(second)).to_have_class(re.compile("o_call_talking"))
    expect(cards(second)).to_contain_text(shown)
    first.page.locator(".o_transfer_complete").click()
    hotline.call(f"+86{number}", transferred_to="802")
    expect(cards(first)).to_have_count(0)
    put_through(second, "803", "three_way")
    until(lambda: hotline.centre.people_in_rooms() == 3, what="the three in one room")
    expect(cards(third)).to_have_class(re.compile("o_call_talking"))
    expect(cards(third)).to_contain_text(shown)
    time.sleep(2)  # what they say
    cards(second).locator(".o_call_hang_up").click()
    hotline.do("visitor", "hang_up")
    call = hotline.call(f"+86{number}", state="ended", satisfaction=1)
    assert (call["outcome"], call["disposition"], call["conference"]) == ("answered", "ticket", True)
    assert hotline.agents(call, "answered") == ["801", "803", "802", "803"]
    for person in (first, second, third):
        expect(cards(person)).to_have_count(0)

    check_recording(hotline, first, call, tmp_path / "heard.wav")


def check_recording(hotline, person, call, heard):
    """Play the recording on the ticket as the browser does, and look whether both are heard from the first word to the last."""
    person.page.reload()
    person.show_tab("calls")
    player = person.page.locator(".o_recording_player")
    url = player.get_attribute("src")
    person.page.evaluate("audio => audio.play()", player.element_handle())
    person.page.wait_for_function("audio => audio.currentTime > 0.2 && !audio.error", arg=player.element_handle())
    part = person.page.evaluate(FETCH, [url, "bytes=44-1043"])
    whole = person.page.evaluate(FETCH, [url, None])
    sound = base64.b64decode(whole["body"])
    assert (part["status"], part["range"]) == (206, f"bytes 44-1043/{len(sound)}")
    assert base64.b64decode(part["body"]) == sound[44:1044]
    assert sound == (hotline.centre.server.recordings / call["recording_path"]).read_bytes()
    heard.write_bytes(sound)
    last = (len(sound) - 44) / 16000 - 2.5
    for moment in (0.5, last):
        assert loudness(heard, 440, moment) > 1000, f"the citizen is heard at {moment} s"
        assert loudness(heard, 1000, moment) > 1000, f"the agents are heard at {moment} s"
        assert loudness(heard, 700, moment) < 300


def test_a_caller_who_gave_up_is_called_back_at_the_time_agreed(hotline, page_as):
    number, shown = "13800138021", "138 0013 8021"
    hotline.only_agent("none")
    hotline.centre.call(number, 1500)
    callback = hotline.call(f"+86{number}", state="ended", outcome="abandoned")["callback_id"][0]
    agent = Person(page_as, "agent1")
    agent.page.clock.install()
    agent.open("/odoo/call-backs")
    agent.rows(shown).locator("[name='action_remind']").click()
    dialog = agent.page.locator(".modal")
    dialog.locator(".o_form_button_save").click()  # in half an hour, as it is proposed
    expect(dialog).to_have_count(0)
    popup = agent.page.locator(".o_reminder_popup", has_text=shown)
    expect(popup).to_have_count(0)
    agent.page.clock.fast_forward("31:00")
    expect(popup).to_be_visible()
    citizen = hotline.centre.sipp.start("agent", "127.0.0.2", hotline.centre.carrier_port,
                                        words={"RINGMS": 300, "TALKMS": 3000}, m=1)
    popup.locator(".o_reminder_call").click()
    hotline.call(f"+86{number}", state="ended", direction="out", outcome="answered", agent_number="801")
    citizen.wait(20)
    [done] = hotline.server.rpc("admin").call("city12319.callback", "read", [callback], ["state", "result"])
    assert (done["state"], done["result"]) == ("done", "reached")
    expect(popup).to_have_count(0)
