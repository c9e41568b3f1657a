"""Nicknames: which given names stand for one another, by a table of full forms and their short forms."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Final

_TABLE: Final = "nicknames.txt"
_NO_GROUPS: Final[frozenset[str]] = frozenset()


@cache
def _groups() -> dict[str, frozenset[str]]:
    """Return every listed name's full forms."""
    groups: dict[str, set[str]] = {}
    for line in (files(__package__) / _TABLE).read_text(encoding="utf-8").splitlines():
        names = line.split("#")[0].split()
        for name in names:
            groups.setdefault(name, set()).add(names[0])
    return {name: frozenset(full) for name, full in groups.items()}


def stand_for_each_other(one: str, other: str) -> bool:
    """Tell whether one given name is a nickname of the other, or both of a third.

    >>> stand_for_each_other("peggy", "margaret"), stand_for_each_other("bob", "william")
    (True, False)
    """
    groups = _groups()
    return not groups.get(one, _NO_GROUPS).isdisjoint(groups.get(other, _NO_GROUPS))


def full_form(name: str) -> str:
    """Return the one full form that a nickname has, or the name itself when it has several or none.

    >>> full_form("peggy"), full_form("alex")
    ('margaret', 'alex')
    """
    full = _groups().get(name, _NO_GROUPS)
    return next(iter(full)) if len(full) == 1 else name
