"""What all tests share: properties are searched without a stop-watch, because machines are noisy."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from tests.broker.fixtures import bootstrap, own_broker, secured

if TYPE_CHECKING:
    from tests.postgres import Server

__all__ = ["bootstrap", "own_broker", "secured"]

settings.register_profile("unhurried", deadline=None, print_blob=True)
settings.load_profile("unhurried")


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Server]:
    """Run one real PostgreSQL for all the tests of a process."""
    from tests.postgres import Server, find_server

    programs = find_server()
    if programs is None:
        why = "PostgreSQL's server is not installed: apt-get install postgresql"
        if os.environ.get("CI", "").lower() == "true":
            pytest.fail(why)
        pytest.skip(why)
    server = Server(programs)
    yield server
    server.remove()


@pytest.fixture
def postgres_url(postgres_server: Server) -> str:
    """Return a database of the test's own, empty."""
    return postgres_server.new_database()
