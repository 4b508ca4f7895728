"""Words of the search index, and what is searched for them. Pure Python, no Odoo.

A text is first brought into one form, character by character, so that places in it stay the same: simplified Chinese, half
width, small letters. A run of Chinese characters is indexed by its pairs of neighbours (停水通知: 停水 水通 通知), a run of
letters and digits as a whole. Pairs need no dictionary, find every word of two characters and more, and measured better
than a segmenter on real questions (docs/knowledge-base.md). Titles and keywords are also found by single characters,
pinyin and initials.

A question becomes a ``tsquery``: what stands between blanks must all be there; a synonym stands for its word; letters
and single characters are beginnings.
"""

import re
import unicodedata
from functools import lru_cache

import opencc
from pypinyin import Style, lazy_pinyin

MAX_WORD = 64  # a longer run of letters is no word
MAX_SPOKEN = 24  # characters of a run whose endings are found by pinyin
_RUN = re.compile(r"[\u3400-\u9fff]+|[^\W_\u3400-\u9fff]+")


@lru_cache(maxsize=1)
def _forms():
    """Return the table that brings single characters into one form."""
    chinese = [chr(code) for code in range(0x3400, 0xA000)]
    simplified = opencc.OpenCC("t2s").convert("\n".join(chinese)).split("\n")
    table = {ord(old): new for old, new in zip(chinese, simplified, strict=True) if old != new and len(new) == 1}
    for code in (*range(0x20, 0x3400), *range(0xF900, 0xFB00), *range(0xFE30, 0xFE70), *range(0xFF00, 0xFFF0)):
        new = unicodedata.normalize("NFKC", chr(code)).lower()
        if len(new) == 1 and new != chr(code):
            table[code] = table.get(ord(new), new)
    return table


def normalize(text):
    """Return ``text`` in the form of the index, with as many characters as before."""
    return (text or "").translate(_forms())


def is_chinese(word):
    return "\u3400" <= word[0] <= "\u9fff"


def runs(text):
    """Return the runs of a normalized text: of Chinese characters, or of letters and digits."""
    return _RUN.findall(text)


def pairs(run):
    """Return the pairs of neighbours in a run of Chinese characters."""
    return [run[index:index + 2] for index in range(len(run) - 1)]


def words(text):
    """Return what a normalized text is found by, in its order and with repetitions."""
    found = []
    for run in runs(text):
        if len(run) > 1 and is_chinese(run):
            found += pairs(run)
        else:
            found.append(run[:MAX_WORD])
    return found


# ------------------------------------------------------------------ what is indexed

def body_vector(*texts):
    """Return the ``tsvector`` of texts: pairs and words, and the last character of each run for single characters."""
    found = set()
    for text in map(normalize, texts):
        found.update(words(text))
        found.update(run[-1] for run in runs(text) if is_chinese(run))
    return " ".join(sorted(found))


def title_vector(*texts):
    """Return the ``tsvector`` of titles and keywords: also single characters, pinyin and initials."""
    found = set()
    for text in map(normalize, texts):
        found.update(words(text))
        for run in runs(text):
            if is_chinese(run):
                found.update(run)
                found.update(_spoken(run[:MAX_SPOKEN]))
    return " ".join(sorted(found))


@lru_cache(maxsize=4096)  # the same words make up many titles
def _spoken(run):
    syllables = [syllable.lower().replace("ü", "v") for syllable in lazy_pinyin(run, style=Style.NORMAL)]
    endings = []
    for start in range(len(run)):
        rest = syllables[start:]
        endings += ["".join(rest)[:MAX_WORD], "".join(syllable[:1] for syllable in rest)]
    return endings


# ------------------------------------------------------------------ what is asked

def question_parts(text):
    """Return what somebody typed as parts that must all be found: 停水 热线 → [停水, 热线]."""
    parts = [run[:MAX_WORD] for run in runs(normalize(text))]
    return list(dict.fromkeys(parts))[:12]


def alternatives(part, synonyms):
    """Return ``part``, and what it becomes when a word in it is replaced by one that means the same.

    :param synonyms: ``{word: other words}``
    """
    found = {part: None}
    for start in range(len(part)):
        for end in range(start + 1, min(len(part), start + 10) + 1):
            for other in synonyms.get(part[start:end], ()):
                found[part[:start] + other + part[end:]] = None
    return list(found)[:12]


def tsquery(text, synonyms=None):
    """Return the ``tsquery`` of what somebody typed, or "" when there is nothing to look for."""
    options = [
        [_condition(option) for option in alternatives(part, synonyms or {})] for part in question_parts(text)
    ]
    return " & ".join(f"({' | '.join(option)})" for option in options)


def _condition(option):
    needed = []
    for run in runs(option):
        if len(run) > 1 and is_chinese(run):
            needed += pairs(run)
        else:
            needed.append(f"{run[:MAX_WORD]}:*")  # the beginning of a number, of a word, of a pair, of pinyin
    return f"({' & '.join(dict.fromkeys(needed))})"
