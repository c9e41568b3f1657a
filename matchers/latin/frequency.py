"""Frequency tables counted on rolls: how many records bear each value.

Names, places and dates stand as written, phones and employers as hashes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

import numpy as np

from matchers.columns import Array
from matchers.hashing import scramble
from matchers.profile import Rows, Tables

_KEPT: Final = {"given": 20_000, "given_of_cell": 20_000, "surname": 30_000, "place": 6_000, "phone": 3_000,
    "employer": 2_000, "house_number": 400, "year": 200, "day": 400,
}  # fmt: skip
"""Entries kept of each table, the most frequent ones."""
_COUNT_MIN: Final = {"given": 3, "given_of_cell": 3, "surname": 3, "place": 3, "phone": 3, "employer": 3}
"""A lower count tells no more than that the value is rare."""
_COHORT_YEARS: Final = 20


def cells_of(rows: Rows, which: Array) -> Array:
    """Return the cell of sex and birth cohort that a given name is counted in, 0 where neither is known."""
    cohort = rows["birth"][which].astype(np.int64) // 10_000 // _COHORT_YEARS
    return np.asarray(rows["sex"][which].astype(np.int64) * 1_000 + cohort)


def phone_hashes(phones: Array) -> Array:
    """Return hashes that stand for telephone numbers in tables, 0 for none."""
    return np.where(phones != 0, scramble(phones.astype(np.uint64)), np.uint64(0))


def count(rows: Rows, which: Array) -> Tables:
    """Count the values of some records."""
    words = _first_words(rows, which)
    cell, given = cells_of(rows, which), rows["h_given"][which]
    phones = phone_hashes(rows["phone"][which])
    tables = {
        "given": _counted(given, words),
        "given_of_cell": _counted_cells(cell, given, words),
        "surname": _counted(
            rows["h_surname"][which], lambda at: rows.text(int(rows["surname"][which[at]])).replace(" ", "")
        ),
        "place": _places(rows, which),
        "phone": _counted(phones, lambda at: f"{phones[at]:016x}"),
        "employer": _counted(rows["h_employer"][which], lambda at: f"{rows['h_employer'][which[at]]:016x}"),
        "house_number": _counted(rows["number"][which, 0], lambda at: str(rows["number"][which[at], 0])),
        "year": _counted(rows["birth"][which] // 10_000, lambda at: str(rows["birth"][which[at]] // 10_000)),
        "day": _counted(_days(rows["birth"][which]), lambda at: str(rows["birth"][which[at]] % 10_000)),
    }
    totals = {name: sum(table.values()) for name, table in tables.items()}
    cells, sizes = np.unique(cell[given != 0], return_counts=True)
    totals |= {f"cell {c}": int(n) for c, n in zip(cells.tolist(), sizes.tolist(), strict=True)}
    return {"totals": totals, **{name: _kept(name, table) for name, table in tables.items()}}


def _days(birth: Array) -> Array:
    return np.where(birth % 100 > 0, birth % 10_000, 0)


def _first_words(rows: Rows, which: Array) -> Callable[[int], str]:
    return lambda at: rows.text(int(rows["given"][which[at]])).split(" ")[0]


def _counted(values: Array, name: Callable[[int], str]) -> dict[str, int]:
    """Return how often each value but 0 occurs, by the name that `name` gives the place where it stands."""
    distinct, first, counts = np.unique(values, return_index=True, return_counts=True)
    places = zip(distinct.tolist(), first.tolist(), counts.tolist(), strict=True)
    return {name(at): n for value, at, n in places if value}


def _counted_cells(cell: Array, given: Array, name: Callable[[int], str]) -> dict[str, int]:
    order = np.lexsort((given, cell))
    order = order[given[order] != 0]
    if not len(order):
        return {}
    new = np.ones(len(order), dtype=bool)
    new[1:] = (given[order][1:] != given[order][:-1]) | (cell[order][1:] != cell[order][:-1])
    starts = np.flatnonzero(new)
    counts = np.diff([*starts.tolist(), len(order)])
    places = zip(order[starts].tolist(), counts.tolist(), strict=True)
    return {f"{cell[at]} {name(at)}": n for at, n in places}


def _places(rows: Rows, which: Array) -> dict[str, int]:
    """Count postcodes and, under names of their own, suburbs."""
    postcodes = _counted(
        rows["h_postcode"][which, 0], lambda at: rows.text(int(rows["postcode"][which[at], 0]))
    )
    suburbs = _counted(rows["h_suburb"][which, 0], lambda at: rows.text(int(rows["suburb"][which[at], 0])))
    return postcodes | {f"{_SUBURB}{name}": n for name, n in suburbs.items()}


_SUBURB: Final = "suburb "


def _kept(name: str, table: Mapping[str, int]) -> dict[str, int]:
    least = _COUNT_MIN.get(name, 1)
    frequent = sorted((-n, value) for value, n in table.items() if n >= least)
    return {value: -n for n, value in sorted(frequent[: _KEPT[name]], key=lambda item: item[1])}
