"""The PDF kit: sheets as Chinese offices use them, on reportlab, without the ORM.

A sheet is a title, a number and a list of *blocks*; ``build([Sheet, ...], Paper)`` makes one PDF of them, each sheet on
its own pages with its own page numbers. Blocks come from

* ``form_row``, ``form_text``, ``sign_row``: boxed rows of a form with shaded labels;
* ``data_table``: a table whose head is repeated on each page;
* ``heading``, ``paragraph``, ``notes``, ``gap``: running text;
* ``photo_grid``: pictures with captions, scaled down.

Every text goes through ``markup``: it may hold any character and any length.
"""

from .document import Paper, Sheet, build
from .fonts import FontMissing
from .form import form_row, form_text, sign_row
from .photos import Photo, photo_grid
from .table import data_table
from .text import gap, heading, notes, paragraph

__all__ = [
    "FontMissing", "Paper", "Photo", "Sheet", "build", "data_table", "form_row", "form_text", "gap", "heading", "notes",
    "paragraph", "photo_grid", "sign_row",
]
