import json
import random
from dataclasses import replace

import pytest
from hypothesis import given, settings

from matchers import InvalidModel, Model, Record
from tests.matchers.voters import ABROAD, ZHANG, rolls


def test_an_artefact_reads_back_to_the_same_model() -> None:
    model = Model.default().fitted([ZHANG, ABROAD], 2)
    again = Model.from_json(model.to_json())
    assert again.to_json() == model.to_json()
    assert (len(model.fingerprint), again.fingerprint) == (16, model.fingerprint)
    assert (model.profile, model.roll_size, model.flag_threshold) == ("chinese", 2, 0.05)


def test_any_change_changes_the_fingerprint() -> None:
    model = Model.default()
    assert model.fingerprint != replace(model, roll_size=7).fingerprint
    assert model.fingerprint != model.fitted([ZHANG], model.roll_size).fingerprint


@settings(max_examples=20, deadline=None)
@given(rolls)
def test_fitting_does_not_depend_on_the_order_of_records(records: list[Record]) -> None:
    shuffled = records[:]
    random.Random(1).shuffle(shuffled)
    for size in (9, 1_000_000):  # counted whole, and one in five
        model = Model.default().fitted(records, size)
        assert model.to_json() == Model.default().fitted(iter(shuffled), size).to_json()


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"format":1}', '{"format":99,"profile":"chinese"}'])
def test_what_is_no_model_is_refused(text: str) -> None:
    with pytest.raises(InvalidModel):
        Model.from_json(text)


def test_probabilities_outside_their_range_are_refused() -> None:
    content = json.loads(Model.default().to_json())
    content["weights"]["sex"]["equal"] = [1.5, 0.5, 0.5]
    with pytest.raises(InvalidModel):
        Model.from_json(json.dumps(content))


def test_a_models_levels_must_be_those_of_the_profile() -> None:
    content = json.loads(Model.default().to_json())
    del content["weights"]["sex"]["differs"]
    with pytest.raises(InvalidModel):
        Model.from_json(json.dumps(content))


def test_phones_on_many_rows_become_generic_and_stand_in_the_artefact_as_hashes_only() -> None:
    model = Model.default().fitted([replace(ZHANG, name=f"张{i}") for i in range(20)], 20)
    assert model.frequencies.is_generic_phone(ZHANG.phone)
    assert ZHANG.phone not in model.to_json()
    assert ZHANG.id_number not in model.to_json()
