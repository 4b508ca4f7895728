"""What stands in the text of a query, as PostgreSQL prints it again (pg_get_viewdef). Pure Python, no Odoo."""

import re

# what statistics need; everything else could read files, other databases or settings, change something, or wait
ALLOWED_FUNCTIONS = frozenset("""
    abs age array_agg array_length avg bool_and bool_or btrim ceil ceiling char_length coalesce concat concat_ws corr count
    cume_dist date_bin date_part date_trunc dense_rank div every exp first_value floor generate_series greatest initcap
    isfinite lag last_value lead least left length ln log lower lpad ltrim make_date make_interval make_timestamp max min mod
    mode nth_value ntile now nullif numeric percent_rank percentile_cont percentile_disc position power rank regexp_replace
    replace right round row_number rpad rtrim sign split_part sqrt stddev stddev_pop stddev_samp string_agg strpos substr
    substring sum timezone to_char to_date to_number to_timestamp trim trunc unnest upper var_pop var_samp variance
    width_bucket
""".split())

_LITERAL = re.compile(r"E?'(?:[^']|'')*'")
_CALL = re.compile(r'"?([A-Za-z_][A-Za-z_0-9]*)"?\s*\(')
_CATALOG = re.compile(r"\b(pg_\w+|information_schema)\b", re.IGNORECASE)
_WHOLE_ROW = re.compile(r"\.\*")
_LITERAL_OR_COMMENT = re.compile(r"(E?'(?:[^']|'')*')|--[^\n]*|/\*.*?\*/", re.DOTALL)


def without_literals(text):
    """Return the text of a query without what stands between quotation marks."""
    return _LITERAL.sub("''", text)


def plain_query(text):
    """Return what somebody typed, without comments and the semicolon at the end."""
    without_comments = _LITERAL_OR_COMMENT.sub(lambda found: found[1] or " ", text)
    return without_comments.strip().rstrip(";").strip()


def is_single_select(text):
    """Say whether a query is one statement that reads: SELECT, or WITH … SELECT."""
    plain = without_literals(plain_query(text))
    return ";" not in plain and re.match(r"\s*\(*\s*(select|with)\b", plain, re.IGNORECASE) is not None


def called_names(definition):
    """Return the names that stand before a parenthesis: functions, and some that are none."""
    return {name.lower() for name in _CALL.findall(without_literals(definition))}


def catalog_names(definition):
    """Return names of PostgreSQL's own tables and functions."""
    return {name.lower() for name in _CATALOG.findall(without_literals(definition))}


def has_whole_row(definition):
    """Say whether a whole row is taken as one value: all of its columns, also those that are not named."""
    return bool(_WHOLE_ROW.search(without_literals(definition)))
