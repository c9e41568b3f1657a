"""Cases as rows: every version of each, and both sides of the current one.

The versions show a list as it stood at any position; the sides make a committee's queue
(`dedup.views.queues`) one walk along an index.

A page of events and the position it ends at are one transaction, so the view never holds half a page and
never takes an event twice.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, cast

from pydantic import TypeAdapter

from dedup.cases.case import Case
from dedup.cases.evolving import evolve
from dedup.cases.lifecycle import STANDING_FLAG, State
from dedup.errors import Unavailable
from dedup.tables import Step, Tables
from dedup.views.flags import Flag, flag_in
from dedup.views.queue_rows import put_in_queues
from dedup.views.queue_tables import QUEUE_TABLES
from dedup.views.tallies import TALLY_TABLES, put_in_tallies
from events.cases import (
    STREAM_PREFIX,
    CaseEvent,
    case_id_from_stream,
)
from events.log import EventLog, Recorded

CONSUMER: Final = "view/cases"
LAYOUT: Final = 8
"""Of the tables; raise it with every change of theirs, and an older view is thrown away and built anew."""
_OLD: Final = (
    *("case_versions", "case_sides", "case_tallies", "pair_dues", "tracking"),
    *("view_positions", "view_layout"),
)
PAGE_SIZE: Final = 5_000

_CASE: Final = TypeAdapter(Case)
_TABLES: Final = (
    "CREATE TABLE IF NOT EXISTS case_versions ("
    "case_id TEXT NOT NULL, version INTEGER NOT NULL, "
    "from_position INTEGER NOT NULL, until_position INTEGER, "
    "state TEXT NOT NULL, flagged INTEGER NOT NULL, kind TEXT NOT NULL, probability REAL NOT NULL, "
    "left_stream TEXT NOT NULL, right_stream TEXT NOT NULL, "
    "left_committee TEXT NOT NULL, right_committee TEXT NOT NULL, "
    "document TEXT NOT NULL, PRIMARY KEY (case_id, version))",
    "CREATE INDEX IF NOT EXISTS cases_by_probability "
    "ON case_versions (probability DESC, case_id) WHERE until_position IS NULL",
    "CREATE INDEX IF NOT EXISTS cases_by_left ON case_versions (left_stream)",
    "CREATE INDEX IF NOT EXISTS cases_by_right ON case_versions (right_stream)",
    "CREATE TABLE IF NOT EXISTS view_positions (consumer TEXT PRIMARY KEY, position INTEGER NOT NULL)",
    "CREATE TABLE IF NOT EXISTS view_layout (number INTEGER NOT NULL)",
    *QUEUE_TABLES,
    *TALLY_TABLES,
)
_MOVE: Final = (
    "INSERT INTO view_positions AS known VALUES (?,?) ON CONFLICT (consumer) "
    "DO UPDATE SET position = excluded.position WHERE known.position = ? RETURNING position"
)
"""The position moves only from where this reader read, whoever else reads."""
_INSERT: Final = "INSERT INTO case_versions VALUES (?,?,?,NULL,?,?,?,?,?,?,?,?,?)"
_SUPERSEDE: Final = "UPDATE case_versions SET until_position=? WHERE case_id=? AND version=?"


@dataclass(frozen=True, slots=True)
class CaseQuery:
    """Which cases to list. Empty and None mean: any."""

    states: tuple[State, ...] = ()
    flagged: bool | None = None
    """Whether the matcher flags the pair."""
    kind: str = ""
    committee: str = ""
    probability_min: float = 0.0
    registration: str = ""
    """Stream id of a registration on either side."""
    limit: int | None = None
    as_of: int | None = None
    """Position in the log; the cases as they stood there."""


class CaseView:
    """The table of case versions, with the position it has come to."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self._looked = (-1, 0)
        """From which position on, and how far, the log held nothing of a case when it was last read."""

    def begin(self) -> None:
        """Make the tables; throw away those of an older layout, which the log can always rebuild.

        Raises Unavailable for a newer one: programs of both versions would take turns at throwing it away.
        """
        if self._layout() == LAYOUT:
            return
        with self.tables.writing() as step:
            found = _layout(step)
            if found > LAYOUT:
                raise Unavailable("view-newer", found=found, known=LAYOUT)
            if found == LAYOUT:  # Another process made them in the same moment.
                return
            for table in _OLD:
                step.do(f"DROP TABLE IF EXISTS {table}")
            for statement in _TABLES:
                step.do(statement)
            step.do("INSERT INTO view_layout VALUES (?)", (LAYOUT,))

    def _layout(self) -> int:
        with self.tables.reading() as step:
            return _layout(step)

    @property
    def position(self) -> int:
        """Return the position in the log that the view has come to."""
        found = self._rows("SELECT position FROM view_positions WHERE consumer=?", (CONSUMER,))
        return int(found[0][0]) if found else 0

    def catch_up(self, log: EventLog) -> int:
        """Take in what the log holds beyond the view's position; return the position reached."""
        position = self.position
        head, after = log.head(), self._nothing_until(position, log)
        while page := log.read_after(after, limit=PAGE_SIZE, of=(CaseEvent,)):
            taken = self._take(page, position)
            position = after = page[-1].position if taken else self.position
            head = log.head()
        self._looked = (position, head)
        return position

    def _nothing_until(self, position: int, log: EventLog) -> int:
        """Return up to where nothing of a case follows the view's position: it need not be read again."""
        looked_from, looked_until = self._looked
        if position == looked_from:
            return max(position, looked_until)
        return position or (log.first(STREAM_PREFIX) or 1) - 1

    def find(self, query: CaseQuery) -> list[Case]:
        """Return the cases that a query asks for, the most probable first."""
        return [_CASE.validate_json(document) for _, document in self._documents(query)]

    def flags(self, query: CaseQuery) -> Iterator[Flag]:
        """Yield what `find` returns, as far as a list of very many shows it."""
        for case_id, document in self._documents(query):
            yield flag_in(case_id, document)

    def _documents(self, query: CaseQuery) -> list[tuple[str, str]]:
        where, parameters = _where(query)
        statement = (
            f"SELECT case_id, document FROM case_versions WHERE {where} ORDER BY probability DESC, case_id"
        )
        if query.limit is not None:
            statement += " LIMIT ?"
            parameters.append(query.limit)
        return [(case_id, document) for case_id, document in self._rows(statement, parameters)]

    def count(self, query: CaseQuery) -> int:
        """Return how many cases a query asks for, whatever its limit."""
        where, parameters = _where(query)
        ((count,),) = self._rows(f"SELECT COUNT(*) FROM case_versions WHERE {where}", parameters)
        return int(count)

    def ids_beginning_with(self, prefix: str, limit: int) -> list[str]:
        """Return ids of cases that begin with a prefix."""
        beyond = prefix[:-1] + chr(ord(prefix[-1]) + 1)
        rows = self._rows(
            "SELECT DISTINCT case_id FROM case_versions WHERE case_id >= ? AND case_id < ? LIMIT ?",
            (prefix, beyond, limit),
        )
        return [str(case_id) for (case_id,) in rows]

    def close(self) -> None:
        """Close the tables."""
        self.tables.close()

    def _take(self, page: Sequence[Recorded], expected: int) -> bool:
        """Take a page in; return False, and do nothing, when another reader has moved the position."""
        with self.tables.writing() as step:
            if not step.rows(_MOVE, (CONSUMER, page[-1].position, expected)):
                return False
            ids = [case_id_from_stream(recorded.stream_id) for recorded in page]
            cases = _current(step, sorted(set(ids)))
            before, versions = dict(cases), []
            for case_id, recorded in zip(ids, page, strict=True):
                case = cases[case_id] = evolve(cases.get(case_id), cast("CaseEvent", recorded.event))
                versions.append(_row(case_id, case, recorded.position))
            step.do_each(_INSERT, versions)
            step.do_each(_SUPERSEDE, [(row[2], row[0], row[1] - 1) for row in versions if row[1] > 1])
            put_in_queues(step, cases)
            put_in_tallies(step, before, cases)
        return True

    def _rows(self, statement: str, parameters: Sequence[object]) -> list[tuple[Any, ...]]:
        with self.tables.reading() as step:
            return step.rows(statement, parameters)


