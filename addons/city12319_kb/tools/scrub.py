"""A question without what tells who asked it. Pure Python, no Odoo."""

import re

from .search_text import normalize

MAX_LENGTH = 60
_NUMBER = re.compile(r"\+?\d(?:[\s\-()（）－—]{0,2}\d){5,}[xX]?")  # telephone, identity card, account
_MAIL = re.compile(r"[\w.+-]+@[\w.-]+", re.ASCII)
_PERSON = re.compile(r"[\u4e00-\u9fff]{1,2}(?:女士|先生|小姐)")


def scrub(text):
    """Return ``text`` in one line, short, without long numbers, addresses of mail, and names such as 王女士."""
    text = _PERSON.sub("…", _MAIL.sub("…", _NUMBER.sub("…", text or "")))
    return " ".join(text.split())[:MAX_LENGTH].strip()


def question_key(text):
    """Return what makes two noted questions the same."""
    return "".join(character for character in normalize(scrub(text)) if character.isalnum())
