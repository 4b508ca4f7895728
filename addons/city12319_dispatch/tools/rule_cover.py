"""Which rules can never decide because of another, and which orders no rule decides on. No ORM.

Both answer what can be told from the rules alone. "Above" maps an id of a category or area to the ids of everything
above it, itself included.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Cell:
    """What happens to the orders of one category in one area.

    ``kind``: ``whole`` (``rule_id`` decides on all that nothing before it took), ``broken`` (the same, but that rule
    does not work), ``part`` (only rules with further conditions) or ``hole``. ``partial_ids``: the rules with further
    conditions that come before.
    """

    kind: str
    rule_id: int = 0
    partial_ids: tuple = ()


def covers(upper, lower, categories_above, areas_above):
    """Tell whether ``upper`` fits every order that ``lower`` fits. False when that cannot be told."""
    return (
        not upper.broken
        and _from_no_later(upper.valid_from, lower.valid_from) and _to_no_earlier(upper.valid_to, lower.valid_to)
        and _within(lower.categories, upper.categories, categories_above)
        and _within(lower.areas, upper.areas, areas_above)
        and _words_cover(upper, lower)
        and upper.terms <= lower.terms
    )


def _from_no_later(upper, lower):
    return not upper or bool(lower and upper <= lower)


def _to_no_earlier(upper, lower):
    return not upper or bool(lower and upper >= lower)


def _within(inner, outer, above):
    if not outer:
        return True
    return bool(inner) and all(not outer.isdisjoint(above.get(one, {one})) for one in inner)


def _words_cover(upper, lower):
    """A text that holds “窨井盖” holds “井盖” too."""
    def surely_holds(word):
        return any(word in longer for longer in lower.all_words) or (
            bool(lower.any_words) and all(word in longer for longer in lower.any_words)
        )

    def surely_lacks(word):
        return any(shorter in word for shorter in lower.none_words)

    some = not upper.any_words or any(surely_holds(word) for word in upper.any_words) or (
        bool(lower.any_words)
        and all(any(word in longer for word in upper.any_words) for longer in lower.any_words)
    )
    return some and all(map(surely_holds, upper.all_words)) and all(map(surely_lacks, upper.none_words))


def shadows(rules, categories_above, areas_above):
    """Return ``{id of a rule that can never decide: id of the rule that takes everything before it}``."""
    found = {}
    for rank, lower in enumerate(rules):
        for upper in rules[:rank]:
            if covers(upper, lower, categories_above, areas_above):
                found[lower.id] = upper.id
                break
    return found


def shadow_of(rules, rule, categories_above, areas_above):
    """Return the first of ``rules`` that takes everything that ``rule`` could decide on, or None."""
    return next((upper for upper in rules if covers(upper, rule, categories_above, areas_above)), None)


def _relation(wanted, one, above):
    """Return 2 when all of ``one`` is within ``wanted``, 1 when some of it is, else 0."""
    if not wanted or not wanted.isdisjoint(above.get(one, {one})):
        return 2
    return 1 if any(one in above.get(item, ()) for item in wanted) else 0


def coverage(rules, categories, areas, categories_above, areas_above, day):
    """Return ``{(category id, area id): Cell}`` for the given ids, by rules in order of priority."""
    valid = [
        rule for rule in rules
        if (not rule.valid_from or rule.valid_from <= day) and (not rule.valid_to or rule.valid_to >= day)
    ]
    in_area = {
        area: {rule.id: _relation(rule.areas, area, areas_above) for rule in valid} for area in areas
    }
    cells = {}
    for category in categories:
        reached = [(rule, _relation(rule.categories, category, categories_above)) for rule in valid]
        reached = [(rule, relation) for rule, relation in reached if relation]
        for area in areas:
            cells[category, area] = _cell(reached, in_area[area])
    return cells


def _cell(reached, in_area):
    partial = []
    for rule, by_category in reached:
        by_area = in_area[rule.id]
        if not by_area:
            continue
        free = not (rule.any_words or rule.all_words or rule.none_words or rule.terms)
        if free and by_category == by_area == 2:
            return Cell("broken" if rule.broken else "whole", rule.id, tuple(partial))
        partial.append(rule.id)
    return Cell("part", 0, tuple(partial)) if partial else Cell("hole")
