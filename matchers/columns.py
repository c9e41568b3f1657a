"""Growable columns of numbers: a struct of arrays that grows by half when it is full."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
_CAPACITY_MIN: Final = 1024
_GROWTH: Final = 1.5


def unique_sorted(values: Array) -> Array:
    """Return the distinct values in their order; `np.unique`, by a hash table, takes ten times as long."""
    ordered = np.sort(values)
    first = np.ones(len(ordered), dtype=bool)
    first[1:] = ordered[1:] != ordered[:-1]
    return np.asarray(ordered[first])


class Columns:
    """Named arrays of one length; rows are added to all of them at once."""

    def __init__(self, kinds: Mapping[str, tuple[str, int]]) -> None:
        """Take for each column its numpy kind and its width (0 for a plain column)."""
        self._kinds = kinds
        self.size = 0
        self._arrays = {name: self._empty(name, _CAPACITY_MIN) for name in kinds}
        self._items: list[tuple[str, Callable[[int], Any]]] | None = None
        self._wide: list[tuple[str, Array]] = []

    def _empty(self, name: str, capacity: int) -> Array:
        kind, width = self._kinds[name]
        return np.zeros((capacity, width) if width else capacity, dtype=kind)

    def __getitem__(self, name: str) -> Array:
        """Return a column with its spare capacity: index it by rows only."""
        return self._arrays[name]

    def extend(self, rows: Mapping[str, Sequence[Any] | Array], count: int) -> None:
        """Append rows given by column; a column left out gets zeros."""
        end = self.size + count
        self.reserve(count)
        for name in self._arrays:
            if count and name in rows:
                self._arrays[name][self.size : end] = rows[name]
        self.size = end

    def reserve(self, count: int) -> None:
        """Make room for so many rows more."""
        end = self.size + count
        for name, array in self._arrays.items():
            if end > len(array):
                grown = self._empty(name, max(end, int(_GROWTH * len(array))))
                grown[: self.size] = array[: self.size]
                self._arrays[name] = grown
                self._items = None

    def row(self, at: int) -> dict[str, Any]:
        """Return one row's values by column: numbers, and lists of them where a column is wide."""
        if self._items is None:
            arrays = self._arrays.items()
            self._items = [(name, array.item) for name, array in arrays if array.ndim == 1]
            self._wide = [(name, array) for name, array in arrays if array.ndim > 1]
        row: dict[str, Any] = {name: item(at) for name, item in self._items}
        for name, array in self._wide:
            row[name] = array[at].tolist()
        return row

    def restore(self, rows: Mapping[str, Array]) -> None:
        """Take over whole columns, read-only ones too: they are copied when they must grow.

        Raises ValueError when they are not of this kind.
        """
        sizes = {len(array) for array in rows.values()}
        kinds = {name: (array.dtype, array.shape[1:]) for name, array in rows.items()}
        if len(sizes) > 1 or kinds != {n: (a.dtype, a.shape[1:]) for n, a in self._arrays.items()}:
            raise ValueError("columns of another kind")
        # mapped files as plain arrays: those are quicker to take single values from
        self._arrays = {name: np.asarray(array) for name, array in rows.items()}
        self._items = None
        self.size = sizes.pop() if sizes else 0
