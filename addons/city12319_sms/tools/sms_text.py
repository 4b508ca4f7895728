"""How a text travels: which coding it needs, and in how many parts it is paid.

A text of the GSM alphabet (3GPP TS 23.038) takes 160 characters in one message, or 153 in each part of a longer one;
anything else, such as Chinese, takes UCS-2 with 70, or 67 in each part. Characters of two units (``€`` in the GSM
alphabet, rare characters and emoji in UCS-2) are never cut in half.
"""

from dataclasses import dataclass

GSM7, UCS2 = "gsm7", "ucs2"

_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED = frozenset("\f^{}\\[~]|€")
_ONE, _EACH = {GSM7: 160, UCS2: 70}, {GSM7: 153, UCS2: 67}


@dataclass(frozen=True)
class Measure:
    """``coding``: gsm7 or ucs2. ``units``: septets or 16-bit units. ``parts``: messages that it is sent as."""

    coding: str
    units: int
    parts: int


def measure(text):
    """Return the :class:`Measure` of ``text``; an empty text has no part."""
    coding = GSM7 if all(character in _BASIC or character in _EXTENDED for character in text) else UCS2
    sizes = [_size(character, coding) for character in text]
    units = sum(sizes)
    if units <= _ONE[coding]:
        return Measure(coding, units, 1 if text else 0)
    return Measure(coding, units, _parts(sizes, _EACH[coding]))


def _size(character, coding):
    if coding == GSM7:
        return 2 if character in _EXTENDED else 1
    return 2 if ord(character) > 0xFFFF else 1


def _parts(sizes, room):
    parts, used = 1, 0
    for size in sizes:
        if used + size > room:
            parts, used = parts + 1, 0
        used += size
    return parts


def sign(text, signature):
    """Return ``text`` with ``【signature】`` before it, unless it already begins with a signature."""
    signature = (signature or "").strip().strip("【】")
    return text if not signature or text.startswith("【") else f"【{signature}】{text}"
