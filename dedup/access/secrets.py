"""What must not stand in the log: password hashes, sessions, tokens and guesses, in tables of their own.

Of a session or a token only a hash is kept: who copies the tables can sign in with nothing in it.
"""

from __future__ import annotations

from typing import Final

from dedup.access import sessions, throttling, tokens
from dedup.access.secret_tables import SecretTables
from dedup.tables import Tables, make_missing

_TABLES: Final = (
    "CREATE TABLE IF NOT EXISTS passwords (account TEXT PRIMARY KEY, hash TEXT NOT NULL) WITHOUT ROWID",
    *sessions.TABLES,
    *tokens.TABLES,
    *throttling.TABLES,
)
_PUT: Final = "INSERT INTO passwords VALUES (?,?) ON CONFLICT (account) DO UPDATE SET hash=excluded.hash"


class SecretStore:
    """Keeps secrets in tables that only the service's user may read."""

    def __init__(self, tables: Tables) -> None:
        self._secrets = SecretTables(tables, _TABLES)
        self.sessions = sessions.Sessions(self._secrets)
        self.tokens = tokens.Tokens(self._secrets)
        self.guesses = throttling.Guesses(self._secrets)

    def close(self) -> None:
        """Release the tables."""
        self._secrets.close()

    def set_password(self, account: str, hashed: str) -> None:
        """Keep a password's hash; all sessions of the account end with the same stroke."""
        with self._secrets.transaction():
            self._secrets.do(_PUT, account, hashed)
            self.sessions.close_all_of(account)

    def renew_hash(self, account: str, old: str, new: str) -> bool:
        """Keep the same password's hash under today's parameters; False when it was changed meanwhile."""
        return bool(
            self._secrets.do("UPDATE passwords SET hash=? WHERE account=? AND hash=?", new, account, old)
        )

    def password_of(self, account: str) -> str | None:
        """Return a password's hash, or None."""
        found = self._secrets.one("SELECT hash FROM passwords WHERE account=?", account)
        return str(found[0]) if found else None


def copy_secrets(source: Tables, target: Tables) -> int:
    """Copy passwords and tokens into other tables; return how many accounts have a password.

    Sessions are left out: people sign in again.
    """
    make_missing(target, _TABLES)
    with source.reading() as old:
        passwords = old.rows("SELECT account, hash FROM passwords")
        issued = old.rows("SELECT * FROM committee_tokens")
    with target.writing() as new:
        new.do_each(_PUT, passwords)
        new.do_each(tokens.ISSUE, issued)
    return len(passwords)
