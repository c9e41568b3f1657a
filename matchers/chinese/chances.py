"""A stranger's chance of agreeing on a name, date, place or employer, as counted on the rolls.

Shares are shrunk towards published ones where little was counted. Of a pair's two values the commoner one
counts. All in log2, millionths of a bit, whole numbers.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np

from matchers.chinese import published
from matchers.chinese.frequency import (
    SEX_CELL,
    area_codes,
    borne_whole,
    cells_of,
    given_codes,
    phone_hashes,
    surname_codes,
)
from matchers.chinese.levels import ADDRESS, BIRTH_DATE, ID_AGREE, NAME
from matchers.chinese.lookup import Lookup, by_hash, by_number, by_text, cell_of, in_cells_of
from matchers.columns import Array
from matchers.hashing import mix
from matchers.profile import Rows, Tables

UNIT: Final = 1e6
SHAPE_GIVEN: Final = 0.3
"""Given names are so skewed that one not met again among n others still has a chance of about 0.3 / n."""
SHAPE_SURNAME: Final = 1.0
SHAPE_WHOLE: Final = 0.5
"""The same for names borne as a whole; they are a sex's own, hence twice as likely within it."""
PRIOR_DAY: Final = 2_000.0
NEW_YEAR_FACTOR: Final = 8.0
YEAR_PRIOR: Final = 0.014
DAYS: Final = 372.0
CLUSTERING: Final = 1.5
"""Surname and given name go together more often than chance: 1.1 to 1.35 times for common names, more so in
clans."""
NAMESAKES: Final = 0.5
"""Share of a full name's surplus count that is namesakes and not repeats of one person."""
NAME_MAX: Final = 0.5
PLACE_POOLED: Final = 2e-3
TOWNSHIP_POOLED: Final = 2e-2
PRIOR_PLACE: Final = 500.0
PRIOR_EMPLOYER: Final = 20.0
EMPLOYER_POOLED: Final = 0.002
_SOUND: Final = 3.0
"""Some eight names sound like a given one (published.SOUND_FACTOR)."""
SOUND_SHARE: Final = {
    "variant": -2.0, "homophone": _SOUND, "similar_sound": _SOUND + 1.5, "similar_shape": _SOUND,
    "transliteration": _SOUND,
}  # fmt: skip
"""How many more strangers agree on a level than bear the very name, in bits."""
SOUND_MAX: Final = -9.0
GIVEN_CHARACTER: Final = -5.0
"""A stranger shares one given character in 32."""
WITHIN_PLACE: Final = {"door": -4.6, "group": -0.7, "place": 1.4, "other_door": 1.7, "township": 0.0}
"""Share of a village's people at one door (1 in 100) and in one group (1 in 6), each four times as likely to
share the name too: villages are clans."""
DOOR_MIN: Final = -21.0
LENT_PHONE: Final = -2.3
"""A number that serves many rows, a clerk's or a village's: one pair in five of those who meet shares it."""
PRIOR_AREA: Final = 50.0
LEAST: Final = -40.0
"""No chance by value is below it: 1 in 10^12, far beyond any roll."""
NAMES: Final = {level: number for number, (level, *_) in enumerate(NAME)}
NEIGHBOURING: Final = [level for level, *_ in ID_AGREE].index("neighbouring")
AREA_POOLED: Final = next(u for level, *_, u in ID_AGREE if level == "neighbouring")
PLACES: Final = {level: number for number, (level, *_) in enumerate(ADDRESS)}
DATES: Final = tuple(
    number for number, (level, *_) in enumerate(BIRTH_DATE) if level in {"exact", "month", "year"}
)

BY_VALUE: Final = (
    "name", "name|birth equal", "name|number equal", "birth_date", "id_number", "phone",
    "phone|birth equal", "address", "employer",
)  # fmt: skip


def _log2(shares: Array) -> Array:
    return np.asarray(np.maximum(np.log2(shares), LEAST))


