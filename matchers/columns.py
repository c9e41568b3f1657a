"""Growable columns of numbers: a struct of arrays that doubles when it is full."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
_CAPACITY_MIN = 1024


class Columns:
    """Named arrays of one length; a row is added to all of them at once."""

    def __init__(self, kinds: Mapping[str, tuple[str, int]]) -> None:
        """Take for each column its numpy kind and its width (0 for a plain column)."""
        self._kinds = kinds
        self.size = 0
        self._pending: list[Sequence[Any]] = []
        self._arrays = {name: self._empty(name, _CAPACITY_MIN) for name in kinds}

    def _empty(self, name: str, capacity: int) -> Array:
        kind, width = self._kinds[name]
        return np.zeros((capacity, width) if width else capacity, dtype=kind)

    def __getitem__(self, name: str) -> Array:
        """Return a column with its spare capacity: index it by rows only."""
        return self._arrays[name]

    def add_row(self, values: Sequence[Any]) -> int:
        """Note a row, its values in the order of the columns, and return its number.

        It is readable after `flush`: rows that come one by one are written together.
        """
        self._pending.append(values)
        return self.size + len(self._pending) - 1

    def flush(self) -> None:
        """Write the rows noted."""
        if self._pending:
            pending, self._pending = self._pending, []
            self.extend(dict(zip(self._kinds, zip(*pending, strict=True), strict=True)), len(pending))

    def extend(self, rows: Mapping[str, Sequence[Any] | Array], count: int) -> None:
        """Append rows given by column; a column left out gets zeros."""
        end = self.size + count
        for name, array in self._arrays.items():
            if end > len(array):
                grown = self._empty(name, max(end, 2 * len(array)))
                grown[: self.size] = array[: self.size]
                self._arrays[name] = grown
            if count and name in rows:
                self._arrays[name][self.size : end] = rows[name]
        self.size = end


class Interning:
    """Distinct values numbered from 1 in the order seen; 0 stands for none."""

    def __init__(self) -> None:
        self._numbers: dict[object, int] = {}

    def __len__(self) -> int:
        return len(self._numbers)

    def number(self, value: object) -> int:
        """Return the number of a value, a new one when it is new; 0 for an empty value."""
        if not value:
            return 0
        return self._numbers.setdefault(value, len(self._numbers) + 1)
