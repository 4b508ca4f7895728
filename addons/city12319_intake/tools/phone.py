"""Telephone numbers as people type them and as call centres deliver them.

One cell of text in, a list of :class:`Phone` out. Needs nothing but the ``phonenumbers`` library, so that it
can be tested and used without Odoo.

What a hotline meets beyond what the library accepts: short numbers (110, 12345, 95588), local numbers without
an area code, extensions in Chinese (``转801``), carrier prefixes (17951), several numbers or a person's name in
the same cell, the letter O for a zero, and callers without a number.

How a cell is read: the text is brought to plain ASCII, cut at everything that cannot be part of a number, and
each piece is cut into groups of digits. The groups are joined again to the fewest numbers that make sense, so
that blanks and hyphens inside a number never matter. What makes no sense is kept with kind ``invalid``.
"""

import re
import unicodedata
from dataclasses import dataclass, replace
from functools import lru_cache

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat, PhoneNumberType

MOBILE, FIXED, SERVICE, SHORT, FOREIGN = "mobile", "fixed", "service", "short", "foreign"
ANONYMOUS, INVALID = "anonymous", "invalid"

_MAX_LENGTH = 500  # of a text that is read for numbers; what follows is not looked at

_ANONYMOUS_WORDS = re.compile(
    "匿名|未知|不详|不明|保密|隐藏|隐私|未显示|无显示|未提供|不愿|未留|没有|无号码|无电话|^无$|空号"
    "|anonymous|unknown|withheld|private|restricted|unavailable|no ?number|^n/?a$|^none$|^null$"
)
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_DASHES = re.compile("[\u2010-\u2015\u2212\u2500\u30fc~_]|(?<=[0-9])[一ー](?=[0-9])")
_EXTENSION_WORD = re.compile(
    r"转接|转|分机号?|内线|;ext=|extension|extn?\.?|(?<=[0-9) ])x(?=[ .:]*[0-9]{1,6}(?![0-9]))"
    r"|(?<=[0-9])[ ]*[#*](?=[0-9]{1,6}(?![0-9]))"
)
_EXTENSION_MARK = "\x01"
_SEPARATOR = re.compile(r"[^0-9()+\-. \x01]+")
_PIECE = re.compile(r"([^\x01]+)((?:\x01[ .:]*[0-9]{1,6}(?![0-9])(?:-[0-9]{1,6}(?![0-9]))*)*)")
_GROUP = re.compile(r"([ (\-.)]*)([0-9]+)")
_MASKED = re.compile(r"[0-9]+[*]{2,}[0-9]*")
_ROUNDED = re.compile(r"[0-9](?:\.[0-9]+)?e\+?[0-9]+")  # what a spreadsheet makes of a number: digits are lost

_SHORT = re.compile(r"11\d|12[0-2]|1[0-2]\d{3}|11[68]\d{3}|100\d{4,5}|9[56]\d{3,4}")
_SMS_GATEWAY = re.compile(r"106\d{5,17}")
_CARRIER_PREFIX = re.compile(
    r"(?:1795[01]|1790[0189]|1791[01]|1793[01]|1796[0189]|1799[0156]|12593|10193|11808)(?=\d{10})"
)
_MOBILE = re.compile(r"(?:0?86|0)?(1[3-9]\d{9})")
_AREA_SHORT = re.compile(r"(010|02\d|0[3-9]\d\d)(\d{3,6})")
_PREFIX_86 = re.compile(r"86(?=\d{10})")
_ALL_ONE_DIGIT = re.compile(r"0+|(\d)\1{10}")


@dataclass(frozen=True)
class Phone:
    """One number. ``e164`` is empty when nobody can be called back; short numbers stand there as their digits."""

    e164: str
    kind: str
    extension: str
    national: str
    raw: str

    @property
    def shown(self):
        """National form with the extension, as it is read out and as it can be read in again."""
        return f"{self.national}转{self.extension}" if self.extension else self.national


def parse_phones(text, area_code="0898", region="CN"):
    """Return the numbers in ``text``, in their order, each once.

    :param text: anything from a form, a spreadsheet cell or a call event (numbers are accepted too)
    :param area_code: the city's area code, for local numbers without one; empty when unknown
    :param region: ISO code of the country; rules for Chinese numbers are used for CN only
    """
    return list(_parse(_as_text(text), (area_code or "").strip().lstrip("0"), region))


