"""What the code computes, held against dated cases that were worked out by hand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from dedup.calendars.calendar import Calendar
from dedup.calendars.due import due, priority
from dedup.calendars.gates import (
    GateName,
    appeal_decided_by,
    gates,
    has_polled,
    is_frozen,
    next_gate,
    reply_by,
)
from dedup.calendars.lawful import faults
from tests.dedup.calendars.oracle import calendar_of, calendars, day_of, rows

GATES = rows("gates.csv")
DAYS = rows("days.csv")


def due_words(left: Calendar | None, right: Calendar | None, today: date) -> str:
    found = due(left, right, today)
    if found is None:
        return "-"
    side = "both" if len(found.sides) == 2 else found.sides[0]
    return f"{side} {found.gate.name} {found.day}{' forced' if found.forced else ''}"


def next_words(calendar: Calendar, today: date) -> str:
    gate = next_gate(calendar, today)
    return f"{gate.name} {gate.day}" if gate else "-"


def priority_words(left: Calendar | None, right: Calendar | None, today: date, facts: str) -> str:
    return priority(
        left,
        right,
        today,
        proxy_left="proxy_left" in facts,
        proxy_right="proxy_right" in facts,
        live_left="gone_left" not in facts,
        live_right="gone_right" not in facts,
    )


def yes_or_no(tell: Callable[[Calendar, date], bool], calendar: Calendar, today: date) -> str:
    return "yes" if tell(calendar, today) else "no"


def answer(row: dict[str, str]) -> str:
    left, right = (calendars()[row[side]] if row[side] else None for side in ("left", "right"))
    today, question = day_of(row["at"]), row["question"]
    if question == "due":
        return due_words(left, right, today)
    if question == "priority":
        return priority_words(left, right, today, row["facts"])
    if question == "reply":
        return str(reply_by(today, left, right))
    assert left is not None
    match question:
        case "next":
            return next_words(left, today)
        case "frozen":
            return yes_or_no(is_frozen, left, today)
        case "polled":
            return yes_or_no(has_polled, left, today)
        case "decided":
            return str(appeal_decided_by(today, left))
        case _:
            raise AssertionError(question)


def dated_gates() -> list[tuple[str, GateName, str]]:
    return [(row["calendar"], name, row[name]) for row in GATES for name in GateName]


def test_there_are_at_least_two_hundred_dated_cases_and_the_four_calendars_of_2021() -> None:
    assert sum(bool(text) for *_, text in dated_gates()) + len(DAYS) >= 200
    assert {"双牌", "钟祥", "启东", "宿城"} <= set(calendars())


@pytest.mark.parametrize(("name", "gate", "expected"), dated_gates())
def test_a_gate_closes_on_the_day_that_was_worked_out_by_hand(
    name: str, gate: GateName, expected: str
) -> None:
    found = {g.name: str(g.day) for g in gates(calendars()[name])}
    assert found.get(gate, "") == expected


@pytest.mark.parametrize(
    "row", DAYS, ids=lambda row: f"{row['question']}-{row['left']}-{row['right']}-{row['at']}-{row['facts']}"
)
def test_a_question_about_a_day_has_the_answer_that_was_worked_out_by_hand(row: dict[str, str]) -> None:
    assert answer(row) == row["answer"]


@pytest.mark.parametrize("row", GATES, ids=lambda row: row["calendar"])
def test_the_calendars_of_the_table_are_lawful(row: dict[str, str]) -> None:
    assert list(faults(calendar_of(row))) == []
