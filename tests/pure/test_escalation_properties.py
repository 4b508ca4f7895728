"""Levels of escalation and quiet hours, without Odoo."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pure_tools import tool

times = tool("city12319_flow", "escalation_times")
WorkingTime = tool("city12319_flow", "working_time").WorkingTime

SHANGHAI = ZoneInfo("Asia/Shanghai")
OFFICE = {"zone": "Asia/Shanghai", "reading": "clock", "days": {}, "timetables": [
    {"from": None, "until": None, "yearly": False, "week": [[[510, 720], [840, 1050]]] * 5 + [[], []]}]}
WORKED = {reading: WorkingTime({**OFFICE, "reading": reading}, 2025, 2028) for reading in ("clock", "close")}
moments = st.datetimes(datetime(2026, 1, 5), datetime(2026, 12, 1)).map(lambda moment: moment.replace(microsecond=0))
hours = st.integers(0, 47).map(lambda half: half / 2)


def local(text):
    """Return a time of Shanghai as UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI).astimezone(UTC).replace(tzinfo=None)


# ---------------------------------------------------------------------- quiet hours

@pytest.mark.parametrize(("moment", "rings"), [
    ("2026-03-02 21:59:59", "2026-03-02 21:59:59"), ("2026-03-02 22:00:00", "2026-03-03 07:00:00"),
    ("2026-03-02 23:30:00", "2026-03-03 07:00:00"), ("2026-03-03 00:00:00", "2026-03-03 07:00:00"),
    ("2026-03-03 06:59:59", "2026-03-03 07:00:00"), ("2026-03-03 07:00:00", "2026-03-03 07:00:00"),
    ("2026-12-31 22:30:00", "2027-01-01 07:00:00"),
])
def test_a_night_from_ten_to_seven(moment, rings):
    assert times.rings_at(local(moment), 22, 7, SHANGHAI) == local(rings)


@pytest.mark.parametrize(("moment", "rings"), [
    ("2026-03-02 12:30:00", "2026-03-02 14:00:00"), ("2026-03-02 14:00:00", "2026-03-02 14:00:00"),
])
def test_quiet_hours_within_a_day(moment, rings):
    assert times.rings_at(local(moment), 12, 14, SHANGHAI) == local(rings)


def in_quiet(moment, begin, end):
    """A slow second opinion: walk the quiet hours of the days around."""
    now = moment.replace(tzinfo=UTC).astimezone(SHANGHAI).replace(tzinfo=None)
    for day in (-1, 0):
        midnight = datetime.combine(now.date(), datetime.min.time()) + timedelta(days=day)
        stop = end if end > begin else end + 24
        if midnight + timedelta(hours=begin) <= now < midnight + timedelta(hours=stop):
            return True
    return False


@given(moments, hours, hours)
def test_it_never_rings_in_quiet_hours_and_never_waits_without_need(moment, begin, end):
    rings = times.rings_at(moment, begin, end, SHANGHAI)
    if begin == end:
        assert rings == moment
        return
    assert moment <= rings < moment + timedelta(days=1)
    assert not in_quiet(rings, begin, end)
    assert (rings == moment) == (not in_quiet(moment, begin, end))
    if rings != moment:
        assert in_quiet(rings - timedelta(seconds=1), begin, end), "at the very end of them"


@given(moments, moments, hours, hours)
def test_what_comes_later_never_rings_earlier(one, other, begin, end):
    first, second = sorted((one, other))
    assert times.rings_at(first, begin, end, SHANGHAI) <= times.rings_at(second, begin, end, SHANGHAI)


# ---------------------------------------------------------------------- levels

units = st.sampled_from(["urgent_hours", "working_hours", "working_days", "natural_days"])
amounts = st.integers(1, 60)
pause_lists = st.lists(st.tuples(st.integers(0, 2000), st.integers(1, 3000)), max_size=3)


def level(reading, start, due, unit, pauses, percent=100, offset=0, offset_unit="working_days"):
    return times.level_moment(WORKED[reading], start, due, unit, pauses, percent, offset, offset_unit)


@given(st.sampled_from(["clock", "close"]), moments, units, amounts, pause_lists,
       st.integers(1, 100), st.integers(1, 100), st.integers(0, 10), st.integers(0, 10), units)
def test_levels_keep_their_order(reading, start, unit, amount, minutes, one, two, less, more, offset_unit):
    worked = WORKED[reading]
    pauses = [(start + timedelta(minutes=begin), start + timedelta(minutes=begin + length)) for begin, length in minutes]
    due = worked.deadline(start, worked.seconds(amount, unit), unit, pauses)
    low, high = sorted((one, two))
    few, many = sorted((less, more))
    ladder = [
        level(reading, start, due, unit, pauses, low), level(reading, start, due, unit, pauses, high),
        level(reading, start, due, unit, pauses), level(reading, start, due, unit, pauses, 100, few, offset_unit),
        level(reading, start, due, unit, pauses, 100, many, offset_unit),
    ]
    assert ladder == sorted(ladder)
    assert ladder[0] >= start and ladder[2] == due


def test_levels_of_a_limit_of_hours():
    start, due = local("2026-03-06 09:00"), local("2026-03-06 19:00")  # a Friday
    expected = {50: "2026-03-06 14:00", 80: "2026-03-06 17:00", 100: "2026-03-06 19:00"}
    for percent, moment in expected.items():
        assert level("clock", start, due, "urgent_hours", (), percent) == local(moment)
    assert level("clock", start, due, "urgent_hours", (), 100, 1) == local("2026-03-09 19:00"), "the next working day"
    assert level("clock", start, due, "urgent_hours", (), 100, 5) == local("2026-03-13 19:00")


@given(moments, st.integers(1, 20), st.integers(1, 40))
def test_a_pause_after_the_limit_moves_what_comes_after_it(due, offset, length):
    worked = WORKED["clock"]
    pause = (due + timedelta(hours=1), due + timedelta(hours=1 + length))
    start = due - timedelta(hours=2)
    moved = level("clock", start, due, "urgent_hours", [pause], 100, offset, "natural_days")
    assert moved == level("clock", start, due, "urgent_hours", (), 100, offset, "natural_days") + timedelta(hours=length)
    assert worked.used(due, moved, "natural_days", [pause]) == offset * 86400


# ---------------------------------------------------------------------- trying again

@given(moments, st.integers(1, 10_000))
def test_waiting_grows_to_a_day_and_no_further(now, attempts):
    waits = times.try_again_at(now, attempts) - now
    assert timedelta(minutes=1) <= waits <= timedelta(days=1)
    assert waits <= times.try_again_at(now, attempts + 1) - now


def test_waits_of_the_first_attempts():
    now = datetime(2026, 1, 1)
    assert [(times.try_again_at(now, n) - now).total_seconds() / 60 for n in (1, 2, 3, 4)] == [1, 2, 4, 8]
