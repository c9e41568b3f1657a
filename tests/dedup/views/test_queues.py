from __future__ import annotations

from datetime import date, timedelta

import pytest

from dedup.cases.commands import LEASE_S, Assign, Claim, NoteBallot, TakePosition
from dedup.cases.desk import Desk
from dedup.cases.lifecycle import State
from dedup.cases.outcomes import Said
from dedup.committees import Committee
from dedup.views import queues
from dedup.views.cases import CaseView, open_case_view
from dedup.views.queues import Due, QueueQuery, Queues
from events.cases import case_id_of, case_stream_id
from events.log import EventLog, Write
from events.memory import open_memory_log
from events.registrations import RegistrationKey
from events.resolutions import HeldAtPoll
from tests.engines import Opening
from tests.examples import NOON, flagged, key, minutes_later, registered

HOME, HOST, FAR = Committee("county", "340123"), Committee("county", "310115"), Committee("county", "440106")


@pytest.fixture
def view(open_tables: Opening) -> CaseView:
    return open_case_view(open_tables("views"))


def flag(log: EventLog, left: RegistrationKey, right: RegistrationKey, probability: float) -> str:
    case_id = case_id_of(left, right)
    log.append([Write(k.stream_id, 0, (registered(),)) for k in (left, right)])
    log.append([Write(case_stream_id(case_id), 0, (flagged(left, right, probability=probability),))])
    return case_id


def three_cases() -> tuple[EventLog, list[str]]:
    log = open_memory_log()
    return log, [
        flag(log, key("1"), key("9", "310115"), 0.7),
        flag(log, key("2"), key("8", "310115"), 0.99),
        flag(log, key("3"), key("7", "440106"), 0.9),
    ]


def ids(view: CaseView, query: QueueQuery) -> list[str]:
    return [row.case_id for row in Queues(view.tables).page(query)]


def due_of(one: Committee, other: Committee) -> Due:
    if FAR in {one, other}:
        return Due(date(2026, 11, 1), 1)
    return Due(date(2026, 12, 1), 2)


def test_without_calendars_the_most_probable_comes_first(view: CaseView) -> None:
    log, (one, two, three) = three_cases()
    view.catch_up(log)
    assert ids(view, QueueQuery(HOME)) == [two, three, one]
    assert ids(view, QueueQuery(HOST)) == [two, one]
    assert ids(view, QueueQuery(Committee("township", "340123"))) == []


def test_the_legal_deadline_goes_before_the_probability(view: CaseView) -> None:
    log, (one, two, three) = three_cases()
    view.catch_up(log)
    queues = Queues(view.tables)
    assert queues.refresh_dues(due_of) == 4
    assert queues.refresh_dues(due_of) == 0
    rows = queues.page(QueueQuery(HOME))
    assert [(row.case_id, row.due_on, row.priority) for row in rows] == [
        (three, date(2026, 11, 1), 1),
        (two, date(2026, 12, 1), 2),
        (one, date(2026, 12, 1), 2),
    ]


def test_a_case_that_comes_later_has_its_pairs_deadline_at_once(view: CaseView) -> None:
    log, _ = three_cases()
    view.catch_up(log)
    Queues(view.tables).refresh_dues(due_of)
    new = flag(log, key("4"), key("6", "440106"), 0.5)
    view.catch_up(log)
    row = next(r for r in Queues(view.tables).page(QueueQuery(FAR)) if r.case_id == new)
    assert (row.due_on, row.priority) == (date(2026, 11, 1), 1)


def test_pages_follow_one_another_without_gap_or_repetition(view: CaseView) -> None:
    log, _ = three_cases()
    for number in range(20):
        flag(log, key(f"x{number}"), key(f"y{number}", "310115"), 0.5 + number % 4 / 10)
    view.catch_up(log)
    whole = ids(view, QueueQuery(HOME, limit=100))
    paged: list[str] = []
    cursor = None
    while page := Queues(view.tables).page(QueueQuery(HOME, after=cursor, limit=4)):
        paged += [row.case_id for row in page]
        cursor = page[-1].cursor
    assert paged == whole
    assert len(whole) == 23


