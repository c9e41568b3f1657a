from collections.abc import Sequence

import numpy as np
import pytest

from dedup.projector.registry import Registry
from tests.examples import key


def note(
    registry: Registry, numbers: Sequence[int], positions: Sequence[int], bases: Sequence[str | None]
) -> list[int]:
    refs = registry.note(
        [stream(number) for number in numbers],
        np.array(positions),
        np.array([basis == "household" for basis in bases]),
        np.array([basis is None for basis in bases]),
    )
    return [int(ref) for ref in refs]


def stream(number: int, **where: str) -> str:
    return key(f"A{number}", **where).stream_id


def test_a_registration_keeps_the_ref_it_was_given_first() -> None:
    registry = Registry()
    assert note(registry, [1, 2], [5, 6], ["household", ""]) == [0, 1]
    assert note(registry, [2, 3], [8, 9], ["", "unit"]) == [1, 2]
    assert registry.positions.tolist() == [5, 8, 9]
    assert (registry.find(stream(3)), registry.find("nobody")) == (2, None)


def test_who_left_the_roll_is_withdrawn_until_listed_again() -> None:
    registry = Registry()
    note(registry, [1], [5], [None])
    assert registry.is_withdrawn(0)
    note(registry, [1], [7], [""])
    assert not registry.is_withdrawn(0)


def test_exactly_one_household_basis_tells_the_home_roll() -> None:
    registry = Registry()
    note(registry, [1, 2, 3], [1, 2, 3], ["household", "unit", "household"])
    assert registry.home_side(0, 1) == "left"
    assert registry.home_side(1, 2) == "right"
    assert registry.home_side(0, 2) == ""


def test_a_restored_registry_knows_what_the_first_knew_and_grows_on() -> None:
    first = Registry()
    note(first, range(3000), range(1, 3001), ["household"] * 2999 + [None])
    second = Registry()
    second.restore(first.state())
    assert second.find(stream(2999)) == 2999
    assert second.is_withdrawn(2999)
    assert note(second, range(2999, 6000), [9] * 3001, [""] * 3001)[-1] == 5999
    assert len(second) == 6000


def test_a_state_with_holes_is_refused() -> None:
    registry = Registry()
    note(registry, [1], [1], [""])
    state = registry.state()
    with pytest.raises(ValueError, match="holes"):
        Registry().restore({**state, "positions": state["positions"][:0]})
