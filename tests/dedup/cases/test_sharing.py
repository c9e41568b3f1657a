from __future__ import annotations

import pytest

from dedup.cases.commands import LEASE_S, TEXT_LENGTH_MAX, Assign, Claim, Comment, NoteLetter, Release
from dedup.errors import BadRequest, Conflict
from tests.dedup.cases.stories import World, position


def test_a_claim_holds_for_a_while_and_then_lapses_by_itself() -> None:
    world = World()
    world.do(Claim("li", "left"))
    with pytest.raises(Conflict) as refused:
        world.do(Claim("chen", "left"))
    assert refused.value.facts["holder"] == "li"
    world.pass_days(LEASE_S / 86_400)
    assert world.do(Claim("chen", "left")).claims["left"].actor == "chen"


def test_both_committees_hold_a_case_at_once() -> None:
    world = World()
    case = world.do(Claim("li", "left"), Claim("zhao", "right"))
    assert {side: claim.actor for side, claim in case.claims.items()} == {"left": "li", "right": "zhao"}
    assert world.do(Release("li", "left")).state == "claimed"
    assert world.do(Release("zhao", "right")).state == "flagged"


def test_claiming_ones_own_case_again_prolongs_it_only_when_little_is_left() -> None:
    world = World()
    before = world.do(Claim("li", "left")).claims["left"].until
    assert world.do(Claim("li", "left")).claims["left"].until == before
    world.pass_days(0.75 * LEASE_S / 86_400)
    assert world.do(Claim("li", "left")).claims["left"].until > before


def test_a_case_in_somebody_elses_hands_is_neither_released_nor_decided() -> None:
    world = World()
    world.do(Claim("li", "left"))
    for command in (Release("chen", "left"), position("left", actor="chen")):
        with pytest.raises(Conflict) as refused:
            world.do(command)
        assert refused.value.code == "case-claimed-by-other"


def test_giving_back_what_nobody_holds_changes_nothing() -> None:
    world = World()
    world.do(Release("li", "left"))
    assert world.log_of_case() == ["CaseFlagged"]


def test_a_supervisor_assigns_and_assigning_again_changes_nothing() -> None:
    world = World()
    case = world.do(Assign("head", "left", "li"), Assign("head", "left", "li"))
    assert case.assigned == {"left": "li"}
    assert world.log_of_case() == ["CaseFlagged", "CaseAssigned"]
    with pytest.raises(BadRequest):
        world.do(Assign("head", "left", "  "))


def test_a_comment_moves_nothing_and_must_say_something_short() -> None:
    world = World()
    assert world.do(Comment("li", "left", "电话无人接听")).state == "flagged"
    for text, code in (("", "comment-empty"), ("x" * (TEXT_LENGTH_MAX + 1), "reason-too-long")):
        with pytest.raises(BadRequest) as refused:
            world.do(Comment("li", "left", text))
        assert refused.value.code == code


def test_a_letter_is_put_on_record_with_its_number() -> None:
    world = World()
    world.do(NoteLetter("li", "left", "verification", "肥选函〔2026〕3号"))
    assert world.log_of_case()[-1] == "LetterSent"
    with pytest.raises(BadRequest):
        world.do(NoteLetter("li", "left", "verification", ""))
