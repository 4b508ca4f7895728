"""Pictures on a sheet: scaled down to what paper shows, upright, with a caption; what is no picture is named."""

import io
from dataclasses import dataclass

from PIL import Image, ImageOps
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.platypus import Flowable

from .grid import Cell, Grid
from .text import CAPTION, Text

# 1,000 points of picture across 8 centimetres of paper: 300 dots per inch
LONGEST_SIDE = 1_000
QUALITY = 78
HIGH = 60 * mm


@dataclass(frozen=True)
class Photo:
    """One picture: the file's content (bytes, or a function that reads it when its turn comes) and what stands below."""

    content: object
    caption: str


def photo_grid(width, photos, columns=2, broken="Not a readable picture"):
    """Pictures beside each other, as a list of rows that each stay whole.

    :param photos: ``Photo`` items; only a few of their files are in memory at once
    :param broken: what stands in place of a file that is no picture
    """
    rows = []
    for first in range(0, len(photos), columns):
        cells = [
            Cell((scaled(photo.content, width / columns - 10, broken), Text(photo.caption, CAPTION, most_lines=2)), middle=True)
            for photo in photos[first:first + columns]
        ]
        cells += [Cell(())] * (columns - len(cells))
        rows.append(cells)
    return [Grid([width / columns] * columns, [row]) for row in rows]


class Picture(Flowable):
    """A JPEG file as a block. It is opened only while it is drawn: reportlab's own block keeps all its points in memory."""

    def __init__(self, data, room):
        super().__init__()
        self.data = data
        wide, high = ImageReader(io.BytesIO(data)).getSize()
        factor = min(room / wide, HIGH / high)
        self.width, self.height = wide * factor, high * factor

    def wrap(self, availWidth, availHeight):
        """As large as it was scaled to."""
        return self.width, self.height

    def draw(self):
        """Draw the picture."""
        self.canv.drawImage(ImageReader(io.BytesIO(self.data)), 0, 0, self.width, self.height)


def scaled(content, width, broken):
    """Return the picture as a block of at most that width, or a paragraph that says that it cannot be read."""
    try:
        data = _shrunk(content() if callable(content) else content)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):  # what Pillow raises for files it cannot read
        return Text(f"[{broken}]", CAPTION, most_lines=2)
    return Picture(data, width)


def _shrunk(data):
    """The picture as a small JPEG file, turned upright, transparent parts white."""
    with Image.open(io.BytesIO(data)) as image:
        image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # a JPEG is decoded small: a tenth of the time and memory
        image = ImageOps.exif_transpose(image)
        image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        if image.mode in ("RGBA", "LA", "P", "PA"):
            image = image.convert("RGBA")
            ground = Image.new("RGB", image.size, "white")
            ground.paste(image, mask=image.getchannel("A"))
            image = ground
        out = io.BytesIO()
        image.convert("RGB").save(out, "JPEG", quality=QUALITY)
        return out.getvalue()
