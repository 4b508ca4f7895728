"""The check of the server log sees what it should see."""

from server_log import unexpected_entries

TIME = "2026-01-01 00:00:00,000 7"


def test_a_warning_is_seen_with_its_traceback():
    wrong = f"{TIME} ERROR db odoo.addons.x: wrong\nTraceback\n  more\n"
    assert unexpected_entries(f"{TIME} INFO db odoo.http: fine\n{wrong}{TIME} INFO db a: b\n") == [wrong]


def test_a_collision_that_odoo_retries_is_accepted():
    text = f"{TIME} ERROR db odoo.sql_db: bad query: UPDATE x\nERROR: could not serialize access due to update\n"
    assert unexpected_entries(text) == []


def test_a_refusal_that_a_test_provoked_is_accepted_and_no_other():
    asked_for, other = (f"{TIME} WARNING db odoo.http: {why}\n" for why in ("Not now (LA-1). \n\nWho may: X", "Not you."))
    assert unexpected_entries(asked_for + other, ["Not now (LA-1). \n\nWho may: X"]) == [other]


def test_another_bad_query_is_not():
    assert unexpected_entries(f"{TIME} ERROR db odoo.sql_db: bad query: UPDATE x\nERROR: no column y\n")
