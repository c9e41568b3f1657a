"""Which case comes next: in the legal order of the queue, one that waits for the visitor's committee."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Final

from dedup.access.policy import Action
from dedup.api.caller import parties_of, party_of
from dedup.bootstrap import Service
from dedup.cases.case import Case
from dedup.cases.lifecycle import State
from dedup.cases.turns import waiting_for
from dedup.committees import Committee
from dedup.views.cases import CaseQuery
from dedup.views.queues import QueueQuery, QueueRow
from dedup.views.tallies import LIKELY
from dedup.web.visitor import Visitor

QUEUE: Final = "/desk/queue"
PROBABILITY_MIN: Final = LIKELY
_LOOKED_AT: Final = (30, 500)
"""Rows of the queue that are looked at, and looked at again where none of the first waits any more."""
_SUPERIOR_MAX: Final = 200


def next_address(
    service: Service,
    visitor: Visitor,
    current: str,
    but: str = "",
    beside: frozenset[str] = frozenset(),
) -> str:
    """Return the address of the case after one in the queue, or of the first; else the queue's.

    `but` has just been decided; those `beside` are before colleagues' eyes and come last. What the view says
    of the others may be a moment old, so the log is asked whether a case waits still.
    """
    now = service.clock()
    for party in visitor.committees:
        query = QueueQuery(committee=party, waiting=True, probability_min=PROBABILITY_MIN)
        for limit in _LOOKED_AT:
            rows = service.queues.page(replace(query, limit=limit))
            free = [row.case_id for row in rows if not _is_held(row, visitor.name, now)]
            if current in free:
                place = free.index(current)
                free = free[place + 1 :] + free[:place]
            for case_id in sorted(free, key=beside.__contains__):
                if case_id != but and _waits(service, case_id, party):
                    return f"/desk/cases/{case_id}"
    return QUEUE


def _is_held(row: QueueRow, name: str, now: datetime) -> bool:
    return row.claimed_by not in {"", name} and row.claimed_until is not None and row.claimed_until > now


def waits_for(service: Service, visitor: Visitor, case_id: str) -> bool:
    """Tell whether a case waits for a committee of the visitor."""
    return any(_waits(service, case_id, party) for party in visitor.committees)


def _waits(service: Service, case_id: str, party: Committee) -> bool:
    case = service.desk.load(case_id)
    return any(party_of(case, side) == party for side in waiting_for(case))


def escalated_cases(service: Service, visitor: Visitor) -> list[Case]:
    """Return cases before the superior that a visitor without a committee may see, the likeliest first."""
    states = (State.ESCALATED, State.PROPOSED, State.DISPUTED, State.OVERDUE)
    found = service.cases.find(CaseQuery(states=states, limit=_SUPERIOR_MAX))
    return [case for case in found if visitor.caller.may(Action.SEE_CASE, parties_of(case))]
