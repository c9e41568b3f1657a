"""Laws of due days: whatever two calendars say, and whatever day it is."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import assume, given
from hypothesis import strategies as st

from dedup.calendars.calendar import Calendar
from dedup.calendars.due import Due, due, priority
from dedup.calendars.gates import GateName, gates, has_polled, is_frozen, last_removal, next_gate, reply_by
from dedup.calendars.holidays import days_off
from dedup.calendars.lawful import faults
from tests.examples import calendar

FIRST = date(2025, 6, 1)
LAST = date(2027, 6, 1)
MIRRORED = {"left": "right", "right": "left"}


@st.composite
def lawful_calendars(draw: st.DrawFn) -> Calendar:
    elected = draw(st.dates(date(2026, 1, 25), date(2026, 12, 31)))
    roll_days = draw(st.integers(20, 40))
    correction = draw(st.integers(1, 10))
    published = elected - timedelta(days=roll_days + draw(st.integers(0, 60)))
    known = days_off([2026])
    made = Calendar(
        cycle="2026",
        level="county",
        committee="340123",
        election_day=elected,
        publication_day=draw(st.sampled_from([None, published])),
        registration_closes=draw(st.sampled_from([None, published - timedelta(days=3)])),
        rules=calendar(
            roll_days_before=roll_days,
            correction_cutoff_days=correction,
            freeze_days=draw(st.integers(correction - 1, 30)),
            late_add_cutoff_days=draw(st.none() | st.integers(correction, 20)),
            reply_days=draw(st.integers(1, 30)),
            rollover=draw(st.sampled_from(["none", "next_working_day"])),
            appeal_day_zero_counts=draw(st.booleans()),
        ).rules,
        holidays=(*known.holidays, date(2025, 10, 1)),
        working_weekends=known.working_weekends,
    )
    assert list(faults(made)) == []
    return made


calendars_or_none = st.none() | lawful_calendars()
days = st.dates(FIRST, LAST)


@given(lawful_calendars())
def test_every_gate_stands_once_in_order_and_election_day_is_the_last(made: Calendar) -> None:
    found = gates(made)
    assert [g.order for g in found] == sorted(g.order for g in found)
    assert len({g.name for g in found}) == len(found)
    assert found[-1].name is GateName.ELECTION_DAY
    assert found[-1].day == made.election_day


@given(lawful_calendars())
def test_an_appeal_can_be_filed_before_it_must_be_decided_and_decided_before_a_suit(made: Calendar) -> None:
    day = {gate.name: gate.day for gate in gates(made)}
    assert day[GateName.PUBLICATION] < day[GateName.APPEAL_FILED] <= day[GateName.APPEAL_DECIDED]
    assert day[GateName.APPEAL_DECIDED] <= day[GateName.SUIT_FILED] < day[GateName.SUIT_JUDGED]


@given(calendars_or_none, calendars_or_none, days)
def test_what_is_due_is_never_past_and_is_there_while_a_side_has_an_election_ahead(
    left: Calendar | None, right: Calendar | None, today: date
) -> None:
    found = due(left, right, today)
    ahead = [c for c in (left, right) if c is not None and not has_polled(c, today)]
    assert (found is not None) == bool(ahead)
    if found:
        assert found.day >= today
        assert found.day <= min(c.election_day for c in ahead)


@given(calendars_or_none, calendars_or_none, days)
def test_sides_may_be_swapped(left: Calendar | None, right: Calendar | None, today: date) -> None:
    one, other = due(left, right, today), due(right, left, today)
    assert priority(left, right, today) == priority(right, left, today)
    assert (one is None) == (other is None)
    if one and other:
        assert (one.gate, one.forced) == (other.gate, other.forced)
        assert sorted(MIRRORED[side] for side in one.sides) == sorted(other.sides)


@given(calendars_or_none, calendars_or_none, days, st.integers(0, 400))
def test_what_is_due_only_moves_on_as_days_pass(
    left: Calendar | None, right: Calendar | None, today: date, later: int
) -> None:
    now, then = due(left, right, today), due(left, right, today + timedelta(days=later))
    if now is None:
        assert then is None
    elif then is not None:
        assert now.gate.order <= then.gate.order
        assert then.forced or not now.forced


@given(lawful_calendars(), lawful_calendars(), days)
def test_what_is_due_is_the_earlier_of_both_sides_next_gates(
    left: Calendar, right: Calendar, today: date
) -> None:
    expected = [gate for c in (left, right) if (gate := next_gate(c, today))]
    found = due(left, right, today)
    assert (found and found.gate) == min(expected, key=lambda gate: gate.order, default=None)


@given(lawful_calendars(), lawful_calendars(), days)
def test_a_side_is_forced_exactly_when_the_other_has_polled(
    left: Calendar, right: Calendar, today: date
) -> None:
    found = due(left, right, today)
    assume(found is not None)
    assert isinstance(found, Due)
    assert found.forced == (has_polled(left, today) or has_polled(right, today))
    if found.forced:
        assert len(found.sides) == 1


@given(lawful_calendars(), days)
def test_nobody_is_removed_after_the_last_removal_until_the_election_is_over(
    made: Calendar, today: date
) -> None:
    assert is_frozen(made, today) == (not has_polled(made, today) and today > last_removal(made))


@given(calendars_or_none, calendars_or_none, days)
def test_a_reply_is_due_neither_in_the_past_nor_when_nothing_could_be_done_with_it(
    asked: Calendar | None, asker: Calendar | None, today: date
) -> None:
    answer = reply_by(today, asked, asker)
    assert answer >= today
    for side in (asked, asker):
        if side is not None and today <= last_removal(side):
            assert answer <= last_removal(side)


@given(calendars_or_none, calendars_or_none, days, st.booleans(), st.booleans())
def test_a_proxy_makes_a_case_more_urgent_never_less(
    left: Calendar | None, right: Calendar | None, today: date, on_left: bool, on_right: bool
) -> None:
    with_proxy = priority(left, right, today, proxy_left=on_left, proxy_right=on_right)
    assert with_proxy <= priority(left, right, today)
