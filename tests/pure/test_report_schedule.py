"""Scheduled reports: when they are due."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pure_tools import tool

schedule = tool("city12319_report_pages", "schedule")


@pytest.mark.parametrize(("kind", "day", "hour", "moment", "last", "after"), [
    ("day", 1, 8, "2026-11-24 09:00", "2026-11-24 08:00", "2026-11-25 08:00"),
    ("day", 1, 8.5, "2026-11-24 08:29", "2026-11-23 08:30", "2026-11-24 08:30"),
    ("day", 1, 8, "2026-11-24 08:00", "2026-11-24 08:00", "2026-11-25 08:00"),  # due at this very moment
    ("week", 1, 9, "2026-11-24 09:00", "2026-11-23 09:00", "2026-11-30 09:00"),
    ("month", 1, 9, "2026-01-01 08:59", "2025-12-01 09:00", "2026-01-01 09:00"),
    ("month", 31, 9, "2026-02-10 00:00", "2026-01-31 09:00", "2026-02-28 09:00"),  # a short month sends on its last day
    ("quarter", 5, 9, "2026-11-24 00:00", "2026-10-05 09:00", "2027-01-05 09:00"),
    ("year", 3, 9, "2026-11-24 00:00", "2026-01-03 09:00", "2027-01-03 09:00"),
])
def test_when_a_report_is_due(kind, day, hour, moment, last, after):
    moment, last, after = map(datetime.fromisoformat, (moment, last, after))
    assert schedule.last_due(kind, day, hour, moment) == last
    assert schedule.next_due(kind, day, hour, moment) == after


@given(
    st.sampled_from(schedule.KINDS), st.integers(1, 7), st.integers(0, 47).map(lambda half: half / 2),
    st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1)),
)
def test_moments_follow_one_another_without_gap(kind, day, hour, moment):
    last, after = schedule.last_due(kind, day, hour, moment), schedule.next_due(kind, day, hour, moment)
    assert last <= moment < after
    assert schedule.next_due(kind, day, hour, last) == after
    assert schedule.last_due(kind, day, hour, after) == after
