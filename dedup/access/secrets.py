"""What must not stand in the log: password hashes, sessions, tokens and guesses, in a file of their own.

Of a session or a token only a hash is kept: who copies the file can sign in with nothing in it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from dedup.access import sessions, throttling, tokens
from dedup.access.secret_file import SecretFile

_TABLES: Final = (
    "CREATE TABLE IF NOT EXISTS passwords (account TEXT PRIMARY KEY, hash TEXT NOT NULL) WITHOUT ROWID",
    *sessions.TABLES,
    *tokens.TABLES,
    *throttling.TABLES,
)


class SecretStore:
    """Keeps secrets in an SQLite file that only the service's user may read."""

    def __init__(self, path: Path | str) -> None:
        self._file = SecretFile(path, _TABLES)
        self.sessions = sessions.Sessions(self._file)
        self.tokens = tokens.Tokens(self._file)
        self.guesses = throttling.Guesses(self._file)

    def close(self) -> None:
        """Release the file."""
        self._file.close()

    def set_password(self, account: str, hashed: str) -> None:
        """Keep a password's hash; all sessions of the account end with the same stroke."""
        with self._file.transaction():
            self._file.do("INSERT OR REPLACE INTO passwords VALUES (?,?)", account, hashed)
            self.sessions.close_all_of(account)

    def renew_hash(self, account: str, old: str, new: str) -> bool:
        """Keep the same password's hash under today's parameters; False when it was changed meanwhile."""
        return bool(
            self._file.do("UPDATE passwords SET hash=? WHERE account=? AND hash=?", new, account, old)
        )

    def password_of(self, account: str) -> str | None:
        """Return a password's hash, or None."""
        found = self._file.one("SELECT hash FROM passwords WHERE account=?", account)
        return str(found[0]) if found else None
