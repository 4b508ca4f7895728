"""Dispatch rules, without Odoo: the index answers as the definition does, and what is told about rules is true."""

from dataclasses import replace
from datetime import date

import pytest
from dispatch_tools import load
from hypothesis import example, given, settings
from hypothesis import strategies as st

rule_domain, rule_match, rule_cover = load("rule_domain"), load("rule_match"), load("rule_cover")

# 1 is above 2 and 3, 2 is above 4; the same for areas, with 10 added
ABOVE = {1: {1}, 2: {1, 2}, 3: {1, 3}, 4: {1, 2, 4}, 5: {5}}
CATEGORIES_ABOVE = {one: frozenset(above) for one, above in ABOVE.items()}
AREAS_ABOVE = {one + 10: frozenset(item + 10 for item in above) for one, above in ABOVE.items()}
WORDS = ["井", "井盖", "窨井盖", "污水井盖", "路灯", "路", "噪音", "ktv"]
DAYS = [date(2026, month, 1) for month in range(1, 6)]

texts = st.lists(st.sampled_from([*WORDS, "的", "，"]), max_size=6).map("".join)
leaves = st.one_of(
    st.tuples(st.just("category_id"), st.sampled_from(["=", "!=", "child_of"]), st.sampled_from(list(ABOVE))),
    st.tuples(st.just("area_id"), st.sampled_from(["in", "not in", "child_of"]), st.lists(
        st.sampled_from(list(AREAS_ABOVE)), min_size=1, max_size=2)),
    st.tuples(st.just("address"), st.sampled_from(["ilike", "not ilike", "=ilike"]), st.sampled_from(["路", "%灯", "K_V"])),
    st.tuples(st.just("mode"), st.sampled_from(["=", "!="]), st.sampled_from(["file", "transfer", False])),
    st.tuples(st.just("round"), st.sampled_from(["<", ">=", "="]), st.integers(0, 3)),
    st.tuples(st.just("round"), st.just(">"), st.just("text")),  # breaks when it is asked
)
domains = st.recursive(
    st.lists(leaves, max_size=2),
    lambda inner: st.one_of(
        st.tuples(inner, inner).map(lambda pair: ["|", *joined(pair[0]), *joined(pair[1])]),
        inner.map(lambda one: ["!", *joined(one)]),
    ),
    max_leaves=4,
)


def joined(domain):
    """One term out of a list of terms that stand side by side."""
    if not domain:
        return [(1, "=", 1)]
    terms = sum(1 if not isinstance(item, str) else (0 if item == "!" else -1) for item in domain)
    return ["&"] * (terms - 1) + list(domain)


@st.composite
def rules(draw, number=None):
    expression = rule_domain.read(draw(domains))
    return rule_match.Rule(
        id=number or draw(st.integers(1, 10**6)),
        categories=frozenset(draw(st.sets(st.sampled_from(list(ABOVE)), max_size=2))),
        areas=frozenset(draw(st.sets(st.sampled_from(list(AREAS_ABOVE)), max_size=2))),
        any_words=tuple(draw(st.lists(st.sampled_from(WORDS), max_size=2, unique=True))),
        all_words=tuple(draw(st.lists(st.sampled_from(WORDS), max_size=1))),
        none_words=tuple(draw(st.lists(st.sampled_from(WORDS), max_size=1))),
        valid_from=draw(st.none() | st.sampled_from(DAYS)), valid_to=draw(st.none() | st.sampled_from(DAYS)),
        condition=rule_domain.compile_condition(expression) if expression else None,
        terms=rule_domain.terms(expression),
        implied_categories=rule_domain.implied_ids(expression, "category_id"),
        implied_areas=rule_domain.implied_ids(expression, "area_id"),
        broken=draw(st.sampled_from(["", "", "", "", "its department is closed"])),
    )


rule_lists = st.lists(rules(), max_size=12, unique_by=lambda rule: rule.id)


@st.composite
def orders(draw):
    category = draw(st.none() | st.sampled_from(list(ABOVE)))
    area = draw(st.none() | st.sampled_from(list(AREAS_ABOVE)))
    categories, areas = CATEGORIES_ABOVE.get(category, frozenset()), AREAS_ABOVE.get(area, frozenset())
    return rule_match.Facts(
        categories=tuple(categories), areas=tuple(areas), text=rule_match.plain(draw(texts)),
        day=draw(st.none() | st.sampled_from(DAYS)),
        values={
            "category_id": category and rule_domain.Ref(category, ("供水",), categories),
            "area_id": area and rule_domain.Ref(area, ("鹿溪区",), areas),
            "address": draw(st.sampled_from([False, "中山路", "路灯", "ktv"])),
            "mode": draw(st.sampled_from(["file", "transfer"])), "round": draw(st.integers(1, 3)),
        },
    )


@settings(max_examples=250, deadline=None)
@given(rule_lists, orders())
def test_index_finds_what_trying_rule_by_rule_finds(listed, order):
    assert rule_match.Index(listed).match(order) == rule_match.first_match(listed, order)


