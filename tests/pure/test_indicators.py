"""Figures, points, samples and periods: worked examples, and laws that hold for every input."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pure_tools import tool

indicators = tool("city12319_evaluation", "indicators")
scoring = tool("city12319_evaluation", "scoring")
sample = tool("city12319_evaluation", "sample")
periods = tool("city12319_evaluation", "periods")
figures = tool("city12319_reports", "figures")
CATALOGUE = figures.catalogue(indicators)
Rule = scoring.Rule

counts = st.integers(0, 10_000)
shares = st.floats(0, 1)
weights = st.floats(0.5, 100)


@pytest.mark.parametrize("code", {**indicators.INDICATORS, **CATALOGUE.figures})
def test_worked_example(code):
    indicator = CATALOGUE.figures.get(code) or indicators.INDICATORS[code]
    assert set(indicator.example) == set(indicator.counters)
    assert indicator.value(indicator.example) == pytest.approx(indicator.result)


@pytest.mark.parametrize("code", [code for code, item in CATALOGUE.figures.items() if item.base])
def test_zero_base_gives_no_figure(code):
    assert CATALOGUE.figures[code].value({}) is None
    assert indicators.text_of(None, CATALOGUE.figures[code].unit) == "–"


@pytest.mark.parametrize("code", CATALOGUE.figures)
def test_remark_is_there_in_both_languages(code):
    assert bool(CATALOGUE.figures[code].note) == bool(CATALOGUE.figures[code].note_zh)


@pytest.mark.parametrize("code", CATALOGUE.figures)
def test_figure_can_be_computed_for_something(code):
    assert CATALOGUE.figures[code].dims


@given(counts, counts, counts)
def test_shares_of_what_was_due_add_up(on_time, late, pending):
    total = on_time + late + pending
    values = {"handle_due": total, "handled": on_time + late, "handled_on_time": on_time, "late_pending": pending}
    handled, waiting = (indicators.INDICATORS[code].value(values) for code in ("handled_rate", "late_pending_rate"))
    if total:
        assert handled + waiting == pytest.approx(1)
    else:
        assert handled is None and waiting is None


def test_page_for_administrators_is_up_to_date():
    page = Path(__file__).parents[2] / "docs" / "indicators.md"
    assert page.read_text(encoding="utf-8") == figures.markdown(indicators), \
        "run: python addons/city12319_reports/tools/figures.py > docs/indicators.md"


# ---------------------------------------------------------------- points


@pytest.mark.parametrize("rule, value, points", [
    (Rule("ratio", 30), 0.96, 28.8),
    (Rule("ratio", 20, "down"), 0.05, 19),
    (Rule("ratio", 20, "down"), 1.5, 0),  # reworks can pass 100 %
    (Rule("bands", 25, bands=((2000, 100), (1200, 90), (500, 75), (300, 60), (100, 40))), 512, 18.75),
    (Rule("bands", 25, bands=((2000, 100), (100, 40))), 99, 0),
    (Rule("threshold", 50, target=0.7, step=1), 0.7, 50),
    (Rule("threshold", 50, target=0.7, step=1), 0.65, 45),
    (Rule("threshold", 50, target=0.7, step=1), 0.1, 0),
    (Rule("threshold", 10, "down", target=0.05, step=2), 0.07, 6),
    (Rule("per_unit", step=-0.2), 4, -0.8),
    (Rule("per_unit", step=-1, limit=10), 14, -10),
    (Rule("ratio", 30), None, None),
])
def test_value_becomes_points(rule, value, points):
    assert rule.points(value) == (None if points is None else pytest.approx(points))


@given(st.sampled_from(["ratio", "threshold"]), weights, shares, shares, shares)
def test_better_value_never_gives_fewer_points(method, weight, target, one, other):
    rule = Rule(method, weight, target=target, step=1)
    low, high = sorted((one, other))
    assert 0 <= rule.points(low) <= rule.points(high) <= weight
    worse = Rule(method, weight, "down", target=target, step=1)
    assert worse.points(high) <= worse.points(low)


@given(st.lists(st.tuples(weights, shares), min_size=1, max_size=6), st.lists(weights, max_size=3))
def test_weight_of_what_was_not_judged_goes_to_the_rest(judged, missing):
    known = [(Rule("ratio", weight), weight * share) for weight, share in judged]
    unknown = [(Rule("ratio", weight), None) for weight in missing]
    full = sum(rule.weight for rule, _points in known + unknown)
    reached = sum(points for _rule, points in known) / sum(rule.weight for rule, _points in known)
    assert scoring.score(known + unknown) == pytest.approx(full * reached)


def test_nothing_judged_gives_no_score_even_with_a_bonus():
    assert scoring.score([(Rule("ratio", 30), None), (Rule("per_unit", step=-1), -3)], 5) is None
    assert scoring.grade(None, [(0, "E")]) is None


def test_score_with_malus_and_entries():
    judged = [(Rule("ratio", 60), 54.0), (Rule("ratio", 40), 30.0), (Rule("per_unit", step=-1, limit=10), -3.0)]
    assert scoring.score(judged, 2.5) == pytest.approx(83.5)


@pytest.mark.parametrize("value, key", [(100, "A"), (90, "A"), (89.99, "B"), (75, "B"), (60, "C"), (40, "D"), (12, "E"),
                                        (89.996, "A")])
def test_grade(value, key):
    assert scoring.grade(value, [(90, "A"), (75, "B"), (60, "C"), (40, "D"), (0, "E")]) == key


def test_equal_scores_share_a_rank():
    assert scoring.ranks({"a": 90, "b": 95, "c": 90.001, "d": 80, "e": None}) == {"a": 2, "b": 1, "c": 2, "d": 4}


# ---------------------------------------------------------------- samples


@given(st.sets(st.integers(1, 10**6), max_size=60), st.integers(0, 80), st.integers(0, 2**31), st.text(max_size=5))
def test_sample_is_drawn_again_the_same(candidates, size, seed, unit):
    first = sample.draw(candidates, size, seed, unit)
    assert first == sample.draw(sorted(candidates, reverse=True), size, seed, unit)
    assert len(first) == min(size, len(candidates)) and set(first) <= candidates


def test_seed_and_unit_make_a_difference():
    candidates = range(1000)
    assert len({tuple(sample.draw(candidates, 10, seed, unit)) for seed in (1, 2) for unit in "ab"}) == 4


def test_known_draw():
    """Python keeps this sequence from version to version: a sample of years ago can be drawn again."""
    assert sample.draw(range(1, 101), 5, 12319, 7) == [9, 22, 53, 64, 78]


@given(st.sets(st.integers(1, 10**6), max_size=30))
def test_checksum_stands_for_the_set(candidates):
    assert sample.checksum(candidates) == sample.checksum(sorted(candidates, reverse=True))
    assert sample.checksum(candidates) != sample.checksum(candidates | {10**6 + 1})


def test_work_is_dealt_in_turn():
    assert sample.deal([1, 2, 3], ["a", "b"]) == [(1, "a"), (2, "b"), (3, "a")]
    assert sample.deal([1], []) == [(1, None)]


# ---------------------------------------------------------------- periods


@given(st.sampled_from(periods.KINDS), st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_periods_follow_each_other_without_gap(kind, day):
    first, last = periods.containing(kind, day)
    assert first <= day <= last
    assert periods.containing(kind, last + timedelta(days=1))[0] == last + timedelta(days=1)
    assert periods.before(kind, first)[1] == first - timedelta(days=1)


@given(st.sampled_from(periods.KINDS), st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_period_before_ends_where_this_one_begins(kind, day):
    first, last = periods.containing(kind, day)
    assert periods.previous(kind, first, last) == periods.before(kind, day)


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 800))
def test_free_period_is_compared_with_as_many_days(first, days):
    last = first + timedelta(days=days)
    begin, end = periods.previous("free", first, last)
    assert end == first - timedelta(days=1) and end - begin == last - first


@given(st.dates(date(2001, 1, 1), date(2100, 1, 1)), st.integers(0, 800))
def test_year_before_has_the_same_dates(first, days):
    begin, end = periods.year_before(first, first + timedelta(days=days))
    assert begin <= end
    assert (begin.year, begin.month) == (first.year - 1, first.month)
    assert begin.day == first.day or (first.month, first.day) == (2, 29)


def test_whole_months_stay_whole():
    assert periods.year_before(date(2025, 2, 1), date(2025, 2, 28)) == (date(2024, 2, 1), date(2024, 2, 29))
    assert periods.year_before(date(2024, 2, 1), date(2024, 2, 29)) == (date(2023, 2, 1), date(2023, 2, 28))
    assert periods.year_before(date(2024, 2, 29), date(2024, 2, 29)) == (date(2023, 2, 28), date(2023, 2, 28))


def test_period_that_runs_is_compared_with_as_many_days():
    month = periods.containing("month", date(2026, 11, 24))
    assert periods.compared("month", *month, date(2026, 11, 24)) == {
        "previous": ("free", date(2026, 10, 1), date(2026, 10, 24)),
        "last_year": ("free", date(2025, 11, 1), date(2025, 11, 24)),
    }
    assert periods.compared("month", *month, date(2026, 11, 30))["previous"] == ("month", date(2026, 10, 1), date(2026, 10, 31))
    march = periods.containing("month", date(2026, 3, 30))
    assert periods.compared("month", *march, date(2026, 3, 30))["previous"] == ("free", date(2026, 2, 1), date(2026, 2, 28))


@pytest.mark.parametrize("kind, first, last, name", [
    ("day", date(2026, 11, 24), date(2026, 11, 24), "2026年11月24日"),
    ("week", date(2026, 11, 23), date(2026, 11, 29), "2026年第48周（11月23日至11月29日）"),
    ("week", date(2026, 12, 28), date(2027, 1, 3), "2026年第53周（12月28日至1月3日）"),
    ("month", date(2026, 11, 1), date(2026, 11, 30), "2026年11月"), ("year", date(2026, 1, 1), date(2026, 12, 31), "2026年"),
    ("quarter", date(2026, 10, 1), date(2026, 12, 31), "2026年第4季度"),
    ("free", date(2026, 11, 3), date(2026, 11, 5), "2026年11月3日至11月5日"),
    ("free", date(2026, 12, 3), date(2027, 1, 5), "2026年12月3日至2027年1月5日"),
])
def test_name_of_a_period(kind, first, last, name):
    assert periods.label(kind, first, last) == name


@pytest.mark.parametrize("kind, first, last", [
    ("day", date(2026, 11, 24), date(2026, 11, 24)), ("week", date(2026, 11, 23), date(2026, 11, 29)),
    ("month", date(2026, 11, 1), date(2026, 11, 30)), ("quarter", date(2026, 10, 1), date(2026, 12, 31)),
    ("year", date(2026, 1, 1), date(2026, 12, 31)),
])
def test_period_of_a_day(kind, first, last):
    assert periods.containing(kind, date(2026, 11, 24)) == (first, last)
