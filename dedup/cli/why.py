"""`dedup why LEFT RIGHT`: why two registrations are flagged, or why they are not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dedup.bootstrap import Service
from dedup.cli.naming import registration_named
from dedup.cli.session import (
    JsonOption,
    LanguageOption,
    Session,
    StoreOption,
    print_facts,
    print_json,
    print_table,
    session_of,
)
from dedup.cli.showing import compared_values, print_evidence
from dedup.errors import BadRequest
from dedup.reasons import coincidence_phrase, level_phrase
from dedup.rolls import registration_as_of
from events.registrations import RegistrationKey

if TYPE_CHECKING:
    from dedup.projector.asking import Answer

RegistrationArgument = Annotated[
    str, typer.Argument(metavar="REGISTRATION", help="committee/number, or cycle/level/committee/number.")
]
UnmaskOption = Annotated[bool, typer.Option("--unmask", help="Show ID and phone numbers in full.")]


def why(
    context: typer.Context,
    left: RegistrationArgument,
    right: RegistrationArgument,
    unmask: UnmaskOption = False,
    store: StoreOption = None,
    json: JsonOption = False,
    lang: LanguageOption = None,
) -> None:
    """Explain any two registrations, flagged or not. 说明任意两条登记为何被（或未被）标记。"""
    session = session_of(context)
    with session.open() as service:
        keys = (registration_named(service, left), registration_named(service, right))
        if keys[0] == keys[1]:
            raise BadRequest("why-one-registration", registration=str(keys[0]))
        answer = service.why(*keys)
        rows = _values(session, service, keys, unmask=unmask)
    if json:
        print_json(_as_json(session, keys, answer, rows))
        return
    _print(session, keys, answer, rows)


def _values(
    session: Session, service: Service, keys: Sequence[RegistrationKey], *, unmask: bool
) -> list[tuple[str, str, str, str]]:
    sides = [registration_as_of(service.log, key) for key in keys]
    rows = compared_values(session, sides, unmask=unmask)
    if unmask:
        for key in keys:
            service.disclosures.of_registration(session.settings.actor, key, [row[0] for row in rows])
    return rows


def _print(
    session: Session,
    keys: Sequence[RegistrationKey],
    answer: Answer,
    rows: list[tuple[str, str, str, str]],
) -> None:
    found = answer.assessment
    facts = {
        "probability": f"{found.probability:.6f}",
        "verdict": session.say(f"verdict-{found.verdict}"),
        "flagged": session.say("yes" if answer.flagged else "no"),
        "searched_by": ", ".join(answer.keys) or session.say("why-never-meet"),
        "model": found.model,
    }
    print_facts({session.say(f"header-{name}"): value for name, value in facts.items()})
    print_table(("", *(f"{key.committee}/{key.registration_id}" for key in keys)), [row[1:] for row in rows])
    print_evidence(session, found)
    print(coincidence_phrase(session.language, found, answer.roll_size))
    for alternative in answer.alternatives:
        phrase = level_phrase(session.language, alternative.field, alternative.level)
        print(session.say("why-alternative", phrase=phrase, probability=f"{alternative.probability:.4f}"))
    if not answer.alternatives:
        print(session.say("why-no-alternative"))


def _as_json(
    session: Session,
    keys: Sequence[RegistrationKey],
    answer: Answer,
    rows: list[tuple[str, str, str, str]],
) -> dict[str, Any]:
    return {
        "left": asdict(keys[0]),
        "right": asdict(keys[1]),
        **answer.assessment.model_dump(),
        "flagged": answer.flagged,
        "roll_size": answer.roll_size,
        "keys": list(answer.keys),
        "would_change_it": [asdict(alternative) for alternative in answer.alternatives],
        "in_words": coincidence_phrase(session.language, answer.assessment, answer.roll_size),
        "values": {column: {"left": left, "right": right} for column, _, left, right in rows},
    }
