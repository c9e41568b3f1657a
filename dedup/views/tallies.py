"""How many cases there are, by what leaders and filters count them by: kept as cases change, never counted.

A row for each combination that occurs, for each committee of a case. It changes in the transaction in which
the case does, so a page with a hundred thousand cases adds some hundred rows up and is exact.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any, Final, NamedTuple

from dedup.cases.case import Case
from dedup.cases.lifecycle import PENDING, UNRESOLVED, State
from dedup.cases.outcomes import SIDES
from dedup.cases.turns import waiting_for
from dedup.clock import CHINA_TIME
from dedup.committees import Committee
from dedup.tables import Step, Tables
from dedup.views.queue_tables import NO_DUE
from dedup.views.queues import PairCount
from events.cases import HomeSide, Side
from events.resolutions import ONE_PERSON, TWO_PEOPLE

LIKELY: Final = 0.5
"""What is rather not one person is kept to watch, not queued."""
_BINS: Final = 10
_MICRO: Final = 1_000_000
"""Probabilities are added up as whole millionths, so that what was added is taken away exactly."""
_KEY: Final = (
    "committee, level, other_committee, other_level, state, pending, waiting, likely, role, "
    "flagged_on, agreed, found, bin"
)
TALLY_TABLES: Final = (
    "CREATE TABLE IF NOT EXISTS case_tallies ("
    "committee TEXT NOT NULL, level TEXT NOT NULL, other_committee TEXT NOT NULL, other_level TEXT NOT NULL, "
    "state TEXT NOT NULL, pending INTEGER NOT NULL, waiting INTEGER NOT NULL, likely INTEGER NOT NULL, "
    "role TEXT NOT NULL, flagged_on TEXT NOT NULL, agreed INTEGER NOT NULL, found TEXT NOT NULL, "
    "bin INTEGER NOT NULL, cases INTEGER NOT NULL, micro INTEGER NOT NULL, "
    f"PRIMARY KEY ({_KEY})) WITHOUT ROWID",
)
_ADD: Final = (
    f"INSERT INTO case_tallies AS known VALUES ({','.join('?' * 15)}) ON CONFLICT ({_KEY}) DO UPDATE "
    "SET cases=known.cases+excluded.cases, micro=known.micro+excluded.micro"
)
_DROP: Final = f"DELETE FROM case_tallies WHERE cases=0 AND ({_KEY})=({','.join('?' * len(_KEY.split(',')))})"


class Key(NamedTuple):
    """What a case is counted under at one of its committees."""

    committee: str
    level: str
    other_committee: str
    other_level: str
    state: str
    pending: int
    """1 or 0, as the other yes or no: only whole numbers are the same on every engine."""
    waiting: int
    """Whether it waits for this committee."""
    likely: int
    role: str
    """Whether this committee is the home or the host; empty when that is unknown, or it is both."""
    flagged_on: str
    """Day of an unresolved case, in China: only those have an age that anybody asks for."""
    agreed: int
    found: str
    """What people found: same, different, or nothing yet."""
    bin: int
    """Tenth of the probability, of cases in which something was found."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How it goes between a committee and another one."""

    other: Committee
    pending: int
    waiting: int
    agreed: int
    disputed: int
    overdue: int


@dataclass(frozen=True, slots=True)
class Found:
    """Decided cases of about one probability: its mean, and how many were found to be one person."""

    said: float
    same: int
    count: int

    @property
    def share(self) -> float:
        """Return the share that was found to be one person."""
        return self.same / self.count


def put_in_tallies(step: Step, before: Mapping[str, Case], after: Mapping[str, Case]) -> None:
    """Count cases as they now stand, and no longer as they stood."""
    alike, likeness = Counter[_Traits](), Counter[_Traits]()
    for some, sign in ((before, -1), (after, 1)):
        for case in some.values():
            traits = _traits(case)
            alike[traits] += sign
            if traits.found:
                likeness[traits] += sign * round(case.assessment.probability * _MICRO)
    cases, micro = Counter[Key](), Counter[Key]()
    for traits, count in alike.items():
        for key in _keys(traits):
            cases[key] += count
            micro[key] += likeness[traits]
    changed = [key for key in cases if cases[key] or micro[key]]
    step.do_each(_ADD, [(*key, cases[key], micro[key]) for key in changed])
    step.do_each(_DROP, [key for key in changed if cases[key] < 0])


