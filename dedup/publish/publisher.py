"""Handing case events on to a sink: at least once, in order, each with an id that never changes.

The position is kept in the log's store and moves only when the sink has confirmed, so a publisher that
dies sends its last messages again; whoever receives them drops an id that it has seen.

What is sent may be read by both committees and by whoever may read the topic: positions stay sealed, free
text and comments stay in the store.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, cast

from events.cases import CaseEvent, CaseFlagged, CommentAdded, case_id_from_stream, case_stream_id
from events.event import Event
from events.log import Consumed, EventLog, Recorded, VersionConflict
from events.resolutions import (
    CaseApplied,
    CaseClosed,
    CaseDismissed,
    CaseExpired,
    JudgmentRecorded,
    OutcomeAgreed,
    PositionTaken,
    RegistrationReleased,
)
from events.streams import Message, Sink

PAGE_SIZE: Final = 500
CASE_KIND: Final = "dedup.case.v1"
OUTCOME_KIND: Final = "dedup.outcome.v1"

SEALED: Final = frozenset({"settlement"})
"""Of a position: that a committee has spoken is no secret, what it said is."""
KEPT_BACK: Final = frozenset({"personal", "source", "printed"})
"""Of any event: free text may name a voter; where an event came from is the store's own affair, and so is
whom a letter names to be asked."""
OUTCOMES_OF: Final[tuple[type[Event], ...]] = (
    OutcomeAgreed,
    RegistrationReleased,
    CaseApplied,
    CaseDismissed,
    CaseClosed,
    CaseExpired,
    JudgmentRecorded,
)
"""Events that say what becomes of two registrations."""

_PAIRS_KEPT: Final = 10_000
_PASSED_OVER_MIN: Final = 5_000
"""So many events that are not for the sink are worth a commit, lest each look reads them again."""


@dataclass(frozen=True, slots=True)
class Publication:
    """What is sent to one place."""

    of: tuple[type[Event], ...]
    message: Callable[[Recorded], Message | None]
    """The message that says an event; None for one that is not for others."""


def publish_cases(log: EventLog, sink: Sink, name: str) -> int:
    """Send the case events that the sink of this name has not had; return how many were sent."""
    sent = 0
    while (page := publish_page(log, sink, name, case_events())) is not None:
        sent += page
    return sent


def publish_page(log: EventLog, sink: Sink, name: str, publication: Publication) -> int | None:
    """Send the next page of events; return how many were sent, or None when there were none to look at.

    Raises OSError when the sink does not confirm; the page is sent again then.
    """
    consumer = consumer_name(name)
    head, position = log.head(), log.position_of(consumer)
    page = log.read_after(position, limit=PAGE_SIZE, of=publication.of)
    if not page:
        if head - position >= _PASSED_OVER_MIN:
            _commit(log, consumer, head)
        return None
    messages = [message for recorded in page if (message := publication.message(recorded))]
    if messages:
        sink.write(messages)
    _commit(log, consumer, page[-1].position)
    return len(messages)


def _commit(log: EventLog, consumer: str, position: int) -> None:
    try:
        log.append((), Consumed(consumer, position))
    except VersionConflict:
        """Another publisher of the same name has come further; the receiver drops what it had twice."""


def behind(log: EventLog, name: str) -> int:
    """Return how many positions of the log the sink of this name has not been brought to, at most."""
    return log.head() - log.position_of(consumer_name(name))


def consumer_name(name: str) -> str:
    """Return the name under which the log keeps how far a sink has been served."""
    return f"publish/{name}"


def case_events() -> Publication:
    """Return the publication of everything that happens to cases."""
    return Publication((CaseEvent,), _case_message)


def outcomes(log: EventLog) -> Publication:
    """Return the publication of what becomes of registrations, complete without the case's other events."""

    @lru_cache(maxsize=_PAIRS_KEPT)
    def pair(case_id: str) -> CaseFlagged:
        return cast("CaseFlagged", log.read_stream(case_stream_id(case_id))[0].event)

    def message(recorded: Recorded) -> Message:
        flagged = pair(case_id_from_stream(recorded.stream_id))
        named = {"left": flagged.left, "right": flagged.right, "home": flagged.home, "kind": flagged.kind}
        return _message(recorded, OUTCOME_KIND, named)

    return Publication(OUTCOMES_OF, message)


def is_public(event_class: type[Event]) -> bool:
    """Tell whether events of a class are for others at all: comments are not, whoever they are for."""
    return not issubclass(event_class, CommentAdded)


def _case_message(recorded: Recorded) -> Message | None:
    if not is_public(type(recorded.event)):
        return None
    hidden = SEALED if isinstance(recorded.event, PositionTaken) else frozenset[str]()
    return _message(recorded, CASE_KIND, {}, hidden)


def _message(
    recorded: Recorded, kind: str, more: Mapping[str, object], hidden: frozenset[str] = frozenset()
) -> Message:
    case_id = case_id_from_stream(recorded.stream_id)
    event = recorded.event
    said = event.model_dump(mode="json", exclude_none=True, exclude=set(KEPT_BACK | hidden))
    return Message(
        message_id=f"{case_id}/{recorded.version}",
        kind=kind,
        sent_at=event.recorded_at,
        key=case_id,
        body={
            "case_id": case_id,
            "version": recorded.version,
            "position": recorded.position,
            "type": event.stored_name,
            **more,
            **said,
        },
    )
