"""Blocking keys: hashes under which two registrations of one person are likely to meet.

Each key survives some mistakes: a field it does not hold may be wrong, missing or moved. A key's twins are
finer keys of the same record that divide its block when too many records share it.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from matchers.columns import Array
from matchers.hashing import hash_text, mix, scramble
from matchers.latin.coding import ID_SIGNS
from matchers.profile import Rows

TWINS: Final[dict[str, tuple[str, ...]]] = {
    "id": (), "id_end_given": ("birth_given",), "id_end_surname": ("birth_surname",),
    "names_year": ("names_birth",), "names_place": ("names_birth",), "names_number": ("names_birth",),
    "sounds_year": ("sounds_birth",), "sounds_place": ("sounds_birth",), "sounds_day": ("sounds_birth",),
    "sounds_digits": ("sounds_birth",),
    "birth_start": ("birth_given",), "birth_start2": ("birth_surname",), "birth_area": ("birth_house",),
    "place_surname": ("house_surname",), "place_given_year": ("house_given",),
    "place_starts": ("house_given", "house_surname"), "house": ("house_given", "house_surname"),
    "house_start": ("house_given",), "house_start2": ("house_surname",),
    "door_given": ("house_given",), "door_surname": ("house_surname",),
    "phone": ("phone_given",), "former_year": ("former_birth",),
    "birth_given": (), "birth_surname": (), "birth_house": (), "names_birth": (), "sounds_birth": (),
    "house_given": (), "house_surname": (), "phone_given": (), "former_birth": (),
}  # fmt: skip
KEYS: Final = tuple(TWINS)
_SPACE_OF: Final = {
    "former_year": "sounds_year", "former_birth": "sounds_birth", "birth_start2": "birth_start",
    "house_start2": "house_start",
}  # fmt: skip
"""Keys that are another reading of a key, so that the two meet."""
_KINDS: Final = {key: hash_text(_SPACE_OF.get(key, key)) for key in KEYS}
_ONE: Final = np.uint64(1)
_TEN: Final = np.uint64(10)
_BASE: Final = np.uint64(0x9E3779B97F4A7C15)
_POWERS: Final = np.cumprod(np.full(ID_SIGNS + 1, _BASE, dtype=np.uint64))
_DATE_DIGITS: Final = 8
_Parts = dict[str, tuple[Array, ...]]


def keys_of(rows: Rows, which: Array) -> Array:
    """Return the key matrix of some rows, uint64[len(which), len(KEYS)]; 0 is no key."""
    parts = {**_number_keys(rows, which), **_name_keys(rows, which), **_place_keys(rows, which)}
    return np.stack([_combined(key, parts[key]) for key in KEYS], axis=1)


def more_keys_of(rows: Rows, which: Array) -> tuple[Array, Array]:
    """Return for each identifier the keys of what is left when one sign is left out.

    Two identifiers of which one has a sign more, another sign or two swapped have such a rest in common.
    """
    signs = rows["id_signs"][which]
    at = np.flatnonzero(_is_whole(rows, which))
    places, positions = np.nonzero(signs[at] != 0)
    rests = _rests(signs[at])[places, positions]
    return at[places], _combined("id", (rests,))


def _combined(key: str, parts: tuple[Array, ...]) -> Array:
    """Combine parts into keys; where any part is absent (0) so is the key."""
    present = np.ones(len(parts[0]), dtype=bool)
    found = np.full(len(parts[0]), _KINDS[key], dtype=np.uint64)
    for part in parts:
        present &= part != 0
        found = mix(found, part.astype(np.uint64))
    return np.asarray(np.where(present, found | _ONE, np.uint64(0)))


def _is_whole(rows: Rows, which: Array) -> Array:
    return np.asarray((rows["id_length"][which] > 0) & ~rows["id_masked"][which])


def _rests(signs: Array) -> Array:
    """Return for each row and position the hash of the row's text without that position's sign."""
    points = signs.astype(np.uint64)
    before = np.cumsum(points * _POWERS[:-1], axis=1) - points * _POWERS[:-1]
    shifted = points[:, 1:] * _POWERS[:-2]
    after = np.zeros_like(points)
    after[:, :-1] = np.cumsum(shifted[:, ::-1], axis=1)[:, ::-1]
    return scramble(before + after)


def _number_keys(rows: Rows, which: Array) -> _Parts:
    whole = scramble((rows["id_signs"][which].astype(np.uint64) * _POWERS[:-1]).sum(axis=1, dtype=np.uint64))
    end = rows["id_end"][which]
    return {
        "id": (np.where(_is_whole(rows, which), whole, np.uint64(0)),),
        "id_end_given": (end, rows["given_sound"][which]),
        "id_end_surname": (end, rows["surname_sound"][which]),
    }


def _name_keys(rows: Rows, which: Array) -> _Parts:
    year, birth, day = _birth(rows, which)
    given, surname = rows["given_sound"][which], rows["surname_sound"][which]
    names, sounds = _names(rows, which), _either(given, surname)
    digits, former = _sorted_digits(birth), _either(given, rows["former_sound"][which])
    return {
        "names_year": (names, year), "names_birth": (names, birth),
        "sounds_year": (sounds, year), "sounds_birth": (sounds, birth), "sounds_day": (sounds, day),
        "birth_given": (birth, given), "birth_surname": (birth, surname),
        "birth_start": (birth, rows["given_start"][which]),
        "birth_start2": (birth, rows["surname_start"][which]),
        "sounds_digits": (sounds, digits),
        "former_year": (former, year), "former_birth": (former, birth),
    }  # fmt: skip


def _place_keys(rows: Rows, which: Array) -> _Parts:
    given, surname = rows["given_sound"][which], rows["surname_sound"][which]
    start, other_start = rows["given_start"][which], rows["surname_start"][which]
    place, loosely = _place(rows, which), rows["place_loosely"][which]
    number, street = rows["number"][which, 0], rows["street_name"][which]
    door = np.where(number != 0, mix(number.astype(np.uint64), street.astype(np.uint64)), np.uint64(0))
    year, birth, _ = _birth(rows, which)
    phone, names = rows["phone"][which], _names(rows, which)
    return {
        "names_place": (names, loosely), "names_number": (names, number),
        "sounds_place": (_either(given, surname), loosely),
        "birth_area": (birth, rows["area"][which]), "birth_house": (birth, loosely, number),
        "place_starts": (place, _either(start, other_start)),
        "place_given_year": (loosely, given, year), "place_surname": (place, surname),
        "door_given": (door, given), "door_surname": (door, surname), "house": (loosely, door),
        "house_start": (loosely, number, start), "house_start2": (loosely, number, other_start),
        "house_given": (loosely, door, given), "house_surname": (loosely, door, surname),
        "phone": (phone,), "phone_given": (phone, given),
    }  # fmt: skip


def _birth(rows: Rows, which: Array) -> tuple[Array, Array, Array]:
    """Return year, whole date and month with day, 0 where not given."""
    birth = rows["birth"][which].astype(np.uint64)
    whole = np.where(birth % np.uint64(100) > 0, birth, np.uint64(0))
    return birth // np.uint64(10_000), whole, whole % np.uint64(10_000)


def _sorted_digits(date: Array) -> Array:
    """Return a date's digits in order of size as a number: the same whichever two were swapped."""
    powers = _TEN ** np.arange(_DATE_DIGITS, dtype=np.uint64)
    ordered = np.sort(date[:, None] // powers % _TEN, axis=1)
    return np.where(date > 0, (ordered * powers).sum(axis=1, dtype=np.uint64), np.uint64(0))


def _names(rows: Rows, which: Array) -> Array:
    return _either(rows["h_given"][which], rows["h_surname"][which])


def _place(rows: Rows, which: Array) -> Array:
    postcode = rows["h_postcode"][which, 0]
    return np.asarray(np.where(postcode != 0, postcode, rows["h_suburb"][which, 0]))


def _either(one: Array, other: Array) -> Array:
    """Combine two hashes in whichever order, 0 where one is absent."""
    together = one.astype(np.uint64) + other.astype(np.uint64)
    return np.asarray(np.where((one != 0) & (other != 0), together | _ONE, np.uint64(0)))
