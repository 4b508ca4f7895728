"""Fixtures of the journeys: what the server knows, and people at screens that stay open for the next test."""

import pytest
from journey import Facts, Person


@pytest.fixture
def facts(server):
    """What the server knows, and short ways to a document in a given stage."""
    return Facts(server)


@pytest.fixture
def staff(page_as):
    """staff(login, viewport="desktop") is somebody at a screen; tests one after the other share it."""
    return lambda login, viewport="desktop": Person(page_as, login, viewport, keep=True)
