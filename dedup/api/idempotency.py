"""Requests that may be repeated: the same key and body give the same answer, and one effect.

The answer is kept beside the log, not in it: it may name voters and is thrown away after a day. A request
that was cut off between its effect and its answer is carried out again under the same key, which is safe
because commands and submissions do nothing the second time.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Final

from dedup.api.problems import RequestProblem
from dedup.tables import Step, Tables, make_missing

KEY_LENGTH_MAX: Final = 200
KEPT_FOR: Final = timedelta(days=1)
IN_FLIGHT_FOR: Final = timedelta(seconds=25)
"""A request that has not answered after this long was cut off: a server that was killed holds nobody up for
longer."""
_TABLES: Final = (
    "CREATE TABLE IF NOT EXISTS answers (key TEXT PRIMARY KEY, request TEXT NOT NULL, "
    "began_at TEXT NOT NULL, status INTEGER, body BLOB) WITHOUT ROWID",
)


@dataclass(frozen=True, slots=True)
class Answer:
    """A status and a JSON body."""

    status: int
    body: bytes


class Repeats:
    """Remembers answers by account and key."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        make_missing(tables, _TABLES)

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
        """Release the tables."""
        self._tables.close()

    def _begin(self, place: str, digest: str, now: datetime) -> Answer | None:
        with self._tables.writing() as step:
            step.do("DELETE FROM answers WHERE began_at < ?", ((now - KEPT_FOR).isoformat(),))
            found = step.rows("SELECT request, began_at, status, body FROM answers WHERE key=?", (place,))
            if not found:
                row = (place, digest, now.isoformat())
                step.do("INSERT INTO answers (key, request, began_at) VALUES (?,?,?)", row)
                return None
            return _known(step, place, digest, now, found[0])

    def _finish(self, place: str, answer: Answer) -> None:
        with self._tables.writing() as step:
            given = (answer.status, answer.body, place)
            step.do("UPDATE answers SET status=?, body=? WHERE key=?", given)

    def _forget(self, place: str) -> None:
        with self._tables.writing() as step:
            step.do("DELETE FROM answers WHERE key=?", (place,))


def _known(
    step: Step, place: str, digest: str, now: datetime, found: tuple[str, str, int | None, bytes]
) -> Answer | None:
    request, began_at, status, body = found
    if request != digest:
        raise RequestProblem(HTTPStatus.UNPROCESSABLE_ENTITY, "idempotency-key-reused")
    if status is not None:
        return Answer(status, body)
    if now - datetime.fromisoformat(began_at) < IN_FLIGHT_FOR:
        raise RequestProblem(HTTPStatus.CONFLICT, "request-in-flight")
    step.do("UPDATE answers SET began_at=? WHERE key=?", (now.isoformat(), place))
    return None
