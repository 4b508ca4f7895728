"""Real calls through a real Asterisk: what happens on the telephones stands in Odoo, and what is done in Odoo happens there."""

import os
import time

from asterisk_calls import loudness
from connector_process import until
from hotline import AGENT, LONG, OTHER


def test_answered_with_survey_and_recording(hotline):
    hotline.only_agent("801")
    hotline.centre.call_and_judge("13800138001", "1")
    call = hotline.call("+8613800138001", state="talking", agent_number="801")
    time.sleep(2.5)
    hotline.do(AGENT, "hang_up")
    call = hotline.call("+8613800138001", state="ended", satisfaction=1)
    assert (call["outcome"], call["hangup_by"], call["direction"]) == ("answered", "agent", "in")
    assert call["wait_seconds"] > 0 and call["talk_seconds"] > 1.5
    recording = hotline.centre.server.recordings / call["recording_path"]
    assert loudness(recording, 440, 1) > 1000, "the citizen is heard"
    assert loudness(recording, 1000, 1) > 1000, "the agent is heard"
    assert loudness(recording, 700, 1) < 300
    assert hotline.server.rpc(AGENT).call("city12319.call", "search_count", [["id", "=", call["id"]]]) == 1
    assert hotline.server.rpc(OTHER).call("city12319.call", "search_count", [["id", "=", call["id"]]]) == 0


def test_abandoned_call_waits_for_a_call_back_until_it_calls_again(hotline):
    hotline.only_agent("none")
    hotline.centre.call("13800138002", 2500)
    call = hotline.call("+8613800138002", state="ended")
    assert (call["outcome"], call["disposition"]) == ("abandoned", "dropped")
    callback = call["callback_id"][0]
    hotline.only_agent("801")
    hotline.centre.call("13800138002", LONG)
    hotline.call("+8613800138002", state="talking")
    row = until(lambda: hotline.server.rpc(AGENT).call(
        "city12319.callback", "search_read", [["id", "=", callback], ["state", "=", "done"]], ["result"]), what="the end")
    assert row[0]["result"] == "called_again"
    hotline.do(AGENT, "hang_up")
    hotline.centre.hang_up("13800138002")
    hotline.call("+8613800138002", state="ended", outcome="answered")


def test_transfers_and_three_way(hotline):
    hotline.only_agent("801")
    hotline.centre.call("13800138003", LONG)
    hotline.call("+8613800138003", state="talking", agent_number="801")
    hotline.do("shiftleader", "listen", seat=seat_id(hotline, "801"))
    hotline.do(AGENT, "blind_transfer", to="803")
    hotline.talks("+8613800138003", "803")
    hotline.only_agent("802")
    hotline.centre.call("13800138004", LONG)
    hotline.call("+8613800138004", state="talking", agent_number="802")
    hotline.do(OTHER, "three_way", to="880")
    hotline.call("+8613800138004", conference=True)
    hotline.talks("+8613800138004", "880")
    hotline.do("visitor", "hang_up")
    moved = hotline.call("+8613800138003", state="ended")
    assert (moved["transferred_to"], hotline.agents(moved, "answered")) == ("803", ["801", "803"])
    hotline.centre.hang_up("13800138004")
    hotline.do(OTHER, "hang_up")  # whoever stayed in the room
    assert hotline.call("+8613800138004", state="ended", conference=True)["outcome"] == "answered"


def seat_id(hotline, number):
    return hotline.server.rpc("admin").call("city12319.seat", "search", [["number", "=", number]])[0]


def test_attended_transfer(hotline):
    hotline.only_agent("801")
    hotline.centre.call("13800138005", LONG)
    hotline.call("+8613800138005", state="talking", agent_number="801")
    hotline.do(AGENT, "consult", to="803")
    hotline.talks("+8613800138005", "803")
    hotline.do(AGENT, "complete_transfer")
    call = hotline.call("+8613800138005", transferred_to="803")
    until(lambda: hotline.agents(call, "answered", "talking") == ["801", "803"], what="the transfer")
    assert hotline.agents(call, "talking") == ["803"]
    hotline.do("visitor", "hang_up")
    assert hotline.call("+8613800138005", state="ended")["transferred_to"] == "803"


def test_attended_transfer_to_a_telephone_that_still_rings(hotline):
    hotline.centre.ring_long("880", 4000)
    hotline.only_agent("801")
    hotline.centre.call("13800138006", LONG)
    hotline.call("+8613800138006", state="talking", agent_number="801")
    refused = hotline.server.rpc(AGENT).call("city12319.seat", "command", "complete_transfer", {})
    assert (refused["ok"], refused["reason"]) == (False, "not_consulting"), "nobody is asked: the caller stays with the agent"
    hotline.do(AGENT, "consult", to="880")
    hotline.do(AGENT, "complete_transfer")
    call = hotline.call("+8613800138006", transferred_to="880")
    hotline.talks("+8613800138006", "880")
    assert hotline.agents(call, "answered") == ["801"]
    hotline.centre.hang_up("13800138006")
    assert hotline.call("+8613800138006", state="ended")["outcome"] == "answered"


def test_blacklist_night_and_dialling(hotline):
    hotline.do("shiftleader", "blacklist_add", number="13900000000")
    hotline.centre.call("13900000000", 5000)
    assert hotline.call("+8613900000000", state="ended")["disposition"] == "nuisance"
    hotline.do("shiftleader", "blacklist_remove", number="13900000000")
    hotline.do("shiftleader", "night", on=True)
    hotline.centre.call("13800138008", 5000)
    message = hotline.call("+8613800138008", state="ended")
    hotline.do("shiftleader", "night", on=False)
    assert (message["outcome"], bool(message["callback_id"])) == ("message", True)
    assert loudness(hotline.centre.server.recordings / message["recording_path"], 440, 0.5) > 1000
    hotline.only_agent("none")
    citizen = hotline.centre.sipp.start("agent", "127.0.0.2", hotline.centre.carrier_port,
                                        words={"RINGMS": 300, "TALKMS": 2500}, m=1)
    hotline.do(AGENT, "dial", number="138 0013 8008")
    call = hotline.call("+8613800138008", state="ended", direction="out")
    citizen.wait(20)
    assert (call["outcome"], call["agent_number"]) == ("answered", "801")
    callback = hotline.server.rpc("admin").call("city12319.callback", "read", message["callback_id"][:1], ["state", "result"])
    assert (callback[0]["state"], callback[0]["result"]) == ("done", "reached")


def test_what_was_not_heard_is_made_up_for(hotline):
    hotline.only_agent("801")
    hotline.centre.call("13800138009", LONG)
    hotline.call("+8613800138009", state="talking")
    hotline.connector.kill()
    hotline.centre.hang_up("13800138009")
    hotline.connector.start()
    assert hotline.call("+8613800138009", state="ended")["outcome"] == "answered"
    # Asterisk dies in the middle of a call: it will never say that the call has ended
    hotline.centre.call("13800138010", LONG)
    hotline.call("+8613800138010", state="talking")
    os.kill(hotline.centre.server.process.pid(), 9)
    time.sleep(0.5)
    hotline.centre.server.start()
    assert hotline.call("+8613800138010", state="ended", outcome="answered")


def test_a_day_compared_with_the_log_of_asterisk(hotline):
    until(lambda: hotline.connector.health()["waiting"] == 0, what="the last delivery")
    code, report = hotline.connector.reconcile("--repair")
    assert (report["missing"], report["different"], hotline.connector.health()["refused"]) == ([], [], 0), report
    assert (code, report["calls"] >= 10) == (0, True)
