"""A committee's queue: its side of every current case, in the order in which the law wants it done.

One row for each side of a case. The legal deadline and the priority are the same for all the cases of a pair
of committees, and change with the day and with calendars: they are kept by pair, and written into the rows
when they change, so that a page of a queue is one walk along an index.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final, NamedTuple

from dedup.cases.lifecycle import State
from dedup.committees import Committee
from dedup.tables import Tables
from dedup.views.queue_tables import NO_DUE, PAIR, PLACE, PRIORITY_MAX
from events.cases import Side

_UNDER: Final = "(other_committee >= ? AND other_committee < ? AND other_committee<>?)"
_BEYOND: Final = chr(0x10FFFF)
"""After every character that a code may hold."""


ROWS_AT_A_TIME: Final = 2_000
"""Rows whose deadline is written in one transaction: some tenths of a second, which a decision may wait."""
_OF_PAIR: Final = (
    "committee=:committee AND level=:level AND other_committee=:other_committee AND other_level=:other_level"
)
_LEAST: Final = "(CASE WHEN urgency < :priority THEN urgency ELSE :priority END)"
_MOVE_DUE: Final = (
    f"UPDATE case_sides SET due_on=:due_on, priority={_LEAST} WHERE (case_id, side) IN ("
    f"SELECT case_id, side FROM case_sides WHERE {_OF_PAIR} AND pending=1 "
    f"AND (due_on<>:due_on OR priority<>{_LEAST}) LIMIT :rows)"
)


class Due(NamedTuple):
    """The next legal gate of either committee of a pair, and how urgent its cases are."""

    on: date | None
    priority: int


DueOf = Callable[[Committee, Committee], Due]


class Cursor(NamedTuple):
    """Where a page of a queue ended."""

    due_on: str
    priority: int
    unlikely: float
    case_id: str


@dataclass(frozen=True, slots=True)
class QueueQuery:
    """Which of a committee's cases to list. Empty and None mean: any."""

    committee: Committee
    other: Committee | None = None
    under: tuple[tuple[str, str], ...] | None = None
    """Only cases whose other committee has a code that begins so, and is not the one named beside it."""
    pending: bool | None = True
    states: tuple[State, ...] = ()
    waiting: bool | None = None
    """Whether the case waits for this committee."""
    assigned: str | None = None
    claimed_by: str | None = None
    unclaimed_at: datetime | None = None
    """Only cases that nobody of this committee holds at that moment."""
    kind: str = ""
    priority_max: int = PRIORITY_MAX
    due_before: date | None = None
    probability_min: float = 0.0
    after: Cursor | None = None
    limit: int = 50


@dataclass(frozen=True, slots=True)
class QueueRow:
    """A committee's side of a case, as a list shows it."""

    case_id: str
    side: Side
    other: Committee
    state: State
    waiting: bool
    spoken: bool
    kind: str
    probability: float
    claimed_by: str
    claimed_until: datetime | None
    assigned: str
    due_on: date | None
    priority: int
    cursor: Cursor


@dataclass(frozen=True, slots=True)
class PairCount:
    """The pending cases that a committee has with another one."""

    other: Committee
    pending: int
    waiting: int
    due_on: date | None
    priority: int


