"""A PDF of sheets: each begins on a page of its own, with its own page numbers, head and foot."""

import io
from dataclasses import dataclass, field

from reportlab import rl_config
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, NextPageTemplate, PageBreak, PageTemplate

from .fonts import MAIN, load, runs
from .qr import SIZE as QR
from .qr import QrCode
from .text import CENTRE_NAME, QUIET, TITLE, Text, clean, draw_parts

# pictures and fonts go in as bytes: written as letters they would be a quarter larger and take seconds
rl_config.useA85 = 0

SIDE, TOP, BOTTOM = 18 * mm, 17 * mm, 18 * mm
SMALL = 8.5


@dataclass(frozen=True)
class Paper:
    """What all sheets of a PDF share: the centre's name, the foot, and the words of the page numbers."""

    centre: str
    foot: str = ""
    page: str = "Page %s"
    pages: str = "of %s"
    language: str = "zh-CN"


@dataclass
class Sheet:
    """One sheet: its head and its blocks. ``link`` becomes a QR code beside the title."""

    title: str
    number: str = ""
    link: str = ""
    wide: bool = False
    blocks: list = field(default_factory=list)

    @property
    def size(self):
        """Width and height of the paper in points: A4, upright or wide."""
        return landscape(A4) if self.wide else A4

    @property
    def width(self):
        """The room between the margins in points, which blocks take as their width."""
        return self.size[0] - 2 * SIDE


def build(sheets, paper):
    """Make one PDF.

    :param sheets: ``Sheet`` items in order, at least one; may be a generator
    :param paper: ``Paper``
    :return: the file as bytes
    :raises FontMissing: when the fonts are not installed
    """
    load(MAIN)
    out = io.BytesIO()
    document, story = _Document(out, paper), []
    for sheet in sheets:
        later = _Page(sheet, paper, first=None)
        first = _Page(sheet, paper, first=later)
        document.addPageTemplates([first, later])
        story += [NextPageTemplate(first.id), PageBreak()] if story else []
        story += [_Head(sheet, paper), *sheet.blocks]
    document.build(story)
    return out.getvalue()


class _Head(Flowable):
    """The centre's name and the title in the middle, the code on the right; as much room is kept free on the left."""

    def __init__(self, sheet, paper):
        super().__init__()
        self.spaceAfter = 6
        self.lines = [Text(paper.centre, CENTRE_NAME, most_lines=2), Text(sheet.title, TITLE, most_lines=4)]
        self.code = QrCode(sheet.link) if sheet.link else None

    def wrap(self, availWidth, availHeight):
        """The height of the lines, or of the code when that is higher."""
        self.side = QR + 4 if self.code else 0
        height = sum(line.wrap(availWidth - 2 * self.side, 0)[1] + line.style.after for line in self.lines)
        self.width, self.height = availWidth, max(height, QR if self.code else 0)
        self.top = self.height - (self.height - height) / 2
        return self.width, self.height

    def draw(self):
        """Draw the lines from the top, and the code."""
        y = self.top
        for line in self.lines:
            y -= line.height
            line.drawOn(self.canv, self.side, y)
            y -= line.style.after
        if self.code:
            self.code.drawOn(self.canv, self.width - QR, self.height - QR)


class _Page(PageTemplate):
    """A page of one sheet: the first has its title in the text, later ones a line with centre, title and number."""

    def __init__(self, sheet, paper, first):
        width, height = sheet.size
        name = f"{id(sheet)}-{'first' if first else 'later'}"
        frame = Frame(SIDE, BOTTOM, width - 2 * SIDE, height - TOP - BOTTOM, 0, 0, 0, 0)
        super().__init__(name, [frame], pagesize=sheet.size, autoNextPageTemplate=first.id if first else None)
        self.sheet, self.paper, self.is_first = sheet, paper, bool(first)
        self.count = first.count if first else _Count()

    def beforeDrawPage(self, canv, doc):
        """Draw head and foot; the number of pages is not known yet and is drawn by a form that follows at the end."""
        self.count.value += 1
        width, height = self.pagesize
        canv.saveState()
        canv.setFillColor(QUIET)
        canv.setStrokeColor(QUIET)
        canv.setLineWidth(0.4)
        if not self.is_first:
            name = clean(f"{self.sheet.title}  {self.sheet.number}")
            draw_line(canv, self.paper.centre, SIDE, height - 11 * mm, width / 2 - SIDE - 6)
            draw_line(canv, name, width - SIDE, height - 11 * mm, width / 2 - SIDE - 6, right=True)
            canv.line(SIDE, height - 13 * mm, width - SIDE, height - 13 * mm)
        canv.line(SIDE, 14 * mm, width - SIDE, 14 * mm)
        middle = width - SIDE - 20 * mm
        draw_line(canv, self.paper.foot, SIDE, 10 * mm, middle - SIDE - 25 * mm)
        draw_line(canv, self.paper.page % self.count.value, middle - 2, 10 * mm, 25 * mm, right=True)
        canv.translate(middle + 2, 10 * mm)
        canv.doForm(self.count.form)
        canv.restoreState()
        doc.counts.add(self.count)


class _Count:
    """How many pages one sheet has, counted while they are drawn."""

    def __init__(self):
        self.value = 0

    @property
    def form(self):
        return f"pages-{id(self)}"


class _Document(BaseDocTemplate):
    def __init__(self, out, paper):
        super().__init__(
            out, pageTemplates=[], title="", author=clean(paper.centre), creator="City 12319", producer="City 12319",
            lang=paper.language, pageCompression=1,
        )
        self.paper, self.counts = paper, set()

    def _endBuild(self):
        for count in self.counts:
            self.canv.beginForm(count.form, 0, -4, 25 * mm, 12)
            self.canv.setFillColor(QUIET)
            draw_line(self.canv, self.paper.pages % count.value, 0, 0, 25 * mm)
            self.canv.endForm()
        super()._endBuild()


def draw_line(canv, text, x, y, room, right=False):
    """Draw one line of small text, cut with … when it is longer than the room."""
    text = clean(text).replace("\n", " ")
    parts = runs(text)
    while text and sum(stringWidth(chars, name, SMALL) for name, chars in parts) > room:
        text = text[:-2] if len(text) < 3 else text.rstrip("…")[:-1] + "…"
        parts = runs(text)
    x -= sum(stringWidth(chars, name, SMALL) for name, chars in parts) if right else 0
    draw_parts(canv, parts, x, y, SMALL)