def test_a_queue_is_narrowed_by_what_reviewers_ask_for(view: CaseView) -> None:
    log, (one, two, three) = three_cases()
    desk = Desk(log, lambda: minutes_later(1))
    desk.carry_out(two, Assign("head", "right", "zhao"))
    desk.carry_out(one, Claim("sun", "right"))
    desk.carry_out(three, TakePosition("zhao", "left", Said("not_same")))
    view.catch_up(log)
    Queues(view.tables).refresh_dues(due_of)
    later = minutes_later(1) + timedelta(seconds=LEASE_S)
    asked: list[tuple[tuple[str, ...], QueueQuery]] = [
        ((two,), QueueQuery(HOME, assigned="zhao")),
        ((one,), QueueQuery(HOME, claimed_by="sun")),
        ((three, two), QueueQuery(HOME, unclaimed_at=minutes_later(2))),
        ((three, two, one), QueueQuery(HOME, unclaimed_at=later)),
        ((three,), QueueQuery(HOME, states=(State.AWAITING_COUNTERPART,))),
        ((two, one), QueueQuery(HOME, waiting=True)),
        ((two,), QueueQuery(HOME, other=HOST, probability_min=0.9)),
        ((three,), QueueQuery(HOME, due_before=date(2026, 11, 2))),
        ((), QueueQuery(HOME, priority_max=0)),
    ]
    for expected, query in asked:
        assert ids(view, query) == list(expected)
        assert Queues(view.tables).count(query) == len(expected)


def test_a_ballot_given_makes_a_case_the_most_urgent(view: CaseView) -> None:
    log, (one, *_) = three_cases()
    desk = Desk(log, lambda: minutes_later(1))
    held = HeldAtPoll(actor="clock", happened_at=NOON, recorded_at=NOON, side="left")
    log.append([Write(case_stream_id(one), 1, (held,))])
    desk.carry_out(one, NoteBallot("li", "left"))
    view.catch_up(log)
    Queues(view.tables).refresh_dues(due_of)
    (row,) = [r for r in Queues(view.tables).page(QueueQuery(HOST)) if r.case_id == one]
    assert row.priority == 0


def test_what_nobody_has_to_act_on_leaves_the_queue(view: CaseView) -> None:
    log, (one, two, three) = three_cases()
    desk = Desk(log, lambda: minutes_later(1))
    for actor, side in (("li", "left"), ("zhao", "right")):
        desk.carry_out(two, TakePosition(actor, side, Said("not_same")))  # type: ignore[arg-type]
    view.catch_up(log)
    assert ids(view, QueueQuery(HOME)) == [three, one]
    assert ids(view, QueueQuery(HOME, pending=False)) == [two]


def test_pending_cases_are_counted_by_counterpart(view: CaseView) -> None:
    log, (one, *_) = three_cases()
    Desk(log, lambda: minutes_later(1)).carry_out(one, TakePosition("zhao", "right", Said("not_same")))
    view.catch_up(log)
    Queues(view.tables).refresh_dues(due_of)
    counts = Queues(view.tables).by_pair(HOME)
    assert [(c.other, c.pending, c.waiting, c.due_on) for c in counts] == [
        (FAR, 1, 1, date(2026, 11, 1)),
        (HOST, 2, 1, date(2026, 12, 1)),
    ]


def test_a_deadline_is_written_some_rows_at_a_time_into_all_of_them(
    view: CaseView, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queues, "ROWS_AT_A_TIME", 2)
    log, _ = three_cases()
    for number in range(5):
        flag(log, key(f"x{number}"), key(f"y{number}", "310115"), 0.9)
    view.catch_up(log)
    Queues(view.tables).refresh_dues(due_of)
    rows = Queues(view.tables).page(QueueQuery(HOME))
    assert [row.due_on for row in rows] == [date(2026, 11, 1)] + [date(2026, 12, 1)] * 7
    assert Queues(view.tables).refresh_dues(due_of) == 0
