"""The file of what must not stand in the log: SQLite, used by many threads, a transaction at a time."""

from __future__ import annotations

import hashlib
import secrets
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

BYTES: Final = 32
"""Random bytes of every secret that is made here: nobody guesses 256 bits."""


class SecretFile:
    """An SQLite file that only the service's user may read."""

    def __init__(self, path: Path | str, tables: Sequence[str]) -> None:
        self._lock = threading.RLock()
        if isinstance(path, Path):
            path.touch(mode=0o600)
            path.chmod(0o600)
        self._connection = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        for statement in ("PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL", *tables):
            self._connection.execute(statement)

    def close(self) -> None:
        """Release the file."""
        with self._lock:
            self._connection.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Let what is read and what is written inside be one step, against other processes too."""
        with self._lock:
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")

    def do(self, statement: str, *parameters: object) -> int:
        """Carry a statement out; return how many rows it changed."""
        with self._lock:
            return self._connection.execute(statement, parameters).rowcount

    def note(self, statement: str, *parameters: object) -> None:
        """Carry a statement out that a power cut may take back: nobody waits for the disk."""
        with self._lock:
            self._connection.execute("PRAGMA synchronous=NORMAL")
            try:
                self._connection.execute(statement, parameters)
            finally:
                self._connection.execute("PRAGMA synchronous=FULL")

    def one(self, statement: str, *parameters: object) -> tuple[Any, ...] | None:
        """Return the first row, or None."""
        with self._lock:
            found: tuple[Any, ...] | None = self._connection.execute(statement, parameters).fetchone()
        return found

    def all(self, statement: str, *parameters: object) -> list[tuple[Any, ...]]:
        """Return every row."""
        with self._lock:
            return self._connection.execute(statement, parameters).fetchall()


def new_secret() -> str:
    """Return a secret that nobody can guess."""
    return secrets.token_urlsafe(BYTES)


def hashed(secret: str) -> str:
    """Return what is kept of a secret. A random one needs no slow hash: there is nothing to guess."""
    return hashlib.sha256(secret.encode()).hexdigest()
