"""Blocking keys: hashes under which two registrations of one person are likely to meet.

Pure functions of coded records, computed for a whole batch at once. Each row of `KEYS` is one column of the
key matrix; docs/matching.md says what they survive. A key's refined twins are keys of the same record that
divide its block further: when a block is full, its twins still find the pair.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from matchers.chinese.coding import Coder
from matchers.chinese.frequency import digest
from matchers.chinese.identity_numbers import Kind
from matchers.columns import Array

KEYS: Final[tuple[str, ...]] = (
    "id", "id_birth_end", "id_area_order_year", "id_area_order_day", "id_area_end",
    "sound_year", "date_surname", "given_day", "phone", "name_county", "door_surname", "shape_month",
    "sound_date", "date_given", "phone_surname", "phone_given", "name_township", "door_given",
    "former_year", "former_date", "lunar_date", "id_date", "token_year", "token_date",
    "token2_year", "token2_date", "door2_surname", "door2_given",
)  # fmt: skip
_COLUMN: Final = {key: column for column, key in enumerate(KEYS)}
_SPACE_OF: Final = {
    "former_year": "sound_year", "former_date": "sound_date", "lunar_date": "sound_date",
    "id_date": "sound_date", "door2_surname": "door_surname", "door2_given": "door_given",
    "token2_year": "token_year", "token2_date": "token_date",
}  # fmt: skip
"""Keys that are another reading of a key, so that the two meet."""
TWINS: Final[dict[str, tuple[str, ...]]] = {
    "id_birth_end": ("id",), "id_area_order_year": ("id",), "id_area_order_day": ("id",),
    "id_area_end": ("id",), "sound_year": ("sound_date",), "date_surname": ("sound_date", "date_given"),
    "given_day": ("sound_date",), "date_given": ("sound_date",), "phone": ("phone_surname", "phone_given"),
    "name_county": ("name_township", "sound_date"), "door_surname": ("door_given",),
    "door2_surname": ("door2_given",), "shape_month": ("sound_date",), "token_year": ("token_date",),
    "token2_year": ("token2_date",),
    "former_year": ("former_date",),
}  # fmt: skip
TWIN_COLUMNS: Final = {_COLUMN[key]: tuple(_COLUMN[twin] for twin in TWINS.get(key, ())) for key in KEYS}
_ONE: Final = np.uint64(1)
_GOLDEN: Final = np.uint64(0x9E3779B97F4A7C15)
_MIX: Final = (np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB))
_KINDS: Final = {key: np.uint64(digest(_SPACE_OF.get(key, key)) | 1) for key in KEYS}


def mix(one: Array, other: Array) -> Array:
    """Combine two 64-bit hashes (splitmix64's finaliser)."""
    x = (one ^ (other + _GOLDEN + (one << np.uint64(6)))) * _GOLDEN
    x = (x ^ (x >> np.uint64(30))) * _MIX[0]
    x = (x ^ (x >> np.uint64(27))) * _MIX[1]
    return x ^ (x >> np.uint64(31))


def _key(key: str, partition: Array, *parts: Array) -> Array:
    """Combine parts into keys; where any part is absent (0) so is the key."""
    present = np.ones(len(partition), dtype=bool)
    combined = mix(partition, np.full(len(partition), _KINDS[key]))
    for part in parts:
        present &= part != 0
        combined = mix(combined, part.astype(np.uint64))
    return np.where(present, combined | _ONE, np.uint64(0))


def _digits(digits: Array, *ranges: tuple[int, int]) -> Array:
    """Return the number that some positions of an identity number spell, plus 1; 0 when one is hidden."""
    positions = [p for start, end in ranges for p in range(start, end)]
    number = np.zeros(len(digits), dtype=np.uint64)
    for p in positions:
        number = number * np.uint64(12) + digits[:, p]
    hidden = (digits[:, positions] > 10).any(axis=1)  # noqa: PLR2004 - 11 is hidden
    return np.where(hidden, np.uint64(0), number + _ONE)


def keys_of(coder: Coder, slots: Array) -> Array:
    """Return the key matrix of some slots, uint64[len(slots), len(KEYS)]; 0 is no key."""
    partition = coder.slots["partition"][slots].astype(np.uint64)
    keys = {**_number_keys(coder, slots), **_name_keys(coder, slots), **_contact_keys(coder, slots)}
    return np.stack([_key(key, partition, *keys[key]) for key in KEYS], axis=1)


def _number_keys(coder: Coder, slots: Array) -> dict[str, tuple[Array, ...]]:
    digits = coder.slots["id_digits"][slots]
    return {
        "id": (coder.slots["id_hash"][slots],),
        "id_birth_end": (_digits(digits, (6, 18)),),
        "id_area_order_year": (_digits(digits, (0, 10), (14, 17)),),
        "id_area_order_day": (_digits(digits, (0, 6), (10, 17)),),
        "id_area_end": (_digits(digits, (0, 6), (14, 18)),),
    }


def _name_keys(coder: Coder, slots: Array) -> dict[str, tuple[Array, ...]]:
    s, names = coder.slots, coder.names.columns
    name, former, birth = s["name"][slots], s["former"][slots], s["birth"][slots]
    id_birth, lunar = s["id_birth"][slots], s["lunar"][slots, 0]
    sound, given, surname = names["h_sound"][name], names["h_given"][name], names["h_surname"][name]
    year, month, day = birth // 10_000, birth // 100, birth % 10_000
    date = np.where((birth % 100 > 0), birth, 0)
    full_day = np.where(birth % 100 > 0, day, 0)
    other_date = np.where(id_birth != birth, id_birth, 0)
    return {
        "sound_year": (sound, year), "date_surname": (date, surname), "given_day": (given, full_day),
        "shape_month": (names["h_shape"][name], np.where(month % 100 > 0, month, 0)),
        "sound_date": (sound, date), "date_given": (date, given),
        "former_year": (names["h_sound"][former], year), "former_date": (names["h_sound"][former], date),
        "lunar_date": (sound, lunar), "id_date": (sound, other_date),
        "token_year": (names["h_token"][name], year), "token_date": (names["h_token"][name], date),
        "token2_year": (names["h_token2"][name], year), "token2_date": (names["h_token2"][name], date),
    }  # fmt: skip


def _contact_keys(coder: Coder, slots: Array) -> dict[str, tuple[Array, ...]]:
    s, names, a = coder.slots, coder.names.columns, coder.addresses
    name, home, here = (s[c][slots] for c in ("name", "household", "residence"))
    phone = np.where(s["phone_generic"][slots], 0, s["phone"][slots])
    folded, surname, given = (names[c][name] for c in ("h_folded", "h_surname", "h_given"))
    second = np.where(here != home, a["h_door"][here], np.uint64(0))
    return {
        "phone": (phone,), "phone_surname": (phone, surname), "phone_given": (phone, given),
        "name_county": (folded, a["h_county"][home]), "name_township": (folded, a["h_township"][home]),
        "door_surname": (a["h_door"][home], surname), "door_given": (a["h_door"][home], given),
        "door2_surname": (second, surname), "door2_given": (second, given),
    }  # fmt: skip


def repair_keys(partition: int, numbers: list[str]) -> Array:
    """Return the keys of the valid numbers that a damaged one may stand for."""
    hashes = np.array([digest(text) for text in numbers], dtype=np.uint64)
    return _key("id", np.full(len(numbers), partition, dtype=np.uint64), hashes)


DAMAGED: Final = (Kind.INVALID, Kind.ODD)
