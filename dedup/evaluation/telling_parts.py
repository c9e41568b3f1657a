"""The sections of the report that compare parts: slices, look-alikes, groups of people, blocking keys."""

from __future__ import annotations

from dedup.catalogue import Language, say
from dedup.evaluation.census import GROUP_MIN
from dedup.evaluation.layout import Figure, Section, Table
from dedup.evaluation.report import Grouping, Ratio, Report, Search, Slice, Slicing
from dedup.evaluation.slices import REVIEW
from dedup.evaluation.wording import (
    count,
    estimate,
    part,
    per_100k,
    per_1000,
    probability,
    slice_name,
    trap_name,
)


def slices_section(report: Report, language: Language) -> Section | None:
    """Return the tables of slices."""
    if not report.slicings:
        return None
    plotted = any(not slicing.true_only for slicing in report.slicings)
    return Section(
        "slices",
        say(language, "evaluation-section-slices"),
        say(language, "evaluation-lead-slices"),
        figures=(Figure("slices", say(language, "evaluation-caption-slices")),) if plotted else (),
        tables=tuple(_slicing(slicing, language) for slicing in report.slicings),
    )


def _slicing(slicing: Slicing, language: Language) -> Table:
    whole = ("slice", "true", "found", "missed", "false", "precision", "recall", "f1", "error")
    heads = ("slice", "true", "found", "missed", "recall") if slicing.true_only else (*whole, "by_chance")
    row = _true_row if slicing.true_only else _row
    return Table(
        say(language, f"dimension-{slicing.dimension}"),
        tuple(say(language, f"evaluation-head-{head}") for head in heads),
        tuple(row(s, slicing.dimension, language) for s in slicing.slices),
    )


def _row(found: Slice, dimension: str, language: Language) -> tuple[str, ...]:
    at = found.at_half
    return (
        slice_name(language, dimension, found.name),
        *(count(n) for n in (at.true, at.found, at.missed, at.false)),
        estimate(language, at.precision),
        estimate(language, at.recall),
        part(at.f1.value),
        part(found.error),
        part(found.error_by_chance),
    )


def _true_row(found: Slice, dimension: str, language: Language) -> tuple[str, ...]:
    at = found.at_half
    counts = (count(n) for n in (at.true, at.found, at.missed))
    return slice_name(language, dimension, found.name), *counts, estimate(language, at.recall)


def traps_section(report: Report, language: Language) -> Section | None:
    """Return the table of look-alikes."""
    if not report.traps:
        return None
    rows = tuple(
        (
            trap_name(language, trap.kind),
            count(trap.flagged.total),
            count(trap.flagged.hits),
            per_1000(language, trap.flagged),
        )
        for trap in report.traps
    )
    heads = tuple(say(language, f"evaluation-head-{head}") for head in ("trap", "pairs", "false", "per_1000"))
    return Section(
        "traps",
        say(language, "evaluation-section-traps"),
        say(language, "evaluation-lead-traps"),
        tables=(Table(say(language, "evaluation-table-traps"), heads, rows),),
    )


def groups_section(report: Report, language: Language) -> Section | None:
    """Return the tables of false flags by group of people."""
    if not report.groupings:
        return None
    watch = report.subject.watch
    return Section(
        "groups",
        say(language, "evaluation-section-groups"),
        say(language, "evaluation-lead-groups"),
        figures=(Figure("groups", say(language, "evaluation-caption-groups", least=GROUP_MIN)),),
        tables=tuple(_grouping(grouping, watch, language) for grouping in report.groupings),
    )


def _grouping(grouping: Grouping, watch: float, language: Language) -> Table:
    rows = tuple(
        (
            slice_name(language, grouping.dimension, group.name),
            count(group.at_half.total),
            count(group.at_half.hits),
            per_100k(language, group.at_half),
            count(group.at_watch.hits),
            per_100k(language, group.at_watch),
        )
        for group in grouping.groups
    )
    heads = ("group", "registrations", "at_half", "per_100k", "at_watch", "per_100k")
    return Table(
        say(language, f"groups-{grouping.dimension}"),
        tuple(
            say(
                language,
                f"evaluation-head-{head}",
                **({"watch": probability(watch)} if head == "at_watch" else {}),
            )
            for head in heads
        ),
        rows,
        notes=_disparities(grouping, watch, language),
    )


def _disparities(grouping: Grouping, watch: float, language: Language) -> tuple[str, ...]:
    at = {REVIEW: grouping.at_half, watch: grouping.at_watch}
    told = [_disparity(grouping, found, p, language) for p, found in at.items() if found is not None]
    silent = " / ".join(probability(p) for p, found in at.items() if found is None)
    return (*told, *([say(language, "groups-too-few", threshold=silent)] if silent else []))


def _disparity(grouping: Grouping, found: Ratio, threshold: float, language: Language) -> str:
    return say(
        language,
        "groups-ratio",
        threshold=probability(threshold),
        worst=slice_name(language, grouping.dimension, found.worst),
        best=slice_name(language, grouping.dimension, found.best),
        ratio=f"{found.ratio:.2f}",
        low=f"{found.low:.2f}",
        high=f"{found.high:.2f}",
        by_chance=f"{found.by_chance:.2f}",
    )


def search_section(report: Report, language: Language) -> Section | None:
    """Return what the search could find at all."""
    search = report.search
    if search is None:
        return None
    heads = tuple(say(language, f"evaluation-head-{head}") for head in ("key", "found", "alone"))
    keys = tuple((found.key, count(found.pairs), count(found.alone)) for found in search.keys)
    return Section(
        "search",
        say(language, "evaluation-section-search"),
        say(language, "evaluation-lead-search"),
        tables=(_search_facts(search, language), Table(say(language, "evaluation-table-keys"), heads, keys)),
    )


def _search_facts(search: Search, language: Language) -> Table:
    spread = (search.candidates_mean, search.candidates_median, search.candidates_p99)
    values = {
        "complete": f"{count(search.complete.hits)} / {count(search.complete.total)} = "
        f"{estimate(language, search.complete, 5)}",
        "candidates": " / ".join((*(f"{value:,.1f}" for value in spread), count(search.candidates_most))),
        "full_blocks": count(search.full_blocks),
    }
    rows = tuple((say(language, f"evaluation-fact-{name}"), value) for name, value in values.items())
    heads = tuple(say(language, f"evaluation-head-{head}") for head in ("fact", "value"))
    return Table(say(language, "evaluation-section-search"), heads, rows, texts=2)
