"""Values of cells: times, yes and no, numbers, texts, and words looked up in a list. Pure Python, no Odoo.

A value that cannot be understood is a :class:`ValueProblem` with a code; an empty cell is None.
"""

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

EMPTY = (None, "")
ZONE = "Asia/Shanghai"  # of times in tables
GENERIC_WORDS = {"其他", "其它", "其余", "other", "others", "未注明", "不详", "未知", "未分类", "综合", "无"}

_TRUE = {"是", "真", "对", "保密", "需保密", "要求保密", "需要保密", "密", "有", "1", "true", "yes", "y", "t", "√", "✓"}
_FALSE = {"否", "假", "不", "不保密", "无需保密", "公开", "无", "没有", "0", "false", "no", "n", "f", "×", "x", "-"}

_WEEKDAY = re.compile(r"[(\[]?(?:星期|周|礼拜)[一二三四五六日天][)\]]?")
_HALF = "凌晨|清晨|早上|早晨|上午|中午|下午|傍晚|晚上|夜间|夜里|am|pm"
_DATE = r"(?P<year>\d{4})\s*[-/.年]\s*(?P<month>\d{1,2})\s*[-/.月]\s*(?P<day>\d{1,2})\s*[日号]?"
_COMPACT = r"(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)"
_TIME = (
    rf"(?P<half>{_HALF})?\s*(?P<hour>\d{{1,2}})\s*(?:[:时点]\s*(?:(?P<minute>\d{{1,2}})\s*[:分]?|(?P<mark>半|整))?"
    rf"\s*(?:(?P<second>\d{{1,2}})(?:[.,]\d+)?\s*秒?)?)\s*(?P<late>am|pm)?\s*(?P<zone>z|[+-]\d\d:?\d\d)?"
)
_MOMENT = re.compile(rf"{_DATE}(?:[t\s,]*{_TIME})?")
_COMPACT_MOMENT = re.compile(rf"{_COMPACT}(?:\s+{_TIME})?")
_COMPACT_DIGITS = re.compile(rf"{_COMPACT}(?P<hour>\d\d)(?P<minute>\d\d)(?P<second>\d\d)?")
_TIME_ONLY = re.compile(_TIME)
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")


class ValueProblem(Exception):
    """A cell that cannot be understood."""

    def __init__(self, code, **details):
        super().__init__(code)
        self.code = code
        self.details = details


def fold(text):
    """Return a word without what never matters: width, case, blanks, punctuation."""
    text = unicodedata.normalize("NFKC", str("" if text is None else text)).lower()
    return re.sub(r"[\s_\W]+", "", text)


def text_of(value):
    """Return a cell as text, whole numbers without decimals, without outer blanks."""
    if value in EMPTY:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M:%S").removesuffix(" 00:00:00")
    return str(value).replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "").strip()


def parse_time(value):
    """Return a time of day from a time, ``10:05``, ``下午3点半``; None when the cell is empty or a full date."""
    if isinstance(value, time):
        return value.replace(tzinfo=None)
    if isinstance(value, float) and 0 <= value < 1:
        return (datetime.min + timedelta(seconds=round(value * 86400))).time()
    found = _TIME_ONLY.fullmatch(_date_text(value)) if isinstance(value, str) else None
    if not found:
        return None
    try:
        hour, minute, second = _clock(found, value)
    except ValueProblem:
        return None
    return time(hour % 24, minute, second)


def parse_datetime(value, zone=ZONE, clock=None):
    """Return a moment as naive UTC, from a date or a text in local time.

    :param value: date, datetime, serial number of a spreadsheet, or text in one of the usual forms
    :param clock: time of day from another column, used when the value has none
    :raises ValueProblem: code ``date``
    """
    if value in EMPTY or (isinstance(value, str) and not value.strip()):
        return None
    try:
        moment = _moment(value)
        if clock and (moment.hour, moment.minute, moment.second) == (0, 0, 0):
            moment = moment.replace(hour=clock.hour, minute=clock.minute, second=clock.second)
        if not moment.tzinfo:
            moment = moment.replace(tzinfo=ZoneInfo(zone))
        moment = moment.astimezone(timezone.utc).replace(tzinfo=None, microsecond=0)
    except (ValueError, OverflowError) as error:
        raise ValueProblem("date", value=text_of(value)) from error
    if not 1900 < moment.year < 2100:
        raise ValueProblem("date", value=text_of(value))
    return moment


