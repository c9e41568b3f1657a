"""`dedup history REGISTRATION|CASE`: the story, in sentences."""

from __future__ import annotations

from typing import Annotated

import typer

from dedup.audit.history import tell
from dedup.bootstrap import Service
from dedup.cli.cases import AsOfOption
from dedup.cli.naming import case_named, moment_named, registration_named
from dedup.cli.session import CycleOption, JsonOption, LanguageOption, StoreOption, session_of
from dedup.cli.showing import print_story
from dedup.views.cases import CaseQuery
from events.cases import case_stream_id

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
    """Return the streams that the story is in: a registration's with its cases, a case's with its pair."""
    if "/" in subject:
        key = registration_named(service, subject)
        touching = CaseQuery(registration=key.stream_id, as_of=until)
        cases = service.current_cases().find(touching)
        return [key.stream_id, *(case_stream_id(case.case_id) for case in cases)]
    case = service.desk.load(case_named(service, subject), until)
    return [case_stream_id(case.case_id), case.left.stream_id, case.right.stream_id]
