"""Coding addresses: hashes of places, numbers of doors, each distinct spelling read once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Final

import numpy as np

from matchers.chinese.addresses import read_address
from matchers.columns import Array
from matchers.hashing import mix, narrow_hash

PLACES: Final = ("county", "township", "place", "road")
DOORS: Final = ("group", "number", "building", "unit", "room")
PARTS: Final = (*PLACES, *DOORS)
READ: Final[Mapping[str, str]] = {
    **dict.fromkeys(PLACES, "u4"),
    **dict.fromkeys(DOORS, "u2"),
    "collective": "?",
}
COLUMNS: Final[Mapping[str, tuple[str, int]]] = {
    **{part: (kind, 0) for part, kind in READ.items()}, "township_key": ("u8", 0), "place_key": ("u8", 0),
}  # fmt: skip
_DOOR_MAX: Final = 1 << 15
"""Doors' numbers below it stand for themselves plus one, others for hashes."""


@lru_cache(maxsize=1 << 14)
def _place_code(text: str) -> int:
    return narrow_hash(text)


@lru_cache(maxsize=1 << 14)
def door_code(text: str) -> int:
    """Return the code of a door's, building's or group's number: 0 for none."""
    if not text:
        return 0
    if len(text) <= 4 and text.isascii() and text.isdigit() and text[0] != "0":  # noqa: PLR2004 - below _DOOR_MAX
        return int(text) + 1
    return _DOOR_MAX | narrow_hash(text) >> 17


@lru_cache(maxsize=1 << 13)
def read_codes(raw: str, committee: str) -> tuple[int, ...]:
    """Return the codes of `READ`; where no room is given its annex 附号 tells households apart."""
    a = read_address(raw, committee)
    return (
        _place_code(a.county), _place_code(a.township), _place_code(a.place), _place_code(a.road),
        door_code(a.group), door_code(a.number), door_code(a.building), door_code(a.unit),
        door_code(a.room or a.annex), a.collective,
    )  # fmt: skip


NO_ADDRESS: Final = (0,) * len(READ)


def code_addresses(raws: Sequence[str], committees: Sequence[str]) -> dict[str, Array]:
    """Code some addresses, by column; each on the roll of a committee."""
    rows = [
        read_codes(raw, committee) if raw else NO_ADDRESS
        for raw, committee in zip(raws, committees, strict=True)
    ]
    table = np.array(rows, dtype=np.uint32).reshape(-1, len(READ)).T
    coded = {name: column.astype(kind) for (name, kind), column in zip(READ.items(), table, strict=True)}
    for key, within in (("township", "county"), ("place", "township")):
        known = coded[key].astype(np.uint64)
        coded[f"{key}_key"] = np.where(known == 0, known, mix(coded[within].astype(np.uint64), known))
    return coded
