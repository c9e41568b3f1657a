"""The schema of the log in PostgreSQL, in numbered steps that only go forward.

A step that has been released is never edited; the next change is a new step. Programs that start at the same
time wait for one another at an advisory lock, and a program refuses a database that a newer one has migrated.
"""

from __future__ import annotations

from typing import Final, LiteralString

from psycopg import Cursor
from psycopg.rows import TupleRow

from events.log import LogUnavailable

STEPS: Final[tuple[LiteralString, ...]] = (
    # Ids are compared by their bytes, as SQLite does; a language's order would change what a prefix holds.
    """
    CREATE TABLE log_events (
        position bigint PRIMARY KEY,
        stream_id text COLLATE "C" NOT NULL,
        version bigint NOT NULL,
        topic text COLLATE "C" NOT NULL,
        state bytea NOT NULL,
        UNIQUE (stream_id, version)
    );
    CREATE TABLE log_consumers (
        consumer text COLLATE "C" PRIMARY KEY,
        position bigint NOT NULL
    );
    CREATE TABLE log_identity (id uuid NOT NULL);
    INSERT INTO log_identity VALUES (gen_random_uuid())
    """,
)
_LOCK: Final = 0x6465_6475_70
"""The advisory lock of migrations: "dedup" in ASCII."""


class SchemaDiffers(LogUnavailable):
    """The database is older or newer than the program."""

    def __init__(self, found: int) -> None:
        super().__init__(
            f"the database is at schema {found}, newer than this program's {len(STEPS)}: "
            "use the newer program"
            if found > len(STEPS)
            else f"the database is at schema {found}, this program needs {len(STEPS)}: "
            "run `dedup store migrate`"
        )
        self.found = found


def schema_version(cursor: Cursor[TupleRow]) -> int:
    """Return the number of steps that a database has gone; 0 for an empty one."""
    row = cursor.execute("SELECT to_regclass('log_schema') IS NOT NULL").fetchone()
    if row != (True,):
        return 0
    found = cursor.execute("SELECT COALESCE(MAX(step), 0) FROM log_schema").fetchone()
    return int(found[0]) if found else 0


def require_current(cursor: Cursor[TupleRow]) -> None:
    """Raise SchemaDiffers when the database is older or newer than the program."""
    found = schema_version(cursor)
    if found != len(STEPS):
        raise SchemaDiffers(found)


def migrate(cursor: Cursor[TupleRow]) -> tuple[int, int]:
    """Take a database through the steps it lacks, in the caller's transaction; return where it was and is.

    Raises SchemaDiffers when it is newer than the program.
    """
    cursor.execute("SELECT pg_advisory_xact_lock(%s)", (_LOCK,))
    cursor.execute(
        "CREATE TABLE IF NOT EXISTS log_schema "
        "(step integer PRIMARY KEY, applied_at timestamptz NOT NULL DEFAULT now())"
    )
    found = schema_version(cursor)
    if found > len(STEPS):
        raise SchemaDiffers(found)
    for number, statements in enumerate(STEPS[found:], found + 1):
        for statement in statements.split(";"):
            cursor.execute(statement)
        cursor.execute("INSERT INTO log_schema (step) VALUES (%s)", (number,))
    return found, len(STEPS)
