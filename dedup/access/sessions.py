"""Sessions of people: a random id of which only a hash is kept, for a while."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final, NamedTuple

from dedup.access.secret_tables import SecretTables, hashed, new_secret

IDLE_FOR: Final = timedelta(minutes=15)
LASTS_FOR: Final = timedelta(hours=8)
_NOTED_AFTER: Final = timedelta(seconds=10)
"""A session's use is written down at most this often; it ends that much too early at the worst."""
TABLES: Final = (
    "CREATE TABLE IF NOT EXISTS sessions (id_hash TEXT PRIMARY KEY, account TEXT NOT NULL, "
    "csrf TEXT NOT NULL, began_at TEXT NOT NULL, seen_at TEXT NOT NULL) WITHOUT ROWID",
    "CREATE INDEX IF NOT EXISTS sessions_of ON sessions (account)",
)
_FIND: Final = "SELECT account, csrf, began_at, seen_at FROM sessions WHERE id_hash=?"


class Session(NamedTuple):
    """A session of a person: whose it is, and its secret against forged requests."""

    account: str
    csrf: str


class Sessions:
    """Keeps sessions."""

    def __init__(self, secrets: SecretTables) -> None:
        self._secrets = secrets

    def open(self, account: str, proven: str, now: datetime, replaces: str = "") -> tuple[str, str] | None:
        """Begin a session; return its id, which is kept nowhere, and its secret against forged requests.

        `proven` is the hash of the password that was given: None when it has been changed meanwhile. The
        session that the caller came with ends, so that one planted before signing in is worth nothing after.
        """
        session_id, csrf, at = new_secret(), new_secret(), now.isoformat()
        with self._secrets.transaction():
            self._secrets.do("DELETE FROM sessions WHERE began_at <= ?", (now - LASTS_FOR).isoformat())
            begun = self._secrets.do(
                "INSERT INTO sessions SELECT ?,?,?,?,? "
                "WHERE EXISTS (SELECT 1 FROM passwords WHERE account=? AND hash=?)",
                *(hashed(session_id), account, csrf, at, at, account, proven),
            )
            if begun and replaces:
                self.close(replaces)
        return (session_id, csrf) if begun else None

    def find(self, session_id: str, now: datetime, *, used: bool = True) -> Session | None:
        """Return a session that is neither idle nor old, and remember that it was used; or None.

        What a page asks by itself, an open stream say, is no use: nobody need sit before it.
        """
        if not session_id:
            return None
        place = hashed(session_id)
        found = self._secrets.one(
            "SELECT account, csrf, began_at, seen_at FROM sessions WHERE id_hash=?", place
        )
        if found is None:
            return None
        account, csrf, began_at, seen_at = found
        idle = now - datetime.fromisoformat(seen_at)
        if idle >= IDLE_FOR or now - datetime.fromisoformat(began_at) >= LASTS_FOR:
            self._secrets.do("DELETE FROM sessions WHERE id_hash=?", place)
            return None
        if used and idle >= _NOTED_AFTER:
            self._secrets.do("UPDATE sessions SET seen_at=? WHERE id_hash=?", now.isoformat(), place)
        return Session(account, csrf)

    def close(self, session_id: str) -> None:
        """End a session."""
        self._secrets.do("DELETE FROM sessions WHERE id_hash=?", hashed(session_id))

    def close_all_of(self, account: str) -> None:
        """End all sessions of an account: it was disabled, its roles or its password changed."""
        self._secrets.do("DELETE FROM sessions WHERE account=?", account)
