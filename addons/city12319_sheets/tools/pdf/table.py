"""Tables of figures or lists: the head comes again on each page, numbers stand right, long cells go on."""

from reportlab.lib.colors import HexColor

from .grid import SHADE, Cell, Grid
from .text import CELL, CELL_CENTRE, CELL_HEAD, CELL_RIGHT, Text

TOTAL_SHADE = HexColor("#f6f7f9")
ALIGN = {"l": CELL, "r": CELL_RIGHT, "c": CELL_CENTRE}


def data_table(width, head, rows, widths=None, totals=0, align=""):
    """A table with a repeated head.

    :param width: of the table in points (``Sheet.width``)
    :param head: the titles of the columns
    :param rows: lists of cells as they shall be read: numbers, or texts (``"–"``, ``"97.1 %"``); None is empty
    :param widths: how wide the columns are relative to each other; default all alike
    :param totals: how many of the last rows are totals (shaded)
    :param align: one letter per column, ``l``, ``r`` or ``c``; default right for numbers, left for texts
    """
    shares = widths or [1] * len(head)
    grid = [[Cell((Text(title, CELL_HEAD, most_lines=6),), label=True, shade=SHADE, middle=True) for title in head]]
    for number, row in enumerate(rows):
        shade = TOTAL_SHADE if number >= len(rows) - totals else None
        grid.append([
            Cell((Text(value, _style(value, align[column:column + 1])),), shade=shade, middle=True)
            for column, value in enumerate(row)
        ])
    return Grid([width * share / sum(shares) for share in shares], grid, head=1)


def _style(value, align):
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return ALIGN.get(align) or (CELL_RIGHT if number else CELL)
