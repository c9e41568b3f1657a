"""Roles, what they are granted for, and which of them one account may never join. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Role(StrEnum):
    """What an account is trusted with."""

    CLERK = "clerk"
    REVIEWER = "reviewer"
    SUPERVISOR = "supervisor"
    SUPERIOR = "superior"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


COMMITTEE_ROLES: Final = frozenset({Role.CLERK, Role.REVIEWER, Role.SUPERVISOR})
"""Granted for one committee, that is a level and a code."""
DIVISION_ROLES: Final = frozenset({Role.SUPERIOR})
"""Granted for a division code; every committee under it is covered."""
INSTALLATION_ROLES: Final = frozenset({Role.AUDITOR, Role.ADMINISTRATOR})
"""Granted for the whole installation: neither level nor code."""

DIVISION_DIGITS: Final = 6
"""Digits of province, prefecture and county (GB/T 2260), two each; zeros stand for `all of it`."""


@dataclass(frozen=True, slots=True, order=True)
class Grant:
    """A role, and the committee (level and code) or division (code only) it is granted for."""

    role: Role
    level: str = ""
    code: str = ""

    @property
    def well_formed(self) -> bool:
        """Whether the role is granted for what it can be granted for."""
        if self.role in COMMITTEE_ROLES:
            return bool(self.level) and bool(self.code)
        if self.role in DIVISION_ROLES:
            return (
                not self.level
                and self.code.isascii()
                and self.code.isdigit()
                and len(self.code) == DIVISION_DIGITS
            )
        return not self.level and not self.code


@dataclass(frozen=True, slots=True)
class Account:
    """An account as its events leave it; no secret is part of it."""

    name: str
    grants: frozenset[Grant] = frozenset()
    disabled: bool = False
    version: int = 0
    scope: frozenset[str] | None = None
    """The only actions that the token allows by which the account came; None for a person."""

    @property
    def roles(self) -> frozenset[Role]:
        """Return the roles whatever they are granted for."""
        return frozenset(grant.role for grant in self.grants)


def may_share(one: Role, other: Role) -> bool:
    """Whether one account may hold both roles.

    Administration, audit and reading voters are three duties of three people 三员: who makes accounts must
    not read voters, and who audits must not do what is audited.
    """
    return one == other or not ({one, other} & INSTALLATION_ROLES)


def separated(roles: Iterable[Role]) -> bool:
    """Whether an account with these roles keeps the three duties apart."""
    held = set(roles)
    return all(may_share(one, other) for one in held for other in held)
