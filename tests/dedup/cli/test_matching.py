"""`dedup why`, `dedup train`, profiles: the matcher's commands, as a user runs them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.dedup.cli.test_commands import Desk, desk

__all__ = ["desk"]

ROLL = (
    "surname,given_name,registration_id,committee,birth_date,id_number,household_address,sex\n"
    'Smith,William,1,000001,19720518,5271984,"17 Mill Street, Riverton, nsw 2042",M\n'
    'Smyth,Bill,2,000002,1972-05-18,5271984,"17 Mill St, Riverton, nsw 2042",M\n'
    'Jones,Margaret,3,000002,1955-01-30,8812004,"4 High Road, Upton, vic 3010",F\n'
)


@pytest.fixture
def matched(desk: Desk) -> Desk:
    assert desk.run("match", "home.csv", "host.csv", "--out", "flags.csv").code == 0
    return desk


def test_why_explains_a_flagged_pair_with_parts_that_add_up(matched: Desk) -> None:
    told = matched.run("why", "340123/H001", "310115/S9", "--store", "flags.store", "--json")
    answer = told.json
    assert answer["flagged"]
    assert "id" in answer["keys"]
    odds = sum(e["bits"] for e in answer["evidence"])
    assert 1 / (1 + 2**-odds) == pytest.approx(answer["probability"], abs=1e-6)
    assert answer["coincidences"] < 1e-6
    assert answer["would_change_it"] == []  # nothing single could: number, name, date, phone and door agree
    assert "340123198503120010" not in told.out


def test_why_not_explains_a_pair_that_is_not_flagged_and_does_not_even_meet(matched: Desk) -> None:
    told = matched.run("why", "340123/H002", "310115/S8", "--store", "flags.store", "--lang", "en")
    assert told.code == 0
    assert "no common blocking key" in told.out
    assert "names differ" in told.out


def test_why_refuses_one_registration_twice_and_one_that_left_its_roll(matched: Desk) -> None:
    twice = matched.run("why", "340123/H001", "340123/H001", "--store", "flags.store", "--lang", "en")
    assert (twice.code, "given twice" in twice.err) == (2, True)
    matched.write("gone.csv", "registration_id,committee,name,action\nH002,340123,李秀英,迁出\n")
    assert matched.run("import", "gone.csv", "--store", "flags.store").code == 0
    gone = matched.run("why", "340123/H002", "340123/H001", "--store", "flags.store", "--lang", "en")
    assert (gone.code, "not on its roll" in gone.err) == (2, True)


def test_training_proposes_an_artefact_that_can_be_adopted_later(matched: Desk) -> None:
    proposed = matched.run("train", "--out", "model.json", "--store", "flags.store", "--json").json
    assert (proposed["adopted"], proposed["registrations"]) == (False, 4)
    artefact = json.loads(Path(matched.folder, "model.json").read_text(encoding="utf-8"))
    assert artefact["profile"] == "chinese"
    adopted = matched.run("project", "--model", "model.json", "--store", "flags.store", "--json").json
    assert adopted["model"] == proposed["model"]


def test_training_shows_rounds_and_parameters_in_words(matched: Desk) -> None:
    told = matched.run("train", "--all", "--store", "flags.store", "--lang", "en")
    assert told.code == 0
    assert "converged: yes" in told.out
    assert "one person, trained" in told.out
    assert "is proposed, not adopted" in told.err


def test_what_is_no_model_is_refused_with_a_remedy(matched: Desk) -> None:
    matched.write("broken.json", '{"format": 1}')
    refused = matched.run("project", "--model", "broken.json", "--store", "flags.store", "--lang", "en")
    assert refused.code == 3
    assert "broken.json cannot be read" in refused.err
    assert "dedup train --out" in refused.err


def test_a_latin_roll_is_matched_by_the_latin_profile_and_stays_with_it(desk: Desk) -> None:
    desk.write("roll.csv", ROLL)
    done = desk.run("match", "roll.csv", "--profile", "latin", "--out", "flags.csv", "--json")
    assert (done.code, done.json["flags"]) == (0, 1)
    other = desk.run("project", "--profile", "chinese", "--store", "flags.store", "--lang", "en")
    assert (other.code, "matched by the latin profile" in other.err) == (2, True)
