"""Repairs of damaged identity numbers, many at once: the same as `identity_numbers.repairs` of each.

For each place there is at most one digit that makes the weighted sum come out right (ISO 7064), so all
repairs of a number are some forty sums.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from matchers.chinese.coding_numbers import DIGITS, INVALID, NO_DIGIT, ODD, X, is_calendar_date
from matchers.chinese.identity_numbers import LENGTH, WEIGHTS
from matchers.columns import Array

_MODULUS: Final = 11
_WEIGHTS: Final = np.array([*WEIGHTS, 1], dtype=np.int32)
_INVERSES: Final = np.array([pow(int(w), -1, _MODULUS) for w in _WEIGHTS], dtype=np.int32)
_PLACES: Final = np.arange(LENGTH)


def repaired(kinds: Array, digits: Array) -> tuple[Array, Array]:
    """Return (place among the numbers, digits) of the valid numbers one edit away from damaged ones."""
    damaged = (kinds == INVALID) | (kinds == ODD)
    places, found = [np.zeros(0, dtype=np.int64)], [np.zeros((0, DIGITS), dtype=np.uint8)]
    lengths = (digits != NO_DIGIT).sum(axis=1)
    legible = ((digits <= X) | (digits == NO_DIGIT)).all(axis=1)
    for length, edits in ((LENGTH - 1, _insertions), (LENGTH, _changes), (LENGTH + 1, _deletions)):
        at = np.flatnonzero(damaged & legible & (lengths == length))
        if len(at):
            owners, edited = edits(digits[at, :length].astype(np.int32))
            valid = _is_valid(edited)
            places.append(at[owners[valid]])
            padded = np.full((int(valid.sum()), DIGITS), NO_DIGIT, dtype=np.uint8)
            padded[:, :LENGTH] = edited[valid]
            found.append(padded)
    return np.concatenate(places), np.concatenate(found)


def _is_valid(digits: Array) -> Array:
    """Tell which rows of 18 digits with the right sum are valid in all else."""
    plain = (digits[:, 0] > 0) & (digits[:, : LENGTH - 1] < X).all(axis=1)
    born = digits[:, 6:14] @ (10 ** np.arange(7, -1, -1))
    return np.asarray(plain & is_calendar_date(born // 10_000, born // 100 % 100, born % 100))


def _changes(digits: Array) -> tuple[Array, Array]:
    """Substitute each digit and swap each two neighbours."""
    residue = (digits @ _WEIGHTS - 1) % _MODULUS
    fitting = (digits - residue[:, None] * _INVERSES) % _MODULUS
    owners, places = np.nonzero((fitting < X) | (_PLACES == LENGTH - 1))
    substituted = digits[owners]
    substituted[np.arange(len(owners)), places] = fitting[owners, places]
    gain = (digits[:, 1:] - digits[:, :-1]) * (_WEIGHTS[:-1] - _WEIGHTS[1:])
    swapping, lefts = np.nonzero((residue[:, None] + gain) % _MODULUS == 0)
    swapped = digits[swapping]
    rows = np.arange(len(swapping))
    swapped[rows, lefts], swapped[rows, lefts + 1] = digits[swapping, lefts + 1], digits[swapping, lefts]
    return np.concatenate([owners, swapping]), np.concatenate([substituted, swapped])


def _insertions(digits: Array) -> tuple[Array, Array]:
    """Put in a digit at each place."""
    widened = np.zeros((len(digits), LENGTH, LENGTH), dtype=np.int32)
    for place in range(LENGTH):
        widened[:, place, :place] = digits[:, :place]
        widened[:, place, place + 1 :] = digits[:, place:]
    fitting = (1 - widened @ _WEIGHTS) * _INVERSES % _MODULUS
    widened[:, _PLACES, _PLACES] = fitting
    owners, places = np.nonzero((fitting < X) | (_PLACES == LENGTH - 1))
    return owners, widened[owners, places]


def _deletions(digits: Array) -> tuple[Array, Array]:
    """Leave out each digit."""
    narrowed = np.stack([np.delete(digits, place, axis=1) for place in range(LENGTH + 1)], axis=1)
    owners, places = np.nonzero((narrowed @ _WEIGHTS - 1) % _MODULUS == 0)
    return owners, narrowed[owners, places]
