"""Slices: the pairs divided by what their identity numbers tell, by people, names, cohort, place, errors."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Final, get_args

import numpy as np

from dedup.evaluation.census import NOT_STATED, Census, Member, cohort_of
from dedup.evaluation.pair_files import Pair, Ref, Truth
from dedup.evaluation.reading import HAN, Evidence, evidence_of
from dedup.evaluation.report import Group, Grouping, Ratio, Slice, Slicing, Trap
from matchers.evaluation import Judged, calibration_of, disparity_of, metrics_at, share_of

REVIEW: Final = 0.5
"""The threshold at which slices are measured: what is put before reviewers."""
_UNKNOWN: Final = "unknown"
_DIFFERS: Final = "differs"
_SIDES: Final = 2
NAME_BANDS: Final = ((1, "1"), (5, "2-5"), (20, "6-20"))
EVIDENCE_ORDER: Final = get_args(Evidence)
NAMESAKES: Final = "namesakes_on_rolls"


def _evidence(one: Member, other: Member) -> str:
    return evidence_of(one.person, other.person)


def _ethnicity(one: Member, other: Member) -> str:
    given = {one.person.ethnicity, other.person.ethnicity} - {""}
    if not given:
        return NOT_STATED
    return "han" if given == {HAN} else "minority"


def _script(one: Member, other: Member) -> str:
    scripts = {one.person.script, other.person.script}
    return next((s for s in ("transliterated", "latin") if s in scripts), "han")


def _cohort(one: Member, other: Member) -> str:
    return _agreed(*({cohort_of(side.person.birth)} - {NOT_STATED} for side in (one, other)))


def _sex(one: Member, other: Member) -> str:
    return _agreed(*({side.person.sex} - {""} for side in (one, other)))


def _agreed(one: set[str], other: set[str]) -> str:
    told = one | other
    return NOT_STATED if not told else told.pop() if len(told) == 1 else _DIFFERS


def _basis(one: Member, other: Member) -> str:
    """Return why the side that is not at its household is registered."""
    away = {one.basis, other.basis} - {"household"}
    if not away:
        return "household_both"
    told = away - {""}
    return NOT_STATED if not told else told.pop() if len(told) == 1 else "several"


MEMBER_DIMENSIONS: Final[dict[str, Callable[[Member, Member], str]]] = {
    "id_evidence": _evidence,
    "ethnicity": _ethnicity,
    "script": _script,
    "cohort": _cohort,
    "sex": _sex,
    "basis": _basis,
}


def _name_band(census: Census, one: Member, other: Member) -> str:
    """Return how often the more frequent of a pair's two names stands on the rolls."""
    most = max(census.name_counts[one.person.name], census.name_counts[other.person.name])
    return next((band for top, band in NAME_BANDS if most <= top), f"{NAME_BANDS[-1][0] + 1}-")


def slicings_of(
    pairs: Sequence[Pair], judged: Judged, watch: float, truth: Truth, census: Census | None
) -> tuple[Slicing, ...]:
    """Return every way to divide the pairs that the files given allow."""

    def divide(dimension: str, names: Sequence[str]) -> Slicing:
        every = np.array(names)
        present = sorted(set(names), key=_in_order)
        slices = (_slice(name, judged.only(every == name), watch) for name in present)
        return Slicing(dimension, true_only=False, slices=tuple(slices))

    committees = ["within" if one[0] == other[0] else "cross" for one, other in pairs]
    found = [divide("committee", committees)] if pairs else []
    if census is not None and pairs:
        sides = [(census.members.get(one), census.members.get(other)) for one, other in pairs]
        for dimension, name_of in MEMBER_DIMENSIONS.items():
            found.append(divide(dimension, [_named(name_of, *side) for side in sides]))
        found.append(
            divide("name_frequency", [_named(lambda a, b: _name_band(census, a, b), *s) for s in sides])
        )
    found.extend(
        _by_listing(dimension, listed, pairs, judged, watch) for dimension, listed in _listings(truth)
    )
    return tuple(slicing for slicing in found if slicing.slices)


def _in_order(name: str) -> tuple[bool, int, int, str]:
    """Put slices in their own order, then by number, then by name, and what is not known last."""
    place = EVIDENCE_ORDER.index(name) if name in EVIDENCE_ORDER else 0
    number = re.match(r"\d+", name)
    return name in {_UNKNOWN, NOT_STATED, _DIFFERS}, place, int(number.group()) if number else 0, name


