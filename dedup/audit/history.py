"""The story of a registration or of a case in sentences: who did what, when, from which file and row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast
from urllib.parse import unquote

from dedup.audit.access_words import access_details, subject_of_access
from dedup.cases.sight import Viewer, unreadable
from dedup.catalogue import Language, say
from dedup.clock import in_china
from dedup.reasons import reasons
from events.calendars import STREAM_PREFIX as CALENDAR_PREFIX
from events.calendars import CalendarSet
from events.cases import STREAM_PREFIX as CASE_PREFIX
from events.cases import (
    CaseAssigned,
    CaseEvent,
    CaseFlagged,
    CaseRescored,
    CaseReweighed,
    CommentAdded,
    FlagLapsed,
    LetterSent,
    case_id_from_stream,
)
from events.certificates import (
    HOLDER_PREFIX,
    NOTICE_PREFIX,
    CertificateHeld,
    CertificateIssued,
    CertificateRevoked,
    CertificateUsed,
    HostRegistrationNotified,
)
from events.certificates import STREAM_PREFIX as CERTIFICATE_PREFIX
from events.event import Event, Source
from events.files import FileReceived
from events.log import EventLog, Recorded
from events.polls import PROXY_PREFIX, ProxyEnded, ProxyGranted, ProxyRevoked, ProxyTaken
from events.polls import STREAM_PREFIX as POLL_PREFIX
from events.registrations import (
    RegistrationAmended,
    RegistrationKey,
    RegistrationWithdrawn,
)
from events.resolutions import (
    CaseEscalated,
    CaseReopened,
    HandOverOverdue,
    JudgmentRecorded,
    OutcomeAgreed,
    OutcomeProposed,
    PositionTaken,
    ReplyOverdue,
    Settlement,
)


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence of a story."""

    position: int
    recorded_at: datetime
    happened_at: datetime
    actor: str
    event: str
    subject: str
    """The registration's key or the case's id."""
    file: str
    row: int | None
    sentence: str


def tell(
    log: EventLog,
    stream_ids: Iterable[str],
    language: Language,
    until: int | None = None,
    viewer: Viewer = "record",
) -> list[Line]:
    """Return the story of some streams together, in the order in which it happened to be recorded.

    What is sealed for the viewer is told as a fact without its content.
    """
    recorded: list[Recorded] = []
    sealed: set[int] = set()
    for stream_id in stream_ids:
        stream = log.read_stream(stream_id, until)
        recorded.extend(stream)
        if stream_id.startswith(CASE_PREFIX):
            places = unreadable(viewer, [cast("CaseEvent", r.event) for r in stream])
            sealed.update(stream[place].position for place in places)
    files = _file_names(log, recorded)
    in_order = sorted(recorded, key=lambda r: r.position)
    return [_line(r, files, language, sealed=r.position in sealed) for r in in_order]


def _file_names(log: EventLog, recorded: Iterable[Recorded]) -> dict[str, str]:
    names = {}
    for source in sorted({r.event.source.name for r in recorded if r.event.source}):
        account = log.read_stream(source)
        if account and isinstance(account[0].event, FileReceived):
            names[source] = account[0].event.file_name
    return names


def _line(recorded: Recorded, files: Mapping[str, str], language: Language, *, sealed: bool) -> Line:
    event = recorded.event
    file = files.get(event.source.name, event.source.name) if event.source else ""
    return Line(
        position=recorded.position,
        recorded_at=event.recorded_at,
        happened_at=event.happened_at,
        actor=event.actor,
        event=event.stored_name,
        subject=subject_of(recorded.stream_id),
        file=file,
        row=event.source.position if event.source else None,
        sentence=_sentence(recorded, file, language, sealed=sealed),
    )


def subject_of(stream_id: str) -> str:
    """Return what a stream is about, as people name it."""
    if stream_id.startswith(CASE_PREFIX):
        return case_id_from_stream(stream_id)
    for prefix in (
        CALENDAR_PREFIX, CERTIFICATE_PREFIX, HOLDER_PREFIX, NOTICE_PREFIX, POLL_PREFIX, PROXY_PREFIX,
    ):  # fmt: skip
        if stream_id.startswith(prefix):
            return unquote(stream_id.removeprefix(prefix))
    about_access = subject_of_access(stream_id)
    return about_access if about_access is not None else str(RegistrationKey.from_stream_id(stream_id))


