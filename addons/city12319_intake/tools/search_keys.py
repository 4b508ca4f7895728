"""Words that a name is found by: Chinese characters, full pinyin, initials. Pure Python, no Odoo.

A search column holds every ending of a name, each as a word of its own with a blank before it: 供水井盖 gives
``供水井盖 水井盖 井盖 盖``, ``gongshuijinggai … gai`` and ``gsjg sjg jg g``. Whoever types ``井盖``, ``jing`` or ``jg``
types the beginning of one of these words, and ``LIKE '% jg%'`` is answered by a trigram index even for one or two
characters: PostgreSQL knows the blank as the start of a word.
"""

import unicodedata
from functools import lru_cache

from pypinyin import Style, lazy_pinyin

MAX_LENGTH = 24  # characters of a name whose endings become words


def search_keys(names, codes=()):
    """Return the words for names and codes as one text: blank, word, blank, word …

    :param names: names in any language
    :param codes: found by their beginning only
    """
    words = {}  # a dict keeps the order and drops what repeats
    for code in codes:
        words.update(dict.fromkeys(query_words(code)))
    for name in names:
        for part in query_words(name):
            words.update(dict.fromkeys(_endings(part[:MAX_LENGTH])))
    return "".join(f" {word}" for word in words)


def query_words(text):
    """Return what somebody typed as words in the form of the search column."""
    text = unicodedata.normalize("NFKC", text or "").lower()
    return "".join(character if character.isalnum() else " " for character in text).split()


@lru_cache(maxsize=4096)  # thousands of components are called the same
def _endings(word):
    """Return every ending of a word, as it is written, in pinyin, in initials. Words in Latin letters stay whole."""
    if not any(map(_is_chinese, word)):
        return [word]
    syllables = lazy_pinyin(word, style=Style.NORMAL, errors=list)
    syllables = [syllable.lower().replace("ü", "v") for syllable in syllables]
    endings = []
    for start in range(len(word)):
        if start and not (_is_chinese(word[start]) or _is_chinese(word[start - 1])):
            continue  # within a number or a Latin word
        rest = syllables[start:]
        endings += [word[start:], "".join(rest), "".join(syllable[0] for syllable in rest)]
    return endings


def _is_chinese(character):
    return "\u3400" <= character <= "\u9fff"
