"""Places near each other and quick choices of a time: laws that hold for every input."""

import importlib.util
from datetime import datetime, timedelta, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

_PATH = Path(__file__).parents[2] / "addons" / "city12319_intake" / "tools" / "desk.py"
_SPEC = importlib.util.spec_from_file_location("city12319_desk", _PATH)
desk = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(desk)

latitudes = st.floats(-89, 89)
longitudes = st.floats(-180, 180)
moments = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1))
SHANGHAI = ZoneInfo("Asia/Shanghai")


@given(latitudes, longitudes, latitudes, longitudes)
def test_distance_is_symmetric_and_at_most_half_round_the_earth(a, b, c, d):
    there, back = desk.distance(a, b, c, d), desk.distance(c, d, a, b)
    assert there == pytest.approx(back, abs=1e-3)
    assert 0 <= there <= 20_100_000


def test_distance_of_a_known_pair():
    assert desk.distance(39.9042, 116.4074, 31.2304, 121.4737) == pytest.approx(1_067_000, rel=0.01)


@given(latitudes, st.floats(-179, 179), st.floats(1, 5000), st.floats(-0.1, 0.1), st.floats(-0.1, 0.1))
def test_everything_near_lies_in_the_box(latitude, longitude, metres, north, east):
    other = max(-90, min(90, latitude + north)), longitude + east
    if desk.distance(latitude, longitude, *other) <= metres:
        (south, top), (west, right) = desk.bounding_box(latitude, longitude, metres)
        assert south - 1e-9 <= other[0] <= top + 1e-9
        assert west - 1e-9 <= other[1] <= right + 1e-9


@given(moments)
def test_tomorrow_is_nine_o_clock_of_the_next_day(now):
    local = desk.quick_time("tomorrow", now, SHANGHAI).replace(tzinfo=timezone.utc).astimezone(SHANGHAI)
    today = now.replace(tzinfo=timezone.utc).astimezone(SHANGHAI).date()
    assert (local.date(), local.hour, local.minute) == (today + timedelta(days=1), 9, 0)


@given(moments)
def test_quick_choices_lie_ahead(now):
    assert all(now < desk.quick_time(choice, now, SHANGHAI) for choice in ("15m", "1h", "tomorrow"))


def test_unknown_choices_are_refused():
    with pytest.raises(ValueError, match="unknown choice"):
        desk.quick_time("soon", datetime(2030, 1, 1), SHANGHAI)
