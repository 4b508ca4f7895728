"""Time limits as standards write them: “2紧急工作时”, “4小时”, “2天”, “1 紧急工作日”. Pure."""

import re
from decimal import Decimal

# the longest names first. A plain 小时 is a working hour, a plain 天 a working day, as the standards define them;
# an urgent working day is a day that runs through
_UNITS = [
    ("紧急工作小时", "urgent_hours", 1), ("紧急工作时", "urgent_hours", 1), ("紧急小时", "urgent_hours", 1),
    ("紧急时", "urgent_hours", 1), ("紧急工作日", "urgent_hours", 24), ("紧急工作天", "urgent_hours", 24),
    ("个工作小时", "working_hours", 1), ("工作小时", "working_hours", 1), ("工作时", "working_hours", 1),
    ("自然日", "natural_days", 1), ("自然天", "natural_days", 1), ("日历天", "natural_days", 1),
    ("工作日", "working_days", 1), ("工作天", "working_days", 1),
    ("小时", "working_hours", 1), ("时", "working_hours", 1), ("天", "working_days", 1), ("日", "working_days", 1),
    ("urgent hours", "urgent_hours", 1), ("working hours", "working_hours", 1), ("working days", "working_days", 1),
    ("natural days", "natural_days", 1),
]
_DIGITS = {**{digit: value for value, digit in enumerate("零一二三四五六七八九")}, "两": 2, "半": Decimal("0.5")}
_FULL_WIDTH = str.maketrans("０１２３４５６７８９．", "0123456789.")
_NUMBER = re.compile(r"^(\d+(?:\.\d+)?|[零一二两三四五六七八九十半]+)")


def parse_limit(text):
    """Read a time limit.

    :param text: for example ``2紧急工作时``; blanks, full-width digits and Chinese numerals are understood
    :return: ``(amount, unit)``: float and one of the four kinds; None when it is not a time limit
    """
    text = (text or "").translate(_FULL_WIDTH).strip().lower()
    text = re.sub(r"\s+", " ", text)
    match = _NUMBER.match(text)
    if not match:
        return None
    amount = _amount(match.group(1))
    rest = text[match.end():].strip().removeprefix("个").strip()
    for name, unit, factor in _UNITS:
        if rest in (name, f"{name}内", f"{name}以内"):
            return (float(amount * factor), unit) if amount and amount > 0 else None
    return None


def _amount(text):
    if text[0].isdigit():
        return Decimal(text)
    if "十" not in text:
        return _DIGITS[text] if len(text) == 1 else None
    tens, _ten, ones = text.partition("十")
    if len(tens) > 1 or len(ones) > 1 or "半" in (tens, ones):
        return None
    return Decimal((_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[ones] if ones else 0))
