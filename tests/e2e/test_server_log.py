"""After all end-to-end tests (tests/conftest.py puts this one last): nothing complained in the server log."""

from server_log import unexpected_entries


def test_no_warnings_in_the_server_log(server):
    found = unexpected_entries(server.log.read_text(encoding="utf-8", errors="replace"), server.refusals)
    assert not found, "".join(found)
