"""Menus offer what the case allows, and every choice is one that the case accepts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from dedup.cases.case import Case
from dedup.cases.commands import TakePosition
from dedup.cases.deciding import decide
from dedup.cases.evolving import evolve, fold
from dedup.cases.outcomes import RULES, Said, outcomes_for
from dedup.cases.situation import Situation
from dedup.catalogue import LANGUAGES, has_message
from dedup.web.deeds import MENUS, Choice, may_escalate, may_undo, menus
from events.cases import HomeSide, Kind
from tests.examples import NOON, flagged, key


def case_of(kind: Kind = "cross_committee", home: HomeSide = "left") -> Case:
    right = key("A0002") if kind == "within_committee" else None
    found = fold([flagged(right=right, kind=kind, home=home)])
    assert found is not None
    return found


def said_by(choice: Choice) -> Said:
    outcome, ground, home, keep = choice.deed.split(" ")[1].split("/")
    third = key("C0001", "110105").stream_id if choice.needs == "third" else ""
    return Said(outcome, ground, home, keep, third, date(2026, 9, 9))  # type: ignore[arg-type]


def after(case: Case, *commands: TakePosition) -> Case:
    for command in commands:
        for event in decide(case, command, Situation(NOON)).events:
            case = evolve(case, event)
    return case


def test_every_outcome_stands_in_a_menu() -> None:
    assert {outcome for _, outcomes in MENUS for outcome in outcomes} == set(RULES)


@pytest.mark.parametrize("kind", ["cross_committee", "within_committee"])
@pytest.mark.parametrize("home", ["left", ""])
def test_every_choice_is_taken_by_the_case(kind: Kind, home: HomeSide) -> None:
    case = case_of(kind, home)
    choices = [choice for menu in menus(case, "left") for choice in menu.choices]
    assert {c.deed.split(" ")[1].split("/")[0] for c in choices} == set(outcomes_for(kind))
    for choice in choices:
        taken = after(case, TakePosition("anna", "left", said_by(choice)))
        assert "left" in taken.positions


def test_no_menu_has_more_choices_than_there_are_digits() -> None:
    for kind in ("cross_committee", "within_committee"):
        for home in ("left", ""):
            assert all(len(menu.choices) <= 9 for menu in menus(case_of(kind, home), "left"))


def test_every_choice_and_menu_has_words_in_both_languages() -> None:
    for case in (case_of(), case_of("within_committee", "")):
        for menu in menus(case, "left"):
            for language in LANGUAGES:
                assert has_message(language, f"menu-{menu.name}")
                assert all(has_message(language, choice.label) for choice in menu.choices)


def test_who_has_spoken_waits_and_may_take_the_word_back_himself() -> None:
    case = after(case_of(), TakePosition("anna", "left", Said("not_same")))
    assert menus(case, "left") == ()
    assert menus(case, "right")
    assert may_undo(case, "left", "anna")
    assert not may_undo(case, "left", "bert")
    assert not may_undo(case, "right", "anna")


def test_once_both_have_spoken_nothing_is_taken_back_and_the_disputed_propose() -> None:
    case = after(
        case_of(),
        TakePosition("anna", "left", Said("not_same")),
        TakePosition("carl", "right", Said("host_keeps")),
    )
    assert not may_undo(case, "left", "anna")
    deeds = {c.deed.split(" ")[0] for menu in menus(case, "left") for c in menu.choices}
    assert deeds == {"proposal"}
    assert may_escalate(case, "left")


def test_agreed_the_keeper_confirms_before_the_other_hands_over() -> None:
    case = after(
        case_of(),
        TakePosition("anna", "left", Said("host_keeps")),
        TakePosition("carl", "right", Said("host_keeps")),
    )
    assert [menu.name for menu in menus(case, "right")] == ["keep"]
    assert menus(case, "left") == ()
    assert case.agreement is not None
    kept = replace(case, agreement=replace(case.agreement, kept=("right",)))
    assert [menu.name for menu in menus(kept, "left")] == ["hand-over"]


def test_who_is_of_neither_committee_decides_nothing() -> None:
    assert menus(case_of(), None) == ()
    assert menus(case_of(), None, is_superior=True) == ()
    assert not may_escalate(case_of(), None)
