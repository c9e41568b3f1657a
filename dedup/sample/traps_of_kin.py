"""Traps among kin: twins, siblings, father and son, husband and wife, cousins of one clan."""

from __future__ import annotations

from dedup.sample.names import surname_of
from dedup.sample.people import MAN, WOMAN, Birth, phone_number
from dedup.sample.places import home
from dedup.sample.scene import Scene, renamed, sounding_like


def lay_twins(scene: Scene) -> None:
    """One twin stayed, the other is on a host's roll: same birth date, address and phone."""
    draws = scene.draws
    year, sex, generation = draws.between(1965, 2005), draws.pick((MAN, WOMAN)), scene.clan.generation(1)
    surname = scene.clan.surname or surname_of(draws, "汉")
    births = tuple(Birth("汉", surname, year, sex, home(), generation) for _ in range(2))
    elder, younger = scene.registry.bear_twins((births[0], births[1]), scene.house(), phone_number(draws))
    scene.note(scene.at_home(elder), scene.at_host(younger), "twins")


def lay_siblings(scene: Scene) -> None:
    """Brothers or sisters a year or two apart who share surname, generation character, address and phone."""
    draws = scene.draws
    year, sex = draws.between(1965, 2003), draws.pick((MAN, WOMAN))
    elder_birth = scene.han(year, sex, scene.clan.surname)._replace(generation=scene.clan.generation(1))
    house, phone = scene.house(), phone_number(draws)
    elder = scene.registry.bear(elder_birth, house, phone)
    younger = scene.registry.bear(elder_birth._replace(year=year + draws.between(1, 3)), house, phone)
    scene.note(scene.at_home(elder), scene.at_host(younger), "siblings")


def lay_sisters_same_name(scene: Scene) -> None:
    """Two sisters registered under one identical name."""
    draws = scene.draws
    house, phone = scene.house(), phone_number(draws)
    elder = scene.registry.bear(scene.han(draws.between(1945, 1975), WOMAN, scene.clan.surname), house, phone)
    birth = scene.han(elder.year + draws.between(1, 4), WOMAN, elder.name.surname)
    younger = scene.registry.bear(birth, house, phone)._replace(name=elder.name)
    scene.note(scene.at_home(elder), scene.at_host(younger), "sisters_same_name")


def lay_father_son(scene: Scene) -> None:
    """Father and son whose names sound the same, one house, one phone."""
    draws = scene.draws
    house, phone = scene.house(), phone_number(draws)
    father = scene.registry.bear(scene.han(draws.between(1950, 1978), MAN, scene.clan.surname), house, phone)
    birth = scene.han(father.year + draws.between(22, 28), MAN, father.name.surname)
    name = renamed(father.name, sounding_like(draws, father.name.given))
    son = scene.registry.bear(birth, house, phone)._replace(name=name)
    scene.note(scene.at_home(father), scene.at_host(son), "father_son")


def lay_pasted_id(scene: Scene) -> None:
    """Paste into a wife's row at a host her husband's number, who is on the home roll."""
    draws = scene.draws
    house, phone = scene.house(), phone_number(draws)
    husband = scene.registry.bear(scene.han(draws.between(1960, 1995), MAN, scene.clan.surname), house, phone)
    wife = scene.registry.bear(scene.han(husband.year + draws.between(-2, 3), WOMAN), house, phone)
    at_home, away = scene.at_home(husband), scene.at_host(wife)
    away.id_number = husband.number
    scene.note(at_home, away, "pasted_id", "id_of_spouse")


def lay_parent_id_reused(scene: Scene) -> None:
    """Give a son's row at a host the number of his dead father, who is still on the home roll."""
    draws = scene.draws
    house = scene.house()
    father = scene.registry.bear(scene.han(draws.between(1935, 1955), MAN, scene.clan.surname), house, "")
    birth = scene.han(father.year + draws.between(22, 30), MAN, father.name.surname)
    son = scene.registry.bear(birth, house, phone_number(draws))
    at_home, away = scene.at_home(father), scene.at_host(son)
    away.id_number = father.number
    scene.note(at_home, away, "parent_id_reused", "id_of_parent")


def lay_clan_cousins(scene: Scene) -> None:
    """Cousins of one generation whose names sound the same, months apart in age."""
    draws = scene.draws
    birth = scene.han(draws.between(1955, 1995), MAN, scene.clan.surname)._replace(
        generation=scene.clan.generation(2)
    )
    one = scene.registry.bear(birth, scene.house(), phone_number(draws))
    name = renamed(one.name, sounding_like(draws, one.name.given))
    other = scene.registry.bear_on(
        birth, one.day + draws.between(20, 200), name, scene.house(), phone_number(draws)
    )
    scene.note(scene.at_home(one), scene.at_host(other), "clan_cousins")
