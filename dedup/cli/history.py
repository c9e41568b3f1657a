"""`dedup history REGISTRATION|CASE`: the story, in sentences."""

from __future__ import annotations

from typing import Annotated

import typer

from dedup.audit.history import tell
from dedup.bootstrap import Service
from dedup.certificates.desk import CertificateDesk
from dedup.cli.cases import AsOfOption
from dedup.cli.naming import case_named, moment_named, registration_named
from dedup.cli.session import CycleOption, JsonOption, LanguageOption, StoreOption, session_of
from dedup.cli.showing import print_story
from dedup.views.cases import CaseQuery
from events.cases import case_stream_id
from events.certificates import notice_stream_id
from events.polls import poll_stream_id
from events.registrations import RegistrationKey

SubjectArgument = Annotated[
    str,
    typer.Argument(
        metavar="REGISTRATION|CASE", help="committee/number or cycle/level/committee/number, or a case id."
    ),
]


def history(
    context: typer.Context,
    subject: SubjectArgument,
    as_of: AsOfOption = None,
    cycle: CycleOption = None,
    store: StoreOption = None,
    json: JsonOption = False,
    lang: LanguageOption = None,
) -> None:
    """Tell what happened to a registration or a case: who, when, from which file and row. 历史。"""
    session = session_of(context)
    with session.open() as service:
        until = moment_named(service, as_of)
        streams = _streams(service, subject, until)
        lines = tell(service.log, streams, session.language, until)
    print_story(session, lines, as_json=json)


def _streams(service: Service, subject: str, until: int | None) -> list[str]:
    """Return the streams that the story is in: a registration's with its cases, a case's with its pair.

    The papers of a registration belong to its story: certificates, notices, what happened at the poll,
    and who was shown what of it.
    """
    if "/" in subject:
        key = registration_named(service, subject)
        touching = CaseQuery(registration=key.stream_id, as_of=until)
        cases = service.current_cases().find(touching)
        return [
            key.stream_id,
            *_papers(service, key, until),
            *(case_stream_id(case.case_id) for case in cases),
            *service.disclosures.streams_of([key.stream_id, *(case.case_id for case in cases)]),
        ]
    case = service.desk.load(case_named(service, subject), until)
    pair = (case.left, case.right)
    papers = [stream for key in pair for stream in _papers(service, key, until)]
    registrations = [key.stream_id for key in pair]
    seen = service.disclosures.streams_of([case.case_id, *registrations])
    return [case_stream_id(case.case_id), *registrations, *papers, *seen]


def _papers(service: Service, key: RegistrationKey, until: int | None) -> list[str]:
    issued = CertificateDesk(service.log, service.clock).of_home(key, until)
    return [*(one.key.stream_id for one in issued), notice_stream_id(key), poll_stream_id(key)]
