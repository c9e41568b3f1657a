"""Frequency tables counted on rolls, and the chance that a stranger bears a given value.

Sums only: the order of records makes no difference. The tables are bounded by keeping the most frequent
entries; what is cut reads as rare. A value's own two records are taken out of its count: the chance asked for
is that of a third person, so a rare name on both rolls stays rare.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

import numpy as np

from matchers.chinese.coding_numbers import VALID
from matchers.chinese.peoples import is_without_surnames
from matchers.columns import Array
from matchers.hashing import mix
from matchers.profile import Rows

Table = dict[str, int]
KEPT: Final[Mapping[str, int]] = {
    "surnames": 1500, "given": 16000, "names": 8000, "phones": 3000,
    "places": 6000, "employers": 1500, "areas": 3000,
}  # fmt: skip
"""Entries kept of each table: some 900 kB of JSON together."""
COUNT_MIN: Final[Mapping[str, int]] = {
    "given": 3, "names": 3, "phones": 8, "places": 4, "employers": 4, "areas": 4,
}  # fmt: skip
"""A lower count tells no more than that the value is rare."""
COHORT_FIRST: Final = 1930
COHORT_LAST: Final = 2000
SEX_CELL: Final = 1000
_SEX_LETTERS: Final = ("", "M", "F")
AREA_DIGITS: Final = 6
_AREA_POWERS: Final = 10 ** np.arange(AREA_DIGITS - 1, -1, -1)
_SHIFT: Final = np.uint64(32)
_LOW: Final = 0xFFFFFFFF
_SYLLABLE: Final = 1 << 30
"""Codes from here on stand for a syllable in Latin letters, which no table names."""


def cells_of(rows: Rows, which: Array) -> Array:
    """Return the number of each record's cell of sex and birth cohort, that names are counted in."""
    year = rows["birth"][which] // 10_000
    decade = np.clip(year, COHORT_FIRST, COHORT_LAST) // 10
    return rows["sex"][which].astype(np.int64) * SEX_CELL + np.where(year > 0, decade, 0)


def cell_text(cell: int) -> str:
    """Return a cell as tables write it: F197 for women of the seventies, M- for men of unknown age."""
    return f"{_SEX_LETTERS[cell // SEX_CELL]}{cell % SEX_CELL or '-'}"


def surname_codes(rows: Rows, which: Array) -> Array:
    """Return each surname's one or two characters as one number, 0 for none."""
    name, length = rows["name"][which], rows["surname_length"][which]
    first = np.where(length > 0, name[:, 0], 0).astype(np.uint64)
    second = np.where(length > 1, name[:, 1], 0).astype(np.uint64)
    return (first << _SHIFT) | second


def given_codes(rows: Rows, which: Array) -> Array:
    """Return the two first characters of each given name as one number, 0 for none."""
    name, length = rows["name"][which], rows["surname_length"][which]
    first = np.where(length == 1, name[:, 1], np.where(length > 1, name[:, 2], 0)).astype(np.uint64)
    second = np.where(length == 1, name[:, 2], np.where(length > 1, name[:, 3], 0)).astype(np.uint64)
    return (first << _SHIFT) | second


def text_of(code: int) -> str:
    """Return the characters that a surname's or given name's number stands for."""
    characters = (code >> 32, code & _LOW)
    return "".join(chr(c) if c < _SYLLABLE else "?" for c in characters if c)


def code_of(text: str) -> int:
    """Return the number of up to two characters."""
    padded = [*map(ord, text), 0, 0]
    return (padded[0] << 32) | padded[1]


def borne_whole(rows: Rows, which: Array) -> Array:
    """Tell which names are no surname and given name: dotted, long, or of a people without surnames."""
    return np.asarray((rows["long"][which] != 0) | is_without_surnames(rows["ethnicity"][which]))


def phone_hashes(phones: Array) -> Array:
    """Return hashes that stand for telephone numbers in tables."""
    return mix(phones.astype(np.uint64), np.uint64(1)) >> np.uint64(16)


