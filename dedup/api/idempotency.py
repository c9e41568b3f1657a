"""Requests that may be repeated: the same key and body give the same answer, and one effect.

The answer is kept beside the log, not in it: it may name voters and is thrown away after a day. A request
that was cut off between its effect and its answer is carried out again under the same key, which is safe
because commands and submissions do nothing the second time.
"""

from __future__ import annotations

import hashlib
import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus
from pathlib import Path
from typing import Final

from dedup.api.problems import RequestProblem

KEY_LENGTH_MAX: Final = 200
KEPT_FOR: Final = timedelta(days=1)
IN_FLIGHT_FOR: Final = timedelta(seconds=60)
"""A request that has not answered after this long was cut off."""
_TABLE: Final = (
    "CREATE TABLE IF NOT EXISTS answers (key TEXT PRIMARY KEY, request TEXT NOT NULL, "
    "began_at TEXT NOT NULL, status INTEGER, body BLOB) WITHOUT ROWID"
)


@dataclass(frozen=True, slots=True)
class Answer:
    """A status and a JSON body."""

    status: int
    body: bytes


class Repeats:
    """Remembers answers by account and key."""

    def __init__(self, path: Path | str) -> None:
        self._lock = threading.Lock()
        self._connection = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self._connection.execute("PRAGMA journal_mode=WAL")
        self._connection.execute(_TABLE)

    def once(
        self, account: str, key: str, request: bytes, now: datetime, act: Callable[[], Answer]
    ) -> Answer:
        """Return the answer to a request, carrying it out unless it was before.

        Raises RequestProblem 409 while the same request is being carried out, 422 when the key was used for
        another one, 400 for a key that cannot be one.
        """
        if not key or len(key) > KEY_LENGTH_MAX or not key.isprintable():
            raise RequestProblem(HTTPStatus.BAD_REQUEST, "idempotency-key-unreadable", limit=KEY_LENGTH_MAX)
        place = hashlib.sha256(f"{account}\n{key}".encode()).hexdigest()
        digest = hashlib.sha256(request).hexdigest()
        known = self._begin(place, digest, now)
        if known is not None:
            return known
        try:
            answer = act()
        except BaseException:
            self._forget(place)
            raise
        self._finish(place, answer)
        return answer

    def close(self) -> None:
        """Release the file."""
        with self._lock:
            self._connection.close()

    def _begin(self, place: str, digest: str, now: datetime) -> Answer | None:
        with self._lock, closing(self._connection.cursor()) as cursor:
            cursor.execute("BEGIN IMMEDIATE")
            try:
                cursor.execute("DELETE FROM answers WHERE began_at < ?", ((now - KEPT_FOR).isoformat(),))
                cursor.execute("SELECT request, began_at, status, body FROM answers WHERE key=?", (place,))
                found = cursor.fetchone()
                if found is None:
                    row = (place, digest, now.isoformat())
                    cursor.execute("INSERT INTO answers (key, request, began_at) VALUES (?,?,?)", row)
                    return None
                return self._known(cursor, place, digest, now, found)
            finally:
                cursor.execute("COMMIT")

    def _known(
        self,
        cursor: sqlite3.Cursor,
        place: str,
        digest: str,
        now: datetime,
        found: tuple[str, str, int | None, bytes],
    ) -> Answer | None:
        request, began_at, status, body = found
        if request != digest:
            raise RequestProblem(HTTPStatus.UNPROCESSABLE_ENTITY, "idempotency-key-reused")
        if status is not None:
            return Answer(status, body)
        if now - datetime.fromisoformat(began_at) < IN_FLIGHT_FOR:
            raise RequestProblem(HTTPStatus.CONFLICT, "request-in-flight")
        cursor.execute("UPDATE answers SET began_at=? WHERE key=?", (now.isoformat(), place))
        return None

    def _finish(self, place: str, answer: Answer) -> None:
        with self._lock:
            self._connection.execute(
                "UPDATE answers SET status=?, body=? WHERE key=?", (answer.status, answer.body, place)
            )

    def _forget(self, place: str) -> None:
        with self._lock:
            self._connection.execute("DELETE FROM answers WHERE key=?", (place,))
