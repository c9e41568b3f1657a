"""Hashes of whole records: an order of them, and a choice among them, that no order of arrival changes."""

from __future__ import annotations

from typing import Final

import numpy as np

from matchers.columns import Array
from matchers.engine import Engine
from matchers.hashing import hash_texts, mix

_STRETCH: Final = 1 << 15
"""Records hashed at once: their values stay in the processor's cache."""


def contents_of(engine: Engine, slots: Array) -> Array:
    """Return a hash of each record's content, whatever the order of arrival has numbered its texts."""
    columns = [(name, _hashes_of_texts(engine, name, slots)) for name in engine.profile.columns]
    hashes = np.zeros(len(slots), dtype=np.uint64)
    for start in range(0, len(slots), _STRETCH):
        part = slice(start, start + _STRETCH)
        mixed = hashes[part]
        for name, texts in columns:
            values = engine.rows[name][slots[part]]
            if texts is not None:
                values = texts[values]
            for column in values.T if values.ndim > 1 else (values,):
                mixed = mix(mixed, column.astype(np.uint64))
        hashes[part] = mixed
    return hashes


def _hashes_of_texts(engine: Engine, name: str, slots: Array) -> Array | None:
    """Return the hash of each text by its number, where a column numbers texts."""
    if name not in engine.profile.text_columns:
        return None
    numbers = engine.rows[name][slots]
    return hash_texts([engine.rows.text(number) for number in range(int(numbers.max(initial=0)) + 1)])
