"""Plain text of lines as HTML. Pure Python, no Odoo."""

import re

from markupsafe import Markup, escape

_BULLET = re.compile(r"^\s*[-•·]\s+")


def lines_markup(text):
    """Return a text as HTML: a paragraph for each line that says something, a list for lines with bullets."""
    parts, items = [], []

    def close_list():
        if items:
            parts.append(Markup("<ul>%s</ul>") % Markup("").join(Markup("<li>%s</li>") % item for item in items))
            items.clear()

    for line in text.splitlines():
        if _BULLET.match(line):
            items.append(_BULLET.sub("", line))
        elif line.strip():
            close_list()
            parts.append(Markup("<p>%s</p>") % escape(line.strip()))
    close_list()
    return Markup("").join(parts)
