"""Evaluations put together: of what a store holds, and of flags made elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from dedup.bootstrap import Service
from dedup.clock import system_clock
from dedup.errors import BadRequest
from dedup.evaluation.census import Census, take_census
from dedup.evaluation.evaluate import Flags, evaluate, registrations_named
from dedup.evaluation.flagged import Flagged, flags_of_cases, read_flags
from dedup.evaluation.pair_files import Truth
from dedup.evaluation.remarks import Remark
from dedup.evaluation.report import Report
from dedup.evaluation.search import search_of
from dedup.projector.adoption import AdoptedModel
from dedup.projector.projector import consumer_of
from dedup.rolls import Standing, standing_registrations
from dedup.views.cases import CaseQuery
from events.registrations import STREAM_PREFIX, RegistrationEvent

OnCount = Callable[[str, int], None]
"""Told the stage (census, search) and how far it has come."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be evaluated, and how."""

    truth: Truth
    thresholds: tuple[float, ...] = ()
    search: bool = True
    """Whether to load the matcher and ask it who can meet."""


def evaluate_store(service: Service, asked: Asked, on_count: OnCount) -> tuple[Report, Flagged]:
    """Evaluate the flags that a store holds. Raises BadRequest when nothing in it was ever matched."""
    adopted = service.adopted()
    if adopted is None:
        raise BadRequest("evaluate-unmatched", store=str(service.settings.store))
    flags = _flags_of(service, adopted)
    census = _census(service, asked.truth, flags.flagged, on_count)
    search = None
    if asked.search:
        matching = service.loaded_matching(lambda position: on_count("search", position))
        search = search_of(matching, service.settings.cycle, census, asked.truth.pairs)
    report = evaluate(
        asked.truth, flags, service.clock(), census=census, search=search, thresholds=asked.thresholds
    )
    return report, flags.flagged


def evaluate_file(
    path: Path, service: Service | None, asked: Asked, on_count: OnCount
) -> tuple[Report, Flagged]:
    """Evaluate flags made elsewhere, with the rolls of a store where there is one."""
    flagged = read_flags(path)
    census = None if service is None else _census(service, asked.truth, flagged, on_count)
    made_at = service.clock() if service is not None else system_clock()
    report = evaluate(
        asked.truth, Flags(flagged, path.name), made_at, census=census, thresholds=asked.thresholds
    )
    return report, flagged


def _flags_of(service: Service, adopted: AdoptedModel) -> Flags:
    cycle = service.settings.cycle
    cases = service.current_cases().find(CaseQuery(flagged=True))
    flagged = flags_of_cases(case for case in cases if case.left.cycle == cycle)
    if _has_unprojected(service, adopted):
        flagged = Flagged(flagged.pairs, flagged.models, (*flagged.remarks, Remark("unprojected")))
    return Flags(
        flagged,
        service.settings.store.name,
        from_store=True,
        roll_size=adopted.model.roll_size,
        watch=adopted.model.flag_threshold,
    )


def _has_unprojected(service: Service, adopted: AdoptedModel) -> bool:
    position = service.log.position_of(consumer_of(adopted.model))
    return bool(service.log.read_after(position, limit=1, of=(RegistrationEvent,)))


def _rolls(service: Service) -> Iterator[Standing]:
    return standing_registrations(service.log, f"{STREAM_PREFIX}{quote(service.settings.cycle, safe='')}/")


def _census(service: Service, truth: Truth, flagged: Flagged, on_count: OnCount) -> Census:
    wanted = registrations_named(truth, flagged)
    return take_census(_rolls(service), wanted, lambda count: on_count("census", count))
