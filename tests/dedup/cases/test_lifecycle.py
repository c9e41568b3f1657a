from __future__ import annotations

import itertools

import pytest

from dedup.cases.lifecycle import (
    LIFE_CYCLE,
    PENDING,
    UNRESOLVED,
    IllegalTransition,
    State,
    diagram,
    next_state,
)
from events.cases import CaseEvent, CaseFlagged, CaseRescored, CaseReweighed, FlagLapsed
from events.resolutions import (
    CaseClosed,
    CaseDismissed,
    CaseExpired,
    OutcomeAgreed,
    RegistrationReleased,
)

EVERY_EVENT = sorted({e for row in LIFE_CYCLE.values() for e in row}, key=lambda e: e.__name__)


def reached_from(start: State) -> set[State]:
    reached, ahead = {start}, [start]
    while ahead:
        for target in LIFE_CYCLE[ahead.pop()].values():
            if target not in reached:
                reached.add(target)
                ahead.append(target)
    return reached


def states_with(event: type[CaseEvent]) -> set[State]:
    return {state for state in State if event in LIFE_CYCLE[state]}


def test_every_event_of_a_case_has_a_place_in_the_table() -> None:
    assert set(EVERY_EVENT) == set(CaseEvent.__subclasses__())


def test_every_state_is_reached_from_the_first() -> None:
    assert reached_from(State.UNFLAGGED) == set(State)


@pytest.mark.parametrize("state", [state for state in State if state is not State.EXPIRED])
def test_from_every_state_but_the_end_a_case_can_still_come_to_rest(state: State) -> None:
    assert reached_from(state) & {State.CLOSED, State.DISMISSED}


@pytest.mark.parametrize(("state", "event"), list(itertools.product(State, EVERY_EVENT)))
def test_a_step_is_in_the_table_or_refused_with_its_state(state: State, event: type[CaseEvent]) -> None:
    if event in LIFE_CYCLE[state]:
        assert next_state(state, event) is LIFE_CYCLE[state][event]
    else:
        with pytest.raises(IllegalTransition) as refused:
            next_state(state, event)
        assert (refused.value.state, refused.value.event_class) == (state, event)


@pytest.mark.parametrize("event", [CaseFlagged, CaseRescored, CaseReweighed, FlagLapsed])
def test_the_matcher_is_never_stopped_by_what_people_do(event: type[CaseEvent]) -> None:
    never = {State.UNFLAGGED} if event is CaseFlagged else {State.UNFLAGGED, State.LAPSED}
    expected = set(State) - never | ({State.UNFLAGGED} if event is CaseFlagged else set())
    assert states_with(event) == expected


def test_another_model_never_moves_a_case() -> None:
    assert all(LIFE_CYCLE[state][CaseReweighed] is state for state in states_with(CaseReweighed))


def test_changed_values_undo_what_was_said_of_the_old_ones() -> None:
    settled_by_values = {State.AWAITING_COUNTERPART, State.DISPUTED, State.PROPOSED, State.OVERDUE}
    settled_by_values |= {State.ESCALATED, State.AGREED, State.DISMISSED}
    assert {s for s in State if LIFE_CYCLE[s].get(CaseRescored) is State.REOPENED} == settled_by_values | {
        State.REOPENED
    }


def test_rolls_change_only_after_an_agreement_and_the_rest_only_follows_from_it() -> None:
    assert states_with(RegistrationReleased) == {State.AGREED, State.APPEALED, State.IN_COURT}
    assert states_with(CaseClosed) == {State.APPLIED}
    assert states_with(CaseDismissed) == {State.AGREED}
    assert states_with(OutcomeAgreed) & UNRESOLVED == {State.AWAITING_COUNTERPART, State.PROPOSED}


def test_a_case_expires_only_at_the_poll_and_nothing_follows() -> None:
    assert states_with(CaseExpired) == {State.HELD_AT_POLL}
    assert reached_from(State.EXPIRED) == {State.EXPIRED}


def test_who_has_to_act_and_who_may_rest_are_all_the_states() -> None:
    at_rest = {State.UNFLAGGED, State.CLOSED, State.DISMISSED, State.EXPIRED, State.LAPSED}
    assert set(State) == PENDING | at_rest
    assert not PENDING & at_rest


def test_the_picture_shows_every_move_of_the_table() -> None:
    drawn = diagram().splitlines()
    assert drawn[0] == "stateDiagram-v2"
    moves = {(s, t) for s, row in LIFE_CYCLE.items() for t in row.values() if s is not t}
    assert len(drawn) - 1 == len(moves)
    assert "    [*] --> flagged: CaseFlagged" in drawn
