import json
from dataclasses import replace

import pytest

from matchers import Calibration, Engine, InvalidModel, Model, Record


def test_an_artefact_reads_back_to_the_same_model() -> None:
    model = replace(
        Model.default(), roll_size=2, calibration=Calibration(0.8, -0.5), frequencies={"surnames": {"王": 7}}
    )
    again = Model.from_json(model.to_json())
    assert again.to_json() == model.to_json()
    assert (len(model.fingerprint), again.fingerprint) == (16, model.fingerprint)
    assert (model.profile, model.roll_size, model.flag_threshold) == ("chinese", 2, 0.05)


def test_any_change_changes_the_fingerprint() -> None:
    model = Model.default()
    changed = (
        replace(model, roll_size=7),
        replace(model, calibration=Calibration(0.9, 0.0)),
        replace(model, frequencies={"surnames": {"王": 7}}),
        Model.default("latin"),
    )
    assert len({model.fingerprint, *(other.fingerprint for other in changed)}) == 5


def test_an_artefact_of_an_unknown_profile_or_an_order_breaking_calibration_is_refused() -> None:
    text = Model.default().to_json()
    for wrong in (text.replace('"chinese"', '"klingon"'), text.replace('"slope":1.0', '"slope":-1.0')):
        assert wrong != text
        with pytest.raises(InvalidModel):
            Model.from_json(wrong)


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


def older(model: Model) -> str:
    """Return an artefact of before the basis of registration was evidence."""
    content = json.loads(model.to_json())
    for condition in ("basis", "basis|one roll", "phone|birth equal"):
        del content["weights"][condition]
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def test_a_model_of_before_a_condition_was_told_apart_says_what_it_said() -> None:
    text = older(Model.default())
    model = Model.from_json(text)
    assert model.to_json() == text
    assert model.fingerprint != Model.default().fingerprint
    assert model.weights["phone|birth equal"] == model.weights["phone"]
    assert set(model.weights["basis"].values()) == {(1.0, 1.0, 1.0)}


def test_a_model_without_a_condition_that_every_model_has_is_refused() -> None:
    content = json.loads(Model.default().to_json())
    del content["weights"]["phone"]
    with pytest.raises(InvalidModel, match="phone"):
        Model.from_json(json.dumps(content))


def test_what_a_model_of_before_does_not_speak_of_weighs_nothing() -> None:
    engine = Engine(Model.from_json(older(Model.default())))
    one = Record("340123", "王小明", sex="男", birth_date="1949-12-31", basis="household")
    bases = ("household", "household")
    engine.put([0, 1], [replace(one, committee=f"31011{n}", basis=b) for n, b in enumerate(bases)], [0, 0])
    (pair,) = engine.score_pairs([0], [1])
    bits = {e.field: e.bits for e in pair.evidence}
    assert bits["name"] > 5
    assert bits["basis"] == 0.0
