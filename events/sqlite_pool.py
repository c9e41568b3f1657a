"""Connections to an SQLite file, of which one at a time writes; who waits for that holds nobody else up."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections import deque
from typing import Final

from eventsourcing.persistence import ConnectionUnavailableError
from eventsourcing.sqlite import SQLiteConnection, SQLiteConnectionPool

LOCK_TIMEOUT_S: Final = 30
"""A writer waits this long for another one; a batch of 5,000 rows holds the lock well under a second, but a
disk that is busy with something else can hold a single commit up for many."""
_BETWEEN_TRIES_S: Final = 0.02
_OVERFLOW: Final = 60
"""Connections beyond the five that are kept: a thread each for all that a server answers at once."""


class Turns:
    """A lock that goes to whoever has waited longest: a loop of batches cannot starve a single decision."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: deque[threading.Event] = deque()
        self._taken = False

    def take(self, timeout_s: float) -> bool:
        """Wait for the turn; return False when it did not come in time."""
        with self._lock:
            if not self._taken:
                self._taken = True
                return True
            mine = threading.Event()
            self._waiting.append(mine)
        if mine.wait(timeout_s):
            return True
        with self._lock:
            if mine.is_set():  # given in this very moment
                return True
            self._waiting.remove(mine)
            return False

    def give(self) -> None:
        """Let the next one have the turn."""
        with self._lock:
            if self._waiting:
                self._waiting.popleft().set()
            else:
                self._taken = False


class TurnTakingPool(SQLiteConnectionPool):
    """The library's pool, in which writers queue by themselves.

    The library lets everybody wait in one line, readers behind a writer that waits for its turn, and gives
    up after five seconds: one slow commit then refuses whatever else is asked.
    """

    def __init__(self, db_name: str) -> None:
        super().__init__(
            db_name=db_name, lock_timeout=LOCK_TIMEOUT_S, max_overflow=_OVERFLOW, pool_timeout=LOCK_TIMEOUT_S
        )
        self._turns = Turns()

    def get_connection(
        self, timeout: float | None = None, *, is_writer: bool | None = None
    ) -> SQLiteConnection:
        """Return a connection; one for writing when it is the caller's turn."""
        if not is_writer:
            return super().get_connection(timeout, is_writer=is_writer)
        if not self._turns.take(LOCK_TIMEOUT_S if timeout is None else timeout):
            raise ConnectionUnavailableError("another writer did not finish in time")
        try:
            return super().get_connection(timeout, is_writer=True)
        except BaseException:
            self._turns.give()
            raise

    def _create_connection(self) -> SQLiteConnection:
        """Return a new connection; SQLite refuses at once to make a file WAL while others open it."""
        until = time.monotonic() + LOCK_TIMEOUT_S
        while True:
            try:
                return super()._create_connection()
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                    raise
            time.sleep(_BETWEEN_TRIES_S)

    def put_connection(self, conn: SQLiteConnection) -> None:
        """Take a connection back, and let the next writer have its turn."""
        wrote = conn.is_writer
        try:
            super().put_connection(conn)
        finally:
            if wrote:
                self._turns.give()
