"""Which committees a body covers, by the prefixes of division codes 行政区划代码 (GB/T 2260). Pure."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum

from dedup.access.roles import COMMITTEE_ROLES, DIVISION_DIGITS, DIVISION_ROLES, Account, Grant
from dedup.committees import Committee


class Relation(StrEnum):
    """What an account's grant is to the committees something belongs to."""

    OWN = "own"
    COUNTERPART = "counterpart"
    SUPERIOR = "superior"
    UNRELATED = "unrelated"
    ANONYMOUS = "anonymous"


def covers(body: str, committee: str) -> bool:
    """Whether a body's division code covers a committee's code; a body does not cover an equal code.

    `440000` covers 44…, `440100` covers 4401…, `000000` all, a county's code its townships' nine digits.
    """
    if not (body.isascii() and body.isdigit() and len(body) == DIVISION_DIGITS) or body == committee:
        return False
    head = committee[:DIVISION_DIGITS]
    if not (len(head) == DIVISION_DIGITS and head.isascii() and head.isdigit()):
        return False
    return committee.startswith(prefix_of(body))


def prefix_of(body: str) -> str:
    """Return how the codes begin of all that a body's division code covers; itself is not among them."""
    while body.endswith("00"):
        body = body[:-2]
    return body


def relation_to_case(account: Account | None, grant: Grant, parties: Collection[Committee]) -> Relation:
    """Return what a grant is to a case between these committees; a superior must cover every one of them."""
    if account is None:
        return Relation.ANONYMOUS
    if account.disabled or grant not in account.grants or not parties:
        return Relation.UNRELATED
    if grant.role in COMMITTEE_ROLES and Committee(grant.level, grant.code) in parties:
        return Relation.OWN
    if grant.role in DIVISION_ROLES and all(covers(grant.code, party.code) for party in parties):
        return Relation.SUPERIOR
    return Relation.UNRELATED


def relation_to_registration(
    account: Account | None, grant: Grant, owner: Committee, opposite: Collection[Committee] = ()
) -> Relation:
    """Return what a grant is to a registration of `owner`.

    `opposite` are the committees that a live case joins to this registration: to them it is the
    counterpart's, and to nobody else. A superior must cover both the owner and one of those.
    """
    relation = relation_to_case(account, grant, [owner])
    if relation is Relation.SUPERIOR:
        common = any(covers(grant.code, party.code) for party in opposite)
        return Relation.SUPERIOR if common else Relation.UNRELATED
    if relation is Relation.UNRELATED and relation_to_case(account, grant, opposite) is Relation.OWN:
        return Relation.COUNTERPART
    return relation
