"""WGS-84 and GCJ-02: there and back again, and nothing outside of China."""

from hypothesis import given
from hypothesis import strategies as st
from pure_tools import tool

coordinates = tool("city12319_intake", "coordinates")

# some distance from the edge, where the shift leads out of the rectangle or into it
LATITUDES = st.floats(1.0, 55.7)
LONGITUDES = st.floats(72.2, 137.7)


@given(LATITUDES, LONGITUDES)
def test_there_and_back_again_is_less_than_a_metre(latitude, longitude):
    back = coordinates.gcj02_to_wgs84(*coordinates.wgs84_to_gcj02(latitude, longitude))
    assert coordinates.distance(latitude, longitude, *back) < 1


@given(LATITUDES, LONGITUDES)
def test_back_and_there_again_is_less_than_a_metre(latitude, longitude):
    there = coordinates.wgs84_to_gcj02(*coordinates.gcj02_to_wgs84(latitude, longitude))
    assert coordinates.distance(latitude, longitude, *there) < 1


@given(LATITUDES, LONGITUDES)
def test_the_shift_is_of_the_known_size(latitude, longitude):
    metres = coordinates.distance(latitude, longitude, *coordinates.wgs84_to_gcj02(latitude, longitude))
    assert metres < 1500


@given(st.floats(-90, 90), st.floats(-180, 180))
def test_nothing_changes_outside_of_china(latitude, longitude):
    if not coordinates.in_china(latitude, longitude):
        assert coordinates.wgs84_to_gcj02(latitude, longitude) == (latitude, longitude)
        assert coordinates.gcj02_to_wgs84(latitude, longitude) == (latitude, longitude)


@given(st.floats(-89, 89), st.floats(-180, 180), st.floats(-89, 89), st.floats(-180, 180))
def test_distance_is_symmetric_and_never_negative(latitude_1, longitude_1, latitude_2, longitude_2):
    there = coordinates.distance(latitude_1, longitude_1, latitude_2, longitude_2)
    back = coordinates.distance(latitude_2, longitude_2, latitude_1, longitude_1)
    assert 0 <= there <= 20_016_000 and abs(there - back) < 1e-6


def test_known_positions():
    # Tian'anmen on a Chinese map and on a GPS receiver
    latitude, longitude = coordinates.gcj02_to_wgs84(39.908692, 116.397477)
    assert coordinates.distance(latitude, longitude, 39.907289, 116.391235) < 5
    assert coordinates.to_wgs84(30.25, 120.17, "wgs84") == (30.25, 120.17)
    assert abs(coordinates.distance(30, 120, 31, 120) - 111_195) < 5
