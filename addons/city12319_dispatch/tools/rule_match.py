"""Which dispatch rule decides on an order: the first one, in order of priority, that fits. No ORM.

:func:`first_match` says what that means, rule by rule. :class:`Index` gives the same answer without looking at most
rules: they are filed by word, category and area, so that only those are tried which the order can reach. Cost of a
question: the words of the text, a few dozen look-ups, and the rules found there; not the number of rules.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from itertools import product

from .rule_domain import ConditionError

SEPARATORS = re.compile(r"[\s,，、;；|]+")
MOST_PLACES = 500  # a rule is not filed in more places than this; then by word and category alone
ANY = 0


@dataclass(frozen=True)
class Rule:
    """What a rule asks for. Empty sets ask for nothing."""

    id: int
    categories: frozenset = frozenset()
    areas: frozenset = frozenset()
    any_words: tuple = ()
    all_words: tuple = ()
    none_words: tuple = ()
    valid_from: date | None = None
    valid_to: date | None = None
    condition: Callable | None = None
    terms: frozenset = frozenset()  # of the condition: see rule_domain.terms
    implied_categories: frozenset = frozenset()  # that the condition asks for
    implied_areas: frozenset = frozenset()
    broken: str = ""  # why the rule cannot be applied


@dataclass(frozen=True)
class Facts:
    """What an order is: ids of its category and area with everything above them, its words, its values."""

    categories: tuple = ()
    areas: tuple = ()
    text: str = ""  # see plain()
    day: date | None = None
    values: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Match:
    """The rule that decides; with an ``error`` it would decide if it worked."""

    rule_id: int
    words: tuple = ()
    error: str = ""


def plain(text):
    """Return ``text`` as words are compared: full width and case make no difference."""
    return unicodedata.normalize("NFKC", text or "").casefold()


def words_of(text):
    """Return the words of a field in which people list words, each once."""
    return tuple(dict.fromkeys(plain(word) for word in SEPARATORS.split(text or "") if word))


def try_rule(rule, facts):
    """Return the match of one rule with one order, or None."""
    if facts.day and (
        (rule.valid_from and facts.day < rule.valid_from) or (rule.valid_to and facts.day > rule.valid_to)
    ):
        return None
    if rule.categories and rule.categories.isdisjoint(facts.categories):
        return None
    if rule.areas and rule.areas.isdisjoint(facts.areas):
        return None
    text = facts.text
    found = tuple(word for word in rule.any_words if word in text)
    if rule.any_words and not found:
        return None
    if any(word not in text for word in rule.all_words) or any(word in text for word in rule.none_words):
        return None
    words = found + rule.all_words
    try:
        if rule.condition and not rule.condition(facts.values):
            return None
    except ConditionError as error:
        return Match(rule.id, words, rule.broken or str(error))
    return Match(rule.id, words, rule.broken)


def first_match(rules, facts):
    """Return the match of the first rule that fits, or None. The definition; :class:`Index` is the fast way."""
    return next(filter(None, (try_rule(rule, facts) for rule in rules)), None)


class Index:
    """Rules, in order of priority, filed so that :meth:`match` tries only a few of them."""

    def __init__(self, rules):
        self.rules = tuple(rules)
        self.by_id = {rule.id: rule for rule in self.rules}
        self._places = {}  # word → (category, area) → ranks
        for rank, rule in enumerate(self.rules):
            self._file(rank, rule)
        words = self._places.keys() - {""}
        self._words = frozenset(words)
        self._lengths = tuple(sorted({len(word) for word in words}))

    def _file(self, rank, rule):
        # a condition that contradicts the sets is filed under the sets alone: it is tried and does not fit
        categories = rule.categories or rule.implied_categories or {ANY}
        areas = rule.areas or rule.implied_areas or {ANY}
        words = rule.any_words or (max(rule.all_words, key=len),) if rule.any_words or rule.all_words else ("",)
        if len(words) * len(categories) * len(areas) > MOST_PLACES:
            areas = {ANY}
        for word in words:
            places = self._places.setdefault(word, {})
            for place in product(categories, areas):
                places.setdefault(place, []).append(rank)

    def _words_in(self, text):
        return self._words.intersection(
            text[start:start + length] for length in self._lengths for start in range(len(text) - length + 1)
        )

    def candidates(self, facts):
        """Return the ranks of all rules that ``facts`` can reach, best first."""
        places = tuple(product((*facts.categories, ANY), (*facts.areas, ANY)))
        ranks = set()
        for word in ("", *self._words_in(facts.text)):
            filed = self._places.get(word)
            if filed:
                for place in places:
                    ranks.update(filed.get(place, ()))
        return sorted(ranks)

    def match(self, facts):
        """Return what :func:`first_match` returns."""
        for rank in self.candidates(facts):
            found = try_rule(self.rules[rank], facts)
            if found:
                return found
        return None
