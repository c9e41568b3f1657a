from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

import pytest

from dedup.cases.commands import Keep
from dedup.tables.sqlite import file_tables
from dedup.views.cases import CaseView, open_case_view
from dedup.watch.explaining import Explainer
from dedup.watch.watcher import CONSUMER, Watcher
from events.cases import FlagLapsed
from events.log import Recorded
from tests.dedup.cases.stories import World, agreed, at_noon_on, closed, position


@pytest.fixture
def view() -> Iterator[CaseView]:
    opened = open_case_view(file_tables(":memory:"))
    yield opened
    opened.close()


def explainer(world: World, previous_cycle: str = "") -> Explainer:
    return Explainer(world.log, lambda: world.now, previous_cycle)


def watcher(world: World, view: CaseView) -> Watcher:
    return Watcher(world.log, world.desk, view, explainer(world))


def test_a_file_that_carries_an_agreement_out_is_noticed(view: CaseView) -> None:
    world = agreed()
    world.do(Keep("li", "left"))
    assert watcher(world, view).follow() == 0
    world.withdraw("right")
    assert watcher(world, view).follow() == 2
    assert world.case.state == "applied"


def test_what_was_followed_is_not_followed_again(view: CaseView) -> None:
    world = closed()
    world.withdraw("left")
    assert watcher(world, view).follow() == 1
    head = world.log.head()
    assert watcher(world, view).follow() == 0
    assert world.log.head() == head
    assert world.log.position_of(CONSUMER) > 0


def test_an_agreement_made_after_the_file_came_is_noticed_too(view: CaseView) -> None:
    world = World()
    world.do(position("left"))
    world.withdraw("right")
    watcher(world, view).follow()
    world.do(position("right"))
    assert watcher(world, view).follow() == 1
    assert world.log_of_case()[-1] == "RegistrationReleased"


def test_a_voter_whom_both_let_go_raises_the_alarm(view: CaseView) -> None:
    world = World()
    world.withdraw("left")
    world.say(FlagLapsed, reason="registration_withdrawn", model="m1")
    world.withdraw("right")
    watcher(world, view).follow()
    assert (world.case.state, world.case.reopen_reason) == ("reopened", "no_roll_keeps")


def test_the_sweep_lets_the_clock_speak_once(view: CaseView) -> None:
    world = World()
    world.do(position("left"))
    world.pass_days(6)
    assert watcher(world, view).sweep() == 1
    assert watcher(world, view).sweep() == 0
    assert world.case.state == "overdue"


def test_after_the_polls_the_sweep_leaves_nothing_pending_and_removes_nobody(view: CaseView) -> None:
    world = World()
    world.polls_on("left", date(2026, 9, 20))
    world.polls_on("right", date(2026, 9, 25))
    world.now = at_noon_on(date(2026, 9, 26))
    assert watcher(world, view).sweep() == 2
    assert (world.case.state, world.stands("left"), world.stands("right")) == ("expired", True, True)


def test_two_watchers_at_once_say_it_once(view: CaseView) -> None:
    world = closed()
    world.withdraw("left")
    one, other = watcher(world, view), watcher(world, view)
    survey = world.desk.survey

    class Overtaken(Watcher):
        def _touched(self, page: Sequence[Recorded]) -> list[str]:
            other.follow()
            return super()._touched(page)

    assert survey(world.case).situation.stands("right") is False
    assert Overtaken(world.log, world.desk, view, explainer(world)).follow() == 0
    assert one.follow() == 0
    assert world.log_of_case().count("CaseReopened") == 1
