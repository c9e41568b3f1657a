"""Frequency tables as chances look values up in them: by hash, by number, by the characters of a name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np

from matchers.chinese.frequency import code_of
from matchers.columns import Array
from matchers.hashing import mix


class Lookup:
    """A frequency table by hash or number of its values."""

    def __init__(self, table: Mapping[int, float]) -> None:
        self.of_one: Final = table.get
        self._keys = np.array(sorted(table), dtype=np.uint64)
        self._values = np.array([table[key] for key in sorted(table)], dtype=np.float64)

    def of(self, keys: Array, default: float = 0.0) -> Array:
        """Return the value of each key, or the default."""
        if not len(self._keys):
            return np.full(len(keys), default)
        wanted = keys.astype(np.uint64)
        at = np.minimum(np.searchsorted(self._keys, wanted), len(self._keys) - 1)
        return np.where(self._keys[at] == wanted, self._values[at], default)


def cell_of(text: str) -> int:
    """Return the number of a cell from its text."""
    sex = text[:1] if text[:1] in {"M", "F"} else ""
    decade = text.removeprefix(sex)
    return {"": 0, "M": 1, "F": 2}[sex] * 1000 + (0 if decade == "-" else int(decade))


def split_cell(key: str) -> tuple[int, str]:
    """Return cell and value of a key such as M197伟 or -伟."""
    start = 1 if key[:1] in {"M", "F"} else 0
    end = start + (1 if key[start : start + 1] == "-" else 3)
    return cell_of(key[:end]), key[end:]


def by_hash(table: Mapping[str, int]) -> Lookup:
    """Return a table whose keys are hashes as tables write them."""
    return Lookup({int(key, 16): float(n) for key, n in table.items()})


def by_number(table: Mapping[str, int]) -> Lookup:
    """Return a table whose keys are numbers written out."""
    return Lookup({int(key): float(n) for key, n in table.items()})


def by_text(table: Mapping[str, float], scale: float = 1.0) -> Lookup:
    """Return a table whose keys are one or two characters."""
    return Lookup({code_of(text): n * scale for text, n in table.items() if len(text) <= 2})  # noqa: PLR2004


def in_cells_of(table: Mapping[str, int]) -> Lookup:
    """Return counts of given names by the hash of name and cell."""
    keys = [split_cell(key) for key in table]
    codes = np.array([code_of(text) for _, text in keys], dtype=np.uint64)
    hashes = mix(codes, np.array([cell for cell, _ in keys], dtype=np.uint64))
    return Lookup(dict(zip(hashes.tolist(), map(float, table.values()), strict=True)))