def open_case_view(tables: Tables) -> CaseView:
    """Open the view in some tables, making them when they are not there. Raises Unavailable."""
    view = CaseView(tables)
    view.begin()
    return view


def _layout(step: Step) -> int:
    """Return the layout of the tables that are there; 0 when there are none."""
    found = step.rows("SELECT number FROM view_layout") if step.has("view_layout") else []
    return int(found[0][0]) if found else 0


def current_statement(count: int) -> str:
    """Return what finds so many cases by their ids, as they stand now.

    The plus keeps the planner from the index of all current cases: it would walk it whole for a single one.
    """
    marks = ",".join("?" * count)
    return (
        f"SELECT case_id, document FROM case_versions WHERE case_id IN ({marks}) AND +until_position IS NULL"
    )


def _current(step: Step, case_ids: Sequence[str]) -> dict[str, Case]:
    found = step.rows(current_statement(len(case_ids)), case_ids)
    return {case_id: _CASE.validate_json(document) for case_id, document in found}


def _row(case_id: str, case: Case, position: int) -> tuple[Any, ...]:
    return (
        case_id,
        case.version,
        position,
        case.state.value,
        int(case.is_flagged),
        case.kind,
        case.assessment.probability,
        case.left.stream_id,
        case.right.stream_id,
        case.left.committee,
        case.right.committee,
        _CASE.dump_json(case, exclude_defaults=True).decode(),
    )


def _where(query: CaseQuery) -> tuple[str, list[object]]:
    clauses: list[str] = ["probability >= ?"]
    parameters: list[object] = [query.probability_min]
    if query.as_of is None:
        clauses.append("until_position IS NULL")
    else:
        clauses.append("from_position <= ? AND (until_position IS NULL OR until_position > ?)")
        parameters += [query.as_of, query.as_of]
    if query.states:
        clauses.append(f"state IN ({','.join('?' * len(query.states))})")
        parameters += [state.value for state in query.states]
    if query.flagged is not None:
        clauses.append("flagged = ?")
        parameters.append(int(query.flagged))
    if query.kind:
        clauses.append("kind = ?")
        parameters.append(query.kind)
    if query.committee:
        clauses.append("? IN (left_committee, right_committee)")
        parameters.append(query.committee)
    if query.registration:
        clauses.append("(left_stream = ? OR right_stream = ?)")
        parameters += [query.registration, query.registration]
        # A registration has few cases: its own indexes are to be walked, not that of all by probability.
        clauses[0] = "+probability >= ?"
        clauses = [clause.replace("until_position", "+until_position") for clause in clauses]
    return " AND ".join(clauses), parameters


def flagged_states() -> tuple[State, ...]:
    """Return the states of pairs that are cases."""
    return tuple(state for state in State if state in STANDING_FLAG)
