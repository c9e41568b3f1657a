"""Following the log for cases: rolls that changed, agreements to be carried out, deadlines that passed.

Two movements. `follow` reads what happened since it last looked and asks of each case touched whether the
rolls still are what was settled. `sweep` asks of every pending case what the clock says. What either finds
is one append with the position read, so a watcher that dies says nothing twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Final

from dedup.cases.case import Case
from dedup.cases.desk import Desk
from dedup.cases.lifecycle import PENDING
from dedup.cases.observing import observe
from dedup.cases.situation import Situation
from dedup.cases.ticking import tick
from dedup.views.cases import CaseQuery, CaseView
from dedup.watch.explaining import Explainer
from events.cases import (
    STREAM_PREFIX,
    CaseEvent,
    CaseFlagged,
    FlagLapsed,
    case_id_from_stream,
    case_stream_id,
)
from events.certificates import (
    CertificateEvent,
    CertificateIssued,
    HostRegistrationNotified,
    registration_of_notice,
)
from events.log import Consumed, EventLog, Recorded, VersionConflict, Write
from events.polls import PollEvent, registration_of_poll
from events.registrations import RegistrationRestored, RegistrationWithdrawn
from events.resolutions import (
    AppealRejected,
    JudgmentRecorded,
    OutcomeAgreed,
)

CONSUMER: Final = "watch/1"
PAGE_SIZE: Final = 1_000
_ROLLS: Final = (RegistrationWithdrawn, RegistrationRestored)
_CASES: Final = (FlagLapsed, OutcomeAgreed, AppealRejected, JudgmentRecorded)
"""After these a roll and a case may contradict each other."""
_PAPERS: Final = (CertificateEvent, HostRegistrationNotified, PollEvent)
"""These explain a pair, or make it urgent; without any in the store no new flag is looked at for them."""

Rule = Callable[[Case, Situation], tuple[CaseEvent, ...]]


class Watcher:
    """Lets rolls, papers and clock act on cases."""

    def __init__(self, log: EventLog, desk: Desk, cases: CaseView, explainer: Explainer) -> None:
        self._log = log
        self._desk = desk
        self._cases = cases
        self._explainer = explainer

    def follow(self) -> int:
        """Deal with what happened since the last time; return how many events were appended."""
        appended = 0
        papers = self._explainer.has_papers()
        watched = (*_ROLLS, *_CASES, *_PAPERS, CaseFlagged)
        while page := self._log.read_after(self._log.position_of(CONSUMER), limit=PAGE_SIZE, of=watched):
            self._cases.catch_up(self._log)
            telling = page if papers else [recorded for recorded in page if not _is_new(recorded)]
            appended += self._apply(self._follow_one, self._touched(telling), page[-1].position)
        return appended

    def sweep(self) -> int:
        """Let the clock speak on every pending case; return how many events were appended."""
        self._cases.catch_up(self._log)
        pending = self._cases.find(CaseQuery(states=tuple(PENDING)))
        appended = 0
        for case in pending:
            if tick(case, self._desk.clocks_only(case)):
                appended += self._apply(tick, [case.case_id], None)
        return appended

    def _follow_one(self, case: Case, situation: Situation) -> tuple[CaseEvent, ...]:
        return observe(case, situation) or self._explainer.explain(case)

    def _touched(self, page: Sequence[Recorded]) -> list[str]:
        found: dict[str, None] = {}
        for recorded in page:
            for registration in self._registrations_of(recorded):
                of_registration = self._cases.find(CaseQuery(registration=registration))
                found.update(dict.fromkeys(case.case_id for case in of_registration))
            if recorded.stream_id.startswith(STREAM_PREFIX):
                found[case_id_from_stream(recorded.stream_id)] = None
        return list(found)

    def _registrations_of(self, recorded: Recorded) -> tuple[str, ...]:
        """Return the registrations that an event is about."""
        match recorded.event:
            case RegistrationWithdrawn() | RegistrationRestored():
                return (recorded.stream_id,)
            case HostRegistrationNotified():
                return (registration_of_notice(recorded.stream_id).stream_id,)
            case PollEvent():
                return (registration_of_poll(recorded.stream_id).stream_id,)
            case CertificateEvent():
                issued = self._log.read_stream(recorded.stream_id)[0].event
                return (issued.home,) if isinstance(issued, CertificateIssued) else ()
            case _:
                return ()

    def _apply(self, rule: Rule, case_ids: Iterable[str], position: int | None) -> int:
        """Append what a rule says of some cases as they stand now, and how far the log was read."""
        while True:
            writes = []
            for case_id in case_ids:
                case = self._desk.load(case_id)
                world = self._desk.survey(case)
                if events := rule(case, world.situation):
                    writes.append(Write(case_stream_id(case_id), case.version, events))
            if position is None and not writes:
                return 0
            try:
                self._log.append(writes, Consumed(CONSUMER, position) if position is not None else None)
            except VersionConflict:
                if position is not None and self._log.position_of(CONSUMER) >= position:
                    return 0
                continue
            return sum(len(write.events) for write in writes)


def _is_new(recorded: Recorded) -> bool:
    """Tell whether a flag is the first of its case: nobody has said anything of it yet."""
    return recorded.version == 1 and isinstance(recorded.event, CaseFlagged)
