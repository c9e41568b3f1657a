"""Pairs planted so that every kind of error occurs often enough to be measured."""

from __future__ import annotations

from typing import Final

from dedup.sample.clerks import DAMAGES, DOTTED, RARE, damage
from dedup.sample.draws import Draws
from dedup.sample.errors_of_numbers import dragged
from dedup.sample.ledger import Entry, Ledger
from dedup.sample.names import Name, surname_of, with_rare_character
from dedup.sample.people import MAN, WOMAN, Birth, Person, Registry, phone_number
from dedup.sample.places import Village, home
from dedup.sample.registering import Registrations

SHOWN_ERRORS: Final = (*DAMAGES, "hukou_moved", "id_shifted", "id_dragged")
"""Kinds in the order in which blocks show them."""
_ATTEMPTS: Final = 60
_SIMPLIFIED: Final = "傅戴肖阎"
_PEOPLE_OF: Final = {
    "name_transliterated": ("维吾尔", "藏", "彝"),
    **dict.fromkeys(DOTTED, ("维吾尔", "哈萨克")),
}


def _apt_person(registry: Registry, village: Village, kind: str) -> Person:
    """Bring somebody into being whose row invites a kind of error."""
    draws = registry.draws
    people = draws.pick(_PEOPLE_OF.get(kind, ("汉",)))
    surname = draws.pick(_SIMPLIFIED) if kind == "surname_simplified" else surname_of(draws, people)
    sex = draws.pick((MAN, WOMAN))
    birth = Birth(people, surname, draws.between(1955, 1999), sex, home())
    address = village.house(1 + draws.below(9), 1 + draws.below(120))
    person = registry.bear(birth, address, phone_number(draws))
    if kind in RARE and "rare_character" not in person.marks:
        given = with_rare_character(draws, person.name.given)
        name = Name(person.name.surname + given, person.name.surname, given)
        return person._replace(name=name, marks=("rare_character",))
    return person


def _spoil(registrations: Registrations, ledger: Ledger, away: Entry, kind: str, draws: Draws) -> bool:
    """Make a given kind of error in a host's row; False when it cannot be made there."""
    if kind == "hukou_moved":
        registrations.move_household(away)
        return True
    if kind == "id_dragged":
        number = dragged(away.id_number, 1 + draws.below(3))
        away.id_number = number or away.id_number
        away.errors.append(kind)
        return bool(number)
    if kind == "id_shifted":
        roll = ledger.rolls[away.committee]
        if not roll:
            return False
        below = draws.pick(roll)
        below.settled = True  # or its number might be damaged after it was copied
        away.id_number = below.id_number
        away.errors.append(kind)
        ledger.note_shifted(away, below)
        return True
    return damage(away, kind, draws)


def plant_pair(
    registrations: Registrations, ledger: Ledger, registry: Registry, kind: str, village: Village
) -> None:
    """Register somebody at home and at a host, where a clerk makes a given kind of error."""
    draws: Draws = registry.draws
    for _ in range(_ATTEMPTS):
        person = _apt_person(registry, village, kind)
        away = registrations.host_entry(person, 1 + draws.below(len(ledger.rolls) - 1))
        if _spoil(registrations, ledger, away, kind, draws):
            away.settled = True
            ledger.add(registrations.home_entry(person, village), away)
            return
