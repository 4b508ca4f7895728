"""Arithmetic of the agent's desk: places near each other, quick choices of a time. Pure Python, no Odoo."""

from datetime import datetime, time, timedelta, timezone
from math import asin, cos, degrees, radians, sin, sqrt

EARTH_RADIUS = 6_371_008.8  # metres
MORNING = time(9, 0)
CHOICES = {"15m": timedelta(minutes=15), "1h": timedelta(hours=1)}


def distance(latitude_a, longitude_a, latitude_b, longitude_b):
    """Return the metres between two positions."""
    a, b = radians(latitude_a), radians(latitude_b)
    half = sin((b - a) / 2) ** 2 + cos(a) * cos(b) * sin(radians(longitude_b - longitude_a) / 2) ** 2
    return 2 * EARTH_RADIUS * asin(min(1.0, sqrt(half)))


def bounding_box(latitude, longitude, metres):
    """Return ((south, north), (west, east)): everything within ``metres`` of a position lies inside."""
    angle = metres / EARTH_RADIUS
    height = degrees(angle)
    south, north = latitude - height, latitude + height
    ratio = sin(angle) / max(cos(radians(latitude)), 1e-12)
    if south <= -90 or north >= 90 or ratio >= 1:
        return (max(south, -90.0), min(north, 90.0)), (-180.0, 180.0)
    width = degrees(asin(ratio))
    return (south, north), (longitude - width, longitude + width)


def quick_time(choice, now, zone):
    """Return the UTC moment that a quick choice means.

    :param choice: ``15m``, ``1h`` or ``tomorrow`` (nine o'clock of the next day, where the agent sits)
    :param now: naive UTC datetime
    :param zone: tzinfo of the agent
    """
    if choice in CHOICES:
        return now + CHOICES[choice]
    if choice != "tomorrow":
        raise ValueError(f"unknown choice: {choice}")
    day = now.replace(tzinfo=timezone.utc).astimezone(zone).date() + timedelta(days=1)
    return datetime.combine(day, MORNING, zone).astimezone(timezone.utc).replace(tzinfo=None)