def _sentence(recorded: Recorded, file: str, language: Language, *, sealed: bool) -> str:
    event = recorded.event
    facts: dict[str, str | float] = {
        "actor": event.actor,
        "at": in_china(event.recorded_at),
        "subject": subject_of(recorded.stream_id),
        "origin": _origin(event.source, file, language),
        **({} if sealed else access_details(event, language) or _details(event, language)),
    }
    suffix = "-sealed" if sealed else ""
    return say(language, f"history-{event.stored_name}{suffix}", **facts)


def _origin(source: Source | None, file: str, language: Language) -> str:
    if source is None:
        return ""
    if source.message_id:
        return say(language, "history-origin-message", message=source.message_id, sender=source.sender)
    return say(language, "history-origin", file=file, row=str(source.position))


def _details(event: Event, language: Language) -> dict[str, str | float]:
    match event:
        case RegistrationAmended():
            names = (say(language, f"column-{column}") for column in event.changed)
            return {"changed": say(language, "list-separator").join(names)}
        case RegistrationWithdrawn(hand_over=""):
            return {"reason": event.reason or say(language, "no-reason-given")}
        case RegistrationWithdrawn():
            return {"reason": say(language, f"outcome-{event.reason}")}
        case CaseFlagged():
            left, right = (RegistrationKey.from_stream_id(s) for s in (event.left, event.right))
            pair = {"left": str(left), "right": str(right), "kind": say(language, f"kind-{event.kind}")}
            return {**pair, **_assessed(event, language)}
        case CaseRescored() | CaseReweighed():
            return _assessed(event, language)
        case FlagLapsed():
            return {"reason": say(language, f"lapse-{event.reason}")}
        case CaseReopened():
            return {"reason": event.personal.text or say(language, f"reopen-{event.reason}")}
        case CaseEscalated():
            return {"reason": event.personal.text or say(language, f"escalation-{event.reason}")}
        case _:
            return _words(event, language)


def _words(event: Event, language: Language) -> dict[str, str | float]:
    match event:
        case PositionTaken() | OutcomeProposed() | JudgmentRecorded():
            return {
                "outcome": settlement_in_words(event.settlement, language),
                "reason": event.personal.text or say(language, "no-reason-given"),
            }
        case OutcomeAgreed():
            return {"outcome": settlement_in_words(event.settlement, language)}
        case CaseAssigned():
            return {"assignee": event.assignee}
        case LetterSent():
            return {"letter": say(language, f"letter-{event.kind}"), "number": event.number}
        case ReplyOverdue():
            return {"sides": _sides(event.silent, language)}
        case HandOverOverdue():
            return {"sides": _sides(event.waiting_for, language)}
        case CommentAdded():
            return {"text": event.personal.text}
        case _:
            return _details_of_papers(event, language)


def settlement_in_words(settlement: Settlement, language: Language) -> str:
    """Return what was settled in words: the outcome, and the ground where it has one."""
    outcome = say(language, f"outcome-{settlement.outcome}")
    if not settlement.ground:
        return outcome
    return say(
        language, "outcome-with-ground", outcome=outcome, ground=say(language, f"ground-{settlement.ground}")
    )


def _sides(sides: Iterable[str], language: Language) -> str:
    return say(language, "list-separator").join(say(language, f"side-{side}") for side in sides)


def _side_of(event: Event, language: Language) -> dict[str, str | float]:
    side = getattr(event, "side", "")
    return {"side": say(language, f"side-{side}")} if side else {}


def _details_of_papers(event: Event, language: Language) -> dict[str, str | float]:
    match event:
        case CalendarSet():
            return _dates(event)
        case CertificateIssued():
            return {"home": subject_of(event.home), "host": event.host_committee}
        case CertificateHeld():
            return {"certificate": subject_of(event.certificate)}
        case ProxyTaken() | ProxyEnded():
            return {"voter": subject_of(event.voter)}
        case CertificateUsed():
            return {"registration": subject_of(event.registration)}
        case HostRegistrationNotified():
            return {"committee": event.home_committee}
        case ProxyGranted():
            return {"proxy": subject_of(event.proxy)}
        case CertificateRevoked() | ProxyRevoked():
            return {"reason": event.reason or say(language, "no-reason-given")}
        case _:
            return _side_of(event, language)


def _dates(event: CalendarSet) -> dict[str, str | float]:
    unsettled = event.election_day - timedelta(days=event.rules.roll_days_before)
    return {"published": str(event.publication_day or unsettled), "elected": str(event.election_day)}


def _assessed(
    event: CaseFlagged | CaseRescored | CaseReweighed, language: Language
) -> dict[str, str | float]:
    assessment = event.assessment
    return {
        "percent": f"{100 * assessment.probability:.2f}",
        "reasons": reasons(language, assessment),
        "model": assessment.model,
    }
