"""Fitting a model: trained on the rolls without labels, calibrated by what people decided where they did."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from dedup.projector.matching import Matching
from events.cases import (
    CaseFlagged,
    CaseRescored,
)
from events.log import EventLog
from events.resolutions import (
    ONE_PERSON,
    TWO_PEOPLE,
    CaseReopened,
    Outcome,
    OutcomeAgreed,
)
from matchers import Calibration, Model
from matchers.calibration import calibrate
from matchers.training import Training, train


@dataclass(frozen=True, slots=True)
class Label:
    """A pair of stream ids that two people agreed on, and whether they found one person."""

    left: str
    right: str
    same: bool


@dataclass(frozen=True, slots=True)
class Fit:
    """A fitted model and what it learned from."""

    training: Training
    labels: int
    model: Model


def fit_model(
    log: EventLog,
    matching: Matching,
    on_iteration: Callable[[int], None] = lambda _number: None,
) -> Fit:
    """Fit the matching's model to its registrations and to the decisions in the log; adopt nothing."""
    shipped = Model.default(matching.engine.profile.name)
    training = train(matching.engine, shipped, on_iteration, matching.crew)
    head = log.head()
    flagged, labels = _decisions(log)
    if not flagged:  # whoever looks for flags that stand need not read so far again
        matching.flags_read = max(matching.flags_read, head)
    model = replace(training.model, calibration=_calibration(matching, training.model, labels))
    return Fit(training, len(labels), model)


def decided_pairs(log: EventLog) -> list[Label]:
    """Return the pairs whose latest agreement stands and says whether they are one person."""
    return _decisions(log)[1]


def _decisions(log: EventLog) -> tuple[bool, list[Label]]:
    """Tell whether there is a case at all, and return what people have decided."""
    pairs: dict[str, tuple[str, str]] = {}
    outcomes: dict[str, Outcome] = {}
    for recorded in log.read_all(of=(CaseFlagged, OutcomeAgreed, CaseReopened, CaseRescored)):
        match recorded.event:
            case CaseFlagged() as flagged:
                pairs[recorded.stream_id] = (flagged.left, flagged.right)
            case OutcomeAgreed() as agreed:
                outcomes[recorded.stream_id] = agreed.settlement.outcome
            case _:
                outcomes.pop(recorded.stream_id, None)
    return bool(pairs), [
        Label(*pairs[stream_id], outcome in ONE_PERSON)
        for stream_id, outcome in sorted(outcomes.items())
        if outcome in ONE_PERSON | TWO_PEOPLE
    ]


def _calibration(matching: Matching, model: Model, labels: list[Label]) -> Calibration:
    registry = matching.registry
    found = [(registry.find(label.left), registry.find(label.right), label.same) for label in labels]
    known = [
        (left, right, same)
        for left, right, same in found
        if left is not None and right is not None
        and not registry.is_withdrawn(left) and not registry.is_withdrawn(right)
    ]  # fmt: skip
    if not known:
        return Calibration()
    left, right, same = zip(*known, strict=True)
    before = matching.engine.model
    matching.engine.adopt(model)
    bits = matching.engine.log_odds_of(left, right)
    matching.engine.adopt(before)
    return calibrate(bits.tolist(), same)
