"""Blocking keys: hashes under which two registrations of one person are likely to meet.

Pure functions of coded records, computed for a whole batch at once. Each row of `KEYS` is one column of the
key matrix: what it is made of, and what it survives. A key's twins are finer keys of the same record that
divide its block: when a block is full, its twins still find the pair.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from matchers.chinese.characters import CHARACTERS
from matchers.chinese.coding_names import code_names
from matchers.chinese.coding_numbers import DIGITS, MASKED, NONE, ODD, X
from matchers.chinese.identity_numbers import LENGTH
from matchers.chinese.names import HAN_LENGTH_MAX
from matchers.chinese.peoples import HAN
from matchers.chinese.repairing import repaired
from matchers.columns import Array
from matchers.hashing import hash_text, hash_texts, mix, scramble
from matchers.profile import Rows


@dataclass(frozen=True, slots=True)
class Key:
    """A blocking key: parts that must all be given, in a space of keys that may meet."""

    name: str
    space: str
    parts: tuple[str, ...]


KEYS: Final[tuple[Key, ...]] = (
    # the whole number; `more_keys_of` adds the repairs of a damaged one
    Key("id", "id", ("number",)),
    # masked numbers, wrong areas, no day of birth, any name
    Key("month_end", "month_end", ("month", "end")),
    Key("id_month_end", "month_end", ("id_month", "end")),
    # any damage to area, birth date and check digit of the number, no matter how much
    Key("order_sound", "order_sound", ("order", "sound")),
    # names that sound alike, day and month wrong or left out
    Key("sound_year", "sound_year", ("sound", "year")),
    Key("sound_month", "sound_month", ("sound", "month")),
    Key("id_month", "sound_month", ("sound", "id_month")),
    # a birthday told by the moon that falls into another year
    Key("lunar_year", "sound_year", ("sound", "lunar_year")),
    Key("former_year", "sound_year", ("former", "year")),
    Key("former_month", "sound_month", ("former", "month")),
    # given name wrong
    Key("date_surname", "date_surname", ("date", "surname")),
    Key("id_date_surname", "date_surname", ("id_date", "surname")),
    # surname or year wrong
    Key("given_day", "given_day", ("given", "day")),
    # all else wrong
    Key("phone", "phone", ("phone",)),
    # no date, no number
    Key("name_county", "name_county", ("folded", "county")),
    Key("sound_place", "sound_place", ("sound", "place")),
    Key("door_surname", "door_surname", ("home_door", "surname")),
    Key("here_door_surname", "door_surname", ("here_door", "surname")),
    # transliterated names: a part left out, in another place or written otherwise
    Key("token_year", "token_year", ("token", "year")),
    Key("token_date", "token_date", ("token", "date")),
    Key("token2_year", "token_year", ("token2", "year")),
    Key("token2_date", "token_date", ("token2", "date")),
    Key("date_place", "date_place", ("date", "place", "transliterated")),
)
NAMES: Final = tuple(key.name for key in KEYS)
TWINS: Final[dict[str, tuple[str, ...]]] = {
    "month_end": ("id",), "id_month_end": ("id",), "order_sound": ("id",),
    "sound_year": ("sound_month",), "lunar_year": ("sound_month",), "former_year": ("former_month",),
    "sound_month": ("sound_place",), "id_month": ("sound_place",), "former_month": ("sound_place",),
    "date_surname": ("sound_month",), "id_date_surname": ("sound_month",), "given_day": ("sound_month",),
    "phone": ("sound_month", "sound_place"), "name_county": ("sound_month", "sound_place"),
    "token_year": ("token_date",), "token2_year": ("token2_date",), "date_place": ("token_date",),
}  # fmt: skip
"""A phone on many rows points at nobody, and a name that many bear in one county takes more to be found by:
their twins are not within their blocks, but find all that could be told from chance."""

_PARTS: Final = tuple(dict.fromkeys(part for key in KEYS for part in key.parts))
_PARTS_MAX: Final = max(len(key.parts) for key in KEYS)
_USED: Final = np.array(
    [([*map(_PARTS.index, key.parts)] + [len(_PARTS)] * _PARTS_MAX)[:_PARTS_MAX] for key in KEYS]
).T
"""For each place of a key the part that stands there; the last part, always given, fills up."""
_ONE, _HALF = np.uint64(1), np.uint64(32)
GOLDEN: Final = np.uint64(0x9E3779B97F4A7C15)
SPACES: Final = hash_texts([f"key {key.space}" for key in KEYS])
FACTORS: Final = hash_texts([f"part {place}" for place in range(_PARTS_MAX)]) | _ONE
_REST: Final = np.sum(FACTORS[1:])
CHARACTER_FACTORS: Final = hash_texts([f"character {place}" for place in range(HAN_LENGTH_MAX)]) | _ONE
GIVEN_FACTOR: Final = np.uint64(hash_text("given name") | 1)


def _packing() -> Array:
    """Return what each digit counts in the two halves of the number, in its order, in its end."""
    packing = np.zeros((DIGITS, 4))
    for column, places in enumerate((range(10), range(10, DIGITS), range(14, 17), range(14, LENGTH))):
        for power, place in enumerate(places):
            packing[place, column] = 13.0**power
    return packing


_PACKING: Final = _packing()


def keys_of(rows: Rows, which: Array) -> Array:
    """Return the key matrix of some records, uint64[len(which), len(KEYS)]; 0 is no key."""
    parts = _parts_of(rows, which)
    table = np.zeros((len(_PARTS) + 1, len(which)), dtype=np.uint64)
    table[-1] = _ONE
    for place, part in enumerate(_PARTS):
        table[place] = parts[part]
    keys = np.repeat(SPACES[:, None], len(which), axis=1)
    absent = np.zeros(keys.shape, dtype=bool)
    for used, factor in zip(_USED, FACTORS, strict=True):
        column = table[used]
        absent |= column == 0
        keys += column * factor
    keys = scramble(keys) | _ONE
    keys[absent] = 0
    return keys.T


def more_keys_of(rows: Rows, which: Array) -> tuple[Array, Array]:
    """Return (place in which, key) of the valid numbers that damaged ones may stand for."""
    places, digits = repaired(rows["id_kind"][which], rows["id_digits"][which])
    numbers = _packed(digits.astype(np.float64) @ _PACKING)
    return places, scramble(SPACES[0] + numbers * FACTORS[0] + _REST) | _ONE


def _parts_of(rows: Rows, which: Array) -> dict[str, Array]:
    return {**_number_parts(rows, which), **_date_parts(rows, which), **_name_parts(rows, which),
            **_contact_parts(rows, which)}  # fmt: skip


def _packed(halves: Array) -> Array:
    return scramble(halves[:, 0].astype(np.uint64) * GOLDEN + halves[:, 1].astype(np.uint64))


def _number_parts(rows: Rows, which: Array) -> dict[str, Array]:
    kind, digits = rows["id_kind"][which], rows["id_digits"][which]
    halves = digits.astype(np.float64) @ _PACKING
    whole = (kind != NONE) & (kind != MASKED)
    aligned = (kind != NONE) & (kind != ODD)
    hidden = digits[:, 14:LENGTH] > X
    return {
        "number": np.where(whole, _packed(halves), 0),
        "order": np.where(aligned & ~hidden[:, :3].any(axis=1), halves[:, 2] + 1.0, 0.0),
        "end": np.where(aligned & ~hidden.any(axis=1), halves[:, 3] + 1.0, 0.0),
    }


def _date_parts(rows: Rows, which: Array) -> dict[str, Array]:
    birth, stated = rows["birth"][which], rows["id_birth"][which]
    year, known = birth // 10_000, birth % 100 > 0
    first, second = (rows["lunar"][which] // 10_000).T
    return {
        "date": np.where(known, birth, 0),
        "day": np.where(known, birth % 10_000, 0),
        "month": np.where(birth // 100 % 100 > 0, birth // 100, 0),
        "year": year,
        "id_date": np.where(stated != birth, stated, 0),
        "id_month": np.where(stated // 100 != birth // 100, stated // 100, 0),
        "lunar_year": np.where(first != year, first, np.where(second != year, second, 0)),
    }


def _name_parts(rows: Rows, which: Array) -> dict[str, Array]:
    tokens, former = rows["tokens"][which].astype(np.uint64), rows["former"][which]
    sound, surname, given = _sounds(rows["name"][which], rows["surname_length"][which])
    parts: dict[str, Array] = {
        "folded": rows["folded"][which], "surname": surname, "given": given,
        "sound": np.where(sound == 0, tokens[:, 0], sound), "token": tokens[:, 1], "token2": tokens[:, 2],
        "transliterated": np.asarray(tokens.any(axis=1)), "former": np.zeros(len(which), dtype=np.uint64),
    }  # fmt: skip
    at = np.flatnonzero(former)
    if len(at):
        texts = [rows.text(number) for number in former[at].tolist()]
        names = code_names(texts, np.full(len(at), HAN))
        sound, _, _ = _sounds(names.name, names.surname_length)
        parts["former"][at] = np.where(sound == 0, names.tokens[:, 0], sound)
    return parts


def _sounds(name: Array, split: Array) -> tuple[Array, Array, Array]:
    """Return the sound of whole names, of surnames, of given names."""
    places = np.arange(HAN_LENGTH_MAX)
    surname = places < split[:, None]
    classes = CHARACTERS.first_classes(name, surname).astype(np.uint64)
    of_surname = np.where(surname, classes, 0) @ CHARACTER_FACTORS
    within = np.where(surname, 0, places - split[:, None])
    of_given = (np.where(surname, 0, classes) * CHARACTER_FACTORS[within]).sum(axis=1)
    return of_surname + of_given * GIVEN_FACTOR, of_surname, of_given


def _contact_parts(rows: Rows, which: Array) -> dict[str, Array]:
    home, here = _door(rows, which, "home"), _door(rows, which, "here")
    county, place = rows["home_county"][which], rows["home_place_key"][which]
    return {
        "phone": rows["phone"][which],
        "county": np.where(county == 0, rows["here_county"][which], county),
        "place": np.where(place == 0, rows["here_place_key"][which], place),
        "home_door": home,
        "here_door": np.where(here == home, np.uint64(0), here),
    }


def _door(rows: Rows, which: Array, side: str) -> Array:
    """Return the door of an address: place, building and room, or else number; 0 when it is not that fine."""
    place, building, number, room = (
        rows[f"{side}_{part}"][which].astype(np.uint64) for part in ("place", "building", "number", "room")
    )
    finest = np.where(room == 0, number, room)
    return np.where((place == 0) | (finest == 0), np.uint64(0), mix(place, (building << _HALF) | finest))
