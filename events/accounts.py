"""Vocabulary of accounts: who exists, with which roles. No event here holds a secret or a hash of one."""

from __future__ import annotations

from typing import ClassVar

from events.event import Event


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


def account_stream_id(account: str) -> str:
    """Return the id of an account's stream."""
    return f"account/{account}"
