"""Tables in the PostgreSQL that holds the log, over the log's own connections."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from hashlib import sha256
from typing import Any, Final

from psycopg import Cursor
from psycopg.rows import TupleRow

from dedup.tables.ports import Parameters
from events.postgres_connections import DurableDatastore

_WORDS: Final = (
    (re.compile(r"\?"), "%s"),
    (re.compile(r"(?<![\w:]):(\w+)"), r"%(\1)s"),
    (re.compile(r" INDEXED BY \w+"), ""),
)
_WORDS_OF_TABLES: Final = (
    # Compared by their bytes, as SQLite does; a language's order would change what a prefix holds.
    (re.compile(r"\bTEXT\b"), 'text COLLATE "C"'),
    (re.compile(r"\bINTEGER\b"), "bigint"),
    (re.compile(r"\bREAL\b"), "double precision"),
    (re.compile(r"\bBLOB\b"), "bytea"),
    (re.compile(r" WITHOUT ROWID\b"), ""),
)


@lru_cache(maxsize=512)
def in_postgres(statement: str) -> bytes:
    """Return a statement in PostgreSQL's words."""
    words = _WORDS_OF_TABLES if statement.startswith("CREATE") else _WORDS
    for ours, theirs in words:
        statement = ours.sub(theirs, statement)
    return statement.encode()


class PostgresStep:
    """A transaction on a connection."""

    def __init__(self, cursor: Cursor[TupleRow]) -> None:
        self._cursor = cursor

    def do(self, statement: str, parameters: Parameters = ()) -> int:
        """Carry a statement out; return how many rows it changed."""
        return self._cursor.execute(in_postgres(statement), parameters).rowcount

    def do_each(self, statement: str, rows: Iterable[Parameters]) -> None:
        """Carry a statement out for each of some rows."""
        # One plan for all: to plan an insertion takes longer than to insert.
        self._cursor.execute("SET LOCAL plan_cache_mode TO force_generic_plan")
        self._cursor.executemany(in_postgres(statement), rows)
        self._cursor.execute("SET LOCAL plan_cache_mode TO force_custom_plan")

    def rows(self, statement: str, parameters: Parameters = ()) -> list[tuple[Any, ...]]:
        """Return the rows that a statement finds."""
        return self._cursor.execute(in_postgres(statement), parameters).fetchall()

    def has(self, table: str) -> bool:
        """Tell whether there is a table of this name."""
        return self.rows("SELECT to_regclass(?) IS NOT NULL", (table,)) == [(True,)]


class PostgresTables:
    """Tables in a database; whoever writes them holds an advisory lock under their name."""

    def __init__(self, datastore: DurableDatastore, name: str, *, durable: bool) -> None:
        """Use connections that somebody else opened. `durable` says that what they hold is nowhere else."""
        self._datastore = datastore
        self._durable = durable
        self._lock = lock_number(f"tables/{name}")

    @contextmanager
    def reading(self) -> Iterator[PostgresStep]:
        """Give what reads, statement by statement."""
        with self._datastore.open_reading() as cursor:
            yield PostgresStep(cursor)

    @contextmanager
    def writing(self) -> Iterator[PostgresStep]:
        """Give a transaction that is committed in the end; nobody else writes these tables meanwhile."""
        with self._datastore.open_transaction() as (_, cursor):
            if not self._durable:
                cursor.execute("SET LOCAL synchronous_commit TO off")
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", (self._lock,))
            yield PostgresStep(cursor)

    def close(self) -> None:
        """Do nothing: the connections are the log's."""


def lock_number(name: str) -> int:
    """Return the number of the advisory lock of something that has a name."""
    return int.from_bytes(sha256(f"dedup/{name}".encode()).digest()[:8], "big", signed=True)
