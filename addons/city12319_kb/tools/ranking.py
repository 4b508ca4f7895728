"""Which of the found articles comes first, and the piece of text that shows why. Pure Python, no Odoo."""

import math
import re

from .search_text import alternatives, is_chinese, normalize, pairs, question_parts, runs, words

# BM25, as measured on real questions (tests/bench/kb.py): how fast repetition stops counting, and how much length counts
_SATURATION, _LENGTH = 1.2, 0.3
_TITLE = 3.0  # a word in title or keywords counts as that many in the text
_USE = 0.05  # what has answered often comes before its equals
MIN_WORDS = 2  # a single pair in common is chance
_MARKS = 80  # characters of a snippet


def title_place(text, title, keywords):
    """Return how well a title fits what was typed: smaller is better, title before keywords before text.

    0 the title itself, 1 begins with it, 2 contains it, 3 is or begins a keyword, 4 all parts in the title, 5 all parts in
    title and keywords, 6 otherwise (other words that mean the same, or the text).
    """
    asked, title, keywords = "".join(question_parts(text)), _joined(title), normalize(keywords)
    if asked == title:
        return 0
    if title.startswith(asked):
        return 1
    if asked and asked in title:
        return 2
    if any(run.startswith(asked) for run in runs(keywords)):
        return 3
    parts = question_parts(text)
    if parts and all(part in title for part in parts):
        return 4
    if parts and all(part in title or part in keywords for part in parts):
        return 5
    return 6


def _joined(text):
    return "".join(runs(normalize(text)))


def chosen_words(text, frequency, total, limit, budget=20_000, share=0.2):
    """Return ``{word: weight}`` of the words of a running text that tell most.

    :param frequency: ``{word: number of articles that have it}``; words without are in no article
    :param total: number of articles
    :param budget: the words may stand in so many articles together; those that tell most come first
    :param share: what stands in a larger share of the articles tells nothing
    """
    counts = {}
    for word in words(normalize(text)):
        counts[word] = counts.get(word, 0) + 1
    weights = {}
    for word, count in counts.items():
        found = frequency.get(word, 0)
        if found and (found <= share * total or total < 20) and not (len(word) == 1 and len(counts) > 3):
            weights[word] = min(count, 2) * math.log(1 + (total - found + 0.5) / (found + 0.5))
    best = {}
    for word, weight in sorted(weights.items(), key=lambda item: (-item[1], item[0]))[:limit]:
        budget -= frequency[word]
        if budget < 0 and best:
            break
        best[word] = weight
    return best


def relevance(weights, title, text, use_count, average):
    """Return how well an article fits weighted words: 0 when it has hardly any of them.

    :param title: normalized title and keywords
    :param text: normalized text
    :param average: length of a usual text
    """
    score, found = 0.0, 0
    share = 1 - _LENGTH + _LENGTH * len(text) / average
    for word, weight in weights.items():
        count = text.count(word) + (_TITLE if word in title else 0)
        if count:
            found += 1
            score += weight * count * (_SATURATION + 1) / (count + _SATURATION * share)
    if found < min(MIN_WORDS, len(weights)):
        return 0.0
    return score * (1 + _USE * math.log1p(use_count))


def snippet(text, needles):
    """Return a piece of ``text`` around the first of ``needles``, as ``[(piece, is it one of them)]``.

    :param text: plain text as people read it
    :param needles: normalized words, the most important first
    """
    normal = normalize(text)
    places = sorted(
        (match.start(), match.end())
        for needle in needles[:20] if needle
        for match in list(re.finditer(re.escape(needle), normal))[:50]
    )
    first = _densest(places)
    start = _start(text, max(0, first - _MARKS // 4))
    end = min(len(text), start + _MARKS)
    pieces, at = [("…", False)] if start else [], start
    for left, right in _merged([place for place in places if start <= place[0] < end]):
        right = min(right, end)
        if left > at:
            pieces.append((text[at:left], False))
        pieces.append((text[left:right], True))
        at = right
    if at < end:
        pieces.append((text[at:end], False))
    if end < len(text):
        pieces.append(("…", False))
    return [(piece.replace("\n", " "), marked) for piece, marked in pieces]


def marked(text, needles):
    """Return all of a short ``text`` as ``[(piece, is it one of the needles)]``."""
    normal, pieces, at = normalize(text), [], 0
    places = sorted(
        (match.start(), match.end()) for needle in needles if needle for match in re.finditer(re.escape(needle), normal)
    )
    for left, right in _merged(places):
        if left > at:
            pieces.append((text[at:left], False))
        pieces.append((text[left:right], True))
        at = right
    return [*pieces, (text[at:], False)] if at < len(text) or not pieces else pieces


def _densest(places):
    """Return where to begin so that most of the places are shown."""
    best, most = 0, 0
    for start, _end in places[:200]:
        count = len({place for place in places if start <= place[0] < start + _MARKS * 3 // 4})
        if count > most:
            best, most = start, count
    return best


def _start(text, start):
    """Begin at a sentence if one begins nearby."""
    for index in range(start, max(0, start - _MARKS // 4), -1):
        if text[index - 1] in "。！？；\n.!?;":
            return index
    return start


def _merged(places):
    joined = []
    for left, right in places:
        if joined and left <= joined[-1][1]:
            joined[-1][1] = max(joined[-1][1], right)
        else:
            joined.append([left, right])
    return joined


def needles(text, synonyms=None):
    """Return what to mark for a typed question: its parts and their synonyms, then their pairs."""
    parts = [option for part in question_parts(text) for option in alternatives(part, synonyms or {})]
    smaller = [pair for part in parts if is_chinese(part) and len(part) > 3 for pair in pairs(part)]
    return [*parts, *smaller]
