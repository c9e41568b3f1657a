"""A stranger's chance of agreeing on one value, as `chances.ValueChances` tells of many, from its tables.

Logarithms are numpy's here too: those of Python's own library may differ in their last bit.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np

from matchers.chinese import chances, published
from matchers.chinese.chances import DATES, NAMES, PLACES, UNIT, ValueChances
from matchers.chinese.coding_numbers import VALID
from matchers.chinese.frequency import AREA_DIGITS, COHORT_FIRST, COHORT_LAST, SEX_CELL
from matchers.chinese.peoples import WITHOUT_SURNAMES
from matchers.hashing import mix_two
from matchers.profile import Row

_SIDES: Final = ("home", "here")
_SOUND_SHARE: Final = {NAMES[level]: more for level, more in chances.SOUND_SHARE.items()}
_WHOLE: Final = {NAMES["exact"], *_SOUND_SHARE}
_WITHIN_PLACE: Final = {PLACES[level]: (level, share) for level, share in chances.WITHIN_PLACE.items()}
_NEW_YEAR: Final = 101


def _log2(share: float) -> float:
    return max(float(np.log2(share)), chances.LEAST)


def _share(count: float, total: float, prior: float, shape: float) -> float:
    return (max(count - 2.0, 0.0) + shape) / (total + shape / prior)


class SingleChances:
    """Chances by value under one set of tables."""

    def __init__(self, tables: ValueChances) -> None:
        self._tables = tables
        self._of: dict[str, Callable[[int, Row, Row], float]] = {
            "name": self._of_name,
            "name|birth equal": self._of_name,
            "name|number equal": self._of_name,
            "birth_date": self._of_date,
            "id_number": self._of_number,
            "phone": self._of_phone,
            "phone|birth equal": self._of_phone,
            "address": self._of_address,
            "employer": self._of_employer,
        }

    def of(self, condition: str, level: int, one: Row, other: Row) -> int:
        """Return log2 of the chance of a pair's level in millionths of a bit; 0 where the pool's holds."""
        by_value = self._of.get(condition)
        return round(by_value(level, one, other) * UNIT) if by_value and level >= 0 else 0

    def _of_name(self, level: int, one: Row, other: Row) -> float:
        if level in _WHOLE:
            name = max(_log2(self._name_share(one)), _log2(self._name_share(other)))
            if level == NAMES["exact"]:
                return name
            return min(name + _SOUND_SHARE[level], chances.SOUND_MAX)
        if _borne_whole(one) or _borne_whole(other):
            return 0.0
        if level in {NAMES["one_given_character"], NAMES["surname_only"]}:
            more = chances.GIVEN_CHARACTER if level == NAMES["one_given_character"] else 0.0
            return max(_log2(self._surname_share(one)), _log2(self._surname_share(other))) + more
        if level == NAMES["given_name_only"]:
            return max(_log2(self._given_share(one)), _log2(self._given_share(other)))
        return 0.0

    def _of_date(self, level: int, one: Row, other: Row) -> float:
        if level not in DATES:
            return 0.0
        return max(_log2(self._date_share(one["birth"])), _log2(self._date_share(other["birth"])))

    def _of_number(self, level: int, one: Row, _other: Row) -> float:
        return _log2(self._area_share(one)) if level == chances.NEIGHBOURING else 0.0

    def _of_phone(self, level: int, one: Row, _other: Row) -> float:
        if level:
            return 0.0
        lent = self._tables.phones.of_one(mix_two(one["phone"], 1) >> 16, 0.0) > 0
        return chances.LENT_PHONE if lent else 0.0

    def _of_address(self, level: int, one: Row, other: Row) -> float:
        if level not in _WITHIN_PLACE:
            return 0.0
        name, share = _WITHIN_PLACE[level]
        found = self._shared_place(one, other, "township" if name == "township" else "place")
        return max(found + share, chances.DOOR_MIN) if found < 0 else 0.0

    def _shared_place(self, one: Row, other: Row, part: str) -> float:
        """Return log2 of the commonest place that two records share, 0 where they share none."""
        keys = {one[f"{side}_{part}_key"] for side in _SIDES} & {
            other[f"{side}_{part}_key"] for side in _SIDES
        }
        pooled = chances.TOWNSHIP_POOLED if part == "township" else chances.PLACE_POOLED
        return max((_log2(self._place_share(key, pooled)) for key in keys if key), default=0.0)

    def _of_employer(self, level: int, one: Row, _other: Row) -> float:
        if level:
            return 0.0
        count = max(self._tables.employers.of_one(one["employer"], 0.0) - 2.0, 0.0)
        pooled = chances.PRIOR_EMPLOYER * chances.EMPLOYER_POOLED
        return float(np.log2((count + pooled) / (self._tables.all + chances.PRIOR_EMPLOYER)))

    def _surname_share(self, row: Row) -> float:
        name, length = row["name"], row["surname_length"]
        code = (name[0] << 32 if length > 0 else 0) | (name[1] if length > 1 else 0)
        prior = self._tables.surname_prior.of_one(code, published.SURNAME_REST_PPM / 1e6)
        return _share(self._tables.surnames.of_one(code, 0.0), self._tables.all, prior, chances.SHAPE_SURNAME)

    def _given_share(self, row: Row) -> float:
        name, length, tables = row["name"], row["surname_length"], self._tables
        first, second = (name[length], name[length + 1]) if length > 0 else (0, 0)
        code, cell = first << 32 | second, _cell_of(row)
        rest = (published.GIVEN_TWO_PPM if second else published.GIVEN_ONE_PPM) / 1e6
        prior = tables.given_prior.of_one(code, 0.0) or rest
        count = tables.given.of_one(mix_two(code, cell), 0.0)
        return _share(count, tables.in_cell.of_one(cell, 0.0), prior, chances.SHAPE_GIVEN)

    def _name_share(self, row: Row) -> float:
        tables, cell, folded = self._tables, _cell_of(row), row["folded"]
        total = max(tables.in_cell.of_one(cell, 0.0), 1.0)
        surplus = max(tables.names.of_one(mix_two(folded, cell), 0.0) - 2.0, 0.0)
        if _borne_whole(row):
            counted = max(tables.names.of_one(mix_two(folded, 0), 0.0) - 2.0, 0.0)
            prior = chances.SHAPE_WHOLE / (published.LONG_NAME_PPM / 1e6)
            share = (counted + chances.SHAPE_WHOLE) / (tables.all + prior) * 2.0
            return min(share + chances.NAMESAKES * (surplus / total), chances.NAME_MAX)
        split = self._surname_share(row) * self._given_share(row) * chances.CLUSTERING
        return min(split + chances.NAMESAKES * surplus / total, chances.NAME_MAX)

    def _date_share(self, birth: int) -> float:
        tables, prior = self._tables, chances.PRIOR_DAY
        total = tables.dated + prior
        counted = max(tables.years.of_one(birth // 10_000, 0.0) - 2.0, 0.0)
        year = (counted + prior * chances.YEAR_PRIOR) / total
        if birth % 100 > 0:
            heaped = chances.NEW_YEAR_FACTOR if birth % 10_000 == _NEW_YEAR else 1.0
            of_day = max(tables.days.of_one(birth % 10_000, 0.0) - 2.0, 0.0)
            return year * ((of_day + prior * (heaped / chances.DAYS)) / total)
        return year * (1 / 12 if birth // 100 % 100 > 0 else 1.0)

    def _area_share(self, row: Row) -> float:
        code = 0
        if row["id_kind"] == VALID:
            area = int("".join(map(str, row["id_digits"][:AREA_DIGITS])))
            code = area * SEX_CELL + row["id_birth"] // 100_000
        count = max(self._tables.areas.of_one(code, 0.0) - 2.0, 0.0)
        total = self._tables.in_decade.of_one(code % SEX_CELL, 0.0)
        prior = chances.PRIOR_AREA
        share = (count + prior * chances.AREA_POOLED) / (total + prior)
        return min(max(share, chances.AREA_POOLED), 1.0)

    def _place_share(self, key: int, pooled: float) -> float:
        count = max(self._tables.places.of_one(key, 0.0) - 2.0, 0.0)
        prior = chances.PRIOR_PLACE
        return min((count + prior * pooled) / (self._tables.all + prior), 1.0)


def _borne_whole(row: Row) -> bool:
    return bool(row["long"]) or row["ethnicity"] in WITHOUT_SURNAMES


def _cell_of(row: Row) -> int:
    """Return the number of a record's cell of sex and birth cohort."""
    year = row["birth"] // 10_000
    return int(row["sex"] * SEX_CELL + (min(max(year, COHORT_FIRST), COHORT_LAST) // 10 if year > 0 else 0))
