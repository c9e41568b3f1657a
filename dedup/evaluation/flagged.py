"""What was flagged: the flags that a store holds, or those of a file made elsewhere."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from dedup.cases.case import Case
from dedup.errors import BadInput
from dedup.evaluation.pair_files import Pair, Ref, pair_of, read_pairs
from dedup.evaluation.remarks import Remark
from events.cases import Assessment

WATCH: Final = 0.05
"""The threshold down to which pairs are watched, unless the model in force says otherwise."""
_REVIEW: Final = 0.5


@dataclass(frozen=True, slots=True)
class Flag:
    """What was said of one pair."""

    probability: float
    told: Assessment | str
    """The evidence, or the reasons in the words of the file."""
    search_incomplete: bool = False


@dataclass(frozen=True, slots=True)
class Flagged:
    """All flags, each pair once."""

    pairs: dict[Pair, Flag]
    models: tuple[str, ...]
    """Fingerprints of the models that they say they come from."""
    remarks: tuple[Remark, ...] = ()

    @property
    def search_incomplete(self) -> int:
        """Return how many flags warn that the search around them was not complete."""
        return sum(flag.search_incomplete for flag in self.pairs.values())


def flags_of_cases(cases: Iterable[Case]) -> Flagged:
    """Return the flags of a store's cases; of a pair flagged on two levels the more probable counts."""
    pairs: dict[Pair, Flag] = {}
    models: dict[str, None] = {}
    twice = 0
    for case in cases:
        pair = pair_of(_ref(case, "left"), _ref(case, "right"))
        said = case.assessment
        models[said.model] = None
        flag = Flag(said.probability, said, said.search_incomplete)
        twice += pair in pairs
        if pair not in pairs or pairs[pair].probability < flag.probability:
            pairs[pair] = flag
    remarks = (Remark("flags-two-levels", {"count": twice}),) if twice else ()
    return Flagged(pairs, tuple(models), remarks)


def _ref(case: Case, side: str) -> Ref:
    key = case.left if side == "left" else case.right
    return key.committee, key.registration_id


def read_flags(path: Path) -> Flagged:
    """Read flags from a file with at least the pair's columns and `probability`. Raises BadInput."""
    pairs: dict[Pair, Flag] = {}
    models: dict[str, None] = {}
    for row in read_pairs(path, "probability"):
        place = {"path": str(path), "row": str(row.number)}
        if row.is_self_pair:
            raise BadInput("flags-self-pair", **place)
        if row.pair in pairs:
            raise BadInput("flags-twice", **place)
        probability = _probability(row.cells.get("probability", ""))
        if probability is None:
            raise BadInput("flags-probability", value=row.cells.get("probability", ""), **place)
        incomplete = row.cells.get("search_incomplete", "") == "yes"
        pairs[row.pair] = Flag(probability, row.cells.get("reasons", ""), incomplete)
        if row.cells.get("model"):
            models[row.cells["model"]] = None
    least = min((flag.probability for flag in pairs.values()), default=0.0)
    cut = least >= _REVIEW
    remarks = (Remark("flags-cut", {"least": f"{least:.4g}", "path": path.name}),) if cut else ()
    return Flagged(pairs, tuple(models), remarks)


def _probability(text: str) -> float | None:
    try:
        probability = float(text)
    except ValueError:
        return None
    return probability if 0.0 <= probability <= 1.0 else None
