"""The log in PostgreSQL: many writers on many machines, and still one total order without gaps.

Connections, pool and errors are the library's datastore. The recorder is our own, because the library's
takes positions from a sequence, which leaves a gap where an append was refused, and tries an append again
when the connection breaks, although the first one may have been committed. Here a writer locks the table,
numbers its events from the last position on, and is either told that they are on the disk or that the store
is not available.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any, Final

from eventsourcing.persistence import IntegrityError, Tracking
from psycopg import Connection, Cursor
from psycopg.rows import TupleRow

from events.codec import Codec
from events.log import EventLog, LogUnavailable
from events.postgres_connections import DurableDatastore, PostgresOptions, require_durable
from events.postgres_schema import migrate, require_current
from events.recorder import Place, Row, Stored

COPY_ROWS_MIN: Final = 50
"""From this many rows on COPY is faster than INSERT; below, its extra round trips cost more than it saves."""
_COLUMNS: Final = "position, stream_id, version, topic, state"
_SELECT: Final = f"SELECT {_COLUMNS} FROM log_events "
_INSERT: Final = (
    f"INSERT INTO log_events ({_COLUMNS}) "
    "SELECT (SELECT COALESCE(MAX(position), 0) FROM log_events) + n, stream_id, version, topic, state "
    "FROM unnest(%s::text[], %s::bigint[], %s::text[], %s::bytea[]) "
    "WITH ORDINALITY AS given (stream_id, version, topic, state, n) RETURNING position"
)
_COPY: Final = f"COPY log_events ({_COLUMNS}) FROM STDIN (FORMAT BINARY)"
_ADVANCE: Final = (
    "INSERT INTO log_consumers AS known (consumer, position) VALUES (%s, %s) "
    "ON CONFLICT (consumer) DO UPDATE SET position = EXCLUDED.position "
    "WHERE known.position < EXCLUDED.position RETURNING position"
)


class PostgresLogRecorder:
    """The table of events, and how far each consumer has come."""

    def __init__(self, datastore: DurableDatastore) -> None:
        self.datastore = datastore

    def insert(
        self, rows: Sequence[Row], tracking: Tracking | None, unmoved: Sequence[Place] = ()
    ) -> Sequence[int]:
        """Insert events, and how far a consumer has come, in one transaction; return the new positions.

        The lock is held until the commit: positions become visible in their order, and streams that are
        looked at under it cannot move. Readers are not kept waiting.
        """
        with self.datastore.open_transaction() as (connection, cursor):
            positions: Sequence[int] = ()
            if rows or unmoved:
                cursor.execute("LOCK TABLE log_events IN EXCLUSIVE MODE")
            if rows:
                few = len(rows) < COPY_ROWS_MIN
                positions = _insert(cursor, rows) if few else _copy(connection, cursor, rows)
            for place in unmoved:
                _require_unmoved(cursor, *place)
            if tracking is not None:
                _advance(cursor, tracking)
        return positions

    def select_after(
        self, position: int, limit: int, stop: int | None, topics: Sequence[str]
    ) -> Sequence[Stored]:
        """Select events after a position, in the total order; of all topics when none is named."""
        upto = "AND position <= %s " if stop is not None else ""
        among = "AND topic = ANY(%s) " if topics else ""
        parameters = [position, *([] if stop is None else [stop]), *([list(topics)] if topics else []), limit]
        return self._query(
            f"{_SELECT} WHERE position > %s {upto} {among} ORDER BY position LIMIT %s", parameters
        )

    def identity(self) -> str:
        """Return what tells this log from every other one: what is derived from a log is kept under it."""
        with self.datastore.open_reading() as cursor:
            row = cursor.execute("SELECT id::text FROM log_identity").fetchone()
        if row is None:
            raise LogUnavailable("the database's log_identity is empty: restore it from a backup")
        return str(row[0])

    def max_notification_id(self) -> int | None:
        """Return the last position, or None."""
        return self._value("SELECT MAX(position) FROM log_events", ())

    def max_tracking_id(self, application_name: str) -> int | None:
        """Return how far a consumer has come, or None."""
        return self._value("SELECT MAX(position) FROM log_consumers WHERE consumer = %s", (application_name,))

    def select_trackings(self) -> dict[str, int]:
        """Return how far every consumer has come."""
        with self.datastore.open_transaction() as (_, cursor):
            cursor.execute("SELECT consumer, position FROM log_consumers ORDER BY consumer")
            return dict(cursor.fetchall())

    def count_topics(self, topics: Sequence[str]) -> int:
        """Count events of some topics; reads the table once."""
        return self._value("SELECT COUNT(*) FROM log_events WHERE topic = ANY(%s)", (list(topics),)) or 0

    def select_first(self, prefix: str) -> int | None:
        """Return the first position in streams whose ids begin with a prefix, or None.

        The sum keeps the planner from walking along the positions until it meets such a stream.
        """
        statement = "SELECT MIN(position + 0) FROM log_events WHERE stream_id >= %s AND stream_id < %s"
        return self._value(statement, (prefix, _beyond(prefix)))

    def select_stream(self, stream_id: str, stop: int | None) -> Sequence[Stored]:
        """Select one stream, oldest first, up to a position."""
        upto = "AND position <= %s " if stop is not None else ""
        parameters = (stream_id,) if stop is None else (stream_id, stop)
        return self._query(f"{_SELECT} WHERE stream_id = %s {upto} ORDER BY version", parameters)

    def select_latest(self, stream_ids: Sequence[str]) -> Sequence[Stored]:
        """Select the latest event of each of the streams that exist."""
        statement = (
            f"SELECT {', '.join(f'latest.{column}' for column in _COLUMNS.split(', '))} "
            "FROM (SELECT DISTINCT unnest(%s::text[]) AS stream_id) AS asked CROSS JOIN LATERAL ("
            f"{_SELECT} AS e WHERE e.stream_id = asked.stream_id ORDER BY version DESC LIMIT 1"
            ") AS latest ORDER BY latest.stream_id"
        )
        return self._query(statement, (list(stream_ids),))

    def select_prefix(
        self, prefix: str, after: tuple[str, int], limit: int, stop: int | None
    ) -> Sequence[Stored]:
        """Select events of the streams whose ids begin with a prefix, by (stream id, version)."""
        upto = "AND position <= %s " if stop is not None else ""
        statement = (
            f"{_SELECT} WHERE (stream_id, version) > (%s, %s) AND stream_id < %s {upto} "
            "ORDER BY stream_id, version LIMIT %s"
        )
        stops = () if stop is None else (stop,)
        return self._query(statement, (*after, _beyond(prefix), *stops, limit))

    def close(self) -> None:
        """Close the connections."""
        self.datastore.close()

    def _query(self, statement: str, parameters: Sequence[object]) -> list[Stored]:
        with self.datastore.open_reading() as cursor:
            cursor.execute(statement.encode(), parameters)
            return list(map(Stored._make, cursor.fetchall()))

    def _value(self, statement: str, parameters: Sequence[object]) -> int | None:
        with self.datastore.open_reading() as cursor:
            row = cursor.execute(statement.encode(), parameters).fetchone()
        return row[0] if row else None


def _beyond(prefix: str) -> str:
    return prefix[:-1] + chr(ord(prefix[-1]) + 1)


def _insert(cursor: Cursor[TupleRow], rows: Sequence[Row]) -> list[int]:
    cursor.execute(_INSERT, [list(column) for column in zip(*rows, strict=True)])
    return sorted(position for (position,) in cursor.fetchall())


def _copy(connection: Connection[Any], cursor: Cursor[TupleRow], rows: Sequence[Row]) -> range:
    found = cursor.execute("SELECT COALESCE(MAX(position), 0) FROM log_events").fetchone()
    first = (found[0] if found else 0) + 1
    with connection.cursor().copy(_COPY) as copy:
        copy.set_types(["int8", "text", "int8", "text", "bytea"])
        for position, row in enumerate(rows, first):
            copy.write_row((position, *row))
    return range(first, first + len(rows))


def _require_unmoved(cursor: Cursor[TupleRow], stream_id: str, version: int) -> None:
    cursor.execute("SELECT COALESCE(MAX(version), 0) FROM log_events WHERE stream_id = %s", (stream_id,))
    if cursor.fetchone() != (version,):
        raise IntegrityError(f"{stream_id} is not at version {version}")


def _advance(cursor: Cursor[TupleRow], tracking: Tracking) -> None:
    cursor.execute(_ADVANCE, (tracking.application_name, tracking.notification_id))
    if cursor.fetchone() is None:
        raise IntegrityError(f"{tracking.application_name} has been past {tracking.notification_id}")


def open_postgres_log(options: PostgresOptions, codec: Codec | None = None) -> EventLog:
    """Open the log in a database that has been migrated.

    Raises LogUnavailable when the database cannot be reached, is not durable, or is not in the schema that
    this program needs.
    """
    datastore = DurableDatastore(options)
    try:
        with datastore.open_transaction() as (_, cursor):
            require_durable(cursor)
            require_current(cursor)
    except BaseException:
        datastore.close()
        raise
    return EventLog(PostgresLogRecorder(datastore), codec, partial(open_postgres_log, options))


def migrate_postgres(options: PostgresOptions) -> tuple[int, int]:
    """Bring a database to the schema of this program; return the schema it had and the one it has.

    Raises LogUnavailable when it cannot be reached or is newer than this program.
    """
    datastore = DurableDatastore(options)
    try:
        with datastore.open_transaction() as (_, cursor):
            require_durable(cursor)
            return migrate(cursor)
    finally:
        datastore.close()


def identity_of(log: EventLog) -> str:
    """Return what tells a log in PostgreSQL from every other one."""
    return _recorder_of(log).identity()


def datastore_of(log: EventLog) -> DurableDatastore:
    """Return the connections of a log in PostgreSQL, for tables that lie beside it."""
    return _recorder_of(log).datastore


def _recorder_of(log: EventLog) -> PostgresLogRecorder:
    recorder = log._recorder  # noqa: SLF001 — opened by this module
    if not isinstance(recorder, PostgresLogRecorder):
        raise TypeError("not a log in PostgreSQL")
    return recorder
