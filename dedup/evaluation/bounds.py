"""The bounds that the product holds itself to, as data, and the judgement of a report by them.

Those that need more than one run (growth from 1e5 to 1e6 rows, speed, memory) are the benchmarks' business.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from dedup.evaluation.census import Census
from dedup.evaluation.pair_files import Pair
from dedup.evaluation.reading import is_one_slip_else_equal
from dedup.evaluation.report import Judgement, Slicing, Status, Trap
from dedup.evaluation.slices import NAMESAKES, REVIEW
from matchers.evaluation import Calibration, Judged, metrics_at, share_of

CERTAIN: Final = 0.99
SLICE_PAIRS_MIN: Final = 200
"""Flagged pairs of a slice below which its calibration error is mostly noise."""


@dataclass(frozen=True, slots=True)
class Measured:
    """A figure to be judged; `low` and `high` are what chance leaves open."""

    value: float | None
    low: float | None = None
    high: float | None = None
    of: int = 0
    where: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What bounds are measured on."""

    pairs: Sequence[Pair]
    judged: Judged
    calibration: Calibration
    slicings: tuple[Slicing, ...]
    traps: tuple[Trap, ...]
    census: Census | None


@dataclass(frozen=True, slots=True)
class Bound:
    """One bound; `bound-<name>` in the catalogue says what is measured. None: it does not apply."""

    name: str
    at_least: bool
    limit: float
    measure: Callable[[Evidence], Measured | None]


def _f1(evidence: Evidence) -> Measured:
    at = metrics_at(evidence.judged, REVIEW)
    return Measured(at.f1.value, at.f1.low, at.f1.high, at.true + at.false)


def _f1_with_numbers(evidence: Evidence) -> Measured | None:
    return None if _hosts_lack_numbers(evidence.census) else _f1(evidence)


def _f1_without_numbers(evidence: Evidence) -> Measured | None:
    return _f1(evidence) if _hosts_lack_numbers(evidence.census) else None


def _hosts_lack_numbers(census: Census | None) -> bool:
    """Tell whether no registration away from its household carries an identity number."""
    return census is not None and census.away > 0 and census.away_with_number == 0


def _precision(evidence: Evidence) -> Measured:
    share = metrics_at(evidence.judged, CERTAIN).precision
    return Measured(share.value, share.low, share.high, share.total)


def _one_slip(evidence: Evidence) -> Measured | None:
    if evidence.census is None:
        return None
    members, hits, total = evidence.census.members, 0, 0
    for place, pair in enumerate(evidence.pairs):
        one, other = (members.get(ref) for ref in pair)
        if one is None or other is None or not evidence.judged.true[place]:
            continue
        if is_one_slip_else_equal(one.person, other.person):
            total += 1
            hits += bool(evidence.judged.probability[place] >= REVIEW)
    share = share_of(hits, total)
    return Measured(share.value, share.low, share.high, total)


def _error(evidence: Evidence) -> Measured:
    fixed = evidence.calibration.fixed
    return _with_noise(fixed.error, fixed.error_by_chance, evidence.calibration.pairs)


def _worst_error(evidence: Evidence) -> Measured | None:
    slices = [
        (part.error, slicing.dimension, part)
        for slicing in evidence.slicings
        if not slicing.true_only
        for part in slicing.slices
        if part.flagged >= SLICE_PAIRS_MIN and part.error is not None
    ]
    if not slices:
        return Measured(None)
    error, dimension, part = max(slices, key=lambda item: item[0])
    measured = _with_noise(error, part.error_by_chance, part.flagged)
    return Measured(measured.value, measured.low, measured.high, measured.of, f"{dimension}/{part.name}")


def _with_noise(error: float | None, noise: float | None, pairs: int) -> Measured:
    if error is None or noise is None:
        return Measured(None)
    return Measured(error, max(error - noise, 0.0), min(error + noise, 1.0), pairs)


def _trap(*kinds: str) -> Callable[[Evidence], Measured]:
    """Return the false flags of the first of some kinds of trap that there are any of."""

    def measure(evidence: Evidence) -> Measured:
        known = {trap.kind: trap.flagged for trap in evidence.traps if trap.flagged.total}
        share = next((known[kind] for kind in kinds if kind in known), share_of(0, 0))
        return Measured(share.value, share.low, share.high, share.total)

    return measure


BOUNDS: Final = (
    Bound("f1", at_least=True, limit=0.995, measure=_f1_with_numbers),
    Bound("f1_without_numbers", at_least=True, limit=0.97, measure=_f1_without_numbers),
    Bound("precision", at_least=True, limit=0.9995, measure=_precision),
    Bound("one_slip", at_least=True, limit=1.0, measure=_one_slip),
    Bound("error", at_least=False, limit=0.005, measure=_error),
    Bound("worst_error", at_least=False, limit=0.02, measure=_worst_error),
    Bound("twins", at_least=False, limit=0.001, measure=_trap("twins")),
    Bound("siblings", at_least=False, limit=0.001, measure=_trap("siblings")),
    Bound("father_son", at_least=False, limit=0.001, measure=_trap("father_son")),
    Bound("namesakes", at_least=False, limit=0.001, measure=_trap(NAMESAKES, "same_name_same_birth")),
)


def judge(evidence: Evidence, bounds: Sequence[Bound] = BOUNDS) -> tuple[Judgement, ...]:
    """Hold what was measured against the bounds that apply."""
    judgements = []
    for bound in bounds:
        measured = bound.measure(evidence)
        if measured is not None:
            judgements.append(
                Judgement(
                    bound.name,
                    bound.at_least,
                    bound.limit,
                    measured.value,
                    measured.low,
                    measured.high,
                    measured.of,
                    measured.where,
                    _status(bound, measured),
                )
            )
    return tuple(judgements)


def _status(bound: Bound, measured: Measured) -> Status:
    """Judge by the figure itself; unsure while chance alone could have put it on the other side."""
    value, low, high = measured.value, measured.low, measured.high
    if value is None or low is None or high is None:
        return "not_judged"
    if bound.at_least:
        if value >= bound.limit:
            return "met" if low >= bound.limit or bound.limit == 1.0 else "met_unsure"
        return "not_met" if high < bound.limit or bound.limit == 1.0 else "not_met_unsure"
    if value <= bound.limit:
        return "met" if high <= bound.limit else "met_unsure"
    return "not_met" if low > bound.limit else "not_met_unsure"
