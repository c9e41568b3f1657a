"""Flags held against the truth: the same few figures for every contender, by the same function.

Thresholds are declared beforehand, but for the recall at precision 0.999, which says what scores could give.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

Ref = tuple[str, str]
Pair = tuple[Ref, Ref]

BINS: Final = 10
PRECISION_WANTED: Final = 0.999
_HARMLESS: Final = frozenset({"address_rewritten", "phone_other", "phone_missing", "id_lowercase_x"})
"""Differences that leave every other field equal to what it was, or missing."""
_SLIPS: Final = frozenset({"id_typo", "id_transposed"})


@dataclass(frozen=True, slots=True)
class Truth:
    """The pairs that are one person, with what was done to each, and the look-alikes that are not."""

    errors: dict[Pair, tuple[str, ...]]
    traps: dict[Pair, str]


def pair_of(row: Mapping[str, str]) -> Pair:
    """Return a row's pair, unordered."""
    one, other = sorted(
        (row[f"{side}_committee"], row[f"{side}_registration_id"]) for side in ("left", "right")
    )
    return one, other


def read_truth(folder: Path) -> Truth:
    """Read truth.csv and, where there is one, traps.csv."""
    errors = {
        pair_of(row): tuple(filter(None, (row.get("errors") or "").split(";")))
        for row in _rows(folder / "truth.csv")
    }
    traps_file = folder / "traps.csv"
    traps = {pair_of(row): row["trap"] for row in _rows(traps_file)} if traps_file.exists() else {}
    return Truth(errors, traps)


def read_flags(path: Path) -> dict[Pair, float]:
    """Read flags with their probabilities. Exits when a pair stands there twice, or with itself."""
    flags: dict[Pair, float] = {}
    for row in _rows(path):
        pair = pair_of(row)
        if pair in flags or pair[0] == pair[1]:
            raise SystemExit(f"{path}: the pair {pair} stands there twice, or is no pair")
        flags[pair] = float(row["probability"])
    return flags


def _rows(path: Path) -> Iterable[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)


@dataclass(frozen=True, slots=True)
class Score:
    """How good a contender's flags are."""

    true_pairs: int
    flagged: int
    precision: float
    recall: float
    f1: float
    precision_99: float
    recall_99: float
    recall_at_precision: float
    """The most that any threshold gives at a precision of 0.999."""
    ece: float
    """Expected calibration error over ten bins of the pairs flagged at 0.05 or above."""
    traps: dict[str, tuple[int, int]]
    """Kind of look-alike → flagged at 0.5, and how many there are."""
    slips: tuple[int, int]
    """Of pairs that differ in one slip of the identity number: found at 0.5, and how many there are."""


def score(flags: Mapping[Pair, float], truth: Truth, true: Collection[Pair] | None = None) -> Score:
    """Return the figures of some flags."""
    known = set(truth.errors if true is None else true)
    at_half = {pair for pair, p in flags.items() if p >= 0.5}
    at_99 = {pair for pair, p in flags.items() if p >= 0.99}
    found, found_99 = len(at_half & known), len(at_99 & known)
    slips = [pair for pair in known if _is_slip(truth.errors.get(pair, ()))]
    every = Counter(truth.traps.values())
    fallen = Counter(truth.traps[pair] for pair in at_half - known if pair in truth.traps)
    return Score(
        true_pairs=len(known),
        flagged=len(at_half),
        precision=_share(found, len(at_half)),
        recall=_share(found, len(known)),
        f1=_share(2 * found, len(at_half) + len(known)),
        precision_99=_share(found_99, len(at_99)),
        recall_99=_share(found_99, len(known)),
        recall_at_precision=recall_at_precision(flags, known),
        ece=calibration_error(flags, known),
        traps={kind: (fallen[kind], every[kind]) for kind in sorted(every)},
        slips=(len(at_half.intersection(slips)), len(slips)),
    )


def _is_slip(errors: Collection[str]) -> bool:
    left = set(errors) - _HARMLESS
    return len(left) == 1 and left <= _SLIPS


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0


def recall_at_precision(
    flags: Mapping[Pair, float], known: Collection[Pair], wanted: float = PRECISION_WANTED
) -> float:
    """Return the highest recall of the thresholds whose precision is as wanted; equal scores go together."""
    ranked = sorted(((p, pair in known) for pair, p in flags.items()), reverse=True)
    best = found = 0
    for at, (p, hit) in enumerate(ranked, 1):
        found += hit
        last_of_its_score = at == len(ranked) or ranked[at][0] < p
        if last_of_its_score and found >= wanted * at:
            best = found
    return _share(best, len(known))


def calibration_error(flags: Mapping[Pair, float], known: Collection[Pair]) -> float:
    """Return the mean difference between stated and observed shares, in ten bins of equal width."""
    stated, hits = [0.0] * BINS, [0] * BINS
    for pair, p in flags.items():
        at = min(int(p * BINS), BINS - 1)
        stated[at] += p
        hits[at] += pair in known
    return sum(abs(s - h) for s, h in zip(stated, hits, strict=True)) / max(len(flags), 1)
