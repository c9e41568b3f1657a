"""Cases as rows: every version of each, and both sides of the current one.

The versions show a list as it stood at any position; the sides make a committee's queue
(`dedup.views.queues`) one walk along an index.

A page of events and the position it ends at are one transaction, so the view never holds half a page and
never takes an event twice.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final, cast

from eventsourcing.persistence import IntegrityError, PersistenceError
from eventsourcing.sqlite import (
    SQLiteConnection,
    SQLiteCursor,
    SQLiteDatastore,
    SQLiteTrackingRecorder,
)
from pydantic import TypeAdapter

from dedup.cases.case import Case
from dedup.cases.evolving import evolve
from dedup.cases.lifecycle import STANDING_FLAG, State
from dedup.errors import Unavailable
from dedup.views.queue_tables import QUEUE_TABLES
from dedup.views.queues import put_in_queues
from dedup.views.tallies import TALLY_TABLES, put_in_tallies
from events.cases import (
    CaseEvent,
    case_id_from_stream,
)
from events.log import EventLog, Recorded
from events.sqlite_pool import LOCK_TIMEOUT_S, TurnTakingPool

CONSUMER: Final = "view/cases"
LAYOUT: Final = 6
"""Of the tables; raise it with every change of theirs, and an older view is thrown away and built anew."""
_OLD: Final = ("case_versions", "case_sides", "case_tallies", "pair_dues", "tracking")
PAGE_SIZE: Final = 2_000
_CACHE_KIB: Final = 64 * 1024
"""Cases' ids are hashes, so a page of them touches the whole index: it should lie in memory."""
_CHECKPOINT_PAGES: Final = 8_000
"""Pages in the write-ahead log, 32 MB of them, after which they are moved into the file."""

_CASE: Final = TypeAdapter(Case)
_TABLES: Final = (
    "CREATE TABLE IF NOT EXISTS case_versions ("
    "case_id TEXT NOT NULL, version INTEGER NOT NULL, "
    "from_position INTEGER NOT NULL, until_position INTEGER, "
    "state TEXT NOT NULL, flagged INTEGER NOT NULL, kind TEXT NOT NULL, probability REAL NOT NULL, "
    "left_stream TEXT NOT NULL, right_stream TEXT NOT NULL, "
    "left_committee TEXT NOT NULL, right_committee TEXT NOT NULL, "
    "document TEXT NOT NULL, PRIMARY KEY (case_id, version)) WITHOUT ROWID",
    "CREATE INDEX IF NOT EXISTS cases_by_probability "
    "ON case_versions (until_position, probability DESC, case_id)",
    "CREATE INDEX IF NOT EXISTS cases_by_left ON case_versions (left_stream)",
    "CREATE INDEX IF NOT EXISTS cases_by_right ON case_versions (right_stream)",
)
_MOVE: Final = (
    "INSERT INTO tracking VALUES (:name, :position) ON CONFLICT (application_name) "
    "DO UPDATE SET notification_id = :position WHERE tracking.notification_id = :expected "
    "RETURNING notification_id"
)
"""Stricter than the library's own: the position moves only from where this reader read."""
CURRENT: Final = (
    "SELECT case_id, document FROM case_versions "
    "WHERE case_id IN (SELECT value FROM json_each(?)) AND +until_position IS NULL"
)
"""The plus keeps the planner from the index of all current cases: it would walk it whole for a single one."""
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


class ViewConnectionPool(TurnTakingPool):
    """Connections that do not wait for the disk: what a power cut takes from the view, the log gives back."""

    def _create_connection(self) -> SQLiteConnection:
        connection = super()._create_connection()
        cursor = connection.cursor()
        for pragma in (
            "PRAGMA synchronous=NORMAL",
            f"PRAGMA wal_autocheckpoint={_CHECKPOINT_PAGES}",
            f"PRAGMA cache_size={-_CACHE_KIB}",
            "PRAGMA temp_store=MEMORY",
        ):
            cursor.execute(pragma)
        return connection


class ViewDatastore(SQLiteDatastore):
    """The library's datastore over such connections, with text stream ids."""

    def __init__(self, path: str) -> None:
        super().__init__(path, lock_timeout=LOCK_TIMEOUT_S, originator_id_type="text")
        self.pool.close()
        self.pool = ViewConnectionPool(path)