def keys_of(case: Case) -> Iterator[Key]:
    """Yield what a case is counted under: once at each committee, once for a pair within one."""
    return _keys(_traits(case))


class _Traits(NamedTuple):
    """What a case's keys follow from. Very many cases have the same, and are first counted by it."""

    left: tuple[str, str]
    """Committee and level."""
    right: tuple[str, str]
    home: HomeSide
    state: State
    waiting: tuple[Side, ...]
    likely: bool
    flagged_on: str
    agreed: bool
    found: str
    bin: int


def _traits(case: Case) -> _Traits:
    outcome = case.agreement.settlement.outcome if case.agreement else None
    found = "same" if outcome in ONE_PERSON else "different" if outcome in TWO_PEOPLE else ""
    probability = case.assessment.probability
    return _Traits(
        left=(case.left.committee, case.left.level),
        right=(case.right.committee, case.right.level),
        home=case.home,
        state=case.state,
        waiting=waiting_for(case),
        likely=probability >= LIKELY,
        flagged_on=_day_in_china(case.flagged_at) if case.state in UNRESOLVED else "",
        agreed=case.agreement is not None,
        found=found,
        bin=min(int(probability * _BINS), _BINS - 1) if found else 0,
    )


def _keys(traits: _Traits) -> Iterator[Key]:
    within = traits.left == traits.right
    for side in SIDES[:1] if within else SIDES:
        mine, theirs = (traits.left, traits.right) if side == "left" else (traits.right, traits.left)
        yield Key(
            *mine,
            *theirs,
            state=traits.state.value,
            pending=int(traits.state in PENDING),
            waiting=int(bool(traits.waiting) if within else side in traits.waiting),
            likely=int(traits.likely),
            role="" if within or not traits.home else "home" if traits.home == side else "host",
            flagged_on=traits.flagged_on,
            agreed=int(traits.agreed),
            found=traits.found,
            bin=traits.bin,
        )


@lru_cache(maxsize=1_024)
def _day_in_china(moment: datetime) -> str:
    """Return the day of a moment; a page of flags is of one or two moments."""
    return moment.astimezone(CHINA_TIME).date().isoformat()


