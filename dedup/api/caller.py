"""Who calls, and what they may do: the one place where requests meet the table of permissions."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from hmac import compare_digest
from http import HTTPStatus
from typing import Final, Protocol

from fastapi import Request, params

from dedup.access.jurisdiction import Relation, prefix_of, relation_to_case, relation_to_registration
from dedup.access.policy import Action, permits
from dedup.access.roles import COMMITTEE_ROLES, Account
from dedup.api.problems import RequestProblem, language_of
from dedup.cases.case import Case
from dedup.cases.outcomes import SIDES
from dedup.cases.sight import Viewer
from dedup.catalogue import Language
from dedup.committees import Committee
from events.cases import Side

SESSION_COOKIE: Final = "__Host-dedup"
UNATTENDED: Final = "x-desk-unattended"
"""Header of what a page asks by itself; it shortens the life of a session and never prolongs it."""
_STREAM: Final = "/events"
_SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True, slots=True)
class Caller:
    """An account, and the language it is spoken to in."""

    account: Account
    language: Language

    def may(self, action: Action, parties: Collection[Committee] = ()) -> bool:
        """Tell whether any of the account's grants allows an action on what belongs to some committees."""
        return any(
            permits(self.account, grant, action, relation_to_case(self.account, grant, parties))
            for grant in self.account.grants
        )

    def may_of_registration(self, action: Action, owner: Committee, opposite: Collection[Committee]) -> bool:
        """Tell whether an account may do something with a registration.

        `opposite` are the committees that live cases join to it: a superior sees a registration only where
        one of them is under it as well.
        """
        return any(
            permits(
                self.account, grant, action, relation_to_registration(self.account, grant, owner, opposite)
            )
            for grant in self.account.grants
        )

    def reach_over(self, party: Committee) -> tuple[tuple[str, str], ...] | None:
        """Return how far an account reaches that has to do with a committee as its superior only.

        For each such body: how the codes under it begin, and its own code. None where the account is of the
        committee itself, or reads every record.
        """
        if self.relation_to([party]) is not Relation.SUPERIOR:
            return None
        return tuple(
            (prefix_of(grant.code), grant.code)
            for grant in self.account.grants
            if relation_to_case(self.account, grant, [party]) is Relation.SUPERIOR
        )

    def relation_to(self, parties: Collection[Committee]) -> Relation:
        """Return the closest relation of the account to some committees."""
        relations = {relation_to_case(self.account, grant, parties) for grant in self.account.grants}
        order = (Relation.OWN, Relation.SUPERIOR, Relation.UNRELATED)
        return next((relation for relation in order if relation in relations), Relation.UNRELATED)

    def own_sides(self, case: Case) -> tuple[Side, ...]:
        """Return the sides of a case whose committees the account belongs to."""
        own = {Committee(g.level, g.code) for g in self.account.grants if g.role in COMMITTEE_ROLES}
        return tuple(side for side in SIDES if party_of(case, side) in own)

    def sides_for(self, action: Action, case: Case) -> tuple[Side, ...]:
        """Return the own sides for which the account may do it: a clerk here may be a reviewer there."""
        return tuple(side for side in self.own_sides(case) if self.may(action, [party_of(case, side)]))

    def viewer_of(self, case: Case) -> Viewer:
        """Return as whom the account looks at a case."""
        sides = self.own_sides(case)
        if len(sides) == len(SIDES):
            return "both"
        if sides:
            return sides[0]
        return "superior" if self.relation_to(parties_of(case)) is Relation.SUPERIOR else "record"


class Door(Protocol):
    """Who lets callers in: sessions of people and tokens of systems."""

    def by_session(self, session_id: str, *, used: bool = True) -> tuple[Account, str] | None:
        """Return the account of a session and the session's own secret against forged requests; or None.

        `used` says whether a person asks, who so keeps the session alive.
        """

    def by_token(self, token: str) -> Account | None:
        """Return the account of a token, or None."""


def party_of(case: Case, side: Side) -> Committee:
    """Return the committee on a side of a case."""
    key = case.key_of(side)
    return Committee(key.level, key.committee)


def parties_of(case: Case) -> tuple[Committee, Committee]:
    """Return both committees of a case."""
    return party_of(case, "left"), party_of(case, "right")


def caller_of(request: Request) -> Caller:
    """Return who calls. Raises RequestProblem 401 when nobody known does, 403 for a forged request."""
    account, secret = known(request)
    if secret and request.method not in _SAFE_METHODS:
        given = request.headers.get("x-csrf-token", "")
        if not compare_digest(given.encode(), secret.encode()):
            raise RequestProblem(HTTPStatus.FORBIDDEN, "request-forged")
    return Caller(account, language_of(request))


def known(request: Request) -> tuple[Account, str]:
    """Return whose token or session a request brings, and the session's secret, which a token has none of.

    Raises RequestProblem 401 when nobody known calls.
    """
    door: Door = request.app.state.door
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer" and token:
        found = door.by_token(token.strip()), ""
    else:
        found = session_of(request) or (None, "")
    account, secret = found
    if account is None or account.disabled:
        raise unauthenticated()
    return account, secret


def session_of(request: Request) -> tuple[Account, str] | None:
    """Return the account of a request's session, and the session's secret; or None.

    An open stream, and what a page fetches because of it, keeps no session alive: whoever walked away from
    the desk is signed out after the rest that docs/access.md allows.
    """
    door: Door = request.app.state.door
    attended = request.url.path != _STREAM and UNATTENDED not in request.headers
    return door.by_session(request.cookies.get(SESSION_COOKIE, ""), used=attended)


def unauthenticated() -> RequestProblem:
    """Return the problem of a caller whom nobody knows."""
    problem = RequestProblem(HTTPStatus.UNAUTHORIZED, "not-signed-in")
    problem.headers = {"WWW-Authenticate": "Bearer"}
    return problem


@dataclass(frozen=True)
class Permit:
    """The permission that a route needs; whether it holds for the thing asked for is seen with the thing."""

    action: Action | None

    def __call__(self, request: Request) -> Caller | None:
        """Return the caller. A route that anybody may ask has no action, and no caller."""
        if self.action is None:
            return None
        caller = caller_of(request)
        account = caller.account
        held = any(permits(account, g, self.action, r) for g in account.grants for r in Relation)
        if not held:
            raise RequestProblem(HTTPStatus.FORBIDDEN, "not-permitted")
        return caller


def permit(action: Action) -> params.Depends:
    """Return the dependency of a route that needs a permission."""
    return params.Depends(Permit(action))


def anybody() -> params.Depends:
    """Return the dependency of a route that anybody may ask."""
    return params.Depends(Permit(None))
