"""From events to a call: order, repetition and loss, for every input that a call centre could produce."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pure_tools import tool

call_events = tool("city12319_telephony", "call_events")
fold = tool("city12319_telephony", "fold").fold

START = 1795400728.0
AGENTS = ["801", "802", "803"]


def event(kind, after, agent="", leg="", direction="", **data):
    return call_events.parse({
        "key": f"{kind} {after} {agent} {leg} {direction} {sorted(data.items())}"[:128],
        "kind": kind, "call": "cc1-1", "at": START + after, "caller": "13800138000", "queue": "12319", "agent": agent,
        "leg": leg, "direction": direction, "data": data,
    })


def a_whole_call():
    return [
        event("offered", 0, direction="in"), event("queued", 4.5), event("ringing", 5, "801", "l1"),
        event("missed", 20, "801", "l1", ring_ms=15000), event("ringing", 21, "802", "l2"),
        event("answered", 23.5, "802", "l2", wait=19, ring=2), event("recording", 4.4, file="2026/11/24/a.wav"),
        event("held", 30, "802"), event("unheld", 40, "802"), event("released", 60, "802", "l2", by="agent", talk=36.5),
        event("survey", 60.1), event("satisfaction", 66, "802", score=1),
        event("ended", 70, "802", by="caller", cause="16", score=1, file="2026/11/24/a.wav", answered_at=START + 23.5),
    ]


@st.composite
def any_events(draw):
    """Events as they may come: also contradictory, doubled, early and late ones."""
    kinds = st.sampled_from(sorted(call_events.CALL_KINDS))
    moments = st.floats(0, 500, allow_nan=False)
    return [
        event(
            draw(kinds), draw(moments), draw(st.sampled_from(["", *AGENTS])), draw(st.sampled_from(["", "l1", "l2"])),
            draw(st.sampled_from(["", "in", "out", "internal"])),
            **draw(st.fixed_dictionaries({}, optional={
                "by": st.sampled_from(["agent", "caller", "transfer", "system"]),
                "talk": st.one_of(st.floats(0, 100), st.just("x")), "wait": st.floats(0, 100),
                "score": st.integers(-1, 12), "file": st.just("a.wav"), "answered_at": st.floats(START, START + 500),
            })),
        )
        for _ in range(draw(st.integers(1, 12)))
    ]


def check_consistent(call):
    moments = [call.offered_at, call.queued_at, call.answered_at, call.talk_ended_at, call.ended_at]
    known = [moment for moment in moments if moment is not None]
    assert known == sorted(known)
    for name in ("wait_seconds", "ring_seconds", "talk_seconds", "hold_seconds"):
        assert getattr(call, name) >= 0
    if call.state == "ended":
        length = call.ended_at - call.offered_at
        assert call.wait_seconds + call.talk_seconds + call.hold_seconds <= length + 1e-3
        assert call.outcome
        assert all(leg.result in ("answered", "missed") for leg in call.legs)
    else:
        assert not call.outcome
        assert call.talk_seconds == 0
    for leg in call.legs:
        times = [moment for moment in (leg.ringing_at, leg.answered_at, leg.ended_at) if moment is not None]
        assert times == sorted(times)
        if call.ended_at is not None:
            assert all(moment <= call.ended_at for moment in times)


@settings(max_examples=100, deadline=None)
@given(any_events(), st.randoms(use_true_random=False))
def test_order_and_repetition_make_no_difference(events, random):
    again = events + random.sample(events, random.randint(0, len(events)))
    random.shuffle(again)
    assert fold(again) == fold(events)


@settings(max_examples=150, deadline=None)
@given(any_events())
def test_whatever_comes_in_the_call_is_consistent(events):
    check_consistent(fold(events))


@settings(max_examples=100, deadline=None)
@given(st.sets(st.integers(0, 11)))
def test_loss_of_all_but_the_last_word_keeps_what_it_says(lost):
    events = [item for number, item in enumerate(a_whole_call()) if number not in lost]
    call = fold(events)
    check_consistent(call)
    assert (call.state, call.outcome, call.answered_at, call.agent) == ("ended", "answered", START + 23.5, "802")
    assert (call.satisfaction, call.recordings) == (1, ["2026/11/24/a.wav"])
    assert call.hangup_by == ("caller" if 9 in lost else "agent")
    assert call.ended_at == START + 70


@settings(max_examples=100, deadline=None)
@given(any_events(), any_events())
def test_more_news_never_makes_an_ended_call_run_again(first, second):
    if fold(first).state == "ended":
        assert fold(first + second).state == "ended" or all(item.data.get("by") == "transfer" for item in first)


def test_a_whole_call():
    call = fold(a_whole_call())
    assert (call.direction, call.caller, call.queue, call.agent) == ("in", "13800138000", "12319", "802")
    assert (call.wait_seconds, call.ring_seconds, call.talk_seconds, call.hold_seconds) == (19, 17.5, 26.5, 10)
    assert [(leg.agent, leg.result) for leg in call.legs] == [("801", "missed"), ("802", "answered")]


def test_abandoned_while_it_rang():
    call = fold([
        event("offered", 0), event("queued", 5), event("ringing", 6, "801", "l1"), event("abandoned", 12, wait=7),
        event("ended", 12.1),
    ])
    assert (call.outcome, call.hangup_by, round(call.wait_seconds, 3)) == ("abandoned", "caller", 7.1)
    assert [leg.result for leg in call.legs] == ["missed"]


def test_handed_on_by_transfer_talks_until_the_end():
    call = fold([
        event("offered", 0), event("answered", 5, "801", "l1"), event("ended", 20, "801", "l1", by="transfer"),
        event("transferred", 20, "801", to="802", how="blind", result="Success"),
    ])
    assert call.state == "talking", "an agent's part that is handed on is not the end of the call"
    call = fold([
        event("offered", 0), event("answered", 5, "801", "l1"), event("released", 20, "801", "l1", by="transfer"),
        event("transferred", 20, "801", to="802", how="blind", result="Success"), event("ended", 50, by="caller"),
    ])
    assert (call.talk_seconds, call.transfer_count, call.transferred_to, call.agent) == (45, 1, "802", "801")


def test_hold_told_twice_with_a_slight_shift_counts_once():
    call = fold([
        event("answered", 0, "801"), event("held", 10, "801"), event("held", 10.01, "801"), event("unheld", 20, "801"),
        event("unheld", 20.01, "801"), event("ended", 30),
    ])
    assert (call.hold_seconds, call.talk_seconds) == (10, 20)


def test_dialled_and_not_answered():
    call = fold([event("offered", 0, "801", direction="out"), event("ended", 30, by="agent")])
    assert (call.outcome, call.agent, call.wait_seconds) == ("unanswered", "801", 0)


def test_forgotten_by_the_call_centre_until_the_real_end_is_known():
    forgotten = [event("offered", 0), event("answered", 3, "801"), event("lost", 9)]
    assert (fold(forgotten).outcome, fold(forgotten).ended_at) == ("answered", START + 9)
    assert fold([*forgotten, event("ended", 40, by="caller")]).ended_at == START + 40
    assert fold([event("offered", 0), event("lost", 9)]).outcome == "lost"


@pytest.mark.parametrize("raw", [
    None, [], {}, {"kind": "answered"}, {"kind": "nonsense", "call": "a", "at": 1.8e9},
    {"kind": "answered", "call": "a", "at": float("nan")}, {"kind": "answered", "call": "a", "at": 12},
    {"kind": "answered", "call": "a", "at": "yesterday"}, {"kind": "answered", "call": "a", "at": True},
    {"kind": "answered", "call": "a" * 200, "at": 1.8e9}, {"kind": "answered", "call": {}, "at": 1.8e9},
    {"kind": "answered", "call": "a", "at": 1.8e9, "direction": "up"},
    {"kind": "answered", "call": "a", "at": 1.8e9, "data": [1]}, {"kind": "agent_state", "at": 1.8e9},
])
def test_what_is_no_event_is_refused_with_a_reason(raw):
    with pytest.raises(call_events.BadEvent, match=r"\w"):
        call_events.parse(raw)


def test_moments_are_read_as_utc():
    assert call_events.moment("2026-11-24T08:00:00+08:00") == call_events.moment("2026-11-24 00:00:00")
    assert call_events.moment("1795400728.5") == call_events.moment(1795400728.5)


def test_control_characters_do_not_reach_the_database():
    event_ = call_events.parse({"kind": "missed", "call": "a\x00b", "at": 1.8e9, "data": {"reason": "x\x00\ny"}})
    assert (event_.call, event_.data) == ("ab", {"reason": "xy"})
