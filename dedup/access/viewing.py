"""Whose eyes a grant has on a case: what `dedup.cases.sight` needs to know. Pure."""

from __future__ import annotations

from dedup.access.jurisdiction import Relation, relation_to_case
from dedup.access.roles import Account, Grant, Role
from dedup.cases.sight import Viewer
from dedup.committees import Committee


def viewer_of(account: Account | None, grant: Grant, left: Committee, right: Committee) -> Viewer | None:
    """Return whose eyes a grant has on a case between two committees; None sees nothing of it."""
    relation = relation_to_case(account, grant, [left, right])
    if relation is Relation.SUPERIOR:
        return "superior"
    if relation is Relation.OWN:
        mine = Committee(grant.level, grant.code)
        if left == right:
            return "both"
        return "left" if mine == left else "right"
    if account is None or account.disabled or grant not in account.grants:
        return None
    return "record" if grant.role is Role.AUDITOR else None
