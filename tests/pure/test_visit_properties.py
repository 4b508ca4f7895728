"""Return visits: the draw, times to call, giving up, scripts. Laws that hold for every input, and known values."""

from datetime import datetime, timedelta
from hashlib import sha256
from zoneinfo import ZoneInfo

import pytest
from dispatch_tools import load
from hypothesis import given
from hypothesis import strategies as st

plan = load("visit_plan")
SHANGHAI = ZoneInfo("Asia/Shanghai")
moments = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1))
percents = st.floats(0, 100)


def test_number_of_a_known_case():
    expected = int(sha256(b"key|LA20260801-0001|2").hexdigest()[:8], 16) % 10_000
    assert plan.sample_number("key", "LA20260801-0001", 2) == expected


@given(st.text(), st.text(), st.integers(1, 99))
def test_number_lies_in_the_scale_and_is_the_same_again(salt, name, round_):
    number = plan.sample_number(salt, name, round_)
    assert 0 <= number < plan.SCALE
    assert number == plan.sample_number(salt, name, round_)


@given(st.integers(0, 9999), percents, percents)
def test_larger_share_draws_all_that_the_smaller_one_drew(number, a, b):
    small, large = sorted((a, b))
    assert plan.is_drawn(number, large) or not plan.is_drawn(number, small)
    assert plan.is_drawn(number, 100) and not plan.is_drawn(number, 0)


@pytest.mark.parametrize("percent", [5, 25, 50, 90])
def test_share_of_many_cases_is_about_what_was_asked_for(percent):
    drawn = sum(plan.is_drawn(plan.sample_number("k", f"LA2026-{n:05}"), percent) for n in range(20_000))
    assert abs(drawn / 200 - percent) < 1.5


@given(moments)
def test_next_half_day_is_another_one_within_a_day(at):
    following = plan.next_half_day(at, SHANGHAI)
    assert plan.half_day(following, SHANGHAI) != plan.half_day(at, SHANGHAI)
    assert at < following <= at + timedelta(hours=24)


@given(st.lists(moments, max_size=6), moments, st.integers(1, 4), st.integers(1, 3))
def test_one_more_call_never_takes_the_right_to_give_up_away(calls, another, attempts, halves):
    if plan.may_give_up(calls, SHANGHAI, attempts, halves):
        assert plan.may_give_up([*calls, another], SHANGHAI, attempts, halves)
        assert len(calls) >= attempts
    assert plan.half_days(calls, SHANGHAI) <= len(calls)


def test_noon_parts_the_day_in_the_city():
    before, after = datetime(2030, 1, 7, 3, 59), datetime(2030, 1, 7, 4, 0)  # 11:59 and 12:00 in Shanghai
    assert plan.half_days([before, after], SHANGHAI) == 2
    assert plan.half_days([before, before - timedelta(hours=3)], SHANGHAI) == 1


@given(moments, st.integers(0, 10))
def test_due_at_six_in_the_evening_so_many_days_later(at, days):
    due = plan.local(plan.due_at(at, SHANGHAI, days), SHANGHAI)
    assert (due.hour, due.minute) == (18, 0)
    assert (due.date() - plan.local(at, SHANGHAI).date()).days == days


@pytest.mark.parametrize(("days", "moment", "fits"), [
    ("all", datetime(2030, 1, 7, 9, 0), True), ("all", datetime(2030, 1, 7, 11, 59), True),
    ("all", datetime(2030, 1, 7, 12, 0), False), ("weekend", datetime(2030, 1, 7, 10, 0), False),
    ("weekend", datetime(2030, 1, 12, 10, 0), True), ("workdays", datetime(2030, 1, 12, 10, 0), False),
])
def test_times_of_the_week(days, moment, fits):
    assert plan.CallTime(days, 9, 12).fits(moment) is fits


@given(st.text())
def test_text_without_variables_is_said_as_it_is(text):
    if "{" not in text:
        assert plan.fill(text, {"caller": "x"}) == text


def test_script_is_filled_in_and_unknown_names_are_found():
    assert plan.fill("{caller}，{result}", {"caller": "王女士", "result": None}) == "王女士，–"
    assert plan.unknown_variables("{caller} {phone} {x}", ("caller",)) == ["phone", "x"]


def test_script_does_not_reach_into_the_program():
    assert plan.fill("{caller.__class__} {0}", {"caller": "x"}) == "{caller.__class__} {0}"
