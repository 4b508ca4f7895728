"""Published reports: shares, ranks and numbers of chapters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pure_tools import tool

bulletin = tool("city12319_report_pages", "bulletin")


def result(values):
    return {
        "columns": [{"code": "other"}, {"code": "count"}],
        "rows": [{"label": f"类{number}", "values": [None, value]} for number, value in enumerate(values)],
        "totals": [None, sum(value or 0 for value in values)],
    }


@pytest.mark.parametrize(("number", "text"), [
    (1, "一"), (9, "九"), (10, "十"), (11, "十一"), (20, "二十"), (21, "二十一"), (99, "九十九"),
])
def test_numbers_of_chapters(number, text):
    assert bulletin.numeral(number) == text


def test_the_largest_come_first_and_the_rest_is_added_up():
    pairs = bulletin.ranked(result([3, 9, 0, None, 5, 1]), "count", top=2, rest="其他")
    assert pairs == [("类1", 9), ("类4", 5), ("其他", 4)]


def test_nothing_has_no_share():
    table = bulletin.shares_table("来源", ("来源", "件数", "占比"), [], "合计")
    assert (table["rows"], table["totals"]) == ([], None)
    assert bulletin.share(0, 0) is None


@given(st.lists(st.integers(0, 500), min_size=1), st.integers(1, 9))
def test_nothing_is_lost_in_the_rest_and_shares_add_up(values, top):
    pairs = bulletin.ranked(result(values), "count", top=top, rest="其他")
    assert sum(value for _label, value in pairs) == sum(values)
    assert len(pairs) <= top + 1
    table = bulletin.shares_table("", ("", "", ""), pairs, "合计")
    if sum(values):
        assert sum(row[2] for row in table["rows"]) == pytest.approx(1)


def test_chapters_and_their_tables_are_numbered():
    one = {"title": "来电", "tables": [{"title": "总量"}]}
    two = {"title": "办理", "tables": [{"title": "部门"}, {"title": "类别"}]}
    first, second = bulletin.numbered([one, two])
    assert (first["title"], first["tables"][0]["title"]) == ("一、来电", "总量")
    assert [part["title"] for part in second["tables"]] == ["（一）部门", "（二）类别"]
