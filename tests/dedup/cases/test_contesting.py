from __future__ import annotations

from datetime import date

import pytest

from dedup.cases.commands import (
    Command,
    DecideAppeal,
    Escalate,
    FileAppeal,
    FileSuit,
    HandOver,
    Keep,
    NoteBallot,
    RecordJudgment,
    Reopen,
)
from dedup.cases.outcomes import Said
from dedup.cases.ticking import tick
from dedup.errors import BadRequest, Conflict
from tests.dedup.cases.stories import (
    HOST_KEEPS,
    NOT_SAME,
    World,
    agreed,
    at_noon_on,
    closed,
    disputed,
    handed_over,
)

TODAY = date(2026, 9, 1)


def refusal(world: World, command: Command) -> str:
    with pytest.raises((Conflict, BadRequest)) as refused:
        world.do(command)
    return refused.value.code


def test_any_unsettled_case_may_be_brought_before_the_superior_with_a_reason() -> None:
    assert refusal(World(), Escalate("li", "left", "")) == "escalation-needs-reason"
    assert World().do(Escalate("li", "left", "对方不接电话")).escalation == "request"
    assert disputed().do(Escalate("li", "left", "意见不一")).escalation == "dispute"
    assert refusal(closed(), Escalate("li", "left", "x")) == "case-state"


def test_while_an_appeal_is_open_nothing_is_handed_over() -> None:
    world = agreed()
    world.do(Keep("li", "left"), FileAppeal("zhao", "right", TODAY, "本人要求回乡参选"))
    assert refusal(world, HandOver("zhao", "right")) == "case-state"
    assert world.stands("right")


def test_a_rejected_appeal_lets_the_case_go_on_where_it_was() -> None:
    for world, state in ((agreed(), "agreed"), (handed_over(), "applied"), (closed(), "closed")):
        world.do(FileAppeal("zhao", "right", TODAY))
        assert refusal(world, DecideAppeal("li", "left", upheld=False, reason="x")) == "appeal-of-other-side"
        assert world.do(DecideAppeal("zhao", "right", upheld=False, reason="查无实据")).state == state


def test_an_upheld_appeal_takes_the_case_up_again() -> None:
    world = closed()
    world.do(FileAppeal("zhao", "right", TODAY))
    assert refusal(world, DecideAppeal("zhao", "right", upheld=True, reason="")) == "appeal-needs-reason"
    case = world.do(DecideAppeal("zhao", "right", upheld=True, reason="选民提交了新证明"))
    assert (case.state, case.positions) == ("reopened", {})


def test_an_appeal_or_suit_of_tomorrow_is_refused_and_one_without_a_case_for_it_too() -> None:
    assert refusal(agreed(), FileAppeal("zhao", "right", date(2026, 9, 2))) == "date-in-future"
    assert refusal(agreed(), FileSuit("zhao", "right", date(2026, 9, 2))) == "date-in-future"
    assert refusal(World(), FileAppeal("zhao", "right", TODAY)) == "case-state"
    assert refusal(agreed(), DecideAppeal("zhao", "right", upheld=True, reason="x")) == "no-appeal"


def test_a_judgment_settles_the_case_and_each_committee_carries_it_out_itself() -> None:
    world = agreed()
    assert refusal(world, RecordJudgment("li", "left", HOST_KEEPS)) == "not-in-court"
    world.do(FileAppeal("zhao", "right", TODAY), FileSuit("zhao", "right", TODAY))
    case = world.do(RecordJudgment("zhao", "right", Said("home_keeps"), "〔2026〕民特1号"))
    assert case.agreement is not None
    assert (case.state, case.agreement.by) == ("agreed", "court")
    assert (case.agreement.settlement.keep, world.stands("left")) == (("right",), True)
    assert world.do(Keep("zhao", "right"), HandOver("li", "left")).state == "applied"


def test_a_judgment_that_both_stay_ends_the_case() -> None:
    world = agreed()
    world.do(FileSuit("zhao", "right", TODAY), RecordJudgment("zhao", "right", NOT_SAME))
    assert world.case.state == "dismissed"


def held_at_the_poll_of_the_host() -> World:
    world = World()
    world.polls_on("left", date(2026, 9, 10))
    world.polls_on("right", date(2026, 9, 20), frozen_from=date(2026, 9, 18))
    world.now = at_noon_on(date(2026, 9, 10))
    for event in tick(world.case, world.desk.survey(world.case).situation):
        world.append(f"case/{world.case_id}", event)
    assert world.case.state == "held_at_poll"
    return world


def test_a_ballot_given_on_one_side_forces_the_answer_of_the_other() -> None:
    world = held_at_the_poll_of_the_host()
    case = world.do(NoteBallot("li", "left"))
    assert case.agreement is not None
    assert (case.state, case.agreement.by, case.agreement.kept) == ("agreed", "poll", ("left",))
    assert world.do(HandOver("zhao", "right")).state == "applied"
    before = world.log.head()
    world.do(NoteBallot("li", "left"))
    assert world.log.head() == before


def test_a_ballot_changes_nothing_on_a_roll_that_is_frozen() -> None:
    world = held_at_the_poll_of_the_host()
    world.now = at_noon_on(date(2026, 9, 18))
    assert world.do(NoteBallot("li", "left")).state == "held_at_poll"
    assert world.stands("right")


def test_reopening_needs_a_reason_and_something_settled() -> None:
    assert refusal(closed(), Reopen("li", "left", " ")) == "reopen-needs-reason"
    assert refusal(World(), Reopen("li", "left", "x")) == "case-state"
    assert agreed(NOT_SAME).do(Reopen("li", "left", "新证据")).state == "reopened"
