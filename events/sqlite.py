"""The log in an SQLite file: durable, embedded, the default.

Two things differ from the library's own recorder. Positions are an explicit key that SQLite may neither
reuse nor renumber, because auditors quote them years later. And every connection is checked to be in
`synchronous=FULL`, because in WAL mode anything less loses acknowledged events when the power fails.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Final

from eventsourcing.persistence import IntegrityError, PersistenceError, Tracking
from eventsourcing.sqlite import (
    SQLiteConnection,
    SQLiteCursor,
    SQLiteDatastore,
    SQLiteProcessRecorder,
)

from events.codec import Codec
from events.log import EventLog, LogUnavailable
from events.recorder import Place, Row, Stored
from events.sqlite_pool import LOCK_TIMEOUT_S, TurnTakingPool

_CHECKPOINT_PAGES: Final = 8_000
"""Pages in the write-ahead log, 32 MB of them, after which they are moved into the file: large batches would
otherwise wait for the disk twice each."""
_STORED: Final[Callable[[tuple[int, str, int, str, bytes]], Stored]] = partial(tuple.__new__, Stored)
"""Makes a row of the table what it is, in a third of the time that `Stored._make` takes."""


class DurableConnectionPool(TurnTakingPool):
    """Connections that confirm a commit only when it is on the disk."""

    def _create_connection(self) -> SQLiteConnection:
        connection = super()._create_connection()
        cursor = connection.cursor()
        for pragma in (
            "PRAGMA synchronous=FULL",
            f"PRAGMA wal_autocheckpoint={_CHECKPOINT_PAGES}",
            "PRAGMA cache_size=-65536",
            "PRAGMA temp_store=MEMORY",
        ):
            cursor.execute(pragma)
        return connection


class DurableDatastore(SQLiteDatastore):
    """The library's datastore over durable connections, with text stream ids."""

    def __init__(self, path: Path) -> None:
        super().__init__(str(path), lock_timeout=LOCK_TIMEOUT_S, originator_id_type="text")
        self.pool.close()
        self.pool = DurableConnectionPool(str(path))


