"""What an account becomes by its events, and what may be done to it. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from dedup.access.roles import Account, Grant, Role, separated
from dedup.errors import BadRequest, Conflict
from events.accounts import (
    AccountCreated,
    AccountDisabled,
    AccountEnabled,
    AccountEvent,
    RoleGranted,
    RoleRevoked,
)


@dataclass(frozen=True, slots=True)
class GrantRole:
    """Give an account a role."""

    actor: str
    grant: Grant


@dataclass(frozen=True, slots=True)
class RevokeRole:
    """Take a role from an account."""

    actor: str
    grant: Grant


@dataclass(frozen=True, slots=True)
class Disable:
    """Let an account do nothing."""

    actor: str


@dataclass(frozen=True, slots=True)
class Enable:
    """Let a disabled account work again."""

    actor: str


AccountCommand = GrantRole | RevokeRole | Disable | Enable


def evolve(account: Account | None, event: AccountEvent) -> Account:
    """Return the account after an event."""
    at = replace(account or Account(event.account), version=account.version + 1 if account else 1)
    match event:
        case RoleGranted():
            return replace(at, grants=at.grants | {_grant_of(event)})
        case RoleRevoked():
            return replace(at, grants=at.grants - {_grant_of(event)})
        case AccountDisabled():
            return replace(at, disabled=True)
        case AccountEnabled():
            return replace(at, disabled=False)
        case _:
            return at


def fold(events: Iterable[AccountEvent]) -> Account | None:
    """Return the account that its events leave, None without any."""
    account: Account | None = None
    for event in events:
        account = evolve(account, event)
    return account


def create(name: str, actor: str, now: datetime) -> tuple[AccountEvent, ...]:
    """Return the event of a new account; the stream's first version keeps the name unique."""
    return (AccountCreated(account=name, actor=actor, happened_at=now, recorded_at=now),)


def create_first(name: str, actor: str, now: datetime) -> tuple[AccountEvent, ...]:
    """Return the events of the first system administrator, made by the owner of the machine in one stroke."""
    granted = RoleGranted(
        account=name, role=Role.ADMINISTRATOR.value, actor=actor, happened_at=now, recorded_at=now
    )
    return (*create(name, actor, now), granted)


def decide(account: Account, command: AccountCommand, now: datetime) -> tuple[AccountEvent, ...]:
    """Return the events of a command, none when it changes nothing.

    Whether the actor administers accounts at all is the policy's question, asked before this one.
    Raises BadRequest `grant-malformed`; Conflict `grant-to-oneself`, `duties-not-separate`.
    """
    if command.actor == account.name:
        raise Conflict("grant-to-oneself", account=account.name)
    match command:
        case GrantRole(grant=grant):
            if not grant.well_formed:
                raise BadRequest("grant-malformed", role=grant.role)
            if not separated(account.roles | {grant.role}):
                raise Conflict("duties-not-separate", account=account.name, role=grant.role)
            return () if grant in account.grants else (_role(RoleGranted, account, command, grant, now),)
        case RevokeRole(grant=grant):
            return (_role(RoleRevoked, account, command, grant, now),) if grant in account.grants else ()
        case Disable():
            return () if account.disabled else (_plain(AccountDisabled, account, command, now),)
        case Enable():
            return (_plain(AccountEnabled, account, command, now),) if account.disabled else ()


def _grant_of(event: RoleGranted | RoleRevoked) -> Grant:
    return Grant(Role(event.role), event.level, event.code)


def _role(
    kind: type[RoleGranted | RoleRevoked],
    account: Account,
    command: AccountCommand,
    grant: Grant,
    now: datetime,
) -> AccountEvent:
    return kind(
        account=account.name,
        role=grant.role.value,
        level=grant.level,
        code=grant.code,
        actor=command.actor,
        happened_at=now,
        recorded_at=now,
    )


def _plain(
    kind: type[AccountDisabled | AccountEnabled], account: Account, command: AccountCommand, now: datetime
) -> AccountEvent:
    return kind(account=account.name, actor=command.actor, happened_at=now, recorded_at=now)
