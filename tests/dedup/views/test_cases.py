from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

import pytest

from dedup.cases.commands import Claim, TakePosition
from dedup.cases.desk import Desk
from dedup.cases.outcomes import Said
from dedup.errors import Unavailable
from dedup.tables.sqlite import file_tables
from dedup.views.cases import CaseQuery, CaseView, current_statement, open_case_view
from events.cases import (
    FlagLapsed,
    case_id_of,
    case_stream_id,
)
from events.event import Event
from events.log import EventLog, Recorded, Write
from events.memory import open_memory_log
from events.registrations import RegistrationKey
from tests.engines import Opening
from tests.examples import NOON, flagged, key, minutes_later, registered


@pytest.fixture
def view(open_tables: Opening) -> CaseView:
    return open_case_view(open_tables("views"))


def flag(log: EventLog, left: RegistrationKey, right: RegistrationKey, probability: float) -> str:
    case_id = case_id_of(left, right)
    within = left.committee == right.committee
    event = flagged(left, right, "within_committee" if within else "cross_committee", "", probability)
    log.append([Write(case_stream_id(case_id), 0, (event,))])
    return case_id


def log_with_three_cases() -> tuple[EventLog, list[str]]:
    log = open_memory_log()
    ids = [
        flag(log, key("1"), key("9", "310115"), 0.7),
        flag(log, key("2"), key("8", "310115"), 0.99),
        flag(log, key("3"), key("4"), 0.2),
    ]
    return log, ids


def test_cases_are_listed_the_most_probable_first(view: CaseView) -> None:
    log, ids = log_with_three_cases()
    view.catch_up(log)
    assert [c.case_id for c in view.find(CaseQuery())] == [ids[1], ids[0], ids[2]]


def test_a_query_narrows_by_kind_committee_probability_and_registration(view: CaseView) -> None:
    log, ids = log_with_three_cases()
    view.catch_up(log)

    def found(query: CaseQuery) -> list[str]:
        return [case.case_id for case in view.find(query)]

    assert found(CaseQuery(kind="within_committee")) == [ids[2]]
    assert found(CaseQuery(committee="310115")) == [ids[1], ids[0]]
    assert found(CaseQuery(probability_min=0.5)) == [ids[1], ids[0]]
    assert found(CaseQuery(registration=key("4").stream_id)) == [ids[2]]
    assert found(CaseQuery(limit=1)) == [ids[1]]
    assert view.count(CaseQuery(probability_min=0.5, limit=1)) == 2


def test_a_list_is_shown_as_it_stood_at_any_position(view: CaseView) -> None:
    log, ids = log_with_three_cases()
    desk = Desk(log, lambda: minutes_later(1))
    desk.carry_out(ids[0], Claim("li", "left"))
    desk.carry_out(ids[0], TakePosition("li", "left", Said("not_same")))
    view.catch_up(log)

    def states(as_of: int | None) -> list[str]:
        return [c.state.value for c in view.find(CaseQuery(committee="310115", as_of=as_of))]

    assert states(1) == ["flagged"]
    assert states(4) == ["flagged", "claimed"]
    assert states(5) == states(None) == ["flagged", "awaiting_counterpart"]


def test_catching_up_in_steps_gives_what_catching_up_at_once_gives(view: CaseView) -> None:
    log, ids = log_with_three_cases()
    view.catch_up(log)
    Desk(log, lambda: minutes_later(1)).carry_out(ids[1], Claim("li", "left"))
    view.catch_up(log)
    view.catch_up(log)
    fresh = open_case_view(file_tables(":memory:"))
    fresh.catch_up(log)
    assert view.find(CaseQuery()) == fresh.find(CaseQuery())
    assert view.find(CaseQuery(as_of=2)) == fresh.find(CaseQuery(as_of=2))
    fresh.close()


def test_a_case_read_back_is_the_case_that_its_events_make(view: CaseView) -> None:
    log, ids = log_with_three_cases()
    desk = Desk(log, lambda: minutes_later(1))
    desk.carry_out(ids[0], Claim("li", "left"))
    desk.carry_out(ids[0], TakePosition("li", "left", Said("cannot_tell"), "两边资料不全"))
    desk.carry_out(ids[0], TakePosition("zhao", "right", Said("not_same")))
    view.catch_up(log)
    by_id = {case.case_id: case for case in view.find(CaseQuery())}
    assert by_id == {case_id: desk.load(case_id) for case_id in ids}


