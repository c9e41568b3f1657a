"""Adopting a model: fitted to the rolls as they stand, and the whole of it goes into the log.

A model never changes while it is in force. Whoever reads the log years later finds in it every table,
weight and threshold that the flags were made with.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, cast

from dedup.clock import Clock
from dedup.errors import Conflict, CorruptLog
from dedup.projector.fitting import fit_model
from dedup.projector.loading import fill
from dedup.projector.matching import Matching
from events.log import EventLog, VersionConflict, Write
from events.models import STREAM_ID, ModelAdopted
from matchers import InvalidModel, Model

OUTGROWN_RATIO: Final = 2.0
"""A roll this many times the size that the model was counted on shifts its prior by a whole bit."""


@dataclass(frozen=True, slots=True)
class AdoptedModel:
    """The model in force, and since when."""

    model: Model
    position: int

    def is_outgrown_by(self, registrations: int) -> bool:
        """Tell whether the rolls have outgrown what the model was counted on."""
        return registrations > OUTGROWN_RATIO * max(self.model.roll_size, 1)


def adopted_model(log: EventLog, until: int | None = None) -> AdoptedModel | None:
    """Return the model in force at a position.

    Raises CorruptLog when its artefact is not what it says, or is none that this version reads.
    """
    adoptions = log.read_stream(STREAM_ID, until)
    if not adoptions:
        return None
    adoption = cast("ModelAdopted", adoptions[-1].event)
    try:
        model = Model.from_json(adoption.artefact)
    except InvalidModel as error:
        raise CorruptLog(
            "model-not-understood", fingerprint=adoption.fingerprint, detail=str(error)
        ) from error
    if model.fingerprint != adoption.fingerprint:
        raise CorruptLog("model-fingerprint", stated=adoption.fingerprint, computed=model.fingerprint)
    return AdoptedModel(model, adoptions[-1].position)


def adopt(log: EventLog, model: Model, actor: str, clock: Clock) -> AdoptedModel:
    """Put a model in force. Adopting what is in force already changes nothing.

    Raises Conflict when another process adopts a model at the same time.
    """
    adoptions = log.read_stream(STREAM_ID)
    if adoptions and cast("ModelAdopted", adoptions[-1].event).fingerprint == model.fingerprint:
        return AdoptedModel(model, adoptions[-1].position)
    now = clock()
    event = ModelAdopted(
        actor=actor,
        happened_at=now,
        recorded_at=now,
        profile=model.profile,
        fingerprint=model.fingerprint,
        roll_size=model.roll_size,
        artefact=model.to_json(),
    )
    try:
        (position,) = log.append([Write(STREAM_ID, len(adoptions), (event,))])
    except VersionConflict:
        raise Conflict("model-adopted-elsewhere") from None
    return AdoptedModel(model, position)


def adopt_fitted_model(log: EventLog, actor: str, clock: Clock, profile: str = "chinese") -> AdoptedModel:
    """Fit a profile's shipped model to the rolls as they stand, and adopt the result."""
    matching = Matching(Model.default(profile))
    fill(log, matching, log.head())
    return adopt(log, fit_model(log, matching).model, actor, clock)
