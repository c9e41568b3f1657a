"""Blocking keys: hashes under which two registrations of one person are likely to meet.

Each key survives some mistakes: a field it does not hold may be wrong, missing or moved. A key's twins are
finer keys of the same record that divide its block when too many records share it.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from matchers.columns import Array
from matchers.hashing import mix
from matchers.latin.hashing import combined
from matchers.profile import Rows

TWINS: Final[dict[str, tuple[str, ...]]] = {
    "id": (),
    "id_head_year": ("id",), "id_tail_year": ("id",), "id_head_given": ("id",), "id_tail_surname": ("id",),
    "id_head_place": ("id",), "id_tail_place": ("id",),
    "names_year": ("names_birth",), "names_place": ("names_house", "names_birth"),
    "names_number": ("names_house",),
    "sounds_year": ("sounds_birth", "names_birth"), "sounds_place": ("names_place",),
    "birth_start": ("birth_given",), "birth_start2": ("birth_surname",),
    "birth_area": ("birth_place",), "sounds_day": ("names_birth",),
    "place_surname": ("names_place", "house_surname"), "place_given_year": ("names_place", "house_given"),
    "place_starts": ("house_given", "house_surname"),
    "number_given": ("house_given",), "number_surname": ("house_surname",),
    "house": ("house_given", "house_surname"),
    "digits_given": ("birth_given",), "digits_surname": ("birth_surname",),
    "phone": ("phone_given",),
    "former_year": ("former_birth",),
    "birth_given": (), "birth_surname": (), "names_birth": (), "sounds_birth": (), "birth_place": (),
    "names_house": (), "house_given": (), "house_surname": (), "phone_given": (), "former_birth": (),
}  # fmt: skip
KEYS: Final = tuple(TWINS)
_SPACE_OF: Final = {
    "former_year": "sounds_year", "former_birth": "sounds_birth", "birth_start2": "birth_start",
}  # fmt: skip
"""Keys that are another reading of a key, so that the two meet."""


def keys_of(rows: Rows, which: Array) -> Array:
    """Return the key matrix of some rows, uint64[len(which), len(KEYS)]; 0 is no key."""
    parts = {**_number_keys(rows, which), **_name_keys(rows, which), **_place_keys(rows, which)}
    return np.stack([combined(_SPACE_OF.get(key, key), parts[key]) for key in KEYS], axis=1)


def more_keys_of(_rows: Rows, which: Array) -> tuple[Array, Array]:
    """Return no further keys: every record has the same ones."""
    return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.uint64) if len(which) else np.zeros(0, np.uint64)


def _birth(rows: Rows, which: Array) -> tuple[Array, Array, Array]:
    """Return year, whole date and month with day, 0 where not given."""
    birth = rows["birth"][which].astype(np.uint64)
    whole = np.where(birth % np.uint64(100) > 0, birth, np.uint64(0))
    return birth // np.uint64(10_000), whole, whole % np.uint64(10_000)


def _sorted_digits(date: Array) -> Array:
    """Return a date's digits in order of size as a number: the same whichever two were swapped."""
    digits = date[:, None] // (np.uint64(10) ** np.arange(8, dtype=np.uint64)) % np.uint64(10)
    ordered = np.sort(digits, axis=1)
    number = np.zeros(len(date), dtype=np.uint64)
    for place in range(8):
        number = number * np.uint64(10) + ordered[:, place]
    return np.where(date > 0, number + np.uint64(1), np.uint64(0))


def _number_keys(rows: Rows, which: Array) -> dict[str, tuple[Array, ...]]:
    head, tail = rows["id_head"][which], rows["id_tail"][which]
    year = _birth(rows, which)[0]
    return {
        "id": (rows["h_id"][which],), "id_head_year": (head, year), "id_tail_year": (tail, year),
        "id_head_given": (head, rows["given_start"][which]),
        "id_tail_surname": (tail, rows["surname_start"][which]),
        "id_head_place": (head, rows["place_loosely"][which]),
        "id_tail_place": (tail, rows["place_loosely"][which]),
    }  # fmt: skip


def _either(one: Array, other: Array) -> Array:
    """Combine two hashes in whichever order, 0 where one is absent."""
    return np.where((one != 0) & (other != 0), one + other | np.uint64(1), np.uint64(0))


def _name_keys(rows: Rows, which: Array) -> dict[str, tuple[Array, ...]]:
    year, birth, day = _birth(rows, which)
    given, surname = rows["given_sound"][which], rows["surname_sound"][which]
    names = rows["h_names"][which]
    sounds = _either(given, surname)
    digits = _sorted_digits(birth)
    former = _either(given, rows["h_former"][which])
    return {
        "names_year": (names, year), "names_birth": (names, birth),
        "sounds_year": (sounds, year), "sounds_birth": (sounds, birth), "sounds_day": (sounds, day),
        "birth_given": (birth, given), "birth_surname": (birth, surname),
        "birth_start": (birth, rows["given_start"][which]),
        "birth_start2": (birth, rows["surname_start"][which]),
        "digits_given": (digits, given), "digits_surname": (digits, surname),
        "former_year": (former, year), "former_birth": (former, birth),
    }  # fmt: skip


def _place_keys(rows: Rows, which: Array) -> dict[str, tuple[Array, ...]]:
    given, surname = rows["given_sound"][which], rows["surname_sound"][which]
    place, loosely = rows["place"][which], rows["place_loosely"][which]
    number, street = rows["number"][which, 0].astype(np.uint64), rows["h_street"][which, 0]
    door = np.where(number != 0, mix(number, street), np.uint64(0))
    house = (loosely, door)
    year, birth, _ = _birth(rows, which)
    phone, names = rows["h_phone"][which], rows["h_names"][which]
    return {
        "names_place": (names, loosely), "names_house": (names, *house),
        "sounds_place": (_either(given, surname), loosely),
        "birth_area": (birth, rows["area"][which]), "birth_place": (birth, loosely),
        "place_starts": (place, _either(rows["given_start"][which], rows["surname_start"][which])),
        "names_number": (names, number),
        "place_given_year": (loosely, given, year), "place_surname": (place, surname),
        "number_given": (door, given), "number_surname": (door, surname),
        "house": house, "house_given": (*house, given), "house_surname": (*house, surname),
        "phone": (phone,), "phone_given": (phone, given),
    }  # fmt: skip
