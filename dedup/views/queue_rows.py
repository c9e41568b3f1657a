"""Writing both sides of cases into the queues, with the deadlines of their pairs of committees."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC
from typing import Any, Final

from dedup.cases.case import Case
from dedup.cases.lifecycle import PENDING
from dedup.cases.outcomes import SIDES
from dedup.cases.turns import waiting_for
from dedup.tables import Step
from dedup.views.queue_tables import NO_DUE, PAIR, PRIORITY_MAX

_COLUMNS: Final = (
    *("case_id", "side", "level", "committee", "other_level", "other_committee"),
    *("state", "pending", "waiting", "spoken", "kind", "probability"),
    *("claim_actor", "claim_until", "assigned", "unlikely", "urgency", "due_on", "priority"),
)
_PAIR: Final = slice(2, 6)
"""What names the pair of committees."""
_PUT: Final = (
    f"INSERT INTO case_sides ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' * len(_COLUMNS))}) "
    f"ON CONFLICT (case_id, side) DO UPDATE SET {', '.join(f'{c}=excluded.{c}' for c in _COLUMNS[2:])}"
)
_KNOW: Final = f"INSERT INTO pair_dues VALUES (?,?,?,?,'{NO_DUE}',{PRIORITY_MAX}) ON CONFLICT DO NOTHING"
Row = tuple[Any, ...]
Pair = tuple[Any, ...]


def put_in_queues(step: Step, cases: Mapping[str, Case]) -> None:
    """Write both sides of cases as they now stand, and make their pairs of committees known.

    In the order of their key: very many rows then fill the table leaf by leaf.
    """
    rows = [row for case_id in sorted(cases) for row in _side_rows(case_id, cases[case_id])]
    pairs = sorted({row[_PAIR] for row in rows})
    step.do_each(_KNOW, pairs)
    dues = _dues_of(step, pairs)
    step.do_each(_PUT, [_with_due(row, *dues[row[_PAIR]]) for row in rows])


def _with_due(row: Row, due_on: str, priority: int) -> Row:
    """Return a row with its deadline and its priority: its pair's, or its own if that is more urgent."""
    urgency = row[-1]
    return (*row, due_on, min(priority, urgency))


def _dues_of(step: Step, pairs: Sequence[Pair]) -> dict[Pair, tuple[str, int]]:
    """Return the deadline and the priority of pairs of committees."""
    marks = ",".join(["(?,?,?,?)"] * len(pairs))
    found = step.rows(
        f"SELECT {PAIR}, due_on, priority FROM pair_dues WHERE ({PAIR}) IN (VALUES {marks})",
        [part for pair in pairs for part in pair],
    )
    return {(a, b, c, d): (due_on, priority) for a, b, c, d, due_on, priority in found}


def _side_rows(case_id: str, case: Case) -> Iterator[Row]:
    """Yield the left and the right side of a case, without their deadlines."""
    state, pending, waiting = case.state.value, int(case.state in PENDING), waiting_for(case)
    probability = case.assessment.probability
    urgency = 0 if case.ballot or case.proxies else PRIORITY_MAX
    for side in SIDES:
        mine, theirs = (case.left, case.right) if side == "left" else (case.right, case.left)
        claim = case.claims.get(side)
        yield (
            *(case_id, side, mine.level, mine.committee, theirs.level, theirs.committee),
            *(state, pending, int(side in waiting), int(side in case.positions), case.kind, probability),
            claim.actor if claim else "",
            claim.until.astimezone(UTC).isoformat() if claim else "",
            case.assigned.get(side, ""),
            1.0 - probability,
            urgency,
        )
