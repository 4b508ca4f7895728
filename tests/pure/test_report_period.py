"""The period of a report on screen: days and steps."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pure_tools import tool

period = tool("city12319_report_pages", "page_period")
periods = tool("city12319_evaluation", "periods")
TODAY = date(2026, 11, 24)
DAYS = st.dates(date(2010, 1, 1), date(2040, 1, 1))


@pytest.mark.parametrize(("kind", "first", "last", "expected"), [
    ("month", None, None, ("month", date(2026, 11, 1), date(2026, 11, 30))),
    ("month", date(2026, 2, 14), None, ("month", date(2026, 2, 1), date(2026, 2, 28))),
    ("nonsense", None, None, ("month", date(2026, 11, 1), date(2026, 11, 30))),
    ("free", date(2026, 5, 9), date(2026, 5, 1), ("free", date(2026, 5, 1), date(2026, 5, 9))),
    ("free", None, None, ("free", date(2026, 10, 26), TODAY)),
])
def test_days_that_were_asked_for(kind, first, last, expected):
    assert period.chosen(periods, kind, first, last, TODAY) == expected


@given(st.sampled_from(period.KINDS), DAYS, DAYS, DAYS)
def test_steps_touch_the_period_and_lead_back(kind, first, last, today):
    now = period.chosen(periods, kind, first, last, today)
    back = period.steps(periods, *now, today)["back"]
    assert back[1] + timedelta(days=1) == now[1]
    forward = period.steps(periods, now[0], *back, today)["forward"]
    assert forward == now[1:] or (forward is None and now[1] > today)
