from __future__ import annotations

import itertools

import pytest

from dedup.cases.lifecycle import LIFE_CYCLE, IllegalTransition, State, diagram, next_state
from events.cases import (
    CaseDecided,
    CaseEvent,
    CaseFlagged,
    CaseReweighed,
    FlagLapsed,
)

EVERY_EVENT = sorted({e for row in LIFE_CYCLE.values() for e in row}, key=lambda e: e.__name__)


def test_every_event_of_a_case_has_a_place_in_the_table() -> None:
    assert set(EVERY_EVENT) == set(CaseEvent.__subclasses__())


def test_every_state_is_reached_and_can_be_left() -> None:
    reached = {target for row in LIFE_CYCLE.values() for target in row.values()}
    assert reached == set(State) - {State.UNFLAGGED}
    assert all(LIFE_CYCLE[state] for state in State)


@pytest.mark.parametrize(("state", "event"), list(itertools.product(State, EVERY_EVENT)))
def test_a_step_is_in_the_table_or_refused_with_its_state(state: State, event: type[CaseEvent]) -> None:
    if event in LIFE_CYCLE[state]:
        assert next_state(state, event) is LIFE_CYCLE[state][event]
    else:
        with pytest.raises(IllegalTransition) as refused:
            next_state(state, event)
        assert (refused.value.state, refused.value.event_class) == (state, event)


def test_a_flag_can_lapse_whenever_it_stands() -> None:
    standing = set(State) - {State.UNFLAGGED, State.LAPSED}
    assert {state for state in State if FlagLapsed in LIFE_CYCLE[state]} == standing


def test_another_model_never_undoes_a_persons_decision() -> None:
    assert next_state(State.DECIDED, CaseReweighed) is State.DECIDED


def test_only_a_claimed_case_can_be_decided() -> None:
    assert {state for state in State if CaseDecided in LIFE_CYCLE[state]} == {State.CLAIMED}


def test_the_picture_shows_every_step_of_the_table() -> None:
    drawn = diagram().splitlines()
    assert drawn[0] == "stateDiagram-v2"
    assert len(drawn) - 1 == sum(len(row) for row in LIFE_CYCLE.values())
    assert "    [*] --> open: CaseFlagged" in drawn
    assert CaseFlagged in LIFE_CYCLE[State.LAPSED]