class Tallies:
    """Reads the counts of one committee's likely cases."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    def pending(
        self, committee: Committee, states: Sequence[State] = (), *, waiting: bool | None = None
    ) -> int:
        """Return how many cases are pending, in some states, waiting for the committee or not."""
        where = "pending=1"
        if states:
            where += f" AND state IN ({','.join('?' * len(states))})"
        if waiting is not None:
            where += f" AND waiting={int(waiting)}"
        return self._count(committee, where, [state.value for state in states])

    def by_state(self, committee: Committee) -> dict[State, int]:
        """Return how many cases stand in each state, the unlikely among them."""
        rows = self._sum("state", committee, "1=1")
        return {State(state): count for state, count in rows}

    def by_day(self, committee: Committee) -> dict[date, int]:
        """Return how many unresolved cases were flagged on each day."""
        return {
            date.fromisoformat(day): n
            for day, n in self._sum("flagged_on", committee, "flagged_on<>'' AND likely=1")
        }

    def by_due(self, committee: Committee) -> dict[date | None, int]:
        """Return how many pending cases there are until each legal deadline."""
        rows = self._rows(
            f"SELECT COALESCE(p.due_on, '{NO_DUE}'), SUM(t.cases) FROM case_tallies t "
            "LEFT JOIN pair_dues p USING (level, committee, other_level, other_committee) "
            "WHERE committee=? AND level=? AND pending=1 AND likely=1 GROUP BY 1",
            (committee.code, committee.level),
        )
        return {None if day == NO_DUE else date.fromisoformat(day): int(count) for day, count in rows}

    def by_pair(self, committee: Committee) -> list[PairCount]:
        """Return pending cases by counterpart, the most urgent first."""
        rows = self._rows(
            "SELECT other_level, other_committee, SUM(t.cases) AS pending, SUM(t.cases * t.waiting), "
            f"COALESCE(p.due_on, '{NO_DUE}') AS due_on, COALESCE(p.priority, 3) AS priority "
            "FROM case_tallies t "
            "LEFT JOIN pair_dues p USING (level, committee, other_level, other_committee) "
            "WHERE committee=? AND level=? AND pending=1 AND likely=1 "
            "GROUP BY other_committee, other_level, p.due_on, p.priority "
            "ORDER BY due_on, priority, pending DESC, other_committee",
            (committee.code, committee.level),
        )
        return [
            PairCount(
                Committee(level, code),
                int(pending),
                int(waiting),
                None if day == NO_DUE else date.fromisoformat(day),
                priority,
            )
            for level, code, pending, waiting, day, priority in rows
        ]

    def standings(self, committee: Committee) -> list[Standing]:
        """Return how it goes with each counterpart, the one with most pending cases first."""
        rows = self._rows(
            "SELECT other_level, other_committee, SUM(cases * pending), SUM(cases * pending * waiting), "
            "SUM(cases * agreed), SUM(CASE state WHEN 'disputed' THEN cases ELSE 0 END), "
            "SUM(CASE WHEN state IN ('overdue', 'escalated') THEN cases ELSE 0 END) "
            "FROM case_tallies WHERE committee=? AND level=? AND likely=1 "
            "GROUP BY other_committee, other_level ORDER BY 3 DESC, 5 DESC, 2",
            (committee.code, committee.level),
        )
        return [Standing(Committee(level, code), *map(int, counts)) for level, code, *counts in rows]

    def flows(self, committee: Committee) -> Counter[tuple[str, str]]:
        """Return how many suspected doubles there are from home to host committees."""
        rows = self._rows(
            "SELECT role, other_committee, SUM(cases) FROM case_tallies "
            "WHERE committee=? AND level=? AND likely=1 AND role<>'' AND state<>? GROUP BY 1, 2",
            (committee.code, committee.level, State.LAPSED.value),
        )
        counts: Counter[tuple[str, str]] = Counter()
        for role, other, count in rows:
            counts[(committee.code, other) if role == "home" else (other, committee.code)] += int(count)
        return counts

    def found(self, committee: Committee) -> list[Found]:
        """Return what people found, by tenths of what the matcher said."""
        rows = self._rows(
            "SELECT SUM(micro), SUM(CASE found WHEN 'same' THEN cases ELSE 0 END), SUM(cases) "
            "FROM case_tallies WHERE committee=? AND level=? AND found<>'' GROUP BY bin ORDER BY bin",
            (committee.code, committee.level),
        )
        return [Found(int(micro) / _MICRO / int(count), int(same), int(count)) for micro, same, count in rows]

    def _count(self, committee: Committee, where: str, more: Sequence[object] = ()) -> int:
        ((count,),) = self._rows(
            "SELECT COALESCE(SUM(cases), 0) FROM case_tallies "
            f"WHERE committee=? AND level=? AND likely=1 AND {where}",
            (committee.code, committee.level, *more),
        )
        return int(count)

    def _sum(self, column: str, committee: Committee, where: str) -> list[tuple[Any, int]]:
        return [
            (value, int(count))
            for value, count in self._rows(
                f"SELECT {column}, SUM(cases) FROM case_tallies WHERE committee=? AND level=? AND {where} "
                f"GROUP BY {column} ORDER BY {column}",
                (committee.code, committee.level),
            )
        ]

    def _rows(self, statement: str, parameters: Sequence[object]) -> list[tuple[Any, ...]]:
        with self._tables.reading() as step:
            return step.rows(statement, parameters)
