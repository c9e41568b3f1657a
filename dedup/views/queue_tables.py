"""The tables of the queues: a row for each side of every case, and the deadlines of pairs of committees."""

from __future__ import annotations

from typing import Final

NO_DUE: Final = "9999-12-31"
PRIORITY_MAX: Final = 3
"""The least urgent priority; P0 is the most urgent."""
PLACE: Final = "due_on, priority, unlikely, case_id"
PAIR: Final = "level, committee, other_level, other_committee"
"""What a pair of committees is known by, from the one's side."""
_ASKED_FOR: Final = "waiting, state, kind, claim_actor, claim_until, assigned"
"""What a queue may be narrowed by stands in its indexes too: counting very many cases reads nothing else."""
QUEUE_TABLES: Final = (
    "CREATE TABLE IF NOT EXISTS case_sides ("
    "case_id TEXT NOT NULL, side TEXT NOT NULL, "
    "level TEXT NOT NULL, committee TEXT NOT NULL, other_level TEXT NOT NULL, other_committee TEXT NOT NULL, "
    "state TEXT NOT NULL, pending INTEGER NOT NULL, waiting INTEGER NOT NULL, spoken INTEGER NOT NULL, "
    "kind TEXT NOT NULL, probability REAL NOT NULL, "
    "claim_actor TEXT NOT NULL, claim_until TEXT NOT NULL, assigned TEXT NOT NULL, "
    "due_on TEXT NOT NULL, priority INTEGER NOT NULL, unlikely REAL NOT NULL, "
    "urgency INTEGER NOT NULL, PRIMARY KEY (case_id, side)) WITHOUT ROWID",
    "CREATE INDEX IF NOT EXISTS sides_by_due ON case_sides "
    f"(committee, level, pending, {PLACE}, {_ASKED_FOR})",
    "CREATE INDEX IF NOT EXISTS sides_by_pair ON case_sides "
    f"(committee, level, other_committee, other_level, pending, {PLACE}, {_ASKED_FOR})",
    "CREATE INDEX IF NOT EXISTS sides_by_turn ON case_sides "
    f"(committee, level, pending, waiting, {PLACE}, state, kind, claim_actor, claim_until, assigned)",
    "CREATE INDEX IF NOT EXISTS sides_by_claim ON case_sides "
    f"(committee, level, claim_actor, pending, {PLACE}) WHERE claim_actor<>''",
    "CREATE TABLE IF NOT EXISTS pair_dues ("
    "level TEXT NOT NULL, committee TEXT NOT NULL, other_level TEXT NOT NULL, other_committee TEXT NOT NULL, "
    "due_on TEXT NOT NULL, priority INTEGER NOT NULL, "
    "PRIMARY KEY (level, committee, other_level, other_committee)) WITHOUT ROWID",
)
