"""Which of several servers over one log matches and lets the clock speak: one, until it ends.

Positions in the log keep two from doing the same work twice. This keeps them from trying: the others need no
matcher in memory, and take over within seconds when the one is gone.
"""

from __future__ import annotations

import fcntl
import os
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

from dedup.database import is_postgres
from dedup.settings import Settings
from events.log import EventLog

if TYPE_CHECKING:
    from psycopg import Connection

    from events.postgres_connections import DurableDatastore

LOCK_FILE: Final = "follower.lock"


class Lead(Protocol):
    """The lead among the servers over one log."""

    def take(self) -> bool:
        """Tell whether this server leads; take the lead when nobody has it."""

    def leave(self) -> None:
        """Leave the lead to others."""


class FileLead:
    """Taken by a lock on a file, which the kernel frees when the process ends, however it ends."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: int | None = None

    def take(self) -> bool:
        """Tell whether this server leads; take the lead when nobody has it."""
        if self._file is not None:
            return True
        file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(file)
            return False
        except BaseException:
            os.close(file)
            raise
        self._file = file
        return True

    def leave(self) -> None:
        """Leave the lead to others."""
        if self._file is not None:
            os.close(self._file)
            self._file = None


class DatabaseLead:
    """Taken by an advisory lock of a connection of its own, which the server frees when it is gone."""

    def __init__(self, datastore: DurableDatastore) -> None:
        self._datastore = datastore
        self._connection: Connection | None = None
        self._leads = False

    def take(self) -> bool:
        """Tell whether this server leads; take the lead when nobody has it.

        Raises LogUnavailable when the database cannot be asked.
        """
        from dedup.tables.postgres import lock_number

        if self._connection is None or not self._answers(self._connection):
            self.leave()
            self._connection = self._datastore.open_connection()
        if not self._leads:
            statement = "SELECT pg_try_advisory_lock(%s)"
            self._leads = self._connection.execute(statement, (lock_number("lead"),)).fetchone() == (True,)
        return self._leads

    def leave(self) -> None:
        """Leave the lead to others."""
        self._leads = False
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _answers(self, connection: Connection) -> bool:
        import psycopg

        try:
            connection.execute("SELECT 1")
        except psycopg.Error:
            return False
        return True


def lead_among_servers(settings: Settings, log: EventLog) -> Lead:
    """Return the lead among the servers over a log, not yet taken."""
    if not is_postgres(settings):
        return FileLead(settings.store / LOCK_FILE)
    from events.postgres import datastore_of

    return DatabaseLead(datastore_of(log))
