"""Assessments as the log keeps them: what is made of a matcher's pairs by the thousand is text at once.

The text is, byte for byte, what the event's own class would write; whoever reads the log checks it again.
Numbers stay far below 10^16, up to where both write them alike.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import Final, NamedTuple

import msgspec

from events.cases import Assessment
from matchers import Engine, Model, ScoredPair
from matchers.columns import Array

_MARK_BYTES: Final = 8
_encode: Final = msgspec.json.Encoder().encode
_COMPLETE: Final = b',"search_incomplete":false}'
"""How an assessment ends whose search was complete: as by default, which stored events leave out."""


class Assessed(NamedTuple):
    """What the model says of a pair: `events.cases.Assessment` in its stored form."""

    model: str
    """Fingerprint of the model that said so."""
    mark: int
    stored: bytes

    def read(self) -> Assessment:
        """Return the assessment itself."""
        return Assessment.model_validate_json(self.stored)


Finding = tuple[int, int, Assessed]
"""A pair by ref, left < right, and what the model says of it."""


def mark_of(assessment: Assessment | Assessed) -> int:
    """Return 63 bits that tell one assessment from another."""
    if isinstance(assessment, Assessed):
        return assessment.mark
    return _mark(assessment.model_dump_json().encode())


def _mark(whole: bytes) -> int:
    return int.from_bytes(blake2b(whole, digest_size=_MARK_BYTES).digest()) >> 1


def assessed(pair: ScoredPair, fingerprint: str) -> Assessed:
    """Return what a model says of a pair in its stored form."""
    whole = _encode(
        {
            "probability": pair.probability,
            "verdict": pair.verdict,
            "evidence": pair.evidence,
            "model": fingerprint,
            "coincidences": pair.coincidences,
            "search_incomplete": pair.search_incomplete,
        }
    )
    stored = whole if pair.search_incomplete else whole.removesuffix(_COMPLETE) + b"}"
    return Assessed(fingerprint, _mark(whole), stored)


def find(engine: Engine, model: Model, pairs: tuple[Array, Array]) -> list[Finding]:
    """Weigh pairs of slots; return those to be flagged, in the order of their refs. For a crew to do."""
    found = sorted(engine.weigh(model, *pairs), key=lambda pair: (pair.left, pair.right))
    return [(pair.left, pair.right, assessed(pair, model.fingerprint)) for pair in found]
