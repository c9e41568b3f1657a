"""A check-up of a store: sound on disk, readable by this version, projected to the end, model still fit."""

from __future__ import annotations

import platform
import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, Literal

from dedup.bootstrap import Service, open_service
from dedup.catalogue import Language, say
from dedup.database import LOG_FILE, is_postgres
from dedup.errors import DedupError
from dedup.failures import as_user_error
from dedup.projector.adoption import adopted_model
from dedup.projector.projector import consumer_of
from dedup.rolls import count_standing
from dedup.settings import Settings
from events.log import EventLog
from events.registrations import RegistrationEvent
from events.sqlite import durability_of, find_damage

Verdict = Literal["ok", "attention", "damaged"]
DISK_FREE_BYTES_MIN: Final = 1 << 30
"""A register of a million rows takes about 0.7 GB in the log."""
_SYNCHRONOUS_FULL: Final = 2


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: `check-<name>` and `finding-<code>` in the catalogue say it."""

    name: str
    verdict: Verdict
    code: str
    facts: dict[str, str | float] = field(default_factory=dict)

    def as_json(self, language: Language) -> dict[str, str]:
        """Return the finding in words and codes."""
        return {
            "check": self.name,
            "name": say(language, f"check-{self.name}"),
            "verdict": self.verdict,
            "code": self.code,
            "detail": say(language, f"finding-{self.code}", **self.facts),
        }


def examine(settings: Settings) -> list[Finding]:
    """Return what a check-up of the settings' store finds; never raises for a sick store."""
    findings = [_runtime()]
    if is_postgres(settings):
        findings += _database(settings)
        if findings[-1].verdict != "ok":
            return findings
    elif not (settings.store / LOG_FILE).is_file():
        return [*findings, Finding("store", "attention", "store-missing", {"store": str(settings.store)})]
    else:
        findings += [_disk(settings), *_files(settings)]
    if any(finding.verdict == "damaged" for finding in findings):
        return findings
    try:
        with open_service(settings) as service:
            findings.extend(_contents(service))
    except Exception as error:
        known = as_user_error(error)
        if known is None:
            raise
        findings.append(Finding("log", "damaged", "unreadable", {"detail": str(known)}))
    return findings


def _runtime() -> Finding:
    versions: dict[str, str | float] = {"python": platform.python_version(), "sqlite": sqlite3.sqlite_version}
    return Finding("runtime", "ok", "runtime", versions)


def _database(settings: Settings) -> list[Finding]:
    """Open the log, which checks that the server answers, is durable, and has this program's schema."""
    from dedup.database import open_log

    try:
        open_log(settings).close()
    except DedupError as error:
        return [Finding("log", "attention", "unreachable", {"detail": str(error)})]
    from events.postgres_schema import STEPS

    return [Finding("log", "ok", "database", {"version": len(STEPS)})]


def _disk(settings: Settings) -> Finding:
    free = shutil.disk_usage(settings.store).free
    facts: dict[str, str | float] = {"free": f"{free / 1e9:,.1f}"}
    verdict: Verdict = "ok" if free >= DISK_FREE_BYTES_MIN else "attention"
    return Finding("disk", verdict, "disk", facts)


def _files(settings: Settings) -> Iterator[Finding]:
    damage = find_damage(settings.store / LOG_FILE)
    if damage:
        yield Finding("log", "damaged", "unreadable", {"detail": damage})
        return
    mode, level = durability_of(settings.store / LOG_FILE)
    durable = mode == "wal" and level == _SYNCHRONOUS_FULL
    facts: dict[str, str | float] = {"mode": mode, "level": level}
    yield Finding("log", "ok" if durable else "attention", "durability", facts)
    view = settings.store / "views.sqlite"
    if view.is_file() and (damage := find_damage(view)):
        yield Finding("views", "attention", "view-damaged", {"detail": damage, "path": str(view)})


def _contents(service: Service) -> Iterator[Finding]:
    log = service.log
    head, registrations = log.head(), count_standing(log)
    yield Finding(
        "contents", "ok", "contents", {"events": f"{head:,}", "registrations": f"{registrations:,}"}
    )
    behind = log.head() - service.cases.position
    yield Finding("views", "ok", "view-position", {"behind": f"{max(behind, 0):,}"})
    yield from _projection(service, registrations)


def _projection(service: Service, registrations: int) -> Iterator[Finding]:
    adopted = adopted_model(service.log)
    if adopted is None:
        yield Finding("model", "attention" if registrations else "ok", "no-model")
        return
    facts: dict[str, str | float] = {
        "model": adopted.model.fingerprint,
        "roll_size": f"{adopted.model.roll_size:,}",
    }
    outgrown = adopted.is_outgrown_by(registrations)
    yield Finding(
        "model", "attention" if outgrown else "ok", "model-outgrown" if outgrown else "model", facts
    )
    waiting = _waiting(service.log, service.log.position_of(consumer_of(adopted.model)))
    yield Finding("projector", "attention" if waiting else "ok", "waiting", {"waiting": f"{waiting:,}"})


def _waiting(log: EventLog, position: int) -> int:
    return sum(1 for _ in log.read_all(after=position, of=(RegistrationEvent,)))
