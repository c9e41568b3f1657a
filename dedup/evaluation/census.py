"""A census of the rolls: how many registrations there are of each group, and who the flagged ones are.

Rolls of millions are passed once; persons are kept only of the registrations that some pair names.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from typing import Final

from dedup.evaluation.pair_files import Pair, Ref
from dedup.evaluation.reading import HAN, Person, read_person
from dedup.rolls import Standing

NOT_STATED: Final = "not_stated"
_HAN: Final = "han"
_COHORT_YEARS: Final = 10
_FIRST_COHORT, _LAST_COHORT = 1940, 2000
GROUP_MIN: Final = 500
"""Registrations of an ethnicity below which it is counted among the others: rates of fewer are noise."""
_OTHERS: Final = "other_minorities"


@dataclass(frozen=True, slots=True)
class Member:
    """A registration that some pair names."""

    person: Person
    basis: str
    level: str


@dataclass(slots=True)
class Census:
    """The rolls counted."""

    members: dict[Ref, Member] = field(default_factory=dict)
    registrations: int = 0
    committees: set[str] = field(default_factory=set)
    name_counts: Counter[str] = field(default_factory=Counter)
    groups: dict[str, Counter[str]] = field(default_factory=lambda: {name: Counter() for name in GROUPINGS})
    away: int = 0
    """Registrations by residence, unit or school."""
    away_with_number: int = 0
    _namesakes: Counter[int] = field(default_factory=Counter)

    def count(self, standing: Standing, *, wanted: bool) -> None:
        """Take a registration in."""
        key, person = standing.key, read_person(standing.voter)
        member = Member(person, standing.entry.basis, key.level)
        self.registrations += 1
        self.committees.add(key.committee)
        self.name_counts[person.name] += 1
        for grouping, group_of in GROUPINGS.items():
            self.groups[grouping][group_of(person)] += 1
        if member.basis not in {"", "household"}:
            self.away += 1
            self.away_with_number += person.has_number
        if whole := _namesake_key(member):
            self._namesakes[whole] += 1
        if wanted:
            self.members.setdefault((key.committee, key.registration_id), member)

    def namesake_pairs(self) -> int:
        """Return how many pairs of registrations of one level share full name, sex and birthday."""
        return sum(count * (count - 1) // 2 for count in self._namesakes.values() if count > 1)

    def are_namesakes(self, pair: Pair) -> bool:
        """Tell whether a pair shares full name, sex and birthday."""
        one, other = (self.members.get(ref) for ref in pair)
        if one is None or other is None:
            return False
        key = _namesake_key(one)
        return bool(key) and key == _namesake_key(other)

    def group(self, grouping: str, ref: Ref) -> str | None:
        """Return the group that a registration belongs to; None of one that is not on the rolls."""
        member = self.members.get(ref)
        return None if member is None else self.shown_group(grouping, GROUPINGS[grouping](member.person))

    def shown_group(self, grouping: str, group: str) -> str:
        """Return the group under which a group is shown: small ethnicities are counted together."""
        if grouping != "ethnicity" or group in {_HAN, NOT_STATED}:
            return group
        return group if self.groups[grouping][group] >= GROUP_MIN else _OTHERS

    def shown_groups(self, grouping: str) -> dict[str, int]:
        """Return the registrations of each group shown, in the order in which to show them."""
        shown: Counter[str] = Counter()
        for group, count in self.groups[grouping].items():
            shown[self.shown_group(grouping, group)] += count
        late = ("", _OTHERS, NOT_STATED)
        by_size = grouping == "ethnicity"

        def place(group: str) -> tuple[int, int, str]:
            return late.index(group) if group in late else 0, -shown[group] if by_size else 0, group

        return {group: shown[group] for group in sorted(shown, key=place)}


def take_census(
    rolls: Iterable[Standing], wanted: Collection[Ref], on_count: Callable[[int], None] = lambda _count: None
) -> Census:
    """Count the rolls, and keep who the wanted registrations are."""
    census = Census()
    for standing in rolls:
        ref = (standing.key.committee, standing.key.registration_id)
        census.count(standing, wanted=ref in wanted)
        on_count(census.registrations)
    return census


def cohort_of(birth: int) -> str:
    """Return the decade of birth, the first and last ones open.

    >>> cohort_of(19650424), cohort_of(19310101), cohort_of(0)
    ('1960-1969', '-1939', 'not_stated')
    """
    year = birth // 10_000
    if not year:
        return NOT_STATED
    if year < _FIRST_COHORT:
        return f"-{_FIRST_COHORT - 1}"
    if year >= _LAST_COHORT:
        return f"{_LAST_COHORT}-"
    start = year - year % _COHORT_YEARS
    return f"{start}-{start + _COHORT_YEARS - 1}"


GROUPINGS: Final[dict[str, Callable[[Person], str]]] = {
    "ethnicity": lambda person: _HAN if person.ethnicity == HAN else person.ethnicity or NOT_STATED,
    "sex": lambda person: person.sex or NOT_STATED,
    "cohort": lambda person: cohort_of(person.birth),
    "script": lambda person: person.script,
}
"""How people are grouped when mistakes are compared between groups."""


def _namesake_key(member: Member) -> int:
    """Return what people of one name, sex and birthday on one level share; 0 where something is not told."""
    person = member.person
    if not (person.name and person.sex and person.birth % 100):
        return 0
    return hash((member.level, person.name, person.sex, person.birth))
