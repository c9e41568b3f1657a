"""Coding addresses: hashes of places, numbers of doors, each distinct spelling read once.

What can be read a whole batch at once is; the rest goes through the scalar reader. Both give the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Final

import numpy as np

from matchers.chinese.address_batches import ReadAddresses, place_code, read_addresses
from matchers.chinese.addresses import OWN_COUNTY_DIGITS, county_of, read_address
from matchers.chinese.coding_numbers import FEW
from matchers.chinese.divisions import root_of
from matchers.chinese.outlines import numbered
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
        place_code(a.county), place_code(a.township), place_code(a.place), place_code(a.road),
        door_code(a.group), door_code(a.number), door_code(a.building), door_code(a.unit),
        door_code(a.room or a.annex), a.collective,
    )  # fmt: skip


NO_ADDRESS: Final = (0,) * len(READ)


def code_addresses(raws: Sequence[str], committees: Sequence[str]) -> dict[str, Array]:
    """Code some addresses, by column; each on the roll of a committee."""
    code_all = _code_singly if len(raws) <= FEW else _code_at_once
    table = code_all(raws, committees)
    coded = {name: column.astype(kind) for (name, kind), column in zip(READ.items(), table, strict=True)}
    for key, within in (("township", "county"), ("place", "township")):
        known = coded[key].astype(np.uint64)
        coded[f"{key}_key"] = np.where(known == 0, known, mix(coded[within].astype(np.uint64), known))
    return coded


def _code_singly(raws: Sequence[str], committees: Sequence[str]) -> Array:
    """Return the codes of `READ`, a row each."""
    pairs = zip(raws, committees, strict=True)
    rows = [read_codes(raw, committee) if raw else NO_ADDRESS for raw, committee in pairs]
    return np.array(rows, dtype=np.uint32).reshape(-1, len(READ)).T


def _code_at_once(raws: Sequence[str], committees: Sequence[str]) -> Array:
    distinct, at = numbered(raws)
    read = read_addresses(distinct)
    table = np.empty((len(READ), len(raws)), dtype=np.uint32)
    table[0] = _counties(read, at, committees)
    table[1:4] = np.stack([read.township, read.place, read.road])[:, at]
    table[4:9] = read.doors[:, at]
    table[9] = read.collective[at]
    for i in np.flatnonzero(read.scalar[at]).tolist():
        table[:, i] = read_codes(raws[i], committees[i])
    return table


def _counties(read: ReadAddresses, at: Array, committees: Sequence[str]) -> Array:
    """Return the county of each address, which its committee may have to tell."""
    names, of = numbered(committees)
    pairs, pair_of = np.unique(read.division[at] * len(names) + of, return_inverse=True)
    named, own = [], []
    for pair in pairs.tolist():
        division, committee = divmod(pair, len(names))
        named.append(place_code(county_of(read.divisions[division], names[committee])))
        own.append(place_code(root_of(names[committee][:OWN_COUNTY_DIGITS])))
    county, of_committee = (np.array(codes, dtype=np.uint32)[pair_of] for codes in (named, own))
    return np.where((county == 0) & read.own_county[at], of_committee, county)
