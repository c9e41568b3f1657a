"""The other side's values are shown masked, and only while the case lives."""

from __future__ import annotations

import pytest

from dedup.access.jurisdiction import Relation
from dedup.access.seeing import Shown, shown
from dedup.cases.lifecycle import State

ENDED = {"unflagged", "closed", "dismissed", "expired", "lapsed"}


@pytest.mark.parametrize("state", [None, *State])
@pytest.mark.parametrize("relation", list(Relation))
def test_values_are_shown_by_relation_and_state(relation: Relation, state: State | None) -> None:
    alive = state is not None and state.value not in ENDED
    expected = {
        "own": Shown.UNMASKABLE,
        "counterpart": Shown.MASKED if alive else Shown.NOTHING,
        "superior": Shown.MASKED if alive else Shown.NOTHING,
    }
    assert shown(relation, state) is expected.get(relation.value, Shown.NOTHING)
