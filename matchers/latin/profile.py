"""The Latin profile, put together."""

from __future__ import annotations

from itertools import product
from typing import Final

import numpy as np

from matchers.columns import Array
from matchers.latin.chances import BY_VALUE, chances
from matchers.latin.coding import CODING_VERSION, COLUMNS, TEXTS, code
from matchers.latin.comparing_contacts import NEAR_MAX, address_levels, contact_levels
from matchers.latin.comparing_facts import birth_levels, identifier_levels
from matchers.latin.comparing_names import name_levels
from matchers.latin.frequency import count
from matchers.latin.keys import KEYS, TWINS, keys_of, more_keys_of
from matchers.latin.levels import LEVELS
from matchers.profile import MISSING, Cap, Comparison, Levels, Profile

_CAPS: Final = (
    Cap("overall", "cap"),
    Cap("no_id_number", "cap_no_id"),
    Cap("name_and_birth_only", "cap_name_and_birth"),
)
_OVERALL, _NO_NUMBER, _NAME_AND_BIRTH = range(3)


def _conditions(*fields: str) -> tuple[str, ...]:
    return tuple(condition for condition in LEVELS if condition.partition("|")[0] in fields)


def _together(*fields: str) -> tuple[tuple[str, ...], ...]:
    """Return the sets of conditions that can hold at once: one of each field."""
    return tuple(product(*(_conditions(field) for field in fields)))


_COMPARISONS: Final = (
    Comparison(_conditions("birth_date"), birth_levels, _together("birth_date")),
    Comparison(_conditions("id_number"), identifier_levels, _together("id_number")),
    Comparison(
        _conditions("given_name", "surname", "middle_name", "suffix"),
        name_levels,
        _together("given_name", "surname", "middle_name", "suffix"),
    ),
    Comparison(
        _conditions("locality", "street", "street_number", "unit"),
        address_levels,
        _together("locality", "street", "street_number", "unit"),
    ),
    Comparison(_conditions("phone", "sex", "employer"), contact_levels),
)


def cap_of(levels: Levels) -> Array:
    """Return the number of the cap that holds for each pair."""
    no_number = (levels["id_number"] == MISSING) & (levels["id_number|masked"] == MISSING)
    supported = (levels["phone"] == 0) | (levels["employer"] == 0)
    supported |= (levels["locality"] >= 0) & (levels["locality"] <= NEAR_MAX)
    return np.where(no_number, np.where(supported, _NO_NUMBER, _NAME_AND_BIRTH), _OVERALL)


LATIN: Final = Profile(
    name="latin",
    coding_version=CODING_VERSION,
    columns=COLUMNS,
    text_columns=TEXTS,
    code=code,
    keys=KEYS,
    keys_of=keys_of,
    more_keys_of=more_keys_of,
    twins={key: twins for key, twins in TWINS.items() if twins},
    comparisons=_COMPARISONS,
    levels=LEVELS,
    learned={c: tuple(level for level, *_ in rows) for c, rows in LEVELS.items() if "masked" not in c},
    moved_max=50.0,
    kin_learned=True,
    sampled=tuple(c for c in LEVELS if "masked" not in c),
    by_value=BY_VALUE,
    chances=chances,
    count=count,
    cap_of=cap_of,
    caps=_CAPS,
)
"""Rolls in Latin script."""
