"""The report: every figure of an evaluation, as numbers that JSON can carry, in no language yet."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from typing import Any, Final, Literal

from dedup.evaluation.remarks import Remark
from matchers.evaluation import (
    Calibration,
    ClusterMetrics,
    Curve,
    Histogram,
    PairMetrics,
    RecallAtPrecision,
    Share,
)

FORMAT: Final = 1
_DECIMALS: Final = 6
Status = Literal["met", "met_unsure", "not_met", "not_met_unsure", "not_judged"]


@dataclass(frozen=True, slots=True)
class Subject:
    """What was measured."""

    flags: str
    """The store or file that the flags come from."""
    from_store: bool
    truth: tuple[str, ...]
    models: tuple[str, ...]
    roll_size: int | None
    """Registrations that the model in force was counted on; None where the flags come from a file."""
    watch: float
    registrations: int | None
    """On the rolls; None where no rolls were given."""
    committees: int | None
    true_pairs: int
    trap_pairs: int
    flagged: int
    """Pairs flagged at or above the watch threshold."""
    search_incomplete: int


@dataclass(frozen=True, slots=True)
class Judgement:
    """A bound and how it was kept."""

    bound: str
    at_least: bool
    """Whether the figure must not fall below the limit, or not rise above it."""
    limit: float
    value: float | None
    low: float | None
    high: float | None
    of: int
    """Pairs that the figure was measured on."""
    where: str
    """The slice it was measured on, where it is the worst of several."""
    status: Status


@dataclass(frozen=True, slots=True)
class Slice:
    """The figures of some of the pairs."""

    name: str
    at_half: PairMetrics
    flagged: int
    """Pairs flagged at or above the watch threshold, on which the calibration error stands."""
    error: float | None
    error_by_chance: float | None


@dataclass(frozen=True, slots=True)
class Slicing:
    """One way to divide the pairs."""

    dimension: str
    true_only: bool
    """Whether only true pairs are known to belong, so that nothing but recall can be told."""
    slices: tuple[Slice, ...]


@dataclass(frozen=True, slots=True)
class Trap:
    """Pairs that only look like one person's, and how many were flagged all the same at 0.5."""

    kind: str
    flagged: Share


@dataclass(frozen=True, slots=True)
class Group:
    """A group of registrations, and how many of them stand in a false flag."""

    name: str
    at_half: Share
    at_watch: Share


@dataclass(frozen=True, slots=True)
class Ratio:
    """The group with the highest rate of false flags against that with the lowest."""

    worst: str
    best: str
    ratio: float
    low: float
    high: float
    by_chance: float
    """What chance exceeds once in twenty when all groups fare alike."""


@dataclass(frozen=True, slots=True)
class Grouping:
    """False flags by group."""

    dimension: str
    groups: tuple[Group, ...]
    at_half: Ratio | None
    """Worst group against best at 0.5; None when there are too few false flags to compare."""
    at_watch: Ratio | None


@dataclass(frozen=True, slots=True)
class KeyYield:
    """A blocking key, and how many true pairs meet under it."""

    key: str
    pairs: int
    alone: int
    """True pairs that meet under no other key."""


@dataclass(frozen=True, slots=True)
class Search:
    """Whether true pairs could meet at all, and at which cost."""

    complete: Share
    """True pairs on the rolls that share an open block."""
    keys: tuple[KeyYield, ...]
    candidates_mean: float
    candidates_median: float
    candidates_p99: float
    candidates_most: int
    full_blocks: int


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that was measured."""

    made_at: str
    subject: Subject
    bounds: tuple[Judgement, ...]
    thresholds: tuple[PairMetrics, ...]
    recall_at_precision: tuple[RecallAtPrecision, ...]
    curve: Curve
    clusters: tuple[tuple[float, ClusterMetrics], ...]
    """By threshold."""
    calibration: Calibration
    histogram: Histogram
    slicings: tuple[Slicing, ...]
    traps: tuple[Trap, ...]
    groupings: tuple[Grouping, ...]
    search: Search | None
    remarks: tuple[Remark, ...]

    def at(self, threshold: float) -> PairMetrics:
        """Return the metrics at one of the thresholds measured."""
        return next(m for m in self.thresholds if m.threshold == threshold)

    def as_json(self) -> dict[str, Any]:
        """Return the report as JSON values: six decimals, null for what could not be measured."""
        document = _plain({"format": FORMAT, **asdict(self)})
        if not isinstance(document, dict):
            raise TypeError("a report is an object")
        document["clusters"] = [{"threshold": t, **_as_dict(m)} for t, m in self.clusters]
        return document


def _as_dict(metrics: ClusterMetrics) -> dict[str, Any]:
    return {name: _plain(value) for name, value in asdict(metrics).items()}


def _plain(value: object) -> object:
    match value:
        case float():
            return round(value, _DECIMALS) if math.isfinite(value) else None
        case dict():
            return {name: _plain(inner) for name, inner in value.items()}
        case list() | tuple():
            return [_plain(inner) for inner in value]
        case _:
            return value
