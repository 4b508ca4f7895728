"""Running text of a sheet: styles, and texts that hold any characters and go on over pages.

reportlab's own paragraph puts spaces into Chinese text that goes on over a page and lets lines begin with a comma, so
lines are made here (``lines``).
"""

import re
import unicodedata
from dataclasses import dataclass

from reportlab.lib.colors import HexColor
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import CondPageBreak, Flowable, Spacer

from .fonts import char_widths, runs
from .lines import broken

INK, QUIET = HexColor("#1a1a1a"), HexColor("#555555")
# longer texts are pasted files; the record itself keeps everything
LONGEST = 60_000


@dataclass(frozen=True)
class Style:
    """How a text looks; lengths in points."""

    size: float
    align: str = "left"
    indent: float = 0
    before: float = 0
    after: float = 0
    heavy: bool = False

    @property
    def leading(self):
        """From one line to the next."""
        return self.size * 1.45


BODY = Style(10)
BODY_RIGHT = Style(10, "right")
LABEL = Style(9.5, "centre")
CELL = Style(9)
CELL_RIGHT = Style(9, "right")
CELL_CENTRE = Style(9, "centre")
CELL_HEAD = Style(9, "centre", heavy=True)
NOTE = Style(8.5)
CAPTION = Style(8, "centre")
LETTER = Style(12, indent=24, after=5)
LETTER_OPENING = Style(12, after=5)
LETTER_RIGHT = Style(12, "right", after=3)
HEADING = Style(12, before=9, after=4, heavy=True)
CENTRE_NAME = Style(13, "centre", after=3)
TITLE = Style(19, "centre", after=4, heavy=True)


class Text(Flowable):
    """A plain text in one style. It splits between any two of its lines."""

    def __init__(self, text, style=BODY, most_lines=None, lines=None):
        super().__init__()
        self.text, self.style, self.most_lines = text, style, most_lines
        self.spaceBefore, self.spaceAfter = style.before, style.after
        self._lines, self._room = lines, None

    def wrap(self, availWidth, availHeight):
        """Make the lines for that width."""
        if self._lines is None or (self._room and self._room != availWidth):
            self._lines = self._cut(availWidth)
        self._room = self.width = availWidth
        self.height = len(self._lines) * self.style.leading
        return self.width, self.height

    def split(self, availWidth, availHeight):
        """What fits into that height, and the rest; nothing when not even a line fits."""
        self.wrap(availWidth, availHeight)
        fitting = int(availHeight // self.style.leading)
        if fitting < 1 or fitting >= len(self._lines):
            return []
        return [self._part(self._lines[:fitting]), self._part(self._lines[fitting:])]

    def draw(self):
        """Draw the lines, the first at the top."""
        style, canv = self.style, self.canv
        canv.saveState()
        canv.setFillColor(INK)
        if style.heavy:  # the font has no bold cut: outlines are drawn as well (mode 2 = fill and outline)
            canv.setStrokeColor(INK)
            canv.setLineWidth(style.size * 0.03)
        y = self.height - style.size * 1.15
        for number, (line, indent) in enumerate(self._lines):
            parts = runs(line)
            rest = self.width - indent - sum(stringWidth(chars, name, style.size) for name, chars in parts)
            x = indent + {"left": 0, "centre": rest / 2, "right": rest}[style.align]
            draw_parts(canv, parts, x, y - number * style.leading, style.size, style.heavy)
        canv.restoreState()

    def _cut(self, room):
        lines = []
        for text in clean(self.text).split("\n"):
            parts = runs(text)
            text = "".join(run for _name, run in parts)
            widths = [width for name, run in parts for width in char_widths(run, name, self.style.size)]
            parts = broken(text, widths, room, self.style.indent)
            lines += [(part, self.style.indent if number == 0 else 0) for number, part in enumerate(parts)]
        if self.most_lines and len(lines) > self.most_lines:
            last, indent = lines[self.most_lines - 1]
            lines = [*lines[:self.most_lines - 1], (last[:-1] + "…", indent)]
        return lines

    def _part(self, lines):
        return Text(self.text, self.style, lines=lines)


def draw_parts(canv, parts, x, y, size, heavy=False):
    """Draw (font name, characters) beside each other from x on."""
    for name, chars in parts:
        canv.setFont(name, size)
        canv.drawString(x, y, chars, mode=2 if heavy else None)
        x += stringWidth(chars, name, size)


def clean(text):
    """Return the text as it can be printed: one kind of line end, no control characters, not endless.

    >>> clean("a\\r\\nb\\x00 ")
    'a\\nb'
    """
    if text is None or text is False:
        return ""
    text = re.sub(r"\r\n?|[\v\f\u0085\u2028\u2029]", "\n", str(text).expandtabs(4))
    if len(text) > LONGEST:
        text = text[:LONGEST] + "…"
    kept = "".join(char for char in text if char == "\n" or unicodedata.category(char) not in ("Cc", "Cf", "Cs"))
    return kept.strip()


def paragraph(text, style=BODY):
    """A plain text as a block."""
    return Text(text, style)


def heading(text, room=28):
    """A heading that stays with what follows it, as a list of blocks.

    :param room: millimetres that must be left on the page; else both go to the next
    """
    return [CondPageBreak(room * mm), Text(text, HEADING)]


def notes(lines):
    """Small lines below a table: bases of figures, remarks. A list of blocks."""
    return [Spacer(1, 2), *[Text(line, NOTE) for line in lines]]


def gap(millimetres=3):
    """Empty space between two blocks."""
    return Spacer(1, millimetres * mm)
