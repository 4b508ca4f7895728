"""WGS-84 and GCJ-02, the coordinate system of Chinese maps, which is shifted by up to some hundred metres.

Positions are kept as WGS-84 (CGCS2000 of surveys is the same within a metre). Pure Python, no Odoo.
The formula for GCJ-02 is the one that everybody uses; there is no official publication of it.
"""

import math

WGS84, GCJ02 = "wgs84", "gcj02"
EARTH_RADIUS = 6_371_008.8  # metres, mean
_AXIS = 6_378_245.0  # of the Krasovsky ellipsoid
_ECCENTRICITY = 0.00669342162296594323
_WEST, _EAST, _SOUTH, _NORTH = 72.004, 137.8347, 0.8293, 55.8271


def in_china(latitude, longitude):
    """Say whether a position lies in the rectangle in which GCJ-02 is shifted."""
    return _SOUTH <= latitude <= _NORTH and _WEST <= longitude <= _EAST


def wgs84_to_gcj02(latitude, longitude):
    """Return (latitude, longitude) in GCJ-02. Outside of China nothing changes."""
    if not in_china(latitude, longitude):
        return latitude, longitude
    north, east = _shift(latitude, longitude)
    return latitude + north, longitude + east


def gcj02_to_wgs84(latitude, longitude):
    """Return (latitude, longitude) in WGS-84, exact to some centimetres. Outside of China nothing changes."""
    if not in_china(latitude, longitude):
        return latitude, longitude
    true_latitude, true_longitude = latitude, longitude
    for _round in range(5):  # the shift changes slowly: each round gains three digits
        north, east = _shift(true_latitude, true_longitude)
        true_latitude, true_longitude = latitude - north, longitude - east
    return true_latitude, true_longitude


def to_wgs84(latitude, longitude, system):
    """Return (latitude, longitude) of a position in ``system`` as WGS-84."""
    return gcj02_to_wgs84(latitude, longitude) if system == GCJ02 else (latitude, longitude)


def distance(latitude_1, longitude_1, latitude_2, longitude_2):
    """Return the metres between two positions on the sphere."""
    phi_1, phi_2 = math.radians(latitude_1), math.radians(latitude_2)
    half = math.sin((phi_2 - phi_1) / 2) ** 2
    half += math.cos(phi_1) * math.cos(phi_2) * math.sin(math.radians(longitude_2 - longitude_1) / 2) ** 2
    return 2 * EARTH_RADIUS * math.asin(min(1.0, math.sqrt(half)))


def _shift(latitude, longitude):
    """Return by how many degrees GCJ-02 lies to the north and to the east of a position."""
    y, x = latitude - 35.0, longitude - 105.0
    waves = (20 * math.sin(6 * x * math.pi) + 20 * math.sin(2 * x * math.pi)) * 2 / 3
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * math.sqrt(abs(x)) + waves
    north += (20 * math.sin(y * math.pi) + 40 * math.sin(y / 3 * math.pi)) * 2 / 3
    north += (160 * math.sin(y / 12 * math.pi) + 320 * math.sin(y * math.pi / 30)) * 2 / 3
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * math.sqrt(abs(x)) + waves
    east += (20 * math.sin(x * math.pi) + 40 * math.sin(x / 3 * math.pi)) * 2 / 3
    east += (150 * math.sin(x / 12 * math.pi) + 300 * math.sin(x / 30 * math.pi)) * 2 / 3
    phi = math.radians(latitude)
    squash = 1 - _ECCENTRICITY * math.sin(phi) ** 2
    north = math.degrees(north / (_AXIS * (1 - _ECCENTRICITY) / (squash * math.sqrt(squash))))
    east = math.degrees(east / (_AXIS / math.sqrt(squash) * math.cos(phi)))
    return north, east
