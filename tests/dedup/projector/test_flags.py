from __future__ import annotations

from collections.abc import Callable

from dedup.projector.flags import Change, Flag, FlagChange, Flags
from tests.examples import assessment


def position_of(positions: dict[int, int]) -> Callable[[int], int]:
    return lambda ref: positions.get(ref, 0)


def flags_with(*flags: Flag) -> Flags:
    standing = Flags()
    for flag in flags:
        standing.raise_flag(flag)
    return standing


def test_a_pair_found_for_the_first_time_is_flagged() -> None:
    changes = Flags().changes([1], {(1, 2): assessment()}, position_of({1: 9, 2: 3}))
    assert changes == [FlagChange(Change.FLAGGED, 1, 2, "m1", assessment())]


def test_a_pair_found_again_with_the_same_assessment_is_no_news() -> None:
    standing = flags_with(Flag.of(1, 2, assessment(), 10))
    assert standing.changes([1], {(1, 2): assessment()}, position_of({1: 9, 2: 3})) == []


def test_values_newer_than_the_assessment_rescore_it() -> None:
    standing = flags_with(Flag.of(1, 2, assessment(0.9), 10))
    (change,) = standing.changes([1], {(1, 2): assessment(0.6)}, position_of({1: 12, 2: 3}))
    assert (change.change, change.assessment) == (Change.RESCORED, assessment(0.6))


def test_the_same_values_under_another_model_are_reweighed() -> None:
    standing = flags_with(Flag.of(1, 2, assessment(0.9), 10))
    (change,) = standing.changes([1], {(1, 2): assessment(0.8, "m2")}, position_of({1: 9, 2: 3}))
    assert change.change is Change.REWEIGHED


def test_a_flag_whose_pair_is_not_found_any_more_lapses() -> None:
    standing = flags_with(Flag.of(1, 2, assessment(), 10), Flag.of(3, 4, assessment(), 11))
    changes = standing.changes([2], {}, position_of({1: 9, 2: 12, 3: 4, 4: 4}))
    assert changes == [FlagChange(Change.LAPSED, 1, 2, "m1")]


def test_nothing_follows_from_the_absence_of_a_registration_that_was_not_read_yet() -> None:
    standing = flags_with(Flag.of(1, 2, assessment(), 10))
    assert standing.changes([1], {}, position_of({1: 12})) == []


def test_flags_of_registrations_that_were_not_touched_stay() -> None:
    standing = flags_with(Flag.of(1, 2, assessment(), 10))
    assert standing.changes([7], {}, position_of({1: 9, 2: 9, 7: 12})) == []


def test_a_dropped_flag_is_gone_from_both_sides() -> None:
    standing = flags_with(Flag.of(1, 2, assessment(), 10))
    standing.drop_flag(1, 2)
    assert len(standing) == 0
    assert standing.changes([1, 2], {}, position_of({1: 9, 2: 9})) == []