class Queues:
    """Reads queues, and keeps their deadlines, in the database of the case view."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    def page(self, query: QueueQuery) -> list[QueueRow]:
        """Return a page of a committee's queue, the most urgent first."""
        where, parameters = _where(query)
        if query.after is not None:
            where += f" AND ({PLACE}) > (?,?,?,?)"
            parameters += query.after
        columns = (
            "case_id, side, other_level, other_committee, state, waiting, spoken, kind, probability, "
            "claim_actor, claim_until, assigned, due_on, priority, unlikely"
        )
        found = f"SELECT case_id, side FROM case_sides WHERE {where} ORDER BY {PLACE} LIMIT ?"
        whole = f"({found}) AS found JOIN case_sides USING (case_id, side)"
        statement = f"SELECT {columns} FROM {whole} ORDER BY {PLACE}, side"
        return [_queue_row(row) for row in self._rows(statement, (*parameters, query.limit))]

    def count(self, query: QueueQuery, at_most: int | None = None) -> int:
        """Return how many cases a query asks for, whatever its page; counting may end at a number."""
        where, parameters = _where(query)
        found = f"SELECT 1 FROM case_sides WHERE {where}"
        if at_most is not None:
            found += " LIMIT ?"
            parameters.append(at_most)
        ((count,),) = self._rows(f"SELECT COUNT(*) FROM ({found}) AS found", parameters)
        return int(count)

    def by_pair(self, committee: Committee) -> list[PairCount]:
        """Return a committee's pending cases by counterpart, the most urgent first."""
        statement = (
            "SELECT other_level, other_committee, COUNT(*), SUM(waiting), MIN(due_on), MIN(priority) "
            "FROM case_sides INDEXED BY sides_by_pair WHERE committee=? AND level=? AND pending=1 "
            "GROUP BY other_committee, other_level ORDER BY 5, 6, 3 DESC, 2"
        )
        return [
            PairCount(Committee(level, code), pending, int(waiting), _day(due_on), priority)
            for level, code, pending, waiting, due_on, priority in self._rows(
                statement, (committee.code, committee.level)
            )
        ]

    def by_priority(self) -> dict[int, int]:
        """Return how many sides of pending cases there are of each priority."""
        rows = self._rows("SELECT priority, COUNT(*) FROM case_sides WHERE pending=1 GROUP BY priority", ())
        return {int(priority): int(count) for priority, count in rows}

    def refresh_dues(self, due_of: DueOf) -> int:
        """Write the deadlines of all pairs as they are now; return how many changed."""
        changed = 0
        for *pair, due_on, priority in self._rows(f"SELECT {PAIR}, due_on, priority FROM pair_dues", ()):
            due = due_of(Committee(pair[0], pair[1]), Committee(pair[2], pair[3]))
            written = (due.on.isoformat() if due.on else NO_DUE, due.priority)
            if (due_on, priority) != written:
                self._write_due(*written, pair)
                changed += 1
        return changed

    def _write_due(self, due_on: str, priority: int, pair: Sequence[str]) -> None:
        """Write a pair's deadline, some rows at a time: who decides a case meanwhile waits for those only.

        The pair's own row comes with the last of them, so that what is cut short is begun again.
        """
        values = {"due_on": due_on, "priority": priority, "rows": ROWS_AT_A_TIME}
        values |= dict(zip(("level", "committee", "other_level", "other_committee"), pair, strict=True))
        moved = ROWS_AT_A_TIME
        while moved == ROWS_AT_A_TIME:
            with self._tables.writing() as step:
                moved = step.do(_MOVE_DUE, values)
                if moved < ROWS_AT_A_TIME:
                    step.do(
                        f"UPDATE pair_dues SET due_on=:due_on, priority=:priority WHERE {_OF_PAIR}", values
                    )

    def _rows(self, statement: str, parameters: Sequence[object]) -> list[tuple[Any, ...]]:
        with self._tables.reading() as step:
            return step.rows(statement, parameters)


def _where(query: QueueQuery) -> tuple[str, list[object]]:
    unclaimed = query.unclaimed_at.astimezone(UTC).isoformat() if query.unclaimed_at else None
    narrowing: tuple[tuple[str, object], ...] = (
        ("committee=?", query.committee.code),
        ("level=?", query.committee.level),
        ("other_committee=?", query.other.code if query.other else None),
        ("other_level=?", query.other.level if query.other else None),
        ("pending=?", _number(query.pending)),
        ("waiting=?", _number(query.waiting)),
        ("assigned=?", query.assigned),
        ("claim_actor=?", query.claimed_by),
        ("claim_until<=?", unclaimed),
        ("kind=?", query.kind or None),
        ("priority<=?", query.priority_max if query.priority_max < PRIORITY_MAX else None),
        ("due_on<?", query.due_before.isoformat() if query.due_before else None),
        ("unlikely<=?", 1.0 - query.probability_min if query.probability_min else None),
    )
    asked = dict(pair for pair in narrowing if pair[1] is not None)
    clauses = list(asked)
    if query.states:
        clauses.append(f"state IN ({','.join('?' * len(query.states))})")
    parameters = [*asked.values(), *(state.value for state in query.states)]
    if query.claimed_by:
        clauses.append("claim_actor<>''")  # what the index of claims is made for
    if query.under is not None:
        clauses.append(f"({' OR '.join([_UNDER] * len(query.under)) or '0=1'})")
        parameters += [part for prefix, body in query.under for part in (prefix, prefix + _BEYOND, body)]
    return " AND ".join(clauses), parameters


def _queue_row(row: tuple[Any, ...]) -> QueueRow:
    case_id, side, level, code, state, waiting, spoken, kind, probability, *rest = row
    claimed_by, claimed_until, assigned, due_on, priority, unlikely = rest
    return QueueRow(
        case_id=case_id,
        side=side,
        other=Committee(level, code),
        state=State(state),
        waiting=bool(waiting),
        spoken=bool(spoken),
        kind=kind,
        probability=probability,
        claimed_by=claimed_by,
        claimed_until=datetime.fromisoformat(claimed_until) if claimed_until else None,
        assigned=assigned,
        due_on=_day(due_on),
        priority=priority,
        cursor=Cursor(due_on, priority, unlikely, case_id),
    )


def _number(flag: bool | None) -> int | None:
    return None if flag is None else int(flag)


def _day(text: str) -> date | None:
    return None if text == NO_DUE else date.fromisoformat(text)
