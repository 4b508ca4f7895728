"""Outlines of areas for the screen: simplified, and in the coordinates of the tiles. Needs shapely; no ORM."""

import json

from shapely.geometry import mapping, shape

from odoo.addons.city12319_intake.tools.coordinates import GCJ02, wgs84_to_gcj02

TOLERANCE = 0.0002  # degrees, about 20 metres: nothing that a screen of a whole city shows


def shifted(latitude, longitude, system):
    """Return a position in WGS-84 as the tiles need it."""
    return wgs84_to_gcj02(latitude, longitude) if system == GCJ02 else (latitude, longitude)


def outline(boundary, system):
    """Return the GeoJSON geometry of a boundary (GeoJSON text in WGS-84), simplified, for tiles in ``system``."""
    geometry = mapping(shape(json.loads(boundary)).simplify(TOLERANCE))
    polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    return {
        "type": "MultiPolygon",
        "coordinates": [[[_point(point, system) for point in ring] for ring in polygon] for polygon in polygons],
    }


def _point(point, system):
    latitude, longitude = shifted(point[1], point[0], system)
    return [round(longitude, 6), round(latitude, 6)]
