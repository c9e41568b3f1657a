"""Vocabulary of matching models: which one was adopted, when, and the whole of its data."""

from __future__ import annotations

from typing import ClassVar, Final

from events.event import Event

STREAM_ID: Final = "model/adopted"


class ModelAdopted(Event):
    """From here on pairs are scored by this model."""

    stored_name: ClassVar[str] = "ModelAdopted"
    profile: str
    fingerprint: str
    roll_size: int
    """Registrations that the prior and the frequency tables were counted on."""
    artefact: str
    """The model's tables, weights and thresholds as canonical JSON; no key or address of a person."""
