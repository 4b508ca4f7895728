"""The two fonts of the sheets, and which of them draws a character.

reportlab embeds TrueType outlines (only the characters used), not the CFF outlines of Noto CJK. WenQuanYi Micro Hei has
every character of GBK and good Latin letters; BabelStone Han has some 60,000 more for rare names, is large, and is
loaded when the first of them is met. What neither has is drawn as a box.
"""

import re
import threading
from importlib.util import find_spec
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont

MAIN, RARE = "City12319Main", "City12319Rare"
FILES = {
    MAIN: ("wqy/wqy-microhei.ttc", "fonts-wqy-microhei"),
    RARE: ("babelstone/BabelStoneHan.ttf", "fonts-babelstone-han"),
}
BOX = "□"
_lock = threading.Lock()
_loaded = {}


class _Font(TTFont):
    """A font whose characters beyond the first 65,536 can be copied out of the PDF and found in it.

    reportlab writes such a code as one odd number; the format wants two halves (surrogates).
    """

    def addObjects(self, doc):
        super().addObjects(doc)
        for name, stream in list(doc.idToObject.items()):
            if str(name).startswith("toUnicodeCMap:"):
                stream.content = re.sub(
                    r"<([0-9A-F]{5,6})>$", lambda code: f"<{chr(int(code[1], 16)).encode('utf-16-be').hex().upper()}>",
                    stream.content, flags=re.MULTILINE,
                )


class FontMissing(Exception):
    """A font of the sheets is not on this machine; ``package`` is Debian's name of what to install."""

    def __init__(self, package, folders):
        super().__init__(f"There is no font of the package {package} in {', '.join(map(str, folders))}.")
        self.package = package


def folders():
    """Where fonts are looked for: beside the Odoo that runs (set-up unpacks them there), then the system's own."""
    odoo = find_spec("odoo")
    above = [parent for place in odoo.submodule_search_locations for parent in Path(place).parents] if odoo else [Path("/")]
    return [folder for folder in (parent / "usr/share/fonts/truetype" for parent in above) if folder.is_dir()]


def load(name):
    """Return reportlab's font of that name, registered once per process.

    :raises FontMissing: when its file is in none of the folders, or is not a font
    """
    with _lock:
        if name not in _loaded:
            file, package = FILES[name]
            path = next((folder / file for folder in folders() if (folder / file).is_file()), None)
            try:
                font = _Font(name, str(path)) if path else None
            except TTFError:
                font = None
            if not font:
                raise FontMissing(package, folders())
            pdfmetrics.registerFont(font)
            _loaded[name] = font
        return _loaded[name]


def runs(text):
    """Cut a text into (font name, characters) such that each font has all of its characters.

    >>> runs("张䶮")
    [('City12319Main', '张'), ('City12319Rare', '䶮')]
    """
    main = load(MAIN).face.charToGlyph
    if all(ord(char) in main for char in text):
        return [(MAIN, text)] if text else []
    found = []
    for char in text:
        name, char = _font_of(char, main)
        if found and found[-1][0] == name:
            found[-1][1].append(char)
        else:
            found.append((name, [char]))
    return [(name, "".join(chars)) for name, chars in found]


def _font_of(char, main):
    if ord(char) in main:
        return MAIN, char
    if ord(char) in load(RARE).face.charToGlyph:
        return RARE, char
    return MAIN, BOX


def char_widths(text, name, size):
    """How wide each character is, in points."""
    face = load(name).face
    return [face.getCharWidth(ord(char)) * size / 1000 for char in text]
