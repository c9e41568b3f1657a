"""Connections to PostgreSQL: pooled by the library, durable, and never waited for without end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final

import psycopg
from eventsourcing.persistence import InterfaceError as LostConnection
from eventsourcing.persistence import OperationalError as Unusable
from eventsourcing.postgres import PostgresDatastore
from psycopg import Connection, Cursor, IsolationLevel
from psycopg.conninfo import conninfo_to_dict
from psycopg.rows import TupleRow, dict_row, tuple_row
from psycopg_pool import PoolTimeout

from events.log import LogUnavailable

_RECONNECT_TIMEOUT_S: Final = 8
"""The pool doubles its pauses between attempts to connect until this is over, then begins anew when asked: a
database that comes back after hours is used again within seconds."""
_GONE_TIMEOUT_S: Final = 1.0
"""Once a caller has waited in vain, the next are told soon; until one gets a connection again."""
_NOTICED_WHEN_GONE: Final = {
    "tcp_keepalives_idle": "10",
    "tcp_keepalives_interval": "5",
    "tcp_keepalives_count": "3",
}


@dataclass(frozen=True, slots=True)
class PostgresOptions:
    """How connections are made and how long anything may take."""

    url: str = field(repr=False)
    """`postgresql://user@host/database` or libpq's `key=value` form; PGPASSFILE and the like apply."""
    password: str | None = field(default=None, repr=False)
    pool_size: int = 4
    pool_size_max: int = 16
    connect_timeout_s: int = 10
    """A caller waits this long for a connection."""
    statement_timeout_s: float = 60.0
    lock_timeout_s: float = 30.0
    """A writer waits this long for another one; a batch of 5,000 rows holds the lock well under a second."""


class DurableDatastore(PostgresDatastore):
    """The library's datastore with a database URL, time-outs, and commits that are on the disk."""

    def __init__(self, options: PostgresOptions) -> None:
        self._options = options
        super().__init__(
            *("", "", "", "", ""),  # what the URL says instead
            connect_timeout=options.connect_timeout_s,
            idle_in_transaction_session_timeout=options.statement_timeout_s,
            pool_size=options.pool_size,
            max_overflow=max(0, options.pool_size_max - options.pool_size),
            pre_ping=True,
            originator_id_type="text",
        )
        given = {key: value for key, value in conninfo_to_dict(options.url).items() if value is not None}
        self._arguments: dict[str, Any] = {
            "connect_timeout": options.connect_timeout_s,
            "tcp_user_timeout": int(options.statement_timeout_s * 1000),
            "application_name": "dedup",
            **given,
            **({"password": options.password} if options.password is not None else {}),
            "row_factory": dict_row,
        }
        self.pool.kwargs = self._arguments
        self.pool.reconnect_timeout = _RECONNECT_TIMEOUT_S

    def after_connect_func(self) -> Callable[[Connection[Any]], None]:
        """Return what readies a new connection. It must not hold the datastore: the pool would keep it."""
        milliseconds = {
            "statement_timeout": self._options.statement_timeout_s,
            "lock_timeout": self._options.lock_timeout_s,
            "idle_in_transaction_session_timeout": self._options.statement_timeout_s,
        }
        wanted = {name: f"{int(seconds * 1000)}ms" for name, seconds in milliseconds.items()} | {
            "synchronous_commit": "on",
            "client_encoding": "UTF8",
            # A plan made once for all values would read the whole table for a few rows.
            "plan_cache_mode": "force_custom_plan",
        }

        def ready(connection: Connection[Any]) -> None:
            connection.autocommit = True
            # A writer must see what was committed before it got the lock, whatever the server's default.
            connection.isolation_level = IsolationLevel.READ_COMMITTED
            for name, value in wanted.items():
                connection.execute("SELECT set_config(%s, %s, false)", (name, value))

        return ready

    @contextmanager
    def open_transaction(self) -> Iterator[tuple[Connection[Any], Cursor[TupleRow]]]:
        """Yield a connection in a transaction that is committed in the end, and its cursor.

        Raises LogUnavailable when the database is gone, too slow, full or read-only.
        """
        with self._connected() as connection:
            try:
                with connection.transaction():
                    yield connection, connection.cursor(binary=True, row_factory=tuple_row)
            except psycopg.errors.ReadOnlySqlTransaction as error:
                raise LogUnavailable(f"the database is read-only: {error}") from error

    @contextmanager
    def open_reading(self) -> Iterator[Cursor[TupleRow]]:
        """Yield a cursor for statements that read, each by itself: two round trips fewer than a transaction.

        Raises LogUnavailable as `open_transaction` does.
        """
        with self._connected() as connection:
            yield connection.cursor(binary=True, row_factory=tuple_row)

    @contextmanager
    def _connected(self) -> Iterator[Connection[Any]]:
        try:
            with self.get_connection() as connection:
                self.pool.timeout = self._options.connect_timeout_s
                yield connection
        except (Unusable, LostConnection) as error:
            if isinstance(error.__cause__, PoolTimeout):
                self.pool.timeout = min(_GONE_TIMEOUT_S, self._options.connect_timeout_s)
            raise LogUnavailable(str(error).strip()) from error

    def open_connection(self) -> Connection[TupleRow]:
        """Return a connection outside the pool, for a lock that is held as long as its holder lives.

        The server notices within half a minute that the holder's machine is gone. Raises LogUnavailable.
        """
        kwargs = {**self._arguments, "row_factory": tuple_row, "autocommit": True}
        try:
            connection = Connection[TupleRow].connect(**kwargs)
            for name, value in _NOTICED_WHEN_GONE.items():
                connection.execute("SELECT set_config(%s, %s, false)", (name, value))
        except psycopg.Error as error:
            raise LogUnavailable(str(error).strip()) from error
        return connection


def require_durable(cursor: Cursor[TupleRow]) -> None:
    """Raise LogUnavailable when the server may lose what it has confirmed, or cannot hold every character."""
    wanted = {"fsync": "on", "full_page_writes": "on", "synchronous_commit": "on", "server_encoding": "UTF8"}
    for name, value in wanted.items():
        found = cursor.execute("SELECT current_setting(%s)", (name,)).fetchone()
        if found != (value,):
            raise LogUnavailable(f"the server's {name} must be {value}, not {found and found[0]}")