class ValueChances:
    """Chances by value under one set of tables."""

    def __init__(self, tables: Tables) -> None:
        totals = tables.get("totals", {})
        self.all = float(totals.get("all", 0))
        self.dated = float(totals.get("dated", 0))
        in_cells = {k: n for k, n in totals.items() if k not in {"all", "dated"}}
        self.in_cell = Lookup({cell_of(k): float(n) for k, n in in_cells.items()})
        self.surnames = by_text(tables.get("surnames", {}))
        self.surname_prior = by_text(published.SURNAMES_PPM, 1e-6)
        self.given = in_cells_of(tables.get("given", {}))
        self.given_prior = by_text(published.GIVEN_COMMON_PPM, 1e-6)
        self.names = by_hash(tables.get("names", {}))
        self.years = by_number(tables.get("years", {}))
        self.days = by_number(tables.get("days", {}))
        self.phones = by_hash(tables.get("phones", {}))
        self.places = by_hash(tables.get("places", {}))
        self.employers = by_hash(tables.get("employers", {}))
        self.areas = by_number(tables.get("areas", {}))
        self.in_decade = by_number(tables.get("area_totals", {}))
        self._of: dict[str, Callable[[Array, Rows, Array, Array], Array]] = {
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

    def of(self, condition: str, levels: Array, rows: Rows, one: Array, other: Array) -> Array:
        """Return log2 of the chance of each pair's level in millionths of a bit; 0 where the pool's holds."""
        bits = self._of[condition](levels, rows, one, other)
        return np.round(bits * UNIT).astype(np.int64)

    def least(self, condition: str) -> int:
        """Return the least value that `of` can return for a condition."""
        least = {
            "address": DOOR_MIN,
            "employer": -math_log2(self.all + PRIOR_EMPLOYER) - 5.0,
            "phone": 0.0,
            "phone|birth equal": 0.0,
            "id_number": 0.0,
        }
        return round(max(least.get(condition, LEAST), LEAST) * UNIT)

    def _of_name(self, levels: Array, rows: Rows, one: Array, other: Array) -> Array:
        bits = np.zeros(len(levels))
        whole = np.flatnonzero((levels >= 0) & (levels <= NAMES["transliteration"]))
        whole = whole[levels[whole] != NAMES["unreadable_character"]]
        if len(whole):
            name = np.maximum(*(_log2(self.name_shares(rows, side[whole])) for side in (one, other)))
            bits[whole] = np.where(levels[whole] == NAMES["exact"], name, 0.0)
            for level, more in SOUND_SHARE.items():
                at = levels[whole] == NAMES[level]
                bits[whole[at]] = np.minimum(name[at] + more, SOUND_MAX)
        whole_names = borne_whole(rows, one) | borne_whole(rows, other)
        for level, more in (("one_given_character", GIVEN_CHARACTER), ("surname_only", 0.0)):
            at = np.flatnonzero((levels == NAMES[level]) & ~whole_names)
            if len(at):
                shares = (_log2(self.surname_shares(rows, side[at])) for side in (one, other))
                bits[at] = np.maximum(*shares) + more
        at = np.flatnonzero((levels == NAMES["given_name_only"]) & ~whole_names)
        if len(at):
            bits[at] = np.maximum(*(_log2(self.given_shares(rows, side[at])) for side in (one, other)))
        return bits

    def _of_date(self, levels: Array, rows: Rows, one: Array, other: Array) -> Array:
        bits = np.zeros(len(levels))
        at = np.flatnonzero(np.isin(levels, DATES))
        if len(at):
            bits[at] = np.maximum(*(_log2(self.date_shares(rows, side[at])) for side in (one, other)))
        return bits

    def _of_number(self, levels: Array, rows: Rows, one: Array, _other: Array) -> Array:
        bits = np.zeros(len(levels))
        at = np.flatnonzero(levels == NEIGHBOURING)
        if len(at):
            bits[at] = _log2(self.area_shares(rows, one[at]))
        return bits

    def _of_phone(self, levels: Array, rows: Rows, one: Array, _other: Array) -> Array:
        bits = np.zeros(len(levels))
        at = np.flatnonzero(levels == 0)
        if len(at):
            lent = self.phones.of(phone_hashes(rows["phone"][one[at]])) > 0
            bits[at] = np.where(lent, LENT_PHONE, 0.0)
        return bits

    def _of_address(self, levels: Array, rows: Rows, one: Array, other: Array) -> Array:
        bits = np.zeros(len(levels))
        for level, share in WITHIN_PLACE.items():
            at = np.flatnonzero(levels == PLACES[level])
            if len(at):
                part = "township" if level == "township" else "place"
                shares = self._shared_place(rows, one[at], other[at], part)
                bits[at] = np.where(shares < 0, np.maximum(shares + share, DOOR_MIN), 0.0)
        return bits

    def _shared_place(self, rows: Rows, one: Array, other: Array, part: str) -> Array:
        """Return log2 of the commonest place that two records share, 0 where they share none."""
        found = np.full(len(one), -np.inf)
        pooled = TOWNSHIP_POOLED if part == "township" else PLACE_POOLED
        for first in ("home", "here"):
            for second in ("home", "here"):
                key, other_key = rows[f"{first}_{part}_key"][one], rows[f"{second}_{part}_key"][other]
                shares = _log2(self.place_shares(key, pooled))
                found = np.where((key != 0) & (key == other_key), np.maximum(found, shares), found)
        return np.where(np.isfinite(found), found, 0.0)

    def _of_employer(self, levels: Array, rows: Rows, one: Array, _other: Array) -> Array:
        count = np.maximum(self.employers.of(rows["employer"][one]) - 2.0, 0.0)
        pooled = PRIOR_EMPLOYER * EMPLOYER_POOLED
        shares = (count + pooled) / (self.all + PRIOR_EMPLOYER)
        return np.where(levels == 0, np.log2(shares), 0.0)

    def surname_shares(self, rows: Rows, which: Array) -> Array:
        """Return the chance that a stranger bears each record's surname."""
        codes = surname_codes(rows, which)
        prior = self.surname_prior.of(codes, published.SURNAME_REST_PPM / 1e6)
        return _share(self.surnames.of(codes), self.all, prior, SHAPE_SURNAME)

    def given_shares(self, rows: Rows, which: Array) -> Array:
        """Return the chance that a stranger of the same sex and cohort bears each record's given name."""
        codes, cells = given_codes(rows, which), cells_of(rows, which)
        single = (codes & np.uint64(0xFFFFFFFF)) == 0
        rest = np.where(single, published.GIVEN_ONE_PPM, published.GIVEN_TWO_PPM) / 1e6
        common = self.given_prior.of(codes)
        prior = np.where(common > 0, common, rest)
        count = self.given.of(mix(codes, cells.astype(np.uint64)))
        return _share(count, self.in_cell.of(cells), prior, SHAPE_GIVEN)

    def name_shares(self, rows: Rows, which: Array) -> Array:
        """Return the chance that a stranger of the same sex and cohort bears each record's full name."""
        cells = cells_of(rows, which)
        total = np.maximum(self.in_cell.of(cells), 1.0)
        folded = rows["folded"][which]
        surplus = np.maximum(self.names.of(mix(folded, cells.astype(np.uint64))) - 2.0, 0.0)
        split = self.surname_shares(rows, which) * self.given_shares(rows, which) * CLUSTERING
        shares = split + NAMESAKES * surplus / total
        whole = np.flatnonzero(borne_whole(rows, which))
        if len(whole):
            counted = np.maximum(self.names.of(mix(folded[whole], np.uint64(0))) - 2.0, 0.0)
            prior = SHAPE_WHOLE / (published.LONG_NAME_PPM / 1e6)
            shares[whole] = (counted + SHAPE_WHOLE) / (self.all + prior) * 2.0 + NAMESAKES * (
                surplus[whole] / total[whole]
            )
        return np.asarray(np.minimum(shares, NAME_MAX))

    def date_shares(self, rows: Rows, which: Array) -> Array:
        """Return the chance that a stranger was born on each record's date, heaped days included."""
        birth = rows["birth"][which]
        total = self.dated + PRIOR_DAY
        counted = np.maximum(self.years.of(birth // 10_000) - 2.0, 0.0)
        year = (counted + PRIOR_DAY * YEAR_PRIOR) / total
        prior = np.where(birth % 10_000 == 101, NEW_YEAR_FACTOR, 1.0) / DAYS  # noqa: PLR2004 - 1 January
        day = (np.maximum(self.days.of(birth % 10_000) - 2.0, 0.0) + PRIOR_DAY * prior) / total
        in_year = np.where(birth % 100 > 0, day, np.where(birth // 100 % 100 > 0, 1 / 12, 1.0))
        return np.asarray(year * in_year)

    def area_shares(self, rows: Rows, which: Array) -> Array:
        """Return the chance that a stranger of each record's age got his number in the same area.

        Never below the pool's: who comes from one far county to one roll often comes in company.
        """
        codes = area_codes(rows, which)
        count = np.maximum(self.areas.of(codes) - 2.0, 0.0)
        total = self.in_decade.of(codes % SEX_CELL)
        shares = (count + PRIOR_AREA * AREA_POOLED) / (total + PRIOR_AREA)
        return np.asarray(np.clip(shares, AREA_POOLED, 1.0))

    def place_shares(self, keys: Array, pooled: float) -> Array:
        """Return the chance that a stranger has an address in each township, village or estate."""
        count = np.maximum(self.places.of(keys) - 2.0, 0.0)
        return np.asarray(np.minimum((count + PRIOR_PLACE * pooled) / (self.all + PRIOR_PLACE), 1.0))


def _share(count: Array, total: Array | float, prior: Array, shape: float) -> Array:
    """Return values' chances among others: a gamma prior by mean and shape, and what was counted."""
    return np.asarray((np.maximum(count - 2.0, 0.0) + shape) / (total + shape / prior))


def math_log2(number: float) -> float:
    """Return log2 of a count, 0 for none."""
    return float(np.log2(number)) if number > 0 else 0.0
