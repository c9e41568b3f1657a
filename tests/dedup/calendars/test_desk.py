from __future__ import annotations

import pytest

from dedup.calendars.desk import CalendarDesk
from dedup.committees import Committee
from dedup.errors import BadRequest, Conflict
from events.calendars import CalendarSet
from events.log import EventLog, Write
from events.memory import open_memory_log
from tests.examples import NOON, calendar

HOME = Committee("county", "340123")


@pytest.fixture
def log() -> EventLog:
    return open_memory_log()


@pytest.fixture
def desk(log: EventLog) -> CalendarDesk:
    return CalendarDesk(log, lambda: NOON)


def test_a_calendar_that_was_set_is_found_as_it_was_set(desk: CalendarDesk) -> None:
    assert desk.set(calendar(), "li")
    assert desk.find("2026", HOME) == calendar()


def test_the_latest_calendar_holds_and_the_earlier_one_can_still_be_asked_for(
    desk: CalendarDesk, log: EventLog
) -> None:
    desk.set(calendar(), "li")
    before = log.head()
    desk.set(calendar("2026-12-20"), "li")
    assert desk.find("2026", HOME) == calendar("2026-12-20")
    assert desk.find("2026", HOME, until=before) == calendar()
    assert list(desk.every("2026", until=before)) == [calendar()]


def test_an_identical_calendar_changes_nothing(desk: CalendarDesk, log: EventLog) -> None:
    desk.set(calendar(), "li")
    assert not desk.set(calendar(), "zhao")
    assert log.count([CalendarSet]) == 1


def test_a_calendar_that_breaks_the_law_is_not_kept(desk: CalendarDesk, log: EventLog) -> None:
    with pytest.raises(BadRequest):
        desk.set(calendar(publication_day="2026-12-01"), "li")
    assert log.head() == 0


def test_who_has_seen_an_older_calendar_is_told(desk: CalendarDesk) -> None:
    desk.set(calendar(), "li", expected_version=0)
    with pytest.raises(Conflict):
        desk.set(calendar("2026-12-20"), "zhao", expected_version=0)
    assert desk.set(calendar("2026-12-20"), "zhao", expected_version=1)


def test_of_two_who_set_it_at_once_one_wins(log: EventLog) -> None:
    def clock_of_a_slow_hand() -> object:
        log.append([Write(calendar().stream_id, 0, (calendar("2026-12-20").as_event("zhao", NOON),))])
        return NOON

    with pytest.raises(Conflict):
        CalendarDesk(log, clock_of_a_slow_hand).set(calendar(), "li")  # type: ignore[arg-type]


def test_calendars_of_some_or_all_committees_are_found_together(desk: CalendarDesk) -> None:
    town = calendar(committee="340123100", level="township")
    for made in (town, calendar(committee="310115"), calendar()):
        desk.set(made, "li")
    assert list(desk.every("2026")) == [calendar(committee="310115"), calendar(), town]
    assert list(desk.every("2021")) == []
    wanted = [HOME, Committee("township", "340123100"), Committee("county", "999999")]
    assert desk.find_all("2026", wanted) == {HOME: calendar(), wanted[1]: town}
