"""Fixtures of the tests with real telephones."""

import pytest
from fault_system import running_system
from hotline import running_hotline


@pytest.fixture(scope="session")
def hotline(server):
    """Asterisk, the connector and Odoo together; one for all tests."""
    with running_hotline(server) as running:
        yield running


@pytest.fixture(scope="session")
def system():
    """Odoo on a PostgreSQL server of its own, which tests may kill."""
    with running_system() as running:
        yield running
