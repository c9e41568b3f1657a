"""Scoring: exact sums of weights in millionths of a bit, and the probability that follows.

A pair is one person, two of one household, or strangers. Each level weighs log2(chance in the class / chance
among strangers), as an integer, so that sums do not depend on their order or on how pairs are batched.
With prior odds nu/n and kin/n (docs/matching.md):

    p = nu·S / (nu·S + kin·H + n)       S, H: likelihood ratios of one person, one household to strangers
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np

from matchers.chinese.coding import SOUND_MICROBITS, Coder
from matchers.chinese.comparing import MISSING, Compared
from matchers.chinese.comparing_contacts import PLACES
from matchers.chinese.comparing_facts import BIRTH, NUMBER
from matchers.chinese.comparing_names import LEVELS as NAMES
from matchers.chinese.frequency import microbits
from matchers.columns import Array
from matchers.model import Model

UNIT: Final = 1_000_000
"""Millionths in a bit."""
_WEAK_NUMBERS: Final = (
    MISSING, NUMBER["masked_partly"], NUMBER["masked_area_and_birth"], NUMBER["masked_one_off"],
)  # fmt: skip
_SOUND_SHARE: Final = {
    "variant": -2 * UNIT, "homophone": SOUND_MICROBITS, "similar_sound": SOUND_MICROBITS + 1_500_000,
    "similar_shape": SOUND_MICROBITS, "transliteration": SOUND_MICROBITS,
}  # fmt: skip
"""How many more strangers agree on a level than bear the very name, in millionths of a bit."""
_GIVEN_CHARACTER: Final = -5_000_000
"""A stranger shares one given character in 32."""
_WITHIN_PLACE: Final = {"door": -4_600_000, "group": -700_000, "place": 1_400_000, "other_door": 1_700_000,
    "township": 0,
}  # fmt: skip
"""Share of a village's people at one door (1 in 100) and in one group (1 in 6), each four times as likely to
share the name too: villages are clans."""
_SOUND_MAX: Final = -9_000_000
_BY_VALUE: Final = frozenset({"name", "name|birth equal", "birth_date", "address", "employer"})
"""Conditions in which a stranger's chance depends on the value that agrees."""
_DOOR_MIN: Final = -15_000_000
"""However small a village: unrelated people follow one another at a door, or share it."""


@dataclass(frozen=True, slots=True)
class Scores:
    """For each pair the sums of weights in millionths of a bit, int64, and each field's part in them."""

    same: Array
    household: Array
    parts: dict[str, Array]
    """Weights of one person against strangers."""
    kin_parts: dict[str, Array]
    """Weights of one household against strangers."""
    cap: Array
    """Which cap holds: 0 overall, 1 no ID number, 2 name, sex and birth date only."""


class Scorer:
    """Weighs compared pairs under one model."""

    def __init__(self, model: Model) -> None:
        self._tables = {condition: _table(rows) for condition, rows in model.weights.items()}
        t = model.thresholds
        size = max(model.roll_size, 2)
        self.prior = microbits(t.twice_on_rolls / size)
        self.kin_prior = microbits(t.kin_on_rolls / size)
        self.caps = tuple(_log_odds(p) for p in (t.cap, t.cap_no_id, t.cap_name_and_birth))
        self.floor = _log_odds(t.flag)

    def score(self, coder: Coder, compared: Compared, one: Array, other: Array) -> Scores:
        """Sum the weights of compared pairs."""
        parts: dict[str, Array] = {}
        kin_parts: dict[str, Array] = {}
        same = np.zeros(len(one), dtype=np.int64)
        household = np.zeros(len(one), dtype=np.int64)
        for condition, levels in compared.levels.items():
            table = self._tables[condition]
            s, h = table[0][levels], table[1][levels]
            if condition in _BY_VALUE:
                correction = table[2][levels] - self._chance(condition, coder, compared, one, other)
                s, h = s + correction, h + correction
            parts[condition], kin_parts[condition] = s, h
            same += s
            household += h
        return Scores(same, household, parts, kin_parts, _caps(compared))

    def _chance(self, condition: str, coder: Coder, compared: Compared, one: Array, other: Array) -> Array:
        """Return log2 of a stranger's chance of the level, by value where a table knows, else the pool's."""
        levels = compared.levels[condition]
        pooled = self._tables[condition][2][levels]
        s = coder.slots
        if condition in {"name", "name|birth equal"}:
            return _name_chance(levels, pooled, coder, one, other)
        if condition == "birth_date":
            by_value = np.maximum(s["date_bits"][one], s["date_bits"][other]).astype(np.int64)
            known = (levels >= 0) & (levels <= BIRTH["year"]) & (by_value < 0)
            return np.where(known, by_value, pooled)
        if condition == "employer":
            by_value = s["employer_bits"][one].astype(np.int64)
            return np.where((levels == 0) & (by_value < 0), by_value, pooled)
        chance = pooled.copy()
        for level, share in _WITHIN_PLACE.items():
            at = (levels == PLACES[level]) & (compared.address_bits < 0)
            chance[at] = np.maximum(compared.address_bits[at] + share, _DOOR_MIN)
        return chance

    def total(self, same: int, household: int, cap: int) -> tuple[int, int, int]:
        """Return log odds of one person, what kin take from it, and what the cap takes, in millionths."""
        odds = same + self.prior
        kin = household + self.kin_prior
        taken = -round(math.log2(1.0 + 2.0 ** min(kin / UNIT, 900.0)) * UNIT)
        capped = min(odds + taken, self.caps[cap])
        return odds, taken, capped - odds - taken


def _table(rows: dict[str, tuple[float, float, float]]) -> tuple[Array, Array, Array]:
    """Return weights of same person, of household, and log chance of strangers; the last row is missing."""
    same = [microbits(s) - microbits(u) for s, _, u in rows.values()]
    household = [microbits(h) - microbits(u) for _, h, u in rows.values()]
    stranger = [microbits(u) for _, _, u in rows.values()]
    return tuple(np.array([*column, 0], dtype=np.int64) for column in (same, household, stranger))  # type: ignore[return-value]


def _log_odds(probability: float) -> int:
    return round(math.log2(probability / (1.0 - probability)) * UNIT)


def _name_chance(levels: Array, pooled: Array, coder: Coder, one: Array, other: Array) -> Array:
    s = coder.slots
    columns = ("name_bits", "surname_bits", "given_bits")
    name, surname, given = (np.maximum(s[c][one], s[c][other]).astype(np.int64) for c in columns)
    chance = np.where(levels == NAMES["exact"], name, pooled)
    for level, more in _SOUND_SHARE.items():
        at = levels == NAMES[level]
        chance[at] = np.minimum(name[at] + more, _SOUND_MAX)
    at = levels == NAMES["one_given_character"]
    chance[at] = surname[at] + _GIVEN_CHARACTER
    at = levels == NAMES["surname_only"]
    chance[at] = surname[at]
    at = levels == NAMES["given_name_only"]
    chance[at] = given[at]
    return chance


def _caps(compared: Compared) -> Array:
    number = np.maximum(compared.levels["id_number"], compared.levels["id_number|birth differs"])
    no_number = np.isin(number, _WEAK_NUMBERS)
    levels = compared.levels
    address = np.maximum(levels["address"], levels["address|phone equal"])
    address = np.maximum(address, levels["address|collective"])
    supported = (levels["phone"] == 0) | (levels["phone"] == 1) | (levels["employer"] == 0)
    supported |= (address >= 0) & (address <= PLACES["township"])
    return np.where(no_number, np.where(supported, 1, 2), 0)