def primary_e164(text, area_code="0898"):
    """Return the number to call back or to look the caller up by: the first full number, else a short one."""
    phones = [phone for phone in parse_phones(text, area_code) if phone.e164]
    return next((phone.e164 for phone in phones if phone.kind != SHORT), phones[0].e164 if phones else "")


def mask(number):
    """Return ``number`` with its middle hidden (``138****8000``); never more than seven digits stay readable.

    Accepts E.164, national and typed forms. Of several numbers in one text only the first is shown, followed by
    an ellipsis. Text without any digit gives an empty string, since it may be a name.
    """
    text = _normal(_as_text(number))
    if not re.search("[0-9]", text):
        return ""
    if _MASKED.search(text) and len(re.sub("[^0-9]", "", text)) <= 7:
        return re.sub("[^0-9+*…]", "", text)
    phones = parse_phones(text, area_code="")
    if not phones:
        return "****"
    return _mask_one(phones[0]) + ("…" if len(phones) > 1 else "")


def _mask_one(phone):
    digits = re.sub("[^0-9]", "", phone.national if phone.kind != FOREIGN else phone.e164)
    if phone.kind == FOREIGN:
        number = phonenumbers.parse(phone.e164, None)
        return f"+{number.country_code}****{digits[-3:]}"
    if phone.kind in (MOBILE, SERVICE):
        return f"{digits[:3]}****{digits[-4:]}"
    if phone.kind == FIXED:
        area = phone.national.split(" ")[0]
        return f"{area}****{digits[-(7 - len(area)):]}"
    shown = 3 if len(digits) > 6 else len(digits) // 3
    return "****" + digits[len(digits) - shown:]


def _as_text(value):
    if value is None or value is False:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = str(value).strip()[:_MAX_LENGTH]
    return re.sub(r"^(\d{5,})\.0$", r"\1", text)


def _normal(text):
    """Return ``text`` in half-width characters, lower case, one kind of hyphen, without invisible characters."""
    text = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text)).lower()
    return _DASHES.sub("-", text.replace("〇", "0").replace("○", "0"))


@lru_cache(maxsize=8192)
def _parse(original, area, region):
    text = _normal(original).strip()
    if not text:
        return ()
    text = re.sub(r"(?:sips?|tel):|@[^\s;,>]*|;(?!ext=)[a-z\-]+=[^;\s>]*", " ", text)
    text = re.sub(r"(?<![a-z])or(?![a-z])", "/", text)
    text = re.sub(r"(?<=[0-9 \-])o+(?![a-z])|(?<![a-z])o+(?=[0-9])", lambda found: "0" * len(found[0]), text)
    if unusable := _MASKED.search(text) or _ROUNDED.fullmatch(text):
        return (Phone("", INVALID, "", unusable[0], original.strip()),)
    text = _EXTENSION_WORD.sub(_EXTENSION_MARK, text).replace("+", "\x02+")
    found = []
    for piece in _SEPARATOR.split(text):
        for numbers, extension in _PIECE.findall(piece):
            found += _read_piece(numbers, "-".join(re.findall("[0-9]+", extension)), area, region)
            area = _area_of(found) or area
    if found:
        unique = {(phone.e164 or phone.raw, phone.extension): phone for phone in reversed(found)}
        return tuple(reversed(unique.values()))
    if not re.search(r"\w", text):
        return ()
    kind = ANONYMOUS if _ANONYMOUS_WORDS.search(text) else INVALID
    return (Phone("", kind, "", "" if kind == ANONYMOUS else original.strip(), original.strip()),)


def _area_of(phones):
    """Return the area code of the last number, for a local number that follows it in the same cell."""
    if not phones or phones[-1].kind != FIXED:
        return ""
    return phones[-1].national.split(" ")[0].lstrip("0")


