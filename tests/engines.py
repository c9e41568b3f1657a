"""Tables on both engines, for tests that both must pass."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

import pytest

from dedup.database import Part
from dedup.tables import Tables
from dedup.tables.postgres import PostgresTables
from dedup.tables.sqlite import file_tables
from events.postgres_connections import DurableDatastore, PostgresOptions

Opening = Callable[[Part], Tables]


@contextmanager
def opening(request: pytest.FixtureRequest) -> Iterator[Opening]:
    """Yield what opens tables on the engine that the parameter names; each time, another program's."""
    with ExitStack() as opened:
        if request.param == "sqlite":
            folder: Path = request.getfixturevalue("tmp_path")
            yield lambda part: opened.enter_context(closing(file_tables(folder / f"{part}.sqlite")))
            return
        url = request.getfixturevalue("emptied_url")

        def in_database(part: Part) -> Tables:
            datastore = opened.enter_context(closing(DurableDatastore(PostgresOptions(url, pool_size=1))))
            return PostgresTables(datastore, part, durable=part == "access")

        yield in_database
