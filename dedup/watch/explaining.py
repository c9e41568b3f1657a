"""What certificates, earlier rolls and proxies say of a case: facts that reviewers need, never a decision."""

from __future__ import annotations

from typing import Final

from dedup.calendars.days import day_in_china
from dedup.cases.case import Case
from dedup.cases.clocks import Clocks
from dedup.cases.lifecycle import PENDING, UNRESOLVED
from dedup.cases.outcomes import SIDES
from dedup.cases.steps import envelope, steps
from dedup.certificates.desk import CertificateDesk
from dedup.certificates.transfers import Explanation, explains, registered_before
from dedup.clock import Clock
from dedup.rolls import Standing, registration_as_of
from events.cases import CaseEvent, ProxyNoted, TransferExplained, TransferWithdrawn
from events.certificates import NOTICE_PREFIX as NOTICES
from events.certificates import STREAM_PREFIX as CERTIFICATES
from events.log import EventLog
from events.polls import STREAM_PREFIX as POLLS
from events.polls import ProxyGranted, poll_stream_id
from events.registrations import RegistrationKey

ACTOR: Final = "observer"
_PAPERS: Final = (CERTIFICATES, NOTICES, POLLS)
"""What the streams of papers begin with."""


class Explainer:
    """Looks up what explains a pair, and what makes it urgent."""

    def __init__(self, log: EventLog, clock: Clock, previous_cycle: str = "") -> None:
        self._log = log
        self._clock = clock
        self._previous_cycle = previous_cycle
        self._certificates = CertificateDesk(log, clock)

    def has_papers(self) -> bool:
        """Tell whether the store holds anything that could explain a pair or make it urgent."""
        return bool(self._previous_cycle) or any(
            next(self._log.read_prefix(prefix, page_size=1), None) for prefix in _PAPERS
        )

    def explain(self, case: Case) -> tuple[CaseEvent, ...]:
        """Return what is to be said of a case; nothing when it has been said."""
        if case.state not in PENDING:
            return ()
        said = self._transfer(case) if case.state in UNRESOLVED else ()
        return steps(case, *said, *self._proxies(case))

    def _transfer(self, case: Case) -> tuple[CaseEvent, ...]:
        found = self._explanation(case)
        host = found.host if found else ""
        if host == case.transfer:
            return ()
        said = envelope(ACTOR, self._clock())
        if found is None:
            return (TransferWithdrawn(**said),)
        earlier = case.key_of(found.host)
        witness = (
            found.certificate.stream_id
            if found.certificate
            else RegistrationKey(
                self._previous_cycle, earlier.level, earlier.committee, earlier.registration_id
            ).stream_id
        )
        explained = TransferExplained(**said, explanation=found.ground, witness=witness, host=found.host)
        return (explained,)

    def _explanation(self, case: Case) -> Explanation | None:
        left, right = (registration_as_of(self._log, case.key_of(side)) for side in SIDES)
        if left is None or right is None:
            return None
        clocks = Clocks(self._log)
        return explains(
            left,
            right,
            self._certificates.of_pair(left, right),
            day_in_china(self._clock()),
            home=case.home,
            left_calendar=clocks(left.key).calendar,
            right_calendar=clocks(right.key).calendar,
            registered_before=self._before(left, right),
        )

    def _before(self, *registrations: Standing) -> list[str]:
        if not self._previous_cycle:
            return []
        return [
            r.key.stream_id for r in registrations if registered_before(self._log, r, self._previous_cycle)
        ]

    def _proxies(self, case: Case) -> tuple[CaseEvent, ...]:
        streams = {side: poll_stream_id(case.key_of(side)) for side in SIDES}
        latest = self._log.read_latest([*streams.values()])
        said = envelope(ACTOR, self._clock())
        return tuple(
            ProxyNoted(**said, side=side, granted=granted)
            for side, stream in streams.items()
            if (granted := stream in latest and isinstance(latest[stream].event, ProxyGranted))
            != (side in case.proxies)
        )
