"""Boundaries of areas: reading GeoJSON, and finding the area of a position. No Odoo; needs shapely.

GeoJSON gives longitude before latitude. Boundaries are kept in WGS-84.
"""

import json
import math
from dataclasses import dataclass, field

import shapely
from shapely.geometry import mapping, shape
from shapely.validation import explain_validity

from .coordinates import EARTH_RADIUS, to_wgs84

_POLYGONS = ("Polygon", "MultiPolygon")


class BoundaryError(Exception):
    """A boundary that cannot be used, with the reason as ``code`` and ``details``."""

    def __init__(self, code, **details):
        super().__init__(code)
        self.code = code
        self.details = details


@dataclass
class Feature:
    """An area in a file: ``number`` counts from 1; either ``boundary`` or ``errors`` is filled."""

    number: int
    code: str = ""
    name: str = ""
    level: str = ""
    parent_code: str = ""
    boundary: str = ""
    errors: list = field(default_factory=list)


def read_features(data, system):
    """Return the Features of the bytes of a FeatureCollection or a single Feature.

    :param system: coordinate system of the file, ``wgs84`` or ``gcj02``
    :raises BoundaryError: when the file as a whole cannot be used: ``not_json``, ``not_geojson``, ``no_features``
    """
    try:
        content = json.loads(data.decode("utf-8-sig"))
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise BoundaryError("not_json", reason=str(error)) from error
    kind = content.get("type") if isinstance(content, dict) else None
    if kind == "Feature":
        items = [content]
    elif kind == "FeatureCollection" and isinstance(content.get("features"), list):
        items = content["features"]
    else:
        raise BoundaryError("not_geojson")
    if not items:
        raise BoundaryError("no_features")
    return [_read_feature(number, item, system) for number, item in enumerate(items, 1)]


def _read_feature(number, item, system):
    if not isinstance(item, dict) or item.get("type") != "Feature":
        return Feature(number, errors=[BoundaryError("no_feature")])
    properties = item.get("properties") if isinstance(item.get("properties"), dict) else {}
    parent = properties.get("parent")
    feature = Feature(
        number,
        code=_text(properties, "code", "adcode", "id", "代码", "编码"),
        name=_text(properties, "name", "名称"),
        level=_text(properties, "level", "级别"),
        parent_code=_text(parent, "code", "adcode") if isinstance(parent, dict) else _text(
            properties, "parent", "parent_code", "上级代码"),
    )
    if not feature.code and not feature.name:
        feature.errors.append(BoundaryError("no_name"))
    try:
        feature.boundary = read_boundary(item.get("geometry"), system)
    except BoundaryError as error:
        feature.errors.append(error)
    return feature


def _text(properties, *names):
    folded = {str(name).lower(): value for name, value in properties.items()}
    for name in names:
        value = folded.get(name)
        if isinstance(value, (str, int)) and not isinstance(value, bool) and str(value).strip():
            return str(value).strip()
    return ""


def read_boundary(geometry, system="wgs84"):
    """Return a geometry as GeoJSON text in WGS-84.

    :param geometry: dict, or GeoJSON text of a Polygon, a MultiPolygon or a Feature of one
    :raises BoundaryError: ``not_json``, ``no_polygon``, ``bad_ring``, ``range``, ``invalid``, ``empty``
    """
    if isinstance(geometry, str):
        try:
            geometry = json.loads(geometry)
        except (ValueError, RecursionError) as error:
            raise BoundaryError("not_json", reason=str(error)) from error
    if isinstance(geometry, dict) and geometry.get("type") == "Feature":
        geometry = geometry.get("geometry")
    if not isinstance(geometry, dict) or geometry.get("type") not in _POLYGONS:
        kind = geometry.get("type") if isinstance(geometry, dict) else None
        raise BoundaryError("no_polygon", kind=str(kind or "–"))
    polygons = geometry.get("coordinates")
    if geometry["type"] == "Polygon":
        polygons = [polygons]
    if not isinstance(polygons, list) or not polygons:
        raise BoundaryError("empty")
    rings = [[_ring(ring, system) for ring in _list(polygon)] for polygon in polygons]
    polygon = shape({"type": "MultiPolygon", "coordinates": rings})
    if not polygon.is_valid:
        raise BoundaryError("invalid", reason=explain_validity(polygon))
    if polygon.is_empty or not polygon.area:
        raise BoundaryError("empty")
    if len(polygon.geoms) == 1:
        polygon = polygon.geoms[0]
    return json.dumps(mapping(polygon), separators=(",", ":"))


def _list(value):
    if not isinstance(value, list) or not value:
        raise BoundaryError("bad_ring")
    return value


def _ring(ring, system):
    points = []
    for point in _list(ring):
        if not isinstance(point, list) or len(point) < 2 or not all(_is_number(value) for value in point[:2]):
            raise BoundaryError("bad_ring")
        longitude, latitude = point[:2]
        if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
            raise BoundaryError("range", longitude=longitude, latitude=latitude)
        latitude, longitude = to_wgs84(latitude, longitude, system)
        points.append((round(longitude, 7), round(latitude, 7)))
    if len(points) < 4 or points[0] != points[-1]:
        raise BoundaryError("bad_ring")
    return points


def _is_number(value):
    return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)


class AreaIndex:
    """Finds the smallest of many areas that holds a position. Built once, asked often; not changed afterwards.

    Building parses every boundary (about 0.1 ms each); a question takes some microseconds.
    """

    def __init__(self, areas):
        """:param areas: pairs of key and boundary as GeoJSON text in WGS-84"""
        self.keys = []
        self.polygons = []
        for key, boundary in areas:
            self.keys.append(key)
            self.polygons.append(shape(json.loads(boundary)))
        shapely.prepare(self.polygons)  # many questions about the same lines
        self.sizes = [_square_metres(polygon) for polygon in self.polygons]
        self.tree = shapely.STRtree(self.polygons)

    def find(self, latitude, longitude):
        """Return the key of the smallest area with this position within it or on its edge, or None."""
        point = shapely.Point(longitude, latitude)
        around = sorted(self.tree.query(point), key=lambda hit: (self.sizes[hit], hit))
        return next((self.keys[hit] for hit in around if self.polygons[hit].intersects(point)), None)


def _square_metres(polygon):
    return polygon.area * math.radians(EARTH_RADIUS) ** 2 * math.cos(math.radians(polygon.centroid.y))
