from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from dedup.catalogue import LANGUAGES, has_message
from dedup.errors import CorruptLog
from dedup.projector.adoption import adopted_model
from events.log import EventLog, Write
from events.memory import open_memory_log
from events.models import STREAM_ID, ModelAdopted
from matchers import Model
from tests.examples import NOON


def log_with(artefact: str, fingerprint: str) -> EventLog:
    log = open_memory_log()
    adopted = ModelAdopted(
        actor="clerk",
        happened_at=NOON,
        recorded_at=NOON,
        profile="chinese",
        fingerprint=fingerprint,
        roll_size=9,
        artefact=artefact,
    )
    log.append([Write(STREAM_ID, 0, (adopted,))])
    return log


def changed(change: Callable[[dict[str, Any]], object]) -> Model:
    content = json.loads(Model.default().to_json())
    change(content["weights"])
    return Model.from_json(json.dumps(content))


def test_a_model_adopted_years_ago_is_in_force_under_its_own_fingerprint() -> None:
    old = changed(lambda weights: weights.pop("basis"))
    found = adopted_model(log_with(old.to_json(), old.fingerprint))
    assert found
    assert (found.model, found.position) == (old, 1)


def test_a_model_that_is_not_what_the_log_says_is_refused() -> None:
    with pytest.raises(CorruptLog) as refused:
        adopted_model(log_with(Model.default().to_json(), "0" * 16))
    assert refused.value.code == "model-fingerprint"


def test_a_model_of_a_later_version_is_refused_with_a_remedy() -> None:
    content = json.loads(Model.default().to_json()) | {"format": 99}
    with pytest.raises(CorruptLog) as refused:
        adopted_model(log_with(json.dumps(content), "0" * 16))
    code = refused.value.code
    assert code == "model-not-understood"
    assert all(has_message(lang, f"{kind}-{code}") for lang in LANGUAGES for kind in ("error", "remedy"))
