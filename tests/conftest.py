"""What all tests share: properties are searched without a stop-watch, because machines are noisy."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from tests.broker.fixtures import bootstrap, cluster, own_broker, secured

if TYPE_CHECKING:
    from tests.engines import Opening
    from tests.postgres import Server

__all__ = ["bootstrap", "cluster", "own_broker", "secured"]

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


@pytest.fixture(scope="session")
def _one_database(postgres_server: Server) -> str:
    return postgres_server.new_database()


@pytest.fixture
def emptied_url(_one_database: str) -> str:
    """Return a database that is empty and that the next test empties: quicker than making another."""
    import psycopg

    with psycopg.connect(_one_database, autocommit=True) as connection:
        connection.execute("DROP SCHEMA public CASCADE")
        connection.execute("CREATE SCHEMA public")
    return _one_database


@pytest.fixture(params=["sqlite", "postgres"])
def open_tables(request: pytest.FixtureRequest) -> Iterator[Opening]:
    """Return what opens tables: an SQLite file, then PostgreSQL."""
    from tests.engines import opening

    with opening(request) as opened:
        yield opened
