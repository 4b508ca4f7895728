"""How telephone numbers are shown to people."""

import phonenumbers
from phonenumbers import geocoder

from .phone import parse_phones


def display(text, area_code=""):
    """Return ``text`` in national form when it is exactly one number, else as it was typed, without outer spaces."""
    numbers = parse_phones(text or "", area_code)
    if len(numbers) == 1 and numbers[0].e164:
        number = numbers[0]
        return f"{number.national} 转 {number.extension}" if number.extension else number.national
    return (text or "").strip()


def tail(text):
    """Return the last four digits of ``text``, to tell unnamed callers apart."""
    return "".join(char for char in text or "" if char.isdigit())[-4:]


def location(e164, lang="zh_CN"):
    """Return the place that a number belongs to, in the language ``lang``; empty when it has none.

    Of a number at home the country alone is no place; of a foreign one it is.
    """
    if not e164.startswith("+"):
        return ""
    number, language = phonenumbers.parse(e164), lang.split("_")[0]
    place = geocoder.description_for_number(number, language)
    return "" if number.country_code == 86 and place == geocoder.country_name_for_number(number, language) else place
