"""HTML as plain text, one line per block. Pure Python, no Odoo, made for sanitized HTML and for speed."""

import html
import re

_BREAK = re.compile(r"<(?:br|/p|/div|/li|/tr|/h[1-6]|/td|/th|/blockquote|/pre|/table|/ul|/ol)\b[^>]*>", re.IGNORECASE)
_TAG = re.compile(r"<[^>]*>")
_BLANKS = re.compile(r"[ \t\r\f\v\xa0\u3000]+")
_LINES = re.compile(r" ?\n\s*")


def plain_text(markup):
    """Return the text of ``markup``: blocks on lines of their own, words in bold or links in one piece."""
    text = _TAG.sub("", _BREAK.sub("\n", (markup or "").replace("\n", " ")))
    return _LINES.sub("\n", _BLANKS.sub(" ", html.unescape(text))).strip()
