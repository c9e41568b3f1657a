"""`dedup replay`: rebuild everything from the log and compare."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import typer

from dedup.cli.session import JsonOption, LanguageOption, Session, StoreOption, print_json, session_of
from dedup.errors import Exit

if TYPE_CHECKING:
    from dedup.audit.replay import Replay

_READ_MODEL = ("flags", "decisions")
"""The parts that a read model holds and that can differ from it; the others are read from the log alone."""


def replay_store(
    context: typer.Context,
    store: StoreOption = None,
    json: JsonOption = False,
    lang: LanguageOption = None,
) -> None:
    """Rebuild everything right of the log into a fresh store, and compare digests. 重放核对。

    Exit code 6 when what stands does not follow from the log.
    """
    session = session_of(context)
    outcome = run_replay(session)
    if json:
        print_json(replay_as_json(outcome))
    else:
        print_replay(session, outcome)
    if not outcome.agrees:
        raise typer.Exit(Exit.INTEGRITY)


def run_replay(session: Session) -> Replay:
    """Replay the session's store, with a progress bar."""
    from dedup.audit.replay import replay
    from dedup.cli.stages import long_work

    with long_work(), session.open() as service, session.progress() as bars:
        task = bars.add_task(session.say("progress-replaying"), total=service.log.head(), rate="")
        return replay(
            service.log, service.cases, lambda position, _head: bars.update(task, completed=position)
        )


def replay_as_json(outcome: Replay) -> dict[str, object]:
    """Return the outcome as JSON values."""
    return {
        "agrees": outcome.agrees,
        "digest": outcome.rebuilt.whole,
        "events": outcome.events,
        "registrations_read": outcome.registrations_read,
        "projected": outcome.projected,
        "live": asdict(outcome.live),
        "rebuilt": asdict(outcome.rebuilt),
        "flags_in_log": outcome.flags_in_log,
        "flags_derived": outcome.flags_derived,
    }


def print_replay(session: Session, outcome: Replay) -> None:
    """Print the outcome."""
    print(session.say("replay-read", events=f"{outcome.events:,}"))
    for part, rebuilt in asdict(outcome.rebuilt).items():
        verdict = ""
        if part in _READ_MODEL:
            same = rebuilt == getattr(outcome.live, part)
            verdict = session.say("replay-same" if same else "replay-differs")
        print(f"  {session.say(f'digest-{part}')}: {rebuilt}  {verdict}".rstrip())
    if outcome.projected:
        same = "replay-same" if outcome.flags_in_log == outcome.flags_derived else "replay-differs"
        print(f"  {session.say('digest-derived')}: {outcome.flags_derived}  {session.say(same)}")
    else:
        print(f"  {session.say('replay-unprojected')}")
    verdict = "replay-agrees" if outcome.agrees else "replay-disagrees"
    print(session.say(verdict, digest=outcome.rebuilt.whole))
