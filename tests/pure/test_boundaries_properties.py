"""Boundaries: what is read, what is refused, and which area holds a position."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pure_tools import tool

boundaries = tool("city12319_intake", "boundaries")
coordinates = tool("city12319_intake", "coordinates")


def square(west, south, size):
    east, north = west + size, south + size
    return {"type": "Polygon", "coordinates": [[
        [west, south], [east, south], [east, north], [west, north], [west, south]]]}


def collection(*features):
    return json.dumps({"type": "FeatureCollection", "features": list(features)}).encode()


def feature(geometry, **properties):
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def code_of(geometry):
    with pytest.raises(boundaries.BoundaryError) as caught:
        boundaries.read_boundary(geometry)
    return caught.value.code


def test_features_of_a_map_service():
    data = collection(feature(square(110, 20, 1), adcode=460105, name="秀英区", level="district", parent={"adcode": 460100}))
    [read] = boundaries.read_features(data, "wgs84")
    assert (read.number, read.code, read.name, read.level, read.parent_code) == (1, "460105", "秀英区", "district", "460100")
    assert json.loads(read.boundary)["type"] == "Polygon" and not read.errors


def test_gcj02_is_moved():
    boundary = json.loads(boundaries.read_boundary(square(110, 20, 1), "gcj02"))
    longitude, latitude = boundary["coordinates"][0][0]
    assert 300 < coordinates.distance(20, 110, latitude, longitude) < 1000


@pytest.mark.parametrize(("geometry", "code"), [
    ("{", "not_json"),
    (None, "no_polygon"),
    ({"type": "Point", "coordinates": [110, 20]}, "no_polygon"),
    ({"type": "Polygon", "coordinates": []}, "bad_ring"),
    ({"type": "MultiPolygon", "coordinates": []}, "empty"),
    ({"type": "Polygon", "coordinates": [[[110, 20], [111, 20], [111, 21], [110, 21]]]}, "bad_ring"),
    ({"type": "Polygon", "coordinates": [[[110, 20], [111, 20], [110, 20]]]}, "bad_ring"),
    ({"type": "Polygon", "coordinates": [[[110, "x"], [111, 20], [111, 21], [110, "x"]]]}, "bad_ring"),
    ({"type": "Polygon", "coordinates": [[[20, 110], [21, 110], [21, 111], [20, 110]]]}, "range"),
    ({"type": "Polygon", "coordinates": [[[110, 20], [111, 21], [111, 20], [110, 21], [110, 20]]]}, "invalid"),
])
def test_what_is_refused(geometry, code):
    assert code_of(geometry) == code


@pytest.mark.parametrize(("data", "code"), [
    (b"\xff\xfe", "not_json"), (b"[1]", "not_geojson"), (b'{"type": "Polygon"}', "not_geojson"),
    (b'{"type": "FeatureCollection", "features": []}', "no_features"),
])
def test_files_that_are_refused(data, code):
    with pytest.raises(boundaries.BoundaryError) as caught:
        boundaries.read_features(data, "wgs84")
    assert caught.value.code == code


def test_errors_stand_at_their_feature():
    read = boundaries.read_features(collection(
        feature(square(110, 20, 1), name="好"), feature(None, name="坏"), feature(square(110, 20, 1)), "x"), "wgs84")
    assert [[error.code for error in one.errors] for one in read] == [[], ["no_polygon"], ["no_name"], ["no_feature"]]


@given(st.recursive(
    st.none() | st.booleans() | st.floats() | st.text() | st.sampled_from(["Polygon", "MultiPolygon", "type", "coordinates"]),
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(["type", "coordinates", "geometry"]), inner),
))
def test_anything_is_read_or_refused(geometry):
    try:
        boundaries.read_boundary(geometry)
    except boundaries.BoundaryError:
        pass


@given(st.floats(110, 111), st.floats(20, 21))
def test_the_smallest_area_wins(longitude, latitude):
    index = boundaries.AreaIndex([
        (key, boundaries.read_boundary(square(110, 20, size)))
        for key, size in [("city", 1), ("district", 0.5), ("street", 0.1)]
    ])
    inner = max(longitude - 110, latitude - 20)
    expected = "street" if inner < 0.0999999 else "district" if 0.1000001 < inner < 0.4999999 else None
    if expected:
        assert index.find(latitude, longitude) == expected


def test_outside_and_nothing():
    index = boundaries.AreaIndex([("a", boundaries.read_boundary(square(110, 20, 1)))])
    assert index.find(20.5, 110.5) == "a" and index.find(20, 110) == "a"
    assert index.find(30, 110.5) is None
    assert boundaries.AreaIndex([]).find(20, 110) is None
