"""Stored records: a struct of arrays by slot, and the distinct texts that numbers cannot stand for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np

from matchers.columns import Array, Columns
from matchers.profile import Coded, Profile, Row

_SEPARATOR: Final = "\n"
State = dict[str, Array]
"""What is worth keeping, by name: arrays only."""


class RecordRows:
    """Coded records by slot; a record that replaces another gets a new slot."""

    def __init__(self, profile: Profile) -> None:
        self._profile = profile
        self._columns = Columns(profile.columns)
        self._texts = [""]
        self._text_numbers: dict[str, int] = {"": 0}

    @property
    def size(self) -> int:
        """Return how many slots there are."""
        return self._columns.size

    def __getitem__(self, column: str) -> Array:
        """Return a column with its spare capacity: index it by slots only."""
        return self._columns[column]

    def row(self, slot: int) -> Row:
        """Return the values of the record at a slot."""
        return self._columns.row(slot)

    def text(self, number: int) -> str:
        """Return the text that a text column's number stands for."""
        return self._texts[number]

    def reserve(self, count: int) -> None:
        """Make room for so many records more."""
        self._columns.reserve(count)

    def append(self, coded: Coded, count: int) -> Array:
        """Store records; return their slots."""
        columns = dict(coded.columns)
        if len(coded.texts) > 1:
            numbers = np.array([self._number(text) for text in coded.texts], dtype=np.int32)
            for column in self._profile.text_columns:
                columns[column] = numbers[columns[column]]
        first = self.size
        self._columns.extend(columns, count)
        return np.arange(first, first + count)

    def _number(self, text: str) -> int:
        number = self._text_numbers.setdefault(text, len(self._texts))
        if number == len(self._texts):
            self._texts.append(text)
        return number

    def state(self) -> State:
        """Return the stored records as arrays."""
        texts = np.frombuffer(_SEPARATOR.join(self._texts).encode(), dtype=np.uint8)
        return {"texts": texts} | {name: self._columns[name][: self.size] for name in self._profile.columns}

    def restore(self, state: Mapping[str, Array]) -> None:
        """Take over what `state` returned. Raises KeyError or ValueError when it is of another kind."""
        columns = {name: state[name] for name in self._profile.columns}
        self._columns.restore(columns)
        self._texts = state["texts"].tobytes().decode().split(_SEPARATOR)
        self._text_numbers = {text: number for number, text in enumerate(self._texts)}


def under(prefix: str, state: Mapping[str, Array]) -> State:
    """Return what stands under a prefix in some state, by the rest of the name."""
    return {name.removeprefix(prefix): array for name, array in state.items() if name.startswith(prefix)}
