"""The tables of what must not stand in the log, used by many threads, a transaction at a time."""

from __future__ import annotations

import hashlib
import secrets
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final

from dedup.tables import Step, Tables, make_missing

BYTES: Final = 32
"""Random bytes of every secret that is made here: nobody guesses 256 bits."""


class SecretTables:
    """Tables of secrets: each statement a transaction of its own, unless one is open in the thread."""

    def __init__(self, tables: Tables, statements: Sequence[str]) -> None:
        self._tables = tables
        self._inside = threading.local()
        make_missing(tables, statements)

    def close(self) -> None:
        """Release the tables."""
        self._tables.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Let what is read and what is written inside be one step, against other processes too."""
        with self._tables.writing() as step:
            self._inside.step = step
            try:
                yield
            finally:
                self._inside.step = None

    def do(self, statement: str, *parameters: object) -> int:
        """Carry a statement out; return how many rows it changed."""
        if step := self._open_step():
            return step.do(statement, parameters)
        with self._tables.writing() as alone:
            return alone.do(statement, parameters)

    def one(self, statement: str, *parameters: object) -> tuple[Any, ...] | None:
        """Return the first row, or None."""
        if step := self._open_step():
            return next(iter(step.rows(statement, parameters)), None)
        with self._tables.reading() as alone:
            return next(iter(alone.rows(statement, parameters)), None)

    def _open_step(self) -> Step | None:
        return getattr(self._inside, "step", None)


def new_secret() -> str:
    """Return a secret that nobody can guess."""
    return secrets.token_urlsafe(BYTES)


def hashed(secret: str) -> str:
    """Return what is kept of a secret. A random one needs no slow hash: there is nothing to guess."""
    return hashlib.sha256(secret.encode()).hexdigest()
