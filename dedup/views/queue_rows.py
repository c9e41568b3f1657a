"""Writing both sides of cases into the queues, with the deadlines of their pairs of committees."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC
from typing import Any, Final

from dedup.cases.case import Case
from dedup.cases.lifecycle import PENDING
from dedup.cases.outcomes import SIDES, other_side
from dedup.cases.turns import waiting_for
from dedup.tables import Step
from dedup.views.queue_tables import NO_DUE, PAIR, PRIORITY_MAX
from events.cases import Side

_COLUMNS: Final = (
    *("case_id", "side", "level", "committee", "other_level", "other_committee"),
    *("state", "pending", "waiting", "spoken", "kind", "probability"),
    *("claim_actor", "claim_until", "assigned", "due_on", "priority", "unlikely", "urgency"),
)
_PUT: Final = (
    f"INSERT INTO case_sides ({', '.join(_COLUMNS)}) VALUES ({', '.join(f':{c}' for c in _COLUMNS)}) "
    f"ON CONFLICT (case_id, side) DO UPDATE SET {', '.join(f'{c}=excluded.{c}' for c in _COLUMNS[2:])}"
)
_KNOW: Final = f"INSERT INTO pair_dues VALUES (?,?,?,?,'{NO_DUE}',{PRIORITY_MAX}) ON CONFLICT DO NOTHING"
Pair = tuple[str, str, str, str]


def put_in_queues(step: Step, cases: Mapping[str, Case]) -> None:
    """Write both sides of cases as they now stand, and make their pairs of committees known."""
    rows = [_side_row(case_id, case, side) for case_id, case in cases.items() for side in SIDES]
    pairs = sorted({_pair_of(row) for row in rows})
    step.do_each(_KNOW, pairs)
    dues = _dues_of(step, pairs)
    for row in rows:
        row["due_on"], priority = dues[_pair_of(row)]
        row["priority"] = min(row["urgency"], priority)
    step.do_each(_PUT, rows)


def _pair_of(row: Mapping[str, Any]) -> Pair:
    return row["level"], row["committee"], row["other_level"], row["other_committee"]


def _dues_of(step: Step, pairs: Sequence[Pair]) -> dict[Pair, tuple[str, int]]:
    """Return the deadline and the priority of pairs of committees."""
    marks = ",".join(["(?,?,?,?)"] * len(pairs))
    found = step.rows(
        f"SELECT {PAIR}, due_on, priority FROM pair_dues WHERE ({PAIR}) IN (VALUES {marks})",
        [part for pair in pairs for part in pair],
    )
    return {(a, b, c, d): (due_on, priority) for a, b, c, d, due_on, priority in found}


def _side_row(case_id: str, case: Case, side: Side) -> dict[str, Any]:
    mine, theirs = case.key_of(side), case.key_of(other_side(side))
    claim = case.claims.get(side)
    return {
        "case_id": case_id,
        "side": side,
        "level": mine.level,
        "committee": mine.committee,
        "other_level": theirs.level,
        "other_committee": theirs.committee,
        "state": case.state.value,
        "pending": int(case.state in PENDING),
        "waiting": int(side in waiting_for(case)),
        "spoken": int(side in case.positions),
        "kind": case.kind,
        "probability": case.assessment.probability,
        "claim_actor": claim.actor if claim else "",
        "claim_until": claim.until.astimezone(UTC).isoformat() if claim else "",
        "assigned": case.assigned.get(side, ""),
        "urgency": 0 if case.ballot or case.proxies else PRIORITY_MAX,
        "unlikely": 1.0 - case.assessment.probability,
    }
