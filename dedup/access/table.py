"""The table of permissions as a document shows it, drawn from the policy itself. Pure."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from dedup.access.jurisdiction import Relation
from dedup.access.policy import Action, allowed
from dedup.access.roles import Role

_SIGNED_IN: Final = frozenset(Relation) - {Relation.ANONYMOUS}
_WORDS: Final = {frozenset[Relation](): "–", _SIGNED_IN: "any", frozenset(Relation): "everybody"}


def as_markdown() -> str:
    """Draw who may do what: a row for each action, a column for each role, the relations in the cells."""
    header = ("action", *Role)
    rows = (
        (f"`{action}`", *(_cell({r for r in Relation if allowed(role, action, r)}) for role in Role))
        for action in Action
    )
    return "\n".join(_line(row) for row in (header, ["---"] * len(header), *rows))


def _cell(relations: Collection[Relation]) -> str:
    whole = _WORDS.get(frozenset(relations))
    return whole or ", ".join(relation for relation in Relation if relation in relations)


def _line(cells: Collection[str]) -> str:
    return f"| {' | '.join(cells)} |"
