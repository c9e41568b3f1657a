"""A desk of accounts over a real log and a real file of secrets, with a clock that a test turns."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from dedup.access.desk import Accounts
from dedup.access.granting import GrantRole
from dedup.access.roles import Grant, Role
from dedup.access.secrets import SecretStore
from dedup.tables import Tables
from dedup.tables.sqlite import file_tables
from events.log import EventLog
from events.sqlite import open_sqlite_log

PASSWORD = "fifteen-plum-trees"  # noqa: S105 - an invented one
CLERK = Grant(Role.CLERK, "county", "340123")


@dataclass
class Door:
    """Accounts in a folder: `root` administers, `li` is a clerk."""

    folder: Path
    tables: Tables | None = None
    """Where the secrets are; a file in the folder when nothing is said."""
    now: datetime = datetime(2026, 9, 1, 4, 0, tzinfo=UTC)
    log: EventLog = field(init=False)
    secrets: SecretStore = field(init=False)
    accounts: Accounts = field(init=False)

    def __post_init__(self) -> None:
        self.log = open_sqlite_log(self.folder / "log.sqlite")
        self.secrets = SecretStore(self.tables or file_tables(self.folder / "access.sqlite", durable=True))
        self.accounts = Accounts(self.log, self.secrets, lambda: self.now)

    def staffed(self) -> Door:
        self.accounts.begin("root", PASSWORD)
        self.accounts.create("li", PASSWORD, "root")
        self.accounts.carry_out("li", GrantRole("root", CLERK))
        return self

    def later(self, **by: float) -> None:
        self.now += timedelta(**by)

    def sign_in(self, address: str = "10.0.0.7", password: str = PASSWORD, replaces: str = "") -> str:
        return self.accounts.sign_in("li", password, address, replaces)[0]

    def close(self) -> None:
        self.secrets.close()
        self.log.close()
