"""Blocking keys of one record, as `keys.keys_of` and `keys.more_keys_of` give those of many."""

from __future__ import annotations

from typing import Final

import numpy as np

from matchers.chinese import keys
from matchers.chinese.characters import CHARACTERS
from matchers.chinese.coding_names import code_name
from matchers.chinese.coding_numbers import DIGITS, INVALID, MASKED, NONE, ODD, X
from matchers.chinese.identity_numbers import LENGTH
from matchers.hashing import MASK, mix_two, scrambled
from matchers.profile import Row, Rows

_FACTORS: Final[list[int]] = keys.FACTORS.tolist()
_CHARACTER_FACTORS: Final[list[int]] = keys.CHARACTER_FACTORS.tolist()
_GIVEN_FACTOR: Final = int(keys.GIVEN_FACTOR)
_GOLDEN: Final = int(keys.GOLDEN)
_KEYS: Final = tuple(
    # the space with what the places add that the key leaves empty, and for each part its factor
    (int(space) + sum(_FACTORS[len(key.parts) :]), tuple(zip(key.parts, _FACTORS, strict=False)))
    for key, space in zip(keys.KEYS, keys.SPACES, strict=True)
)
_POWERS: Final = tuple(13**place for place in range(DIGITS))
_HALF: Final = 10
"""Digits of a number that are packed together."""


def keys_of_one(rows: Rows, slot: int, row: Row) -> list[int]:
    """Return the keys that a record has, without the absent ones; the record lies at a slot of some rows."""
    parts = {**_number_parts(row), **_date_parts(row), **_name_parts(rows, row), **_contact_parts(row)}
    found = []
    for space, used in _KEYS:
        total = space
        for part, factor in used:
            value = parts[part]
            if not value:
                break
            total += value * factor
        else:
            found.append(scrambled(total & MASK) | 1)
    if row["id_kind"] in {INVALID, ODD}:
        found += keys.more_keys_of(rows, np.array([slot]))[1].tolist()
    return found


def _packed(digits: list[int]) -> int:
    return sum(digit * power for digit, power in zip(digits, _POWERS, strict=False))


def _number_parts(row: Row) -> dict[str, int]:
    kind, digits = row["id_kind"], row["id_digits"]
    parts = {"number": 0, "order": 0, "end": 0}
    if kind == NONE:
        return parts
    if kind != MASKED:
        parts["number"] = scrambled(_packed(digits[:_HALF]) * _GOLDEN + _packed(digits[_HALF:]) & MASK)
    if kind != ODD and max(digits[14:17]) <= X:
        parts["order"] = _packed(digits[14:17]) + 1
        if digits[17] <= X:
            parts["end"] = _packed(digits[14:LENGTH]) + 1
    return parts


def _date_parts(row: Row) -> dict[str, int]:
    birth, stated = row["birth"], row["id_birth"]
    year, known = birth // 10_000, birth % 100 > 0
    lunar_years = (date // 10_000 for date in row["lunar"])
    return {
        "date": birth if known else 0,
        "day": birth % 10_000 if known else 0,
        "month": birth // 100 if birth // 100 % 100 > 0 else 0,
        "year": year,
        "id_date": stated if stated != birth else 0,
        "id_month": stated // 100 if stated // 100 != birth // 100 else 0,
        "lunar_year": next((other for other in lunar_years if other != year), 0),
    }


def _name_parts(rows: Rows, row: Row) -> dict[str, int]:
    tokens = row["tokens"]
    sound, surname, given = _sounds(row["name"], row["surname_length"])
    former = 0
    if row["former"]:
        named = code_name(rows.text(row["former"]))
        former = _sounds(named.name, named.surname_length)[0] or next(iter(named.tokens), 0)
    return {
        "folded": row["folded"], "surname": surname, "given": given, "sound": sound or tokens[0],
        "token": tokens[1], "token2": tokens[2], "transliterated": any(tokens), "former": former,
    }  # fmt: skip


def _sounds(codes: list[int] | tuple[int, ...], split: int) -> tuple[int, int, int]:
    """Return the sound of a whole name, of its surname, of its given name."""
    of_surname = of_given = 0
    for place, code in enumerate(codes):
        if not code:
            break
        if place < split:
            of_surname += CHARACTERS.first_class(code, surname=True) * _CHARACTER_FACTORS[place]
        else:
            of_given += CHARACTERS.first_class(code, surname=False) * _CHARACTER_FACTORS[place - split]
    of_surname, of_given = of_surname & MASK, of_given & MASK
    return of_surname + of_given * _GIVEN_FACTOR & MASK, of_surname, of_given


def _contact_parts(row: Row) -> dict[str, int]:
    home, here = _door(row, "home"), _door(row, "here")
    return {
        "phone": row["phone"],
        "county": row["home_county"] or row["here_county"],
        "place": row["home_place_key"] or row["here_place_key"],
        "home_door": home,
        "here_door": 0 if here == home else here,
    }


def _door(row: Row, side: str) -> int:
    """Return the door of an address: place, building and room, or else number; 0 when it is not that fine."""
    place, finest = row[f"{side}_place"], row[f"{side}_room"] or row[f"{side}_number"]
    if not (place and finest):
        return 0
    return mix_two(place, row[f"{side}_building"] << 32 | finest)
