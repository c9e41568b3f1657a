"""What must not stand in the log: password hashes, sessions, tokens and guesses, in a file of their own.

Of a session or a token only a hash is kept: who copies the file can sign in with nothing in it.
"""

from __future__ import annotations

import hashlib
import secrets
import sqlite3
import threading
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final, NamedTuple

IDLE_FOR: Final = timedelta(minutes=15)
LASTS_FOR: Final = timedelta(hours=8)
TOKEN_PREFIX: Final = "dedup_"  # noqa: S105 - what a token begins with, so that scanners know one
_BYTES: Final = 32
_TABLES: Final = (
    "CREATE TABLE IF NOT EXISTS passwords (account TEXT PRIMARY KEY, hash TEXT NOT NULL) WITHOUT ROWID",
    "CREATE TABLE IF NOT EXISTS sessions (id_hash TEXT PRIMARY KEY, account TEXT NOT NULL, "
    "csrf TEXT NOT NULL, began_at TEXT NOT NULL, seen_at TEXT NOT NULL) WITHOUT ROWID",
    "CREATE INDEX IF NOT EXISTS sessions_of ON sessions (account)",
    "CREATE TABLE IF NOT EXISTS tokens (token_hash TEXT PRIMARY KEY, account TEXT NOT NULL, "
    "name TEXT NOT NULL, expires_at TEXT NOT NULL, UNIQUE (account, name)) WITHOUT ROWID",
    "CREATE TABLE IF NOT EXISTS guesses (subject TEXT NOT NULL, at TEXT NOT NULL)",
    "CREATE INDEX IF NOT EXISTS guesses_of ON guesses (subject, at)",
)


class Session(NamedTuple):
    """A session of a person: whose it is, and its secret against forged requests."""

    account: str
    csrf: str


class SecretStore:
    """Keeps secrets in an SQLite file that only the service's user may read."""

    def __init__(self, path: Path | str) -> None:
        self._lock = threading.Lock()
        self._connection = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        if isinstance(path, Path):
            path.chmod(0o600)
        for statement in ("PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL", *_TABLES):
            self._connection.execute(statement)

    def close(self) -> None:
        """Release the file."""
        with self._lock:
            self._connection.close()

    def set_password(self, account: str, hashed: str) -> None:
        """Keep a password's hash."""
        self._do("INSERT OR REPLACE INTO passwords VALUES (?,?)", account, hashed)

    def password_of(self, account: str) -> str | None:
        """Return a password's hash, or None."""
        found = self._one("SELECT hash FROM passwords WHERE account=?", account)
        return str(found[0]) if found else None

    def open_session(self, account: str, now: datetime) -> tuple[str, str]:
        """Begin a session; return its id, which is kept nowhere, and its secret against forged requests."""
        session_id, csrf = secrets.token_urlsafe(_BYTES), secrets.token_urlsafe(_BYTES)
        at = now.isoformat()
        self._do("INSERT INTO sessions VALUES (?,?,?,?,?)", _hashed(session_id), account, csrf, at, at)
        return session_id, csrf

    def session(self, session_id: str, now: datetime) -> Session | None:
        """Return a session that is neither idle nor old, and remember that it was used; or None."""
        if not session_id:
            return None
        place = _hashed(session_id)
        found = self._one("SELECT account, csrf, began_at, seen_at FROM sessions WHERE id_hash=?", place)
        if found is None:
            return None
        account, csrf, began_at, seen_at = found
        idle = now - datetime.fromisoformat(seen_at)
        if idle >= IDLE_FOR or now - datetime.fromisoformat(began_at) >= LASTS_FOR:
            self._do("DELETE FROM sessions WHERE id_hash=?", place)
            return None
        if idle >= IDLE_FOR / 30:
            self._do("UPDATE sessions SET seen_at=? WHERE id_hash=?", now.isoformat(), place)
        return Session(account, csrf)

    def close_session(self, session_id: str) -> None:
        """End a session."""
        self._do("DELETE FROM sessions WHERE id_hash=?", _hashed(session_id))

    def close_sessions_of(self, account: str) -> None:
        """End all sessions of an account: it was disabled, its roles or its password changed."""
        self._do("DELETE FROM sessions WHERE account=?", account)

    def issue_token(self, account: str, name: str, expires_at: datetime) -> str:
        """Return a new token; only its hash is kept, and the one of the same name ends."""
        token = TOKEN_PREFIX + secrets.token_urlsafe(_BYTES)
        self._do(
            "INSERT OR REPLACE INTO tokens VALUES (?,?,?,?)",
            _hashed(token),
            account,
            name,
            expires_at.isoformat(),
        )
        return token

    def account_of_token(self, token: str, now: datetime) -> str | None:
        """Return whose a token is, if it has not run out; or None."""
        found = self._one("SELECT account, expires_at FROM tokens WHERE token_hash=?", _hashed(token))
        if found is None or datetime.fromisoformat(found[1]) <= now:
            return None
        return str(found[0])

    def revoke_token(self, account: str, name: str) -> None:
        """End a token."""
        self._do("DELETE FROM tokens WHERE account=? AND name=?", account, name)

    def guess(self, subject: str, now: datetime, within: timedelta, limit: int) -> bool:
        """Count a guess; return False when there were too many of late."""
        since = (now - within).isoformat()
        self._do("DELETE FROM guesses WHERE at < ?", since)
        found = self._one("SELECT COUNT(*) FROM guesses WHERE subject=? AND at >= ?", subject, since)
        if found is not None and found[0] >= limit:
            return False
        self._do("INSERT INTO guesses VALUES (?,?)", subject, now.isoformat())
        return True

    def forget_guesses(self, subject: str) -> None:
        """Forget guesses after one that was right."""
        self._do("DELETE FROM guesses WHERE subject=?", subject)

    def _do(self, statement: str, *parameters: object) -> None:
        with self._lock:
            self._connection.execute(statement, parameters)

    def _one(self, statement: str, *parameters: object) -> tuple[Any, ...] | None:
        with self._lock:
            found: tuple[Any, ...] | None = self._connection.execute(statement, parameters).fetchone()
        return found


def _hashed(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
