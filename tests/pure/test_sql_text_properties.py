"""Queries of administrators: what their text may hold."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pure_tools import tool

sql_text = tool("city12319_reports_sql", "sql_text")


@pytest.mark.parametrize("text", [
    "SELECT 1", " select 1 ; ", "WITH a AS (SELECT 1) SELECT * FROM a", "-- first\nSELECT 1 -- last", "/* DELETE */ SELECT ';'",
    "(SELECT 1) UNION (SELECT 2)",
])
def test_one_reading_statement(text):
    assert sql_text.is_single_select(text)


@pytest.mark.parametrize("text", [
    "", "DELETE FROM a", "SELECT 1; DELETE FROM a", "/* SELECT */ DELETE FROM a", "EXPLAIN SELECT 1", "TABLE a", "selection",
    "SELECT 1 /* ; */ ; DELETE FROM a",
])
def test_anything_else_is_none(text):
    assert not sql_text.is_single_select(text)


@given(st.text(alphabet="ab'-/*;\n ", max_size=20))
def test_a_text_in_quotes_is_kept_whole_and_never_read(text):
    quoted = "'" + text.replace("'", "''") + "'"
    query = f"SELECT {quoted} AS x_a"
    assert sql_text.plain_query(query) == query
    assert sql_text.is_single_select(query)
    assert sql_text.called_names(f"SELECT f({quoted})") == {"f"}


def test_names_in_a_definition():
    definition = "SELECT lo_get(1), 'pg_x(' || count(*), \"Odd\" (2) FROM pg_roles, information_schema.tables t(a)"
    assert sql_text.called_names(definition) == {"lo_get", "count", "odd", "t"}
    assert sql_text.catalog_names(definition) == {"pg_roles", "information_schema"}


@pytest.mark.parametrize(("definition", "whole"), [
    ("SELECT t.* FROM t", True), ("SELECT to_jsonb(t.*) FROM t", True), ("SELECT a * 2, count(*) FROM t", False),
])
def test_whole_rows(definition, whole):
    assert sql_text.has_whole_row(definition) is whole
