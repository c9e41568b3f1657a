from __future__ import annotations

from dedup.cases.commands import FileAppeal, HandOver, Keep, PublishCorrection
from dedup.cases.turns import waiting_for
from tests.dedup.cases.stories import NOT_SAME, World, agreed, disputed, position, proposed
from tests.examples import NOON


def test_a_flag_waits_for_both_and_a_word_for_the_other() -> None:
    world = World()
    assert waiting_for(world.case) == ("left", "right")
    assert waiting_for(world.do(position("left"))) == ("right",)


def test_a_dispute_waits_for_both_and_a_proposal_for_whom_it_was_made_to() -> None:
    assert waiting_for(disputed().case) == ("left", "right")
    assert waiting_for(proposed("right").case) == ("left",)


def test_an_agreement_waits_for_the_keeper_then_for_who_lets_go_then_for_the_correction() -> None:
    world = agreed()
    assert waiting_for(world.case) == ("left",)
    assert waiting_for(world.do(Keep("li", "left"))) == ("right",)
    assert waiting_for(world.do(HandOver("zhao", "right"))) == ("right",)
    assert waiting_for(world.do(PublishCorrection("zhao", "right"))) == ()


def test_an_appeal_waits_for_the_committee_whose_roll_it_concerns() -> None:
    world = agreed()
    assert waiting_for(world.do(FileAppeal("zhao", "right", NOON.date()))) == ("right",)


def test_what_is_dismissed_waits_for_nobody() -> None:
    assert waiting_for(agreed(NOT_SAME).case) == ()