class SQLiteLogRecorder(SQLiteProcessRecorder):
    """The library's process recorder with explicit positions and the reads by stream that a log needs."""

    def __init__(self, datastore: SQLiteDatastore) -> None:
        super().__init__(datastore)
        table = self.events_table_name
        columns = "originator_id, originator_version, topic, state"
        self.insert_events_statement = f"INSERT INTO {table} ({columns}) VALUES (?,?,?,?)"
        self._select = f"SELECT rowid, {columns} FROM {table} "

    def construct_create_table_statements(self) -> list[str]:
        """Declare the position as a key of its own, and (stream, version) as unique."""
        table = self.events_table_name
        _, *tracking = super().construct_create_table_statements()
        return [
            f"CREATE TABLE IF NOT EXISTS {table} (rowid INTEGER PRIMARY KEY AUTOINCREMENT, "
            "originator_id TEXT NOT NULL, originator_version INTEGER NOT NULL, "
            "topic TEXT NOT NULL, state BLOB NOT NULL, UNIQUE (originator_id, originator_version))",
            *tracking,
        ]

    def insert(
        self, rows: Sequence[Row], tracking: Tracking | None, unmoved: Sequence[Place] = ()
    ) -> Sequence[int]:
        """Insert events, and how far a consumer has come, in one transaction; return the new positions.

        Nobody else writes within the transaction, so an AUTOINCREMENT key rises by one from row to row, and
        streams that are looked at after the rows are in cannot move before the commit.
        """
        with self.datastore.transaction(commit=True) as cursor:
            cursor.executemany(self.insert_events_statement, rows)
            self._require_unmoved(cursor, unmoved)
            if tracking is not None:
                self._insert_tracking(cursor, tracking)
            if not rows:
                return ()
            last = self._max_notification_id(cursor)
        return range(last - len(rows) + 1, last + 1)

    def _require_unmoved(self, cursor: SQLiteCursor, unmoved: Sequence[Place]) -> None:
        statement = (
            f"SELECT COALESCE(MAX(originator_version), 0) FROM {self.events_table_name} WHERE originator_id=?"
        )
        for stream_id, version in unmoved:
            cursor.execute(statement, (stream_id,))
            if cursor.fetchone()[0] != version:
                raise IntegrityError(f"{stream_id} is not at version {version}")

    def select_after(
        self, position: int, limit: int, stop: int | None, topics: Sequence[str]
    ) -> Sequence[Stored]:
        """Select events after a position, in the total order; of all topics when none is named."""
        upto = "AND rowid<=?" if stop is not None else ""
        among = f"AND topic IN ({','.join('?' * len(topics))})" if topics else ""
        stops = () if stop is None else (stop,)
        statement = f"{self._select} WHERE rowid>? {upto} {among} ORDER BY rowid LIMIT ?"
        return self._query(statement, (position, *stops, *topics, limit))

    def select_trackings(self) -> dict[str, int]:
        """Return how far every consumer has come."""
        statement = "SELECT application_name, MAX(notification_id) FROM tracking GROUP BY application_name"
        with self.datastore.transaction(commit=False) as cursor:
            cursor.execute(statement)
            return {str(name): int(position) for name, position in cursor.fetchall()}

    def count_topics(self, topics: Sequence[str]) -> int:
        """Count events of some topics; reads the table once."""
        marks = ",".join("?" * len(topics))
        statement = f"SELECT COUNT(*) FROM {self.events_table_name} WHERE topic IN ({marks})"
        with self.datastore.transaction(commit=False) as cursor:
            cursor.execute(statement, topics)
            return int(cursor.fetchone()[0])

    def select_first(self, prefix: str) -> int | None:
        """Return the first position in streams whose ids begin with a prefix, or None."""
        statement = (
            f"SELECT MIN(rowid) FROM {self.events_table_name} WHERE originator_id >= ? AND originator_id < ?"
        )
        with self.datastore.transaction(commit=False) as cursor:
            cursor.execute(statement, (prefix, _beyond(prefix)))
            first = cursor.fetchone()[0]
            return None if first is None else int(first)

    def select_stream(self, stream_id: str, stop: int | None) -> Sequence[Stored]:
        """Select one stream, oldest first, up to a position."""
        where = "WHERE originator_id=? AND (? IS NULL OR rowid<=?) ORDER BY originator_version"
        return self._query(self._select + where, (stream_id, stop, stop))

    def select_latest(self, stream_ids: Sequence[str]) -> Sequence[Stored]:
        """Select the latest event of each of the streams that exist."""
        where = (
            "AS e WHERE originator_id IN (SELECT value FROM json_each(?)) AND originator_version=("
            f"SELECT MAX(originator_version) FROM {self.events_table_name} AS l "
            "WHERE l.originator_id=e.originator_id)"
        )
        return self._query(self._select + where, (json.dumps(stream_ids),))

    def select_prefix(
        self, prefix: str, after: tuple[str, int], limit: int, stop: int | None
    ) -> Sequence[Stored]:
        """Select events of the streams whose ids begin with a prefix, by (stream id, version)."""
        statement = self._select + (
            "WHERE (originator_id, originator_version) > (?,?) AND originator_id < ? "
            "AND (? IS NULL OR rowid<=?) ORDER BY originator_id, originator_version LIMIT ?"
        )
        return self._query(statement, (*after, _beyond(prefix), stop, stop, limit))

    def close(self) -> None:
        """Close the connections."""
        self.datastore.close()

    def _query(self, statement: str, parameters: tuple[object, ...]) -> list[Stored]:
        with self.datastore.transaction(commit=False) as cursor:
            cursor.execute(statement, parameters)
            return list(map(_STORED, cursor.fetchall()))


def _beyond(prefix: str) -> str:
    """Return the first text after all that begin with a prefix."""
    return prefix[:-1] + chr(ord(prefix[-1]) + 1)


def open_sqlite_log(path: Path, codec: Codec | None = None) -> EventLog:
    """Open the log in a file, creating the file (not its folder) when there is none.

    Raises LogUnavailable when the file cannot be opened, is no SQLite database, or is locked.
    """
    try:
        recorder = SQLiteLogRecorder(DurableDatastore(path))
        _create_tables(recorder)
    except (PersistenceError, sqlite3.Error) as error:
        raise LogUnavailable(f"{path}: {error}") from error
    return EventLog(recorder, codec, partial(open_sqlite_log, path.absolute()))


def _create_tables(recorder: SQLiteLogRecorder) -> None:
    try:
        recorder.create_table()
    except IntegrityError:  # Another process made them in the same moment.
        recorder.create_table()


def find_damage(path: Path) -> str:
    """Return what SQLite's own check finds wrong with a file; empty when it is sound.

    Reads the whole file: about a second per gigabyte.
    """
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as connection:
            findings = [str(row[0]) for row in connection.execute("PRAGMA quick_check(10)")]
    except sqlite3.Error as error:
        return str(error)
    return "" if findings == ["ok"] else "; ".join(findings)


def durability_of(path: Path) -> tuple[str, int]:
    """Return the journal mode and the `synchronous` level (2 is FULL) that connections to a file get."""
    pool = DurableConnectionPool(str(path))
    try:
        connection = pool.get_connection()
        try:
            cursor = connection.cursor()
            cursor.execute("PRAGMA journal_mode")
            (mode,) = cursor.fetchone()
            cursor.execute("PRAGMA synchronous")
            (level,) = cursor.fetchone()
        finally:
            pool.put_connection(connection)
    finally:
        pool.close()
    return str(mode), int(level)