@settings(deadline=None)
@given(rule_lists, orders(), st.integers(1, 3))
def test_index_with_rules_in_too_many_places_finds_the_same(listed, order, most):
    before, rule_match.MOST_PLACES = rule_match.MOST_PLACES, most
    try:
        assert rule_match.Index(listed).match(order) == rule_match.first_match(listed, order)
    finally:
        rule_match.MOST_PLACES = before


@settings(max_examples=400, deadline=None)
@given(rules(1), rules(2), orders())
def test_a_rule_that_covers_another_fits_whatever_the_other_fits(upper, lower, order):
    if rule_cover.covers(upper, lower, CATEGORIES_ABOVE, AREAS_ABOVE) and rule_match.try_rule(lower, order):
        assert rule_match.try_rule(upper, order)


NARROWER = {"": {}, "categories": {"categories": frozenset([4])}, "areas": {"areas": frozenset([14])},
            "words": {"all_words": ("污水井盖",)}, "from": {"valid_from": DAYS[0], "valid_to": DAYS[-1]}}


@settings(deadline=None)
@given(rules(1), st.sampled_from(sorted(NARROWER)), orders())
def test_a_working_rule_covers_itself_and_what_is_narrower(rule, how, order):
    if rule.broken:
        return
    lower = replace(rule, id=2, **NARROWER[how])
    covered = rule_cover.covers(rule, lower, CATEGORIES_ABOVE, AREAS_ABOVE)
    assert covered or how
    if covered and rule_match.try_rule(lower, order):
        assert rule_match.try_rule(rule, order)


@settings(max_examples=250, deadline=None)
@given(rule_lists, orders(), st.sampled_from(DAYS))
def test_coverage_tells_what_happens_to_an_order_of_the_cell(listed, order, day):
    order = rule_match.Facts(order.categories, order.areas, order.text, day, order.values)
    category, area = order.values["category_id"], order.values["area_id"]
    if not category or not area:
        return
    cells = rule_cover.coverage(listed, [category.id], [area.id], CATEGORIES_ABOVE, AREAS_ABOVE, day)
    cell, found = cells[category.id, area.id], rule_match.first_match(listed, order)
    if cell.kind == "hole":
        assert found is None
    elif found is None:
        assert cell.kind == "part"
    else:
        assert found.rule_id in (*cell.partial_ids, cell.rule_id)
        assert cell.kind != "whole" or found.rule_id != cell.rule_id or not found.error


@settings(deadline=None)
@given(domains)
def test_terms_of_a_condition_together_are_the_condition(domain):
    expression = rule_domain.read(domain)
    values = {"category_id": False, "area_id": False, "address": "路", "mode": "file", "round": 2}
    parts = [rule_domain.compile_condition(term) for term in rule_domain.terms(expression)]

    def outcome(test):
        try:
            return bool(test(values))
        except rule_domain.ConditionError:
            return "broken"

    whole = outcome(rule_domain.compile_condition(expression))
    assert whole == "broken" or whole == all(outcome(part) is True for part in parts)


@settings(max_examples=500, deadline=None)
@given(st.one_of(st.text(max_size=40), st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.sampled_from(["&", "|", "!", "=", "in", "child_of"]),
    lambda inner: st.lists(inner, max_size=4) | st.tuples(inner, inner, inner), max_leaves=10,
)))
@example("[('x', '=', __import__('os').getcwd())]")
@example("(" * 300)
def test_whatever_is_typed_as_a_condition_is_read_or_refused(typed):
    try:
        expression = rule_domain.read(typed)
    except rule_domain.ConditionError:
        return
    rule_domain.terms(expression)
    hash(rule_domain.terms(expression))
    rule_domain.compile_condition(expression)


@pytest.mark.parametrize("listed, expected", [
    ("井盖、窨井盖,  Manhole\n井盖", ("井盖", "窨井盖", "manhole")), ("ＫＴＶ", ("ktv",)), ("", ()), (None, ()), ("，、", ()),
])
def test_words_are_separated_by_what_people_type(listed, expected):
    assert rule_match.words_of(listed) == expected


def test_a_rule_that_does_not_work_is_told_and_not_skipped():
    broken = rule_match.Rule(1, any_words=("路灯",), broken="its department is closed")
    other = rule_match.Rule(2)
    index = rule_match.Index([broken, other])
    assert index.match(rule_match.Facts(text="路灯不亮")) == rule_match.Match(1, ("路灯",), "its department is closed")
    assert index.match(rule_match.Facts(text="井盖")) == rule_match.Match(2)


def test_only_rules_that_can_be_reached_are_tried():
    listed = [
        rule_match.Rule(number, categories=frozenset([number % 50 + 1]), any_words=(f"词{number}",))
        for number in range(1, 5001)
    ]
    facts = rule_match.Facts(categories=(1,), text="这里有词50和词51")
    index = rule_match.Index(listed)
    assert index.match(facts).rule_id == 50
    assert len(index.candidates(facts)) <= 2
