from __future__ import annotations

from typing import cast

import pytest

from dedup.cases.commands import Comment, WithdrawPosition
from dedup.cases.sight import Viewer, as_seen_by, spoken, unreadable
from events.cases import CaseEvent, case_stream_id
from tests.dedup.cases.stories import NOT_SAME, World, agreed, disputed, position


def hidden_from(viewer: Viewer, world: World) -> list[str]:
    events = [cast("CaseEvent", r.event) for r in world.log.read_stream(case_stream_id(world.case_id))]
    return [events[place].stored_name for place in sorted(unreadable(viewer, events))]


@pytest.mark.parametrize("viewer", ["right", "both", "superior", "record"])
def test_a_word_is_sealed_for_everybody_else_until_both_have_spoken(viewer: Viewer) -> None:
    world = World()
    world.do(position("left"))
    assert as_seen_by(viewer, world.case).positions == {}
    assert hidden_from(viewer, world) == ["PositionTaken"]
    assert spoken(world.case) == ("left",)


def test_the_own_word_is_never_sealed() -> None:
    world = World()
    world.do(position("left"))
    assert set(as_seen_by("left", world.case).positions) == {"left"}
    assert hidden_from("left", world) == []


@pytest.mark.parametrize("viewer", ["left", "right", "both", "superior", "record"])
def test_once_both_have_spoken_everybody_concerned_reads_both(viewer: Viewer) -> None:
    for world in (agreed(), disputed()):
        assert set(as_seen_by(viewer, world.case).positions) == {"left", "right"}
        assert hidden_from(viewer, world) == []


def test_a_word_taken_back_stays_sealed_for_ever() -> None:
    world = World()
    world.do(position("left", NOT_SAME), WithdrawPosition("li", "left"), position("left"), position("right"))
    assert hidden_from("right", world) == ["PositionTaken"]
    assert hidden_from("left", world) == []


def test_a_comment_for_the_own_committee_stays_there_and_one_for_both_is_read_by_both() -> None:
    world = World()
    world.do(Comment("li", "left", "内部"), Comment("li", "left", "请对方核实", "both"))
    assert hidden_from("right", world) == ["CommentAdded"]
    assert hidden_from("left", world) == []
    assert hidden_from("superior", world) == ["CommentAdded"]
