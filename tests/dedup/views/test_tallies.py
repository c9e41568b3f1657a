"""What is counted as cases change is what counting the cases would give."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.cases.case import Case
from dedup.cases.commands import Accept, Command, Escalate, Keep, Propose, TakePosition, WithdrawPosition
from dedup.cases.desk import Desk
from dedup.cases.lifecycle import PENDING, UNRESOLVED
from dedup.cases.outcomes import Said
from dedup.cases.turns import waiting_for
from dedup.committees import Committee
from dedup.errors import DedupError
from dedup.tables.sqlite import file_tables
from dedup.views.cases import CaseQuery, CaseView, open_case_view
from dedup.views.queues import Due, Queues
from dedup.views.tallies import LIKELY, Tallies, keys_of
from events.cases import FlagLapsed, case_id_of, case_stream_id
from events.log import EventLog, Write
from events.memory import open_memory_log
from tests.engines import Opening
from tests.examples import NOON, flagged, key, minutes_later, registered

HOME, HOST, FAR = Committee("county", "340123"), Committee("county", "310115"), Committee("county", "440106")
PAIRS = (
    (key("1"), key("9", HOST.code), 0.97),
    (key("2"), key("8", HOST.code), 0.55),
    (key("3"), key("7", FAR.code), 0.92),
    (key("4"), key("6", FAR.code), 0.2),
    (key("5"), key("55"), 0.8),
)
COMMANDS: tuple[Callable[[str], Command], ...] = (
    lambda side: TakePosition(side, side, Said("host_keeps")),  # type: ignore[arg-type]
    lambda side: TakePosition(side, side, Said("not_same")),  # type: ignore[arg-type]
    lambda side: WithdrawPosition(side, side),  # type: ignore[arg-type]
    lambda side: Propose(side, side, Said("not_same"), "很像"),  # type: ignore[arg-type]
    lambda side: Accept(side, side),  # type: ignore[arg-type]
    lambda side: Escalate(side, side, "难办"),  # type: ignore[arg-type]
    lambda side: Keep(side, side),  # type: ignore[arg-type]
)
STEPS = st.lists(
    st.tuples(
        st.integers(0, len(PAIRS) - 1),
        st.sampled_from(COMMANDS),
        st.sampled_from(["left", "right"]),
        st.booleans(),
    ),
    max_size=25,
)


def log_of_pairs() -> tuple[EventLog, list[str]]:
    log, ids = open_memory_log(), []
    for left, right, probability in PAIRS:
        within = left.committee == right.committee
        event = flagged(
            left,
            right,
            "within_committee" if within else "cross_committee",
            "" if within else "left",
            probability,
        )
        case_id = case_id_of(left, right)
        ids.append(case_id)
        log.append(
            [
                *(Write(k.stream_id, 0, (registered(),)) for k in (left, right)),
                Write(case_stream_id(case_id), 0, (event,)),
            ]
        )
    return log, ids


def mine(case: Case, committee: Committee) -> bool:
    return committee in {(k.level, k.committee) for k in (case.left, case.right)}


@pytest.fixture
def view(open_tables: Opening) -> CaseView:
    return open_case_view(open_tables("views"))


@given(STEPS)
def test_whatever_happens_the_tallies_are_what_counting_gives(
    steps: list[tuple[int, Callable[[str], Command], str, bool]],
) -> None:
    # given cases of three committees, and people who do what they may in any order
    log, ids = log_of_pairs()
    desk, view = Desk(log, lambda: minutes_later(1)), open_case_view(file_tables(":memory:"))
    for number, make, side, look in steps:
        try:
            desk.carry_out(ids[number], make(side))
        except DedupError:
            continue
        if look:
            view.catch_up(log)
    # when the view has caught up, in one page or in many
    view.catch_up(log)
    # then there is a row for exactly what there is, with its count
    cases = view.find(CaseQuery())
    with view.tables.reading() as step:
        rows = step.rows("SELECT * FROM case_tallies")
    assert {row[:-2]: row[-2] for row in rows} == Counter(tuple(k) for case in cases for k in keys_of(case))
    for committee in (HOME, HOST, FAR):
        of_mine = [c for c in cases if mine(c, committee)]
        likely = [c for c in of_mine if c.assessment.probability >= LIKELY]
        tallies = Tallies(view.tables)
        assert tallies.pending(committee) == sum(c.state in PENDING for c in likely)
        assert tallies.pending(committee, waiting=True) == sum(
            any((c.key_of(s).level, c.key_of(s).committee) == committee for s in waiting_for(c))
            for c in likely
            if c.state in PENDING
        )
        assert tallies.by_state(committee) == Counter(c.state for c in of_mine)
        assert sum(tallies.by_day(committee).values()) == sum(c.state in UNRESOLVED for c in likely)
        agreed = [
            c for c in of_mine if c.agreement and c.agreement.settlement.outcome in {"host_keeps", "not_same"}
        ]
        assert sum(f.count for f in tallies.found(committee)) == len(agreed)
        assert sum(f.said * f.count for f in tallies.found(committee)) == pytest.approx(
            sum(c.assessment.probability for c in agreed)
        )
    view.close()


def due_of(one: Committee, other: Committee) -> Due:
    return Due(date(2026, 11, 1), 1) if FAR in {one, other} else Due(None, 3)


def test_deadlines_are_those_of_the_pair(view: CaseView) -> None:
    log, _ = log_of_pairs()
    view.catch_up(log)
    Queues(view.tables).refresh_dues(due_of)
    tallies = Tallies(view.tables)
    assert tallies.by_due(HOME) == {date(2026, 11, 1): 1, None: 3}
    assert [(p.other, p.pending, p.waiting, p.due_on) for p in tallies.by_pair(HOME)] == [
        (FAR, 1, 1, date(2026, 11, 1)),
        (HOST, 2, 2, None),
        (HOME, 1, 1, None),
    ]


def test_flows_go_from_home_to_host_and_leave_out_what_lapsed(view: CaseView) -> None:
    log, ids = log_of_pairs()
    lapsed = FlagLapsed(
        actor="projector", happened_at=NOON, recorded_at=NOON, reason="below_threshold", model="m1"
    )
    log.append([Write(case_stream_id(ids[1]), 1, (lapsed,))])
    view.catch_up(log)
    # the pair's first registration, by its key, is the home roll
    flow = (HOST.code, HOME.code)
    assert Tallies(view.tables).flows(HOST) == Counter({flow: 1})


def test_cases_are_counted_by_the_day_in_china(view: CaseView) -> None:
    log, _ = log_of_pairs()
    view.catch_up(log)
    assert Tallies(view.tables).by_day(FAR) == {(NOON + timedelta(hours=8)).date(): 1}
