"""Boxed cells in rows: what forms and tables are made of.

reportlab's own table can cut a row at a page's end, but leaves empty pages behind long Chinese texts, so rows are laid out
here. A row goes on over pages when it is long; the rows of the head, and labels, come again on the next page.
"""

from dataclasses import dataclass, replace

from reportlab.lib.colors import HexColor
from reportlab.platypus import Flowable

from .text import INK, Text

SHADE = HexColor("#eef1f4")
LINE = 0.6
PAD_X, PAD_TOP, PAD_BOTTOM = 4, 3, 4
# a row lower than this is not cut: it moves to the next page whole
CUT_FROM = 130
# no part of a row that is cut is lower than this, when there is a choice
PART = 45


@dataclass(frozen=True)
class Cell:
    """What stands in a cell: blocks below each other. A label stands in the middle and comes again after a page's end."""

    blocks: tuple
    label: bool = False
    shade: object = None
    middle: bool = False


class Grid(Flowable):
    """Rows of cells in columns of given widths.

    :param widths: of the columns in points
    :param rows: lists of ``Cell``
    :param head: how many of the first rows come again on each page
    :param least: points that each row has at least
    """

    def __init__(self, widths, rows, head=0, least=0):
        super().__init__()
        self.widths, self.rows, self.head, self.least = widths, rows, head, least
        self._heights = None

    def wrap(self, availWidth, availHeight):
        """Measure the rows, once."""
        if self._heights is None:
            self._heights = [self._row_height(row) for row in self.rows]
        self.width, self.height = sum(self.widths), sum(self._heights)
        return self.width, self.height

    def split(self, availWidth, availHeight):
        """The rows that fit, and the rest below the repeated head; the row between them is cut when it is long."""
        self.wrap(availWidth, availHeight)
        fitting, used = 0, 0.0
        while fitting < len(self.rows) and used + self._heights[fitting] <= availHeight:
            used += self._heights[fitting]
            fitting += 1
        if fitting < self.head or fitting == len(self.rows):
            return []
        upper, lower = self.rows[:fitting], self.rows[fitting:]
        room = availHeight - used
        if self._heights[fitting] > CUT_FROM and room >= PART:
            first, second = self._cut_row(self.rows[fitting], room)
            if first:
                upper, lower = [*upper, first], [second, *lower[1:]]
        if len(upper) <= self.head:
            return []
        return [
            Grid(self.widths, upper, self.head, self.least),
            Grid(self.widths, self.rows[:self.head] + lower, self.head, self.least),
        ]

    def draw(self):
        """Draw shades, contents and lines."""
        canv, top = self.canv, self.height
        canv.saveState()
        canv.setStrokeColor(INK)
        canv.setLineWidth(LINE)
        for row, height in zip(self.rows, self._heights, strict=True):
            x = 0
            for cell, width in zip(row, self.widths, strict=True):
                canv.setFillColor(cell.shade or INK)
                canv.rect(x, top - height, width, height, stroke=1, fill=1 if cell.shade else 0)
                self._draw_cell(cell, x, top, width, height)
                x += width
            top -= height
        canv.restoreState()

    def _draw_cell(self, cell, x, top, width, height):
        inner = width - 2 * PAD_X
        y = top - PAD_TOP
        if cell.middle:
            y -= (height - self._cell_height(cell, width)) / 2
        for block in cell.blocks:
            block_width, block_height = block.wrap(inner, height)
            y -= block_height
            block.drawOn(self.canv, x + PAD_X + (inner - block_width) / 2, y)

    def _row_height(self, row):
        return max(self.least, *(self._cell_height(cell, width) for cell, width in zip(row, self.widths, strict=True)))

    def _cell_height(self, cell, width):
        return PAD_TOP + PAD_BOTTOM + sum(block.wrap(width - 2 * PAD_X, 0)[1] for block in cell.blocks)

    def _cut_row(self, row, room):
        """The row in two parts, the first no higher than ``room``; (None, None) when a cell cannot be cut there."""
        inner = room - PAD_TOP - PAD_BOTTOM
        firsts, seconds = [], []
        for cell, width in zip(row, self.widths, strict=True):
            if cell.label:
                if self._cell_height(cell, width) > room:
                    return None, None
                first = second = cell.blocks
            else:
                first, second = _cut_blocks(cell.blocks, width - 2 * PAD_X, inner)
                if cell.blocks and not first:
                    return None, None
            firsts.append(replace(cell, blocks=tuple(first)))
            seconds.append(replace(cell, blocks=tuple(second)))
        return firsts, seconds


def _cut_blocks(blocks, width, room):
    """Those blocks that fit into the room, the last one cut when it is text; and the rest."""
    for number, block in enumerate(blocks):
        height = block.wrap(width, room)[1]
        if height > room:
            parts = block.split(width, room) if isinstance(block, Text) else []
            return [*blocks[:number], *parts[:1]], [*(parts[1:] or [block]), *blocks[number + 1:]]
        room -= height
    return blocks, ()