class Overtaken(EventLog):
    """A log whose reader is overtaken by another one between reading a page and taking it."""

    overtake: Callable[[], object] | None = None

    def read_after(
        self, position: int, *, limit: int, until: int | None = None, of: Sequence[type[Event]] = ()
    ) -> list[Recorded]:
        page = super().read_after(position, limit=limit, until=until, of=of)
        overtake, self.overtake = self.overtake, None
        if overtake:
            overtake()
        return page


class AsOfTwo(EventLog):
    def read_after(
        self, position: int, *, limit: int, until: int | None = None, of: Sequence[type[Event]] = ()
    ) -> list[Recorded]:
        return super().read_after(position, limit=limit, until=min(until or 2, 2), of=of)

    def head(self) -> int:
        return 2


def test_two_readers_at_once_take_every_event_once(view: CaseView) -> None:
    log, ids = log_with_three_cases()
    overtaken = Overtaken(log._recorder)
    overtaken.overtake = lambda: view.catch_up(AsOfTwo(log._recorder))
    assert view.catch_up(overtaken) == 3
    assert sorted(case.case_id for case in view.find(CaseQuery())) == sorted(ids)


def test_what_follows_a_stretch_without_cases_is_taken_in_too(view: CaseView) -> None:
    log, ids = log_with_three_cases()
    view.catch_up(log)
    for number in range(2):
        log.append([Write(key(f"R{number}").stream_id, 0, (registered(),))])
        assert view.catch_up(log) == view.position < log.head()
        ids.append(flag(log, key(f"R{number}"), key("9", "310115"), 0.6))
        log.append([Write(key(f"S{number}").stream_id, 0, (registered(),))])
        view.catch_up(log)
        assert sorted(case.case_id for case in view.find(CaseQuery())) == sorted(ids)


def test_a_lapsed_case_keeps_its_place_in_the_past(view: CaseView) -> None:
    log, ids = log_with_three_cases()
    lapsed = FlagLapsed(
        actor="projector", happened_at=NOON, recorded_at=NOON, reason="below_threshold", model="m1"
    )
    log.append([Write(case_stream_id(ids[1]), 1, (lapsed,))])
    view.catch_up(log)
    assert next(c for c in view.find(CaseQuery()) if c.case_id == ids[1]).state == "lapsed"
    assert next(c for c in view.find(CaseQuery(as_of=3)) if c.case_id == ids[1]).state == "flagged"


def test_cases_are_found_by_the_beginning_of_their_id(view: CaseView) -> None:
    log, ids = log_with_three_cases()
    view.catch_up(log)
    assert view.ids_beginning_with(ids[0][:8], 5) == [ids[0]]
    assert view.ids_beginning_with("!!", 5) == []


def test_a_view_that_a_newer_program_made_is_left_alone(open_tables: Opening) -> None:
    tables = open_tables("views")
    open_case_view(tables)
    with tables.writing() as step:
        step.do("UPDATE view_layout SET number=number+1")
    with pytest.raises(Unavailable, match="newer program"):
        open_case_view(tables)


def test_a_view_of_another_layout_is_thrown_away_and_built_anew(tmp_path: Path) -> None:
    log, ids = log_with_three_cases()
    path = tmp_path / "views.sqlite"
    with closing(sqlite3.connect(path)) as old:
        old.execute("CREATE TABLE case_versions (case_id TEXT)")
        old.execute("CREATE TABLE tracking (application_name TEXT PRIMARY KEY, notification_id INTEGER)")
        old.execute("INSERT INTO tracking VALUES ('view/cases', 99)")
        old.commit()
    view = open_case_view(file_tables(path))
    assert view.catch_up(log) == 3
    assert sorted(case.case_id for case in view.find(CaseQuery())) == sorted(ids)
    view.close()
    again = open_case_view(file_tables(path))
    assert again.catch_up(log) == 3
    assert again.count(CaseQuery()) == 3
    again.close()


def test_taking_a_case_in_looks_that_case_up_and_does_not_walk_all() -> None:
    view = open_case_view(file_tables(":memory:"))
    with view.tables.reading() as step:
        plan = " ".join(map(str, step.rows(f"EXPLAIN QUERY PLAN {current_statement(1)}", ("A",))))
    view.close()
    assert "(case_id=?)" in plan
    assert "cases_by_probability" not in plan
