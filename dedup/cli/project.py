"""`dedup project`: match what the log holds, and flag pairs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dedup.cli.session import (
    ActorOption,
    JsonOption,
    LanguageOption,
    ProfileOption,
    Session,
    StoreOption,
    print_json,
    session_of,
)
from events.streams.jsonlines import JsonLinesSink

if TYPE_CHECKING:
    from dedup.cli.stages import Projected

AdoptOption = Annotated[
    bool,
    typer.Option("--adopt-model", help="Fit the model to the rolls as they stand, and adopt it."),
]
ModelOption = Annotated[
    Path | None,
    typer.Option("--model", metavar="FILE", help="Adopt the model in this file (from dedup train --out)."),
]
PublishOption = Annotated[
    Path | None,
    typer.Option("--publish", metavar="FILE", help="Append the cases' events to a JSON Lines file."),
]


def project(
    context: typer.Context,
    adopt_model: AdoptOption = False,
    model: ModelOption = None,
    publish: PublishOption = None,
    by: ActorOption = None,
    profile: ProfileOption = None,
    store: StoreOption = None,
    json: JsonOption = False,
    lang: LanguageOption = None,
) -> None:
    """Match registrations and flag pairs. 比对登记，标记疑似重复。"""
    from dedup.cli.stages import print_projected, project_all
    from dedup.publish.publisher import publish_cases

    session = session_of(context)
    with session.open() as service:
        if model is not None:
            service.adopt(service.read_model(model))
        projected = project_all(session, service, adopt=adopt_model)
        service.current_cases()
        published = None
        if publish is not None:
            sink = JsonLinesSink(publish)
            try:
                published = publish_cases(service.log, sink, str(publish.resolve()))
            finally:
                sink.close()
        if json:
            print_json({**projected.as_json(), "published": published, "position": service.log.head()})
        else:
            print_projected(session, projected)
        warn_of_limits(session, projected)


def warn_of_limits(session: Session, projected: Projected) -> None:
    """Say what limits the result: a model that the rolls have outgrown, blocks too large to search."""
    if projected.adopted.is_outgrown_by(projected.standing):
        session.note(
            "model-outgrown",
            registrations=f"{projected.standing:,}",
            roll_size=f"{projected.adopted.model.roll_size:,}",
        )
    if projected.full_blocks:
        session.note("blocks-full", count=f"{projected.full_blocks:,}")
