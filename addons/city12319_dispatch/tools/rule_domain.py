"""Conditions of dispatch rules: Odoo domains, evaluated on a plain dict of values. No ORM.

A condition is read once (:func:`read`), compiled once (:func:`compile_condition`) and then asked for every order. The
operators mean what they mean in the database; test_dispatch_rule_domain compares the two.
"""

import re
from ast import literal_eval
from dataclasses import dataclass
from datetime import date, datetime

NEGATIVE = {"!=": "=", "not in": "in", "not like": "like", "not ilike": "ilike", "not =like": "=like", "not =ilike": "=ilike"}
PATTERNS = {"like", "ilike", "=like", "=ilike"}
COMPARISONS = {"<", ">", "<=", ">="}
OPERATORS = {"=", "in", "child_of", *PATTERNS, *COMPARISONS, *NEGATIVE}
SCALARS = (str, int, float, type(None))
CONSTANTS = {(1, "=", 1): True, (0, "=", 1): False}


class ConditionError(ValueError):
    """A condition that cannot be understood, or not evaluated."""


@dataclass(frozen=True)
class Ref:
    """Value of a many2one: the record, its names and everything above it (itself included)."""

    id: int
    names: tuple = ()
    ancestors: frozenset = frozenset()


def read(text):
    """Return the expression of a domain that is given as text or list; None when there is no condition.

    An expression is a leaf ``(field, operator, value)`` or a tuple ``("&" | "|" | "!", expression, …)``.

    :raises ConditionError: when it is not a domain
    """
    domain = text
    if isinstance(text, str):
        try:
            domain = literal_eval(text.strip() or "[]")
        except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError) as error:
            raise ConditionError(f"not a domain: {error}") from error
    if not isinstance(domain, (list, tuple)):
        raise ConditionError("not a domain: a list is expected")
    return _parse(list(domain)) if domain else None


def _parse(domain):
    stack = []
    for item in reversed(domain):
        if item == "!":
            stack.append(("!", *_take(stack, 1)))
        elif item in ("&", "|"):
            stack.append((item, *_take(stack, 2)))
        else:
            stack.append(_leaf(item))
    expression = stack.pop()
    while stack:  # terms that stand side by side all have to hold
        expression = ("&", expression, stack.pop())
    return expression


def _take(stack, count):
    if len(stack) < count:
        raise ConditionError("an operator lacks its terms")
    return [stack.pop() for _ in range(count)]


def _leaf(item):
    if not isinstance(item, (list, tuple)) or len(item) != 3:
        raise ConditionError(f"{item!r} is not a condition")
    name, operator, value = item
    if list(item) in ([1, "=", 1], [0, "=", 1]):
        return (name, operator, value)
    if not isinstance(name, str) or not isinstance(operator, str) or operator not in OPERATORS:
        raise ConditionError(f"{item!r}: the operator is not known")
    if not all(isinstance(one, SCALARS) for one in (value if isinstance(value, (list, tuple)) else (value,))):
        raise ConditionError(f"{item!r}: the value is not known")
    if isinstance(value, (list, tuple)):
        if operator not in ("in", "not in", "child_of"):
            raise ConditionError(f"{item!r}: a list needs the operator “in”")
        value = tuple(value)
    elif operator in ("in", "not in"):
        value = (value,)
    if operator in PATTERNS or NEGATIVE.get(operator) in PATTERNS:
        if not isinstance(value, str) or not value:
            raise ConditionError(f"{item!r}: a text is expected")
    if operator == "child_of" and not all(type(one) is int for one in _ids(value)):
        raise ConditionError(f"{item!r}: records are expected")
    if operator in COMPARISONS and (isinstance(value, bool) or value is None):
        raise ConditionError(f"{item!r}: nothing to compare with")
    return (name, operator, value)


def _ids(value):
    return value if isinstance(value, tuple) else (value,)