def _moment(value):
    if isinstance(value, datetime):
        return value
    if isinstance(value, date):
        return datetime.combine(value, time())
    if isinstance(value, (int, float)) and not isinstance(value, bool) and 20_000 <= value < 80_000:
        return _from_serial(value)
    if isinstance(value, (bool, time)):
        raise ValueError
    text = _date_text(value)
    if _SERIAL.fullmatch(text) and 20_000 <= float(text) < 80_000:
        return _from_serial(float(text))
    found = _MOMENT.fullmatch(text) or _COMPACT_MOMENT.fullmatch(text) or _COMPACT_DIGITS.fullmatch(text)
    if not found:
        raise ValueError
    parts = found.groupdict()
    day = datetime(int(parts["year"]), int(parts["month"]), int(parts["day"]))
    if not parts["hour"]:
        return day
    hour, minute, second = _clock(found, value)
    moment = day + timedelta(hours=hour, minutes=minute, seconds=second)
    if zone := parts.get("zone"):
        offset = 0 if zone == "z" else int(zone[:3]) * 60 + int(zone[0] + zone[-2:])
        moment = moment.replace(tzinfo=timezone(timedelta(minutes=offset)))
    return moment


def _date_text(value):
    return _WEEKDAY.sub(" ", unicodedata.normalize("NFKC", text_of(value)).lower()).strip()


def _clock(found, value):
    parts = found.groupdict()
    hour, minute, second = int(parts["hour"]), int(parts["minute"] or 0), int(parts["second"] or 0)
    minute = 30 if parts.get("mark") == "半" else minute
    half = parts.get("half") or parts.get("late")
    if half in ("pm", "下午", "傍晚", "晚上", "夜间", "夜里") and hour < 12:
        hour += 12
    elif half == "中午" and hour < 10:
        hour += 12
    elif half in ("am", "凌晨") and hour == 12:
        hour = 0
    elif half in ("晚上", "夜间", "夜里") and hour == 12:
        hour = 24
    if hour > 24 or minute > 59 or second > 59 or (hour == 24 and (minute or second)):
        raise ValueProblem("date", value=text_of(value))
    return hour, minute, second


def _from_serial(value):
    return datetime(1899, 12, 30) + timedelta(seconds=round(value * 86400))


def parse_boolean(value):
    """Return True or False; None when the cell is empty.

    :raises ValueProblem: code ``boolean``
    """
    if value in EMPTY:
        return None
    if isinstance(value, bool):
        return value
    word = unicodedata.normalize("NFKC", text_of(value)).lower().strip()
    if not word:
        return None
    if word in _TRUE:
        return True
    if word in _FALSE:
        return False
    raise ValueProblem("boolean", value=text_of(value))


def parse_number(value, low, high):
    """Return a decimal number between two limits; None when the cell is empty.

    :raises ValueProblem: code ``number``
    """
    text = unicodedata.normalize("NFKC", text_of(value)).strip("°EWNS ")
    if not text:
        return None
    try:
        number = float(text)
    except ValueError as error:
        raise ValueProblem("number", value=text_of(value), low=low, high=high) from error
    if not low <= number <= high:
        raise ValueProblem("number", value=text_of(value), low=low, high=high)
    return number


@dataclass
class WordList:
    """A list whose entries are found by name, code or synonym. ``other`` stands for the unknown, when there is one."""

    words: dict = field(default_factory=dict)
    names: set = field(default_factory=set)
    other: object = None

    def add(self, key, *words):
        """Let names or codes lead to ``key``; one that leads to two entries leads to none."""
        for word in filter(None, map(fold, words)):
            self.words[word] = key if self.words.get(word, key) == key else None
            self.names.add(word)

    def add_synonym(self, key, word):
        """Let another word lead to ``key``, whatever it led to before."""
        word = fold(word)
        if self.words.get(word) != key:
            self.words[word] = key
            self.names.discard(word)

    def find(self, texts):
        """Return the entry of the first text that is known; words such as “other” count only when nothing else does.

        :param texts: the most specific one first
        :return: None when no text has a word in it
        :raises ValueProblem: code ``unknown`` or ``ambiguous``
        """
        folded = sorted(filter(None, map(fold, texts)), key=lambda word: word in GENERIC_WORDS)
        if not folded:
            return None
        for word in folded:
            if self.words.get(word) is not None:
                return self.words[word]
        code = "ambiguous" if any(word in self.words for word in folded) else "unknown"
        raise ValueProblem(code, value=" / ".join(text for text in reversed(texts) if text))

    def is_name_of(self, text, key):
        """Say whether ``text`` is a name or code of an entry, not only a synonym."""
        word = fold(text)
        return word in self.names and self.words.get(word) == key
