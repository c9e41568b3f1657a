"""Which case comes next: in the legal order of the queue, one that waits for the visitor's committee."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dedup.access.policy import Action
from dedup.api.caller import parties_of
from dedup.bootstrap import Service
from dedup.cases.case import Case
from dedup.cases.lifecycle import State
from dedup.views.cases import CaseQuery
from dedup.views.queues import Committee, QueueQuery
from dedup.web.visitor import Visitor

if TYPE_CHECKING:
    from dedup.web.card import Card

QUEUE: Final = "/desk/queue"
PROBABILITY_MIN: Final = 0.5
"""What is rather not one person is kept to watch, not queued."""
_LOOKED_AT: Final = 30
_SUPERIOR_MAX: Final = 200


def next_address(service: Service, visitor: Visitor, card: Card | None, but: str = "") -> str:
    """Return the address of the case after a card in the queue, or of the first; else the queue's."""
    current = card.case.case_id if card else but
    for party in visitor.committees:
        query = QueueQuery(
            committee=Committee(party.level, party.committee),
            waiting=True,
            probability_min=PROBABILITY_MIN,
            limit=_LOOKED_AT,
        )
        rows = service.queues.page(query)
        now = service.clock()
        free = [
            row.case_id
            for row in rows
            if not (
                row.claimed_by not in {"", visitor.name} and row.claimed_until and row.claimed_until > now
            )
        ]
        if current in free:
            place = free.index(current)
            free = free[place + 1 :] + free[:place]
        if free:
            return f"/desk/cases/{free[0]}"
    return QUEUE


def escalated_cases(service: Service, visitor: Visitor) -> list[Case]:
    """Return cases before the superior that a visitor without a committee may see, the likeliest first."""
    states = (State.ESCALATED, State.PROPOSED, State.DISPUTED, State.OVERDUE)
    found = service.cases.find(CaseQuery(states=states, limit=_SUPERIOR_MAX))
    return [case for case in found if visitor.caller.may(Action.SEE_CASE, parties_of(case))]
