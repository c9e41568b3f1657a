"""Asking the matcher about two registrations, whether or not they are flagged."""

from __future__ import annotations

from dataclasses import dataclass

from dedup.errors import BadRequest
from dedup.projector.matching import Matching
from events.cases import Assessment
from events.registrations import RegistrationKey
from matchers.alternatives import Alternative


@dataclass(frozen=True, slots=True)
class Answer:
    """What the model in force says of two registrations, and why."""

    assessment: Assessment
    flagged: bool
    """Whether the pair meets in the search and is probable enough to be a case."""
    roll_size: int
    keys: tuple[str, ...]
    """Blocking keys that bring the two together; none: the search never compares them."""
    alternatives: tuple[Alternative, ...]
    """Single fields that would turn the verdict if they were otherwise."""


def ask(matching: Matching, one: RegistrationKey, other: RegistrationKey) -> Answer:
    """Return the answer. Raises BadRequest when one of the two does not stand on its roll."""
    left, right = (_ref(matching, key) for key in sorted((one, other), key=lambda key: key.stream_id))
    explained = matching.engine.explain(left, right)
    model = matching.engine.model
    return Answer(
        assessment=matching.assess(explained.pair),
        flagged=bool(explained.keys) and explained.pair.probability >= model.flag_threshold,
        roll_size=model.roll_size,
        keys=explained.keys,
        alternatives=explained.alternatives,
    )


def _ref(matching: Matching, key: RegistrationKey) -> int:
    ref = matching.registry.find(key.stream_id)
    if ref is None or matching.registry.is_withdrawn(ref):
        raise BadRequest("registration-not-standing", registration=str(key))
    return ref