def count_tables(rows: Rows, which: Array) -> dict[str, Table]:
    """Count all the tables on some records."""
    cells = cells_of(rows, which)
    birth, sex = rows["birth"][which], rows["sex"][which].astype(np.int64) * SEX_CELL
    codes = given_codes(rows, which)
    totals = {"all": len(which), "dated": int((birth > 0).sum())}
    given: list[tuple[Array, Array, Array]] = []
    for in_cells, known in ((cells, cells % SEX_CELL > 0), (sex, sex > 0), (0 * sex, sex >= 0)):
        totals |= _counted(in_cells[known], cell_text)
        given.append(_count_given(in_cells[known], codes[known]))
    tables = {
        "totals": totals,
        "surnames": _kept("surnames", _counted(_given(surname_codes(rows, which)), text_of)),
        "given": _kept("given", _table_of_given(given)),
        "names": _kept("names", _count_names(rows, which, cells)),
        "years": _counted(_given(birth // 10_000), str),
        "days": _counted(_given(birth % 10_000), day_text),
        "phones": _kept("phones", _counted(phone_hashes(_given(rows["phone"][which])), hash_text, "phones")),
        "places": _kept("places", _counted(_places(rows, which), hash_text, "places")),
        "employers": _kept("employers", _counted(_given(rows["employer"][which]), hash_text, "employers")),
        **_count_areas(rows, which),
    }
    return {name: dict(sorted(table.items())) for name, table in tables.items()}


def hash_text(number: int) -> str:
    """Return a hash as tables write it."""
    return f"{number:016x}"


def day_text(day: int) -> str:
    """Return a month and day as tables write them: 0518, or 0500 where only the month is known."""
    return f"{day:04}"


def _given(values: Array) -> Array:
    return np.asarray(values[values != 0])


def _counted(values: Array, text: Callable[[int], str], kind: str = "", spare: int = 0) -> Table:
    """Count distinct values, those that a kind of table may keep and some to spare; texts are the keys."""
    distinct, counts = np.unique(values, return_counts=True)
    often = _often(kind, counts, spare)
    return dict(zip(map(text, distinct[often].tolist()), counts[often].tolist(), strict=True))


def _often(kind: str, counts: Array, spare: int = 0) -> Array:
    """Return the places of counts that a kind of table may keep: the most frequent, and all as frequent."""
    least = COUNT_MIN.get(kind, 1)
    kept = KEPT.get(kind, len(counts)) + spare
    if len(counts) > kept:
        least = max(least, int(np.partition(counts, len(counts) - kept)[len(counts) - kept]))
    return np.flatnonzero(counts >= least)


def _count_given(cells: Array, codes: Array) -> tuple[Array, Array, Array]:
    """Count given names by cell; return cell, name and count."""
    _, first, counts = np.unique(mix(codes, cells.astype(np.uint64)), return_index=True, return_counts=True)
    often = (counts >= COUNT_MIN["given"]) & (codes[first] != 0)
    return cells[first[often]], codes[first[often]], counts[often]


def _table_of_given(counted: Sequence[tuple[Array, Array, Array]]) -> Table:
    """Put counts of given names into a table; those that it could not keep are left out at once."""
    cells, codes, counts = (np.concatenate(columns) for columns in zip(*counted, strict=True))
    named = _is_named(codes)
    often = ~named
    often[np.flatnonzero(named)[_often("given", counts[named])]] = True
    # of several names without a text of their own in one cell, the last stands for all
    keys = (
        cell_text(cell) + text_of(code)
        for cell, code in zip(cells[often].tolist(), codes[often].tolist(), strict=True)
    )
    return dict(zip(keys, counts[often].tolist(), strict=True))


def _is_named(codes: Array) -> Array:
    """Tell which given names have a text of their own."""
    first, second = codes >> _SHIFT, codes & np.uint64(_LOW)
    return np.asarray((first > 0) & (first < _SYLLABLE) & (second < _SYLLABLE))


def _count_names(rows: Rows, which: Array, cells: Array) -> Table:
    """Count full names by cell; those that are no surname and given name over all cells too."""
    folded = rows["folded"][which]
    whole = mix(folded[borne_whole(rows, which)], np.uint64(0))
    of_all = _counted(whole, hash_text, "names")
    # of unknown sex and age, both are counted under one number
    return _counted(mix(folded, cells.astype(np.uint64)), hash_text, "names", len(of_all)) | of_all


def area_codes(rows: Rows, which: Array) -> Array:
    """Return each identity number's area and decade of birth as one number; 0 where it is not valid."""
    area = rows["id_digits"][which][:, :AREA_DIGITS].astype(np.int64) @ _AREA_POWERS
    decade = rows["id_birth"][which] // 100_000
    return np.where(rows["id_kind"][which] == VALID, area * SEX_CELL + decade, 0)


def _count_areas(rows: Rows, which: Array) -> dict[str, Table]:
    """Count identity numbers by area and decade of birth, and by decade."""
    codes = _given(area_codes(rows, which))
    areas = _kept("areas", _counted(codes, str, "areas"))
    return {"areas": areas, "area_totals": _counted(codes % SEX_CELL, str)}


def _places(rows: Rows, which: Array) -> Array:
    """Return the places that records name, each once a record."""
    columns = [
        rows[f"{side}_{part}_key"][which] for side in ("home", "here") for part in ("township", "place")
    ]
    home_township, home_place, here_township, here_place = columns
    here_township = np.where(here_township == home_township, np.uint64(0), here_township)
    here_place = np.where(here_place == home_place, np.uint64(0), here_place)
    return _given(np.concatenate([home_township, home_place, here_township, here_place]))


def _kept(kind: str, counts: Table) -> Table:
    least = COUNT_MIN.get(kind, 1)
    frequent = sorted((-n, key) for key, n in counts.items() if n >= least)
    return {key: -n for n, key in frequent[: KEPT[kind]]}