class CaseView(SQLiteTrackingRecorder):
    """The table of case versions, with the position it has come to."""

    def construct_create_table_statements(self) -> list[str]:
        """Declare the library's tracking table and ours."""
        return [*super().construct_create_table_statements(), *_TABLES, *QUEUE_TABLES, *TALLY_TABLES]

    def begin(self) -> None:
        """Make the tables; throw away those of another layout, which the log can always rebuild."""
        try:
            self._make_tables()
        except IntegrityError:  # Another process made them in the same moment.
            self._make_tables()

    def _make_tables(self) -> None:
        with self.datastore.transaction(commit=True) as cursor:
            cursor.execute("PRAGMA user_version")
            if cursor.fetchone()[0] != LAYOUT:
                for table in _OLD:
                    cursor.execute(f"DROP TABLE IF EXISTS {table}")
                cursor.execute(f"PRAGMA user_version={LAYOUT}")
        self.create_table()

    def catch_up(self, log: EventLog) -> int:
        """Take in what the log holds beyond the view's position; return the position reached."""
        position = self.max_tracking_id(CONSUMER) or 0
        while page := log.read_after(position, limit=PAGE_SIZE, of=(CaseEvent,)):
            taken = self._take(page, position)
            position = page[-1].position if taken else self.max_tracking_id(CONSUMER) or 0
        return position

    def find(self, query: CaseQuery) -> list[Case]:
        """Return the cases that a query asks for, the most probable first."""
        where, parameters = _where(query)
        statement = (
            f"SELECT document FROM case_versions WHERE {where} ORDER BY probability DESC, case_id LIMIT ?"
        )
        rows = self._rows(statement, (*parameters, -1 if query.limit is None else query.limit))
        return [_CASE.validate_json(str(document)) for (document,) in rows]

    def count(self, query: CaseQuery) -> int:
        """Return how many cases a query asks for, whatever its limit."""
        where, parameters = _where(query)
        ((count,),) = self._rows(f"SELECT COUNT(*) FROM case_versions WHERE {where}", parameters)
        return int(cast("int", count))

    def ids_beginning_with(self, prefix: str, limit: int) -> list[str]:
        """Return ids of cases that begin with a prefix."""
        beyond = prefix[:-1] + chr(ord(prefix[-1]) + 1)
        rows = self._rows(
            "SELECT DISTINCT case_id FROM case_versions WHERE case_id >= ? AND case_id < ? LIMIT ?",
            (prefix, beyond, limit),
        )
        return [str(case_id) for (case_id,) in rows]

    def close(self) -> None:
        """Close the connections."""
        self.datastore.close()

    def _take(self, page: Sequence[Recorded], expected: int) -> bool:
        """Take a page in; return False, and do nothing, when another reader has moved the position."""
        with self.datastore.transaction(commit=True) as cursor:
            cursor.execute(_MOVE, {"name": CONSUMER, "position": page[-1].position, "expected": expected})
            if cursor.fetchone() is None:
                return False
            cases = self._current(cursor, {case_id_from_stream(r.stream_id) for r in page})
            before, versions = dict(cases), []
            for recorded in page:
                case_id = case_id_from_stream(recorded.stream_id)
                case = cases[case_id] = evolve(cases.get(case_id), cast("CaseEvent", recorded.event))
                versions.append(_row(case_id, case, recorded.position))
            cursor.executemany(_INSERT, versions)
            cursor.executemany(_SUPERSEDE, [(row[2], row[0], row[1] - 1) for row in versions if row[1] > 1])
            put_in_queues(cursor, cases)
            put_in_tallies(cursor, before, cases)
        return True

    def _current(self, cursor: SQLiteCursor, case_ids: Iterable[str]) -> dict[str, Case]:
        cursor.execute(CURRENT, (json.dumps(sorted(case_ids)),))
        return {row["case_id"]: _CASE.validate_json(row["document"]) for row in cursor.fetchall()}

    def _rows(self, statement: str, parameters: Sequence[object]) -> list[tuple[object, ...]]:
        with self.datastore.transaction(commit=False) as cursor:
            cursor.execute(statement, tuple(parameters))
            return [tuple(row) for row in cursor.fetchall()]


def open_case_view(path: str) -> CaseView:
    """Open the view in an SQLite file, or in memory for `:memory:`. Raises Unavailable."""
    try:
        view = CaseView(ViewDatastore(path))
        view.begin()
    except (PersistenceError, sqlite3.Error) as error:
        raise Unavailable("store-unavailable", detail=f"{path}: {error}") from None
    return view


def _row(case_id: str, case: Case, position: int) -> tuple[Any, ...]:
    return (
        case_id,
        case.version,
        position,
        case.state.value,
        case.is_flagged,
        case.kind,
        case.assessment.probability,
        case.left.stream_id,
        case.right.stream_id,
        case.left.committee,
        case.right.committee,
        _CASE.dump_json(case).decode(),
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
        parameters.append(query.flagged)
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
