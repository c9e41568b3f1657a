"""Tables in an SQLite file."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from eventsourcing.persistence import PersistenceError
from eventsourcing.sqlite import SQLiteConnection, SQLiteDatastore

from dedup.errors import Unavailable
from dedup.tables.ports import Parameters
from events.sqlite import DurableConnectionPool
from events.sqlite_pool import LOCK_TIMEOUT_S, TurnTakingPool

_CACHE_KIB: Final = 64 * 1024
"""Cases' ids are hashes, so a page of them touches the whole index: it should lie in memory."""
_CHECKPOINT_PAGES: Final = 8_000
"""Pages in the write-ahead log, 32 MB of them, after which they are moved into the file."""


class DerivedConnectionPool(TurnTakingPool):
    """Connections that do not wait for the disk: what a power cut takes, the log gives back."""

    def _create_connection(self) -> SQLiteConnection:
        connection = super()._create_connection()
        cursor = connection.cursor()
        for pragma in (
            "PRAGMA synchronous=NORMAL",
            f"PRAGMA wal_autocheckpoint={_CHECKPOINT_PAGES}",
            f"PRAGMA cache_size={-_CACHE_KIB}",
            "PRAGMA temp_store=MEMORY",
        ):
            cursor.execute(pragma)
        return connection


class SQLiteStep:
    """A transaction on a connection."""

    def __init__(self, connection: SQLiteConnection) -> None:
        self._cursor = connection.cursor().sqlite_cursor
        self._cursor.row_factory = None

    def do(self, statement: str, parameters: Parameters = ()) -> int:
        """Carry a statement out; return how many rows it changed."""
        return self._cursor.execute(statement, parameters).rowcount

    def do_each(self, statement: str, rows: Iterable[Parameters]) -> None:
        """Carry a statement out for each of some rows."""
        self._cursor.executemany(statement, rows)

    def rows(self, statement: str, parameters: Parameters = ()) -> list[tuple[Any, ...]]:
        """Return the rows that a statement finds."""
        return self._cursor.execute(statement, parameters).fetchall()

    def has(self, table: str) -> bool:
        """Tell whether there is a table of this name."""
        return bool(self.rows("SELECT 1 FROM sqlite_master WHERE type='table' AND name=?", (table,)))


class SQLiteTables:
    """Tables in a file, over a pool of connections."""

    def __init__(self, datastore: SQLiteDatastore) -> None:
        self._datastore = datastore

    @contextmanager
    def reading(self) -> Iterator[SQLiteStep]:
        """Give a transaction that only reads."""
        with self._transaction("BEGIN", writes=False) as step:
            yield step

    @contextmanager
    def writing(self) -> Iterator[SQLiteStep]:
        """Give a transaction that is committed in the end; it waits for the lock before it reads anything."""
        with self._transaction("BEGIN IMMEDIATE", writes=True) as step:
            yield step

    @contextmanager
    def _transaction(self, begin: str, *, writes: bool) -> Iterator[SQLiteStep]:
        with self._datastore.get_connection(commit=writes) as connection:
            step = SQLiteStep(connection)
            step.do(begin)
            try:
                yield step
                connection.commit()
            except BaseException:
                connection.rollback()
                raise

    def close(self) -> None:
        """Close the connections."""
        self._datastore.close()


def file_tables(path: Path | str, *, durable: bool = False) -> SQLiteTables:
    """Open tables in a file, or in memory for `:memory:`.

    `durable` says that what they hold is nowhere else; only the service's user may read it.
    Raises Unavailable when the file cannot be used.
    """
    try:
        if durable and isinstance(path, Path):
            path.touch(mode=0o600)
            path.chmod(0o600)
        datastore = SQLiteDatastore(str(path), lock_timeout=LOCK_TIMEOUT_S)
        datastore.pool.close()
        pool = DurableConnectionPool if durable else DerivedConnectionPool
        datastore.pool = pool(str(path))
        tables = SQLiteTables(datastore)
        with tables.reading() as step:
            step.has("anything")
    except (OSError, PersistenceError, sqlite3.Error) as error:
        raise Unavailable("store-unavailable", detail=f"{path}: {error}") from None
    return tables
