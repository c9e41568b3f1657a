"""Tokens of committees' systems: for one committee, for some actions, for some days; only a hash is kept."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Final, NamedTuple

from dedup.access.policy import Action
from dedup.access.roles import Grant, Role
from dedup.access.secret_tables import SecretTables, hashed, new_secret

PREFIX: Final = "dedup_"
"""What a token begins with, so that scanners of leaked secrets know one."""
ACTIONS: Final = frozenset(
    {
        Action.IMPORT_FILE,
        Action.SUBMIT_REGISTRATION,
        Action.ISSUE_CERTIFICATE,
        Action.USE_CERTIFICATE,
        Action.REVOKE_CERTIFICATE,
        Action.LIST_CASES,
        Action.SEE_CASE,
        Action.SEE_COUNTERPART,
        Action.SEE_REGISTRATION,
        Action.READ_HISTORY,
        Action.READ_WHY,
    }
)
"""What a system may do at most: bring registrations and read. It decides nothing, people do."""
TABLES: Final = (
    "CREATE TABLE IF NOT EXISTS committee_tokens (token_hash TEXT PRIMARY KEY, account TEXT NOT NULL, "
    "name TEXT NOT NULL, role TEXT NOT NULL, level TEXT NOT NULL, code TEXT NOT NULL, "
    "actions TEXT NOT NULL, expires_at TEXT NOT NULL, UNIQUE (account, name)) WITHOUT ROWID",
)
ISSUE: Final = (
    "INSERT INTO committee_tokens VALUES (?,?,?,?,?,?,?,?) ON CONFLICT (account, name) DO UPDATE SET "
    "token_hash=excluded.token_hash, role=excluded.role, level=excluded.level, code=excluded.code, "
    "actions=excluded.actions, expires_at=excluded.expires_at"
)


class Token(NamedTuple):
    """What a token stands for."""

    account: str
    grant: Grant
    scope: frozenset[Action]


class Tokens:
    """Keeps tokens."""

    def __init__(self, secrets: SecretTables) -> None:
        self._secrets = secrets

    def issue(
        self, account: str, name: str, grant: Grant, scope: Collection[Action], expires_at: datetime
    ) -> str:
        """Return a new token, which is kept nowhere; the one of the same name ends."""
        token = PREFIX + new_secret()
        self._secrets.do(
            ISSUE,
            *(hashed(token), account, name, grant.role.value, grant.level, grant.code),
            *(" ".join(sorted(scope)), expires_at.isoformat()),
        )
        return token

    def find(self, token: str, now: datetime) -> Token | None:
        """Return what a token stands for, if it has not run out; or None."""
        found = self._secrets.one(
            "SELECT account, role, level, code, actions, expires_at FROM committee_tokens WHERE token_hash=?",
            hashed(token),
        )
        if found is None:
            return None
        account, role, level, code, actions, expires_at = found
        if datetime.fromisoformat(expires_at) <= now:
            return None
        return Token(account, Grant(Role(role), level, code), frozenset(map(Action, actions.split())))

    def revoke(self, account: str, name: str) -> bool:
        """End a token; tell whether there was one."""
        return bool(
            self._secrets.do("DELETE FROM committee_tokens WHERE account=? AND name=?", account, name)
        )