def _read_piece(piece, extension, area, region):
    """Join the groups of digits of ``piece`` to the fewest numbers that make sense (shortest path)."""
    plus = "+" in piece
    groups = _GROUP.findall(piece.replace("+", ""))
    best = {0: (0, [])}
    for end in range(1, len(groups) + 1):
        ways = []
        for start in range(max(0, end - 12), end):
            cost, phones = best[start]
            price, phone = _read_groups(groups[start:end], plus and start == 0, area, region)
            ways.append((cost + price, [*phones, phone]))
        best[end] = min(ways, key=lambda way: way[0])
    phones = best[len(groups)][1]
    if phones and extension:
        phones[-1] = replace(phones[-1], extension=extension, raw=f"{phones[-1].raw}-{extension}")
    return phones


def _read_groups(groups, plus, area, region):
    """Return (price, phone) of reading the groups as one number; a price above 10 means: not a number."""
    raw = "".join(("-" if "-" in gap else " " if gap else "") + digits for gap, digits in groups).strip(" -")
    raw = ("+" if plus else "") + raw
    digits = "".join(group[1] for group in groups)
    known = _recognise(digits, plus, area, region)
    # several groups never make one of the long gateway numbers, they would swallow the next number
    joined_gateway = known and known[1] == SHORT and len(groups) > 1 and _SMS_GATEWAY.fullmatch(digits)
    if known and not joined_gateway:
        e164, kind, national = known
        return 1, Phone(e164, kind, "", national, raw)
    gap, last = groups[-1]
    if len(groups) > 1 and len(last) <= 6 and ("-" in gap or "(" in gap):
        known = _recognise(digits[:-len(last)], plus, area, region)
        if known and known[0]:
            both_short = known[1] == SHORT and _SHORT.fullmatch(last)
            return (3 if both_short else 1.5), Phone(known[0], known[1], last, known[2], raw)
    return 10 + 2 * len(digits), Phone("", INVALID, "", raw, raw)


@lru_cache(maxsize=8192)
def _recognise(digits, plus, area, region):
    """Return (e164, kind, national form) of a string of digits, or None."""
    if _ALL_ONE_DIGIT.fullmatch(digits) and not plus:
        return ("", ANONYMOUS, "") if len(digits) > 2 else None
    if not plus and digits.startswith("00"):
        plus, digits = True, digits[2:]
    if region != "CN":
        return _foreign("+" + digits if plus else digits, region)
    if plus:
        if not digits.startswith("86"):
            return _foreign("+" + digits, None)
        return _chinese(digits[2:], area)
    if prefix := _CARRIER_PREFIX.match(digits):
        return _recognise(digits[prefix.end():], False, "", region)
    return _chinese(digits, area)


def _foreign(text, region):
    try:
        number = phonenumbers.parse(text, region)
    except NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    e164 = phonenumbers.format_number(number, PhoneNumberFormat.E164)
    return e164, FOREIGN, phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL)


def _chinese(digits, area):
    if _SHORT.fullmatch(digits):
        return digits, SHORT, digits
    if mobile := _MOBILE.fullmatch(digits):
        return _library(mobile[1], MOBILE)
    if re.fullmatch(r"[48]00\d{7}", digits):
        return _library(digits, SERVICE)
    significant = digits[1:] if digits.startswith("0") else digits
    if len(significant) >= 9 and (known := _library(significant, FIXED)):
        return known
    if local := _AREA_SHORT.fullmatch(digits):
        if _SHORT.fullmatch(local[2]):
            own = local[1] == f"0{area}"
            return (local[2], SHORT, local[2]) if own else (digits, SHORT, f"{local[1]} {local[2]}")
    if _PREFIX_86.match(digits) and (known := _chinese(digits[2:], area)):
        return known
    if area and re.fullmatch(r"[2-8]\d{6,7}", digits):
        return _library(area + digits, FIXED)
    if _SMS_GATEWAY.fullmatch(digits):
        return digits, SHORT, digits
    return None


def _library(significant, kind):
    """Ask the library about a national number. Mobile ranges newer than the library are accepted unseen."""
    number = phonenumbers.PhoneNumber(country_code=86, national_number=int(significant))
    if kind == FIXED and phonenumbers.number_type(number) != PhoneNumberType.FIXED_LINE:
        return None
    e164 = phonenumbers.format_number(number, PhoneNumberFormat.E164)
    return e164, kind, phonenumbers.format_number(number, PhoneNumberFormat.NATIONAL)
