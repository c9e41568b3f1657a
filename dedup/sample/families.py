"""Families: lineages of a home village over three generations, small families of a host district.

Owns who is whose wife, child and twin, and who is still alive on election day.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, NamedTuple

from dedup.sample.draws import Draws
from dedup.sample.names import poems, surname_of
from dedup.sample.people import ELECTION_YEAR, MAN, WOMAN, Birth, Person, Registry, is_voter, phone_number
from dedup.sample.places import Host, Village, VillageAddress, elsewhere, flat, home, neighbours
from dedup.sample.rates import Rates
from dedup.sample.tables import Division

_YOUNGEST_YEAR: Final = 2008
_SURVIVAL: Final = ((60, 0.985), (70, 0.94), (80, 0.80), (90, 0.42), (200, 0.08))
"""(up to age, share alive), rounded from the 2020 census."""
_CHILDREN: Final = ((1945, (3, 4, 4, 5, 6)), (1954, (2, 3, 3, 4)), (1964, (1, 2, 2, 3)), (3000, (1, 1, 2, 2)))
"""(mother born before, numbers of children): fertility falls, most steeply in the 1970s."""
_ROOT_YEARS: Final = (1938, 1974)
_OLD_AGE: Final = 68
_WOMENS_SHARE: Final = 0.25
_FADED_AFTER, _FADED_SHARE = 1990, 0.4
"""Generation characters (字辈) are for sons above all, and go out of use."""
_WIVES_OF_THE_COUNTY, _WIVES_OF_NEIGHBOURS = 0.7, 0.77
_MENS_MARRIAGE_AGE, _WOMENS_MARRIAGE_AGE = 26, 24
_MARRIED_SHARE, _DAUGHTERS_STAYING = 0.85, 0.35


class Clan(NamedTuple):
    """A clan (宗族) of a village: surname, generation poem and where its eldest stand in it."""

    people: str
    surname: str
    poem: str
    start: int

    def generation(self, depth: int) -> str:
        """Return the generation character, `depth` generations below the eldest."""
        return self.poem[(self.start + depth) % len(self.poem)]


def found_clan(draws: Draws, people: str) -> Clan:
    """Draw a clan."""
    poem = draws.pick(poems())
    return Clan(people, surname_of(draws, people), poem, draws.below(len(poem)))


@dataclass(slots=True)
class Family:
    """Voters of one family, by household, and the kin among them who are easily taken for one another."""

    members: list[Person] = field(default_factory=list)
    households: list[int] = field(default_factory=list)
    twins: list[tuple[Person, Person]] = field(default_factory=list)
    siblings: list[tuple[Person, Person]] = field(default_factory=list)

    def add(self, person: Person, household: int) -> None:
        """Take somebody in who may vote."""
        if is_voter(person.day):
            self.members.append(person)
            self.households.append(household)


def is_alive(draws: Draws, year: int) -> bool:
    """Draw whether somebody born in a year lives to see election day."""
    age = ELECTION_YEAR - year
    return draws.unit() < next(share for up_to, share in _SURVIVAL if age < up_to)


class Lineage:
    """Raises one lineage of a village: an eldest couple, their children, the sons' families."""

    def __init__(self, registry: Registry, rates: Rates, village: Village, clan: Clan) -> None:
        self._registry = registry
        self._draws = registry.draws
        self._rates = rates
        self._village = village
        self._clan = clan
        self._group = 1 + self._draws.below(9)
        self._house = 1 + self._draws.below(90)
        self._family = Family()

    def raise_family(self) -> Family:
        """Return the lineage's living voters."""
        eldest = self._child(self._draws.between(*_ROOT_YEARS), MAN, 0, "")
        self._branch(eldest, 0)
        return self._family

    def _child(self, year: int, sex: str, depth: int, father: str) -> Person:
        birth = self._birth(year, sex, depth, father)
        return self._registry.bear(birth, self._address(), self._phone(year))

    def _birth(self, year: int, sex: str, depth: int, father: str) -> Birth:
        share = self._rates.generation_character
        share *= (1.0 if sex == MAN else _WOMENS_SHARE) * (_FADED_SHARE if year > _FADED_AFTER else 1.0)
        generation = self._clan.generation(depth) if self._draws.unit() < share else ""
        return Birth(self._clan.people, self._clan.surname, year, sex, home(), generation, father)

    def _address(self) -> VillageAddress:
        return self._village.house(self._group, self._house)

    def _phone(self, year: int) -> str:
        if ELECTION_YEAR - year > _OLD_AGE and self._draws.chance(0.6):
            return ""
        return phone_number(self._draws)

    def _branch(self, husband: Person, depth: int) -> None:
        """Take in a married couple and what came of it."""
        draws, family = self._draws, self._family
        house = self._house
        if is_alive(draws, husband.year):
            family.add(husband, house)
        wife = self._wife(husband)
        if is_alive(draws, wife.year):
            family.add(wife, house)
        self._children(husband, wife.year, depth + 1)

    def _wife(self, husband: Person) -> Person:
        draws, people = self._draws, self._clan.people
        year = min(husband.year + draws.between(-3, 4), _YOUNGEST_YEAR)
        surname = surname_of(draws, people)
        birth = Birth(people, surname, year, WOMAN, self._wifes_origin())
        return self._registry.bear(birth, husband.address, self._phone(year))

    def _wifes_origin(self) -> Division:
        if self._draws.chance(_WIVES_OF_THE_COUNTY):
            return home()
        return self._draws.pick(neighbours() if self._draws.chance(_WIVES_OF_NEIGHBOURS) else elsewhere())

    def _children(self, father: Person, mothers_year: int, depth: int) -> None:
        draws = self._draws
        numbers = next(numbers for before, numbers in _CHILDREN if mothers_year < before)
        year = mothers_year + draws.between(20, 25)
        elder: Person | None = None
        for _ in range(draws.pick(numbers)):
            if year > _YOUNGEST_YEAR:
                return
            sex = MAN if draws.chance(0.53) else WOMAN
            children: tuple[Person, ...]
            if draws.chance(self._rates.twins):
                children = self._twins(year, sex, depth, father)
            else:
                children = (self._child(year, sex, depth, father.name.given),)
            for child in children:
                self._settle(child, depth)
            if elder is not None and elder.sex == sex:
                self._family.siblings.append((elder, children[0]))
            elder = children[0]
            year += draws.between(2, 4)

    def _twins(self, year: int, sex: str, depth: int, father: Person) -> tuple[Person, Person]:
        other = sex if self._draws.chance(0.7) else (WOMAN if sex == MAN else MAN)
        births = (
            self._birth(year, sex, depth, father.name.given),
            self._birth(year, other, depth, father.name.given),
        )
        twins = self._registry.bear_twins(births, self._address(), self._phone(year))
        self._family.twins.append(twins)
        return twins

    def _settle(self, child: Person, depth: int) -> None:
        """Let a grown child marry into a house of their own, marry out, or stay."""
        draws, age = self._draws, ELECTION_YEAR - child.year
        if child.sex == MAN and age >= _MENS_MARRIAGE_AGE and draws.chance(_MARRIED_SHARE):
            self._house += 1
            self._branch(child._replace(address=self._address()), depth)
            return
        stays = child.sex == MAN or age < _WOMENS_MARRIAGE_AGE or draws.chance(_DAUGHTERS_STAYING)
        if stays and is_alive(draws, child.year):
            self._family.add(child, self._house)


def local_family(registry: Registry, host: Host, people: str) -> Family:
    """Raise a small family of a host district: a couple, often a grown child, with a flat of their own."""
    draws = registry.draws
    family = Family()
    address = flat(draws, host)
    year = draws.between(1942, 1998)
    surname = surname_of(draws, people)
    origin = host.origin if draws.chance(0.8) else draws.pick(elsewhere())
    husband = registry.bear(Birth(people, surname, year, MAN, origin), address, phone_number(draws))
    if is_alive(draws, year):
        family.add(husband, 0)
    wifes_year = year + draws.between(-3, 4)
    wife = Birth(people, surname_of(draws, people), wifes_year, WOMAN, host.origin)
    if is_alive(draws, wifes_year):
        family.add(registry.bear(wife, address, phone_number(draws)), 0)
    childs_year = wifes_year + draws.between(23, 30)
    if childs_year <= _YOUNGEST_YEAR and draws.chance(0.7):
        sex = draws.pick((MAN, WOMAN))
        child = Birth(people, surname, childs_year, sex, host.origin, father=husband.name.given)
        family.add(registry.bear(child, address, phone_number(draws)), 0)
    return family
