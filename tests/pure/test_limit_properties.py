"""Time limits, without Odoo: how standards write them, and which one applies."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pure_tools import tool

limit_text, limit_choice = tool("city12319_dispatch", "limit_text"), tool("city12319_dispatch", "limit_choice")
Limit, Case, LimitTable = limit_choice.Limit, limit_choice.Case, limit_choice.LimitTable


@pytest.mark.parametrize(("text", "amount", "unit"), [
    ("2紧急工作时", 2, "urgent_hours"), ("4小时", 4, "working_hours"), ("2天", 2, "working_days"),
    ("1紧急工作日", 24, "urgent_hours"), (" ３ 工作日 ", 3, "working_days"), ("5自然日", 5, "natural_days"),
    ("十五天", 15, "working_days"), ("二十一天", 21, "working_days"), ("半天", 0.5, "working_days"),
    ("两小时内", 2, "working_hours"), ("1.5小时", 1.5, "working_hours"), ("5个工作日", 5, "working_days"),
])
def test_limits_as_standards_write_them(text, amount, unit):
    assert limit_text.parse_limit(text) == (amount, unit)


@pytest.mark.parametrize("text", [
    "", None, "随时", "立即", "0天", "-2天", "天", "2", "2紧急", "1紧急工作时制止", "2-3天", "二百天", "半十天", "十半天",
])
def test_what_is_no_limit_is_not_guessed(text):
    assert limit_text.parse_limit(text) is None


@given(st.integers(1, 99), st.sampled_from(["紧急工作时", "工作时", "小时", "天", "工作日", "自然日"]))
def test_chinese_numerals_mean_the_same_as_digits(number, unit):
    digits = "零一二三四五六七八九"
    tens, ones = divmod(number, 10)
    chinese = ("" if tens < 2 else digits[tens]) + ("十" if tens else "") + (digits[ones] if ones else "")
    assert limit_text.parse_limit(f"{chinese}{unit}") == limit_text.parse_limit(f"{number}{unit}") is not None


# 1 lies in 2, 2 in 3; the same for classes, departments and areas
paths = st.sampled_from([(), (3,), (2, 3), (1, 2, 3)])
maybe = st.none() | st.integers(1, 3)
urgencies = st.sampled_from(["normal", "critical"])
limits = st.lists(
    st.builds(
        Limit, st.just(0), st.sampled_from(["handling", 7]), maybe, maybe, maybe, maybe, st.none() | urgencies,
        st.integers(0, 2),
    ),
    max_size=12,
).map(lambda rows: [row._replace(id=number) for number, row in enumerate(rows, 1)])
cases = st.builds(Case, st.sampled_from(["handling", 7]), maybe, paths, paths, paths, urgencies)


def fits(limit, case):
    """The definition, read off the documentation."""
    return (
        limit.target == case.target
        and limit.condition in (None, case.condition)
        and (limit.category is None or limit.category in case.categories)
        and (limit.department is None or limit.department in case.departments)
        and (limit.area is None or limit.area in case.areas)
        and limit.urgency in (None, case.urgency)
    )


def weight(limit, case):
    """Most specific first: a greater weight wins."""
    def near(value, path):
        return 0 if value is None else len(path) - path.index(value)

    category, area = near(limit.category, case.categories), near(limit.area, case.areas)
    department = near(limit.department, case.departments)
    return (
        limit.condition is not None, category > 0, bool(area and department), area > 0, department > 0,
        limit.urgency is not None, category, area, department, -limit.sequence, -limit.id,
    )


@settings(max_examples=300)
@given(limits, cases)
def test_the_most_specific_limit_that_fits_applies(rows, case):
    fitting = [limit for limit in rows if fits(limit, case)]
    expected = max(fitting, key=lambda limit: weight(limit, case)).id if fitting else None
    assert LimitTable(rows).choose(case) == expected


def test_the_order_of_the_field():
    """Condition with department and area, with area, with department, alone; then the class; then the urgency."""
    rows = [
        Limit(1, "handling", condition=1, department=1, area=1), Limit(2, "handling", condition=1, area=1),
        Limit(3, "handling", condition=1, department=1), Limit(4, "handling", condition=1),
        Limit(5, "handling", category=1), Limit(6, "handling", urgency="critical"), Limit(7, "handling"),
    ]
    case = Case("handling", 1, (1,), (1,), (1,), "critical")
    for expected in range(1, 8):
        assert LimitTable(rows[expected - 1:]).choose(case) == expected
