"""Vocabulary of accounts: who exists, with which roles. No event here holds a secret or a hash of one."""

from __future__ import annotations

from typing import ClassVar, Final
from urllib.parse import quote

from pydantic import AwareDatetime

from events.event import Event

STREAM_PREFIX: Final = "account/"


class AccountEvent(Event):
    """Any event of an account's stream."""

    account: str


class AccountCreated(AccountEvent):
    """An account was made; it has no role yet."""

    stored_name: ClassVar[str] = "AccountCreated"


class RoleEvent(AccountEvent):
    """A role, and the committee or division it is for."""

    role: str
    level: str = ""
    code: str = ""


class RoleGranted(RoleEvent):
    """An account was given a role."""

    stored_name: ClassVar[str] = "RoleGranted"


class RoleRevoked(RoleEvent):
    """A role was taken from an account."""

    stored_name: ClassVar[str] = "RoleRevoked"


class AccountDisabled(AccountEvent):
    """An account may do nothing until it is enabled."""

    stored_name: ClassVar[str] = "AccountDisabled"


class AccountEnabled(AccountEvent):
    """A disabled account works again."""

    stored_name: ClassVar[str] = "AccountEnabled"


class PasswordSet(AccountEvent):
    """The account was given another password; neither it nor its hash stands here."""

    stored_name: ClassVar[str] = "PasswordSet"


class TokenEvent(AccountEvent):
    """A token of a committee's system, by its name."""

    token: str


class TokenIssued(TokenEvent):
    """A token was issued: for one of the account's grants, for some actions, until a day."""

    stored_name: ClassVar[str] = "TokenIssued"
    role: str = ""
    level: str = ""
    code: str = ""
    scope: tuple[str, ...] = ()
    expires_at: AwareDatetime


class TokenRevoked(TokenEvent):
    """A token ends before its time."""

    stored_name: ClassVar[str] = "TokenRevoked"


class SignedIn(AccountEvent):
    """Somebody signed in. Refusals are not told: whoever guesses must not fill the log."""

    stored_name: ClassVar[str] = "SignedIn"


def account_stream_id(account: str) -> str:
    """Return the id of an account's stream."""
    return f"{STREAM_PREFIX}{quote(account, safe='')}"
