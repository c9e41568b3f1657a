"""Look-alikes: rows of two people, or lawful rows of one, that a careless matcher would flag.

Every trap adds at most ten rows and notes its pairs. Kinds and the order in which blocks show them are in
`TRAPS`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from dedup.sample import traps_of_chance as chance
from dedup.sample import traps_of_kin as kin
from dedup.sample.ledger import HOME
from dedup.sample.people import MAN, WOMAN, phone_number
from dedup.sample.scene import Scene

MOST_ROWS: Final = 10


def lay_county_and_township(scene: Scene) -> None:
    """One person lawfully on the county's and on the township's roll of the same place."""
    draws = scene.draws
    person = scene.registry.bear(
        scene.han(draws.between(1950, 2000), draws.pick((MAN, WOMAN))), scene.house(), phone_number(draws)
    )
    county = scene.at_home(person)
    township = replace(county, level="township", errors=[])
    scene.ledger.rolls[HOME].append(township)
    scene.ledger.rows += 1
    scene.note(county, township, "county_and_township")


def lay_resubmission(scene: Scene) -> None:
    """One row sent again under its own registration id, with something corrected."""
    draws = scene.draws
    person = scene.registry.bear(
        scene.han(draws.between(1950, 2000), draws.pick((MAN, WOMAN))), scene.house(), phone_number(draws)
    )
    first = scene.at_home(person)
    again = replace(first, phone=phone_number(draws), errors=[], repeats=first)
    scene.ledger.rolls[HOME].append(again)
    scene.ledger.rows += 1
    scene.note(first, again, "resubmission", "phone_other")


TRAPS: Final[dict[str, Callable[[Scene], None]]] = {
    "twins": kin.lay_twins,
    "siblings": kin.lay_siblings,
    "sisters_same_name": kin.lay_sisters_same_name,
    "father_son": kin.lay_father_son,
    "pasted_id": kin.lay_pasted_id,
    "parent_id_reused": kin.lay_parent_id_reused,
    "shared_phone": chance.lay_shared_phone,
    "same_name_birth_month": chance.lay_same_name_birth_month,
    "same_name_same_birth": chance.lay_same_name_same_birth,
    "factory_strangers": chance.lay_factory_strangers,
    "school_collective": chance.lay_school_collective,
    "clan_cousins": kin.lay_clan_cousins,
    "serial_neighbours": chance.lay_serial_neighbours,
    "county_and_township": lay_county_and_township,
    "resubmission": lay_resubmission,
    "recycled_phone": chance.lay_recycled_phone,
}
