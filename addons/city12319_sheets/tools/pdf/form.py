"""Boxed rows of a form: shaded label cells beside values. Each row is a grid of its own, so rows differ in their columns."""

from reportlab.lib.units import mm
from reportlab.platypus import Spacer

from .grid import SHADE, Cell, Grid
from .text import BODY, BODY_RIGHT, LABEL, Text

LABEL_WIDTH = 26 * mm


def form_row(width, *pairs, height=0):
    """One boxed row of (label, value) pairs side by side.

    :param width: of the whole row in points (``Sheet.width``)
    :param pairs: (label, text) or (label, text, weight): how much of the room for values it takes, default 1
    :param height: millimetres that the row has at least, for what is written by hand
    """
    weights = [pair[2] if len(pair) > 2 else 1 for pair in pairs]
    room = width - LABEL_WIDTH * len(pairs)
    cells, widths = [], []
    for pair, weight in zip(pairs, weights, strict=True):
        cells += [_label(pair[0]), Cell((Text(pair[1], BODY),), middle=True)]
        widths += [LABEL_WIDTH, room * weight / sum(weights)]
    return Grid(widths, [cells], least=height * mm)


def form_text(width, label, text, below="", height=0):
    """One boxed row for a long text, which may go on over several pages.

    :param below: what stands under the text on the right, for example who wrote it and when
    """
    content = (Text(text, BODY), *((Spacer(1, 4), Text(below, BODY_RIGHT)) if below else ()))
    return Grid([LABEL_WIDTH, width - LABEL_WIDTH], [[_label(label), Cell(content)]], least=height * mm)


def sign_row(width, *labels, height=12):
    """The last row: a field for a signature beside each label."""
    return form_row(width, *[(label, "") for label in labels], height=height)


def _label(text):
    return Cell((Text(text, LABEL, most_lines=8),), label=True, shade=SHADE, middle=True)