def _named(name_of: Callable[[Member, Member], str], one: Member | None, other: Member | None) -> str:
    return _UNKNOWN if one is None or other is None else name_of(one, other)


def _listings(truth: Truth) -> Iterable[tuple[str, dict[Pair, tuple[str, ...]]]]:
    """Return what the truth itself says of its pairs, several things of each."""
    if truth.knows_errors:
        yield "errors", {pair: known.errors or ("none",) for pair, known in truth.pairs.items()}
    if any(known.marks for known in truth.pairs.values()):
        yield "marks", {pair: known.marks for pair, known in truth.pairs.items()}


def _by_listing(
    dimension: str,
    listed: dict[Pair, tuple[str, ...]],
    pairs: Sequence[Pair],
    judged: Judged,
    watch: float,
) -> Slicing:
    at: dict[str, list[int]] = {}
    for place, pair in enumerate(pairs):
        for name in listed.get(pair, ()):
            at.setdefault(name, []).append(place)
    slices = [_slice(name, judged.only(np.array(places)), watch) for name, places in sorted(at.items())]
    slices.sort(key=lambda s: -s.at_half.missed)
    return Slicing(dimension, true_only=True, slices=tuple(slices))


def _slice(name: str, judged: Judged, watch: float) -> Slice:
    calibration = calibration_of(judged, watch)
    fixed = calibration.fixed
    return Slice(name, metrics_at(judged, REVIEW), calibration.pairs, fixed.error, fixed.error_by_chance)


def traps_of(truth: Truth, probability: dict[Pair, float], census: Census | None) -> tuple[Trap, ...]:
    """Return each kind of trap with its false flags, and the namesakes that the rolls themselves hold."""
    totals: dict[str, int] = {}
    hits: dict[str, int] = {}
    for pair, kinds in truth.traps.items():
        for kind in kinds:
            totals[kind] = totals.get(kind, 0) + 1
            hits[kind] = hits.get(kind, 0) + (probability.get(pair, 0.0) >= REVIEW)
    traps = [Trap(kind, share_of(hits[kind], totals[kind])) for kind in totals]
    if census is not None:
        strangers = census.namesake_pairs() - sum(map(census.are_namesakes, truth.pairs))
        false = (pair for pair, p in probability.items() if p >= REVIEW and pair not in truth.pairs)
        flagged = sum(map(census.are_namesakes, false))
        traps.append(Trap(NAMESAKES, share_of(flagged, max(strangers, flagged))))
    return tuple(sorted(traps, key=lambda trap: (-trap.flagged.total, trap.kind)))


def groupings_of(
    truth: Truth, probability: dict[Pair, float], watch: float, census: Census
) -> tuple[Grouping, ...]:
    """Return how many registrations of each group stand in a false flag."""
    return tuple(
        _grouping(dimension, census, *(_falsely_flagged(truth, probability, at) for at in (REVIEW, watch)))
        for dimension in census.groups
    )


def _falsely_flagged(truth: Truth, probability: dict[Pair, float], threshold: float) -> set[Ref]:
    return {
        ref for pair, p in probability.items() if p >= threshold and pair not in truth.pairs for ref in pair
    }


def _grouping(dimension: str, census: Census, at_half: set[Ref], at_watch: set[Ref]) -> Grouping:
    sizes = census.shown_groups(dimension)

    def hits(refs: set[Ref]) -> list[int]:
        groups = [census.group(dimension, ref) for ref in refs]
        return [groups.count(name) for name in sizes]

    half, watch, totals = hits(at_half), hits(at_watch), list(sizes.values())
    groups = (
        Group(name, share_of(few, total), share_of(many, total))
        for (name, total), few, many in zip(sizes.items(), half, watch, strict=True)
    )
    names = list(sizes)
    return Grouping(dimension, tuple(groups), _ratio(names, half, totals), _ratio(names, watch, totals))


def _ratio(names: Sequence[str], hits: Sequence[int], totals: Sequence[int]) -> Ratio | None:
    """Compare the groups that are told; a false flag mostly has both its sides in one group."""
    told = [i for i, name in enumerate(names) if name != NOT_STATED]
    found = disparity_of([hits[i] for i in told], [totals[i] for i in told], clump=_SIDES)
    if found is None:
        return None
    worst, best = names[told[found.worst]], names[told[found.best]]
    return Ratio(worst, best, found.ratio, found.low, found.high, found.by_chance)
