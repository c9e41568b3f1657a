"""Traps among strangers: namesakes, dormitories, shared and recycled phones, neighbouring serials."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from dedup.sample.ledger import HOME, Basis, Entry
from dedup.sample.names import Name, han_given
from dedup.sample.people import MAN, WOMAN, phone_number
from dedup.sample.places import TownAddress, dormitory, far_village, firm, home, origins, school
from dedup.sample.scene import Scene

_CLERKS_ROWS: Final = 20


def lay_shared_phone(scene: Scene) -> None:
    """Put the village clerk's phone on twenty home rows running and on two hosts' rows."""
    phone, roll = phone_number(scene.draws), scene.ledger.rolls[HOME]
    start = scene.draws.below(max(1, len(roll) - _CLERKS_ROWS))
    rows = [entry for entry in roll[start : start + _CLERKS_ROWS] if not entry.settled]
    for entry in rows:
        entry.phone = phone
        entry.errors.append("phone_of_clerk")
    for entry in rows[:2]:
        birth = scene.han(entry.person.year, entry.person.sex, entry.person.name.surname)
        person = scene.registry.bear(birth, scene.house(), phone)
        scene.ledger.note_alike(entry, scene.at_host(person), "shared_phone")
    for left, right in pairwise(rows):
        if left.person.number != right.person.number:
            scene.ledger.note_alike(left, right, "shared_phone")


def lay_same_name_birth_month(scene: Scene) -> None:
    """Two villagers of one name, sex and birth month."""
    draws = scene.draws
    sex = draws.pick((MAN, WOMAN))
    one = scene.registry.bear(
        scene.han(draws.between(1950, 2000), sex, scene.clan.surname), scene.house(), phone_number(draws)
    )
    birth = scene.han(one.year, sex, one.name.surname)
    day_of_month = int(one.number[12:14])
    day = one.day - day_of_month + 1 + (day_of_month + draws.between(2, 20)) % 28
    other = scene.registry.bear_on(birth, day, one.name, scene.house(), phone_number(draws))
    scene.note(scene.at_home(one), scene.at_host(other), "same_name_birth_month")


def lay_same_name_same_birth(scene: Scene) -> None:
    """Register a stranger of the same name, sex and birth date as a home voter."""
    draws = scene.draws
    sex = draws.pick((MAN, WOMAN))
    one = scene.registry.bear(scene.han(draws.between(1955, 2002), sex), scene.house(), phone_number(draws))
    division = draws.pick(origins("汉"))
    birth = scene.han(one.year, sex, one.name.surname, division)
    other = scene.registry.bear_on(
        birth, one.day, one.name, far_village(draws, division), phone_number(draws)
    )
    scene.note(scene.at_home(one), scene.at_host(other), "same_name_same_birth")


def _lodge(entry: Entry, residence: TownAddress, employer: str, basis: Basis) -> Entry:
    entry.residence, entry.employer, entry.basis = residence, employer, basis
    return entry


def lay_factory_strangers(scene: Scene) -> None:
    """Two strangers of one name in one factory's dormitory, even in one room."""
    draws, committee = scene.draws, scene.host()
    employer = firm(draws)
    room = dormitory(draws, scene.hosts[committee - 1], employer)
    sex = draws.pick((MAN, WOMAN))
    year = draws.between(1970, 2003)
    entries: list[Entry] = []
    for _ in range(2):
        division = draws.pick(origins("汉"))
        surname = entries[0].person.name.surname if entries else ""
        person = scene.registry.bear(
            scene.han(year, sex, surname, division), far_village(draws, division), phone_number(draws)
        )
        if entries:
            person = person._replace(name=entries[0].person.name)
        entries.append(_lodge(scene.at_host(person, committee), room, employer, Basis.UNIT))
    scene.note(entries[0], entries[1], "factory_strangers")


def lay_school_collective(scene: Scene) -> None:
    """Students of one name whose household register is the school's collective household (集体户)."""
    draws, committee = scene.draws, scene.host()
    host = scene.hosts[committee - 1]
    employer = school(draws, host)
    room = dormitory(draws, host, employer)
    sex, year = draws.pick((MAN, WOMAN)), draws.between(2003, 2007)
    entries: list[Entry] = []
    for origin in (home(), draws.pick(origins("汉"))):
        surname = entries[0].person.name.surname if entries else ""
        person = scene.registry.bear(scene.han(year, sex, surname, origin), room, phone_number(draws))
        if entries:
            person = person._replace(name=entries[0].person.name)
        entries.append(_lodge(scene.at_host(person, committee), room, employer, Basis.SCHOOL))
        entries[-1].note = "集体户"
    scene.note(entries[0], entries[1], "school_collective")


def lay_serial_neighbours(scene: Scene) -> None:
    """Strangers of one county, birth date and surname whose numbers differ in serial and check character."""
    draws = scene.draws
    sex, year = draws.pick((MAN, WOMAN)), draws.between(1960, 2000)
    births = scene.han(year, sex, scene.clan.surname), scene.han(year, sex, scene.clan.surname)
    one, other = scene.registry.bear_twins(births, scene.house(), phone_number(draws))
    other = other._replace(address=scene.house(), phone=phone_number(draws), marks=())
    scene.note(scene.at_home(one._replace(marks=())), scene.at_host(other), "serial_neighbours")


def lay_recycled_phone(scene: Scene) -> None:
    """Give a stranger a home voter's birth date, county and phone: a phone number passed on (二次放号)."""
    draws = scene.draws
    sex, phone = draws.pick((MAN, WOMAN)), phone_number(draws)
    one = scene.registry.bear(scene.han(draws.between(1960, 2000), sex), scene.house(), phone)
    birth = scene.han(one.year, sex)
    given = han_given(draws, one.year, sex)
    other = scene.registry.bear_on(
        birth, one.day, Name(birth.surname + given, birth.surname, given), scene.house(), phone
    )
    scene.note(scene.at_home(one), scene.at_host(other), "recycled_phone")
