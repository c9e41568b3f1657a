"""The evaluation: truth, flags and rolls in, one report out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Final

import numpy as np

from dedup.clock import in_china
from dedup.errors import BadInput
from dedup.evaluation.bounds import CERTAIN, Evidence, judge
from dedup.evaluation.census import Census
from dedup.evaluation.flagged import WATCH, Flagged
from dedup.evaluation.pair_files import Pair, Ref, Truth
from dedup.evaluation.remarks import Remark
from dedup.evaluation.report import Report, Search, Subject
from dedup.evaluation.slices import REVIEW, groupings_of, slicings_of, traps_of
from matchers.columns import Array
from matchers.evaluation import (
    ClusterMetrics,
    Judged,
    calibration_of,
    cluster_metrics,
    components,
    curve_of,
    histogram_of,
    metrics_at,
    recall_at_precision,
)

THRESHOLDS: Final = (0.05, REVIEW, 0.9, CERTAIN, 0.999)
"""Declared before anything is measured; more may be added, none taken away."""
PRECISIONS: Final = (0.999, 0.9999)
_EXAMPLES_MAX: Final = 3


@dataclass(frozen=True, slots=True)
class Flags:
    """Flags with what is known about where they come from."""

    flagged: Flagged
    source: str
    from_store: bool = False
    roll_size: int | None = None
    watch: float = WATCH


def registrations_named(truth: Truth, flagged: Flagged) -> set[Ref]:
    """Return every registration that a pair names."""
    return set(chain.from_iterable(chain(truth.pairs, truth.traps, flagged.pairs)))


def evaluate(
    truth: Truth,
    flags: Flags,
    made_at: datetime,
    *,
    census: Census | None = None,
    search: Search | None = None,
    thresholds: Sequence[float] = (),
) -> Report:
    """Hold flags against the truth. Raises BadInput when the truth is not about the rolls given."""
    _require_same_rolls(truth, flags.flagged, census)
    unknown = _unknown(truth, flags.flagged, census)
    probability = {pair: flag.probability for pair, flag in flags.flagged.pairs.items()}
    pairs = sorted({*truth.pairs, *probability})  # so that no sum depends on the order of files
    judged = Judged(
        np.array([probability.get(pair, 0.0) for pair in pairs], dtype=float),
        np.array([pair in truth.pairs for pair in pairs], dtype=bool),
    )
    calibration = calibration_of(judged, flags.watch)
    slicings = slicings_of(pairs, judged, flags.watch, truth, census)
    traps = traps_of(truth, probability, census)
    every = sorted({*THRESHOLDS, *thresholds})
    return Report(
        made_at=in_china(made_at),
        subject=_subject(truth, flags, census, calibration.pairs),
        bounds=judge(Evidence(pairs, judged, calibration, slicings, traps, census)),
        thresholds=tuple(metrics_at(judged, threshold) for threshold in every),
        recall_at_precision=tuple(recall_at_precision(judged, wanted) for wanted in PRECISIONS),
        curve=curve_of(judged),
        clusters=clusters_at(pairs, judged, every),
        calibration=calibration,
        histogram=histogram_of(judged, flags.watch),
        slicings=slicings,
        traps=traps,
        groupings=() if census is None else groupings_of(truth, probability, flags.watch, census),
        search=search,
        remarks=(*truth.remarks, *flags.flagged.remarks, *unknown, *_missing_sections(flags, census, search)),
    )


def _subject(truth: Truth, flags: Flags, census: Census | None, flagged: int) -> Subject:
    return Subject(
        flags=flags.source,
        from_store=flags.from_store,
        truth=truth.names,
        models=flags.flagged.models,
        roll_size=flags.roll_size,
        watch=flags.watch,
        registrations=None if census is None else census.registrations,
        committees=None if census is None else len(census.committees),
        true_pairs=len(truth.pairs),
        trap_pairs=len(truth.traps),
        flagged=flagged,
        search_incomplete=flags.flagged.search_incomplete,
    )


def clusters_at(
    pairs: Sequence[Pair], judged: Judged, thresholds: Iterable[float]
) -> tuple[tuple[float, ClusterMetrics], ...]:
    """Return cluster metrics by threshold, flags and truth being joined end to end."""
    numbers = {ref: number for number, ref in enumerate(dict.fromkeys(chain.from_iterable(pairs)))}
    links = [(numbers[one], numbers[other]) for one, other in pairs]

    def joined(chosen: Array) -> Array:
        return components(len(numbers), (links[i] for i in np.flatnonzero(chosen).tolist()))

    true = joined(judged.true)
    return tuple((t, cluster_metrics(true, joined(judged.probability >= t))) for t in thresholds)


def _unknown(truth: Truth, flagged: Flagged, census: Census | None) -> list[Remark]:
    """Remark on registrations that are named and not on the rolls."""
    if census is None:
        return []
    remarks = []
    for code, pairs in (("truth-unknown", truth.pairs), ("flags-unknown", flagged.pairs)):
        absent = sorted(set(chain.from_iterable(pairs)) - census.members.keys())
        if absent:
            remarks.append(Remark(code, {"count": len(absent), "examples": _examples(absent)}))
    return remarks


def _require_same_rolls(truth: Truth, flagged: Flagged, census: Census | None) -> None:
    if census is None:
        return
    named, flags = (set(chain.from_iterable(pairs)) for pairs in (truth.pairs, flagged.pairs))
    if named and named.isdisjoint(census.members):
        raise BadInput("truth-unknown", examples=_examples(sorted(named)))
    if flags and flags.isdisjoint(census.members):
        raise BadInput("flags-unknown", examples=_examples(sorted(flags)))


def _examples(refs: Sequence[Ref]) -> str:
    return ", ".join("/".join(ref) for ref in refs[:_EXAMPLES_MAX])


def _missing_sections(flags: Flags, census: Census | None, search: Search | None) -> list[Remark]:
    remarks = []
    if census is None:
        remarks.append(Remark("no-rolls"))
    if search is None:
        remarks.append(Remark("search-skipped" if flags.from_store else "no-store"))
    return remarks