def leaves(expression):
    """Yield the leaves of an expression, constants left out."""
    if expression is None or expression in CONSTANTS:
        return
    if expression[0] in ("&", "|", "!"):
        for term in expression[1:]:
            yield from leaves(term)
    else:
        yield expression


def terms(expression):
    """Return the terms of an expression that all have to hold; two conditions with the same terms are the same."""
    if expression is None:
        return frozenset()
    if expression[0] == "&":
        return terms(expression[1]) | terms(expression[2])
    return frozenset([expression])


def implied_ids(expression, name):
    """Return ids of which ``name`` must have one at or above itself for the condition to hold; empty: not known."""
    for term in terms(expression):
        if term[0] == name and term[1] in ("=", "in", "child_of"):
            ids = _ids(term[2])
            if ids and all(type(one) is int and one for one in ids):
                return frozenset(ids)
    return frozenset()


def compile_condition(expression):
    """Return a function that tells whether a dict of values meets the expression.

    It raises ``ConditionError`` when it cannot tell: a field that is not there, values that cannot be compared.
    """
    if expression is None:
        return lambda values: True
    if expression in CONSTANTS:
        return lambda values, result=CONSTANTS[expression]: result
    head = expression[0]
    if head == "!":
        inner = compile_condition(expression[1])
        return lambda values: not inner(values)
    if head in ("&", "|"):
        left, right = (compile_condition(term) for term in expression[1:])
        if head == "&":
            return lambda values: left(values) and right(values)
        return lambda values: left(values) or right(values)
    return _compile_leaf(*expression)


def _compile_leaf(name, operator, wanted):
    if operator in NEGATIVE:
        positive = _compile_leaf(name, NEGATIVE[operator], wanted)
        return lambda values: not positive(values)
    if operator in ("=", "in"):
        wanted = wanted if isinstance(wanted, tuple) else (wanted,)
        test = _equality(wanted)
    elif operator == "child_of":
        ids = frozenset(_ids(wanted))

        def test(value):
            return isinstance(value, Ref) and not ids.isdisjoint(value.ancestors)
    elif operator in PATTERNS:
        test = _pattern(operator, wanted)
    else:
        test = _comparison(operator, wanted)

    def leaf(values):
        try:
            return test(values[name])
        except KeyError:
            raise ConditionError(f"the field {name} is not there") from None
        except TypeError as error:
            raise ConditionError(f"{name} {operator} {wanted!r}: {error}") from error

    return leaf


def _equality(wanted):
    blank = any(one is False or one is None or one == "" for one in wanted)

    def test(value):
        if isinstance(value, Ref):
            value = value.id
        if value is None or value is False or value == "":
            return blank
        value = _as_text(value)
        return (value == 0 and blank) or any(
            one == value and isinstance(one, bool) == isinstance(value, bool) for one in wanted
        )

    return test


def _as_text(value):
    """Moments are compared as people write them in a domain."""
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M:%S")
    return value.isoformat() if isinstance(value, date) else value


def _comparison(operator, wanted):
    def test(value):
        if value is None or value is False or value == "":
            return False
        value = _as_text(value)
        if operator == "<":
            return value < wanted
        if operator == ">":
            return value > wanted
        return value <= wanted if operator == "<=" else value >= wanted

    return test


def _pattern(operator, wanted):
    whole = operator.startswith("=")
    flags = re.DOTALL | (re.IGNORECASE if operator.endswith("ilike") else 0)
    body, escaped = "", False
    for character in wanted:
        if escaped or character not in "\\%_":
            body += re.escape(character)
            escaped = False
        elif character == "\\":
            escaped = True
        else:
            body += ".*" if character == "%" else "."
    found = re.compile(body, flags).fullmatch if whole else re.compile(body, flags).search

    def test(value):
        if value is None or value is False:
            return False
        if isinstance(value, Ref):
            return any(found(name) for name in value.names)
        if not isinstance(value, str):
            raise TypeError("not a text")
        return bool(found(value))

    return test
