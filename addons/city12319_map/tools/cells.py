"""The grid that cases are counted on. Degrees of WGS-84; no ORM.

A cell is as wide on the screen at every zoom, and is written with seven digits, as positions are: a case lies in exactly
one cell, for the count and for the list behind it.
"""

from decimal import ROUND_HALF_UP, Decimal

PIXELS = 40  # how wide a cell is on the screen
FLAT = Decimal("0.85")  # degrees of latitude for one of longitude: about square between 18° and 50° north
NEAREST, WIDEST = 17, 7  # zooms with a grid of their own
_DIGITS = Decimal("0.0000001")


def steps(zoom):
    """Return (degrees of latitude, degrees of longitude) of a cell at a zoom of web maps (256 pixels a tile)."""
    zoom = min(max(int(zoom), WIDEST), NEAREST)
    width = Decimal(360) / 2 ** zoom * PIXELS / 256
    return _rounded(width * FLAT), _rounded(width)


def box(row, column, zoom):
    """Return (south, west, north, east) of a cell; north and east belong to the next ones."""
    height, width = steps(zoom)
    return tuple(float(edge) for edge in (row * height, column * width, (row + 1) * height, (column + 1) * width))


def _rounded(value):
    return value.quantize(_DIGITS, rounding=ROUND_HALF_UP)
