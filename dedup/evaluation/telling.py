"""The report told: every figure in a table with words around it, in Chinese or English."""

from __future__ import annotations

from typing import Final

from dedup.catalogue import Language, say
from dedup.evaluation.bounds import SLICE_PAIRS_MIN
from dedup.evaluation.layout import Document, Figure, Section, Table, Tone
from dedup.evaluation.plots import curve_floors
from dedup.evaluation.report import Judgement, Report, Status
from dedup.evaluation.telling_parts import groups_section, search_section, slices_section, traps_section
from dedup.evaluation.wording import NOTHING, count, estimate, part, probability, slice_name
from matchers.evaluation import Bin, Reliability

READING_POINTS: Final = 8
_TONES: Final[dict[Status, Tone]] = {
    "met": "good",
    "met_unsure": "unsure",
    "not_met": "bad",
    "not_met_unsure": "bad",
    "not_judged": "none",
}


def tell(report: Report, language: Language) -> Document:
    """Return the report as a document in a language."""
    sections = (
        _bounds(report, language),
        _subject(report, language),
        _remarks(report, language),
        _pairs(report, language),
        _calibration(report, language),
        slices_section(report, language),
        traps_section(report, language),
        groups_section(report, language),
        _clusters(report, language),
        search_section(report, language),
        _reading(language),
    )
    statuses = [judgement.status for judgement in report.bounds]
    failed = any(status.startswith("not_met") for status in statuses)
    unsure = any(status == "met_unsure" for status in statuses)
    return Document(
        title=say(language, "evaluation-title"),
        made=say(language, "evaluation-made", time=report.made_at),
        verdict=_verdict(report, language),
        tone="bad" if failed else "unsure" if unsure else "good",
        sections=tuple(section for section in sections if section is not None),
    )


def _verdict(report: Report, language: Language) -> tuple[str, ...]:
    statuses = [judgement.status for judgement in report.bounds]
    failing = [j for j in report.bounds if j.status.startswith("not_met")]
    unjudged = [j for j in report.bounds if j.status == "not_judged"]
    unsure = sum(status.endswith("_unsure") for status in statuses)
    met = len(statuses) - len(failing) - len(unjudged)
    said = [say(language, "evaluation-verdict", all=len(statuses), met=met, not_met=len(failing))]
    for message, judgements in (("failing", failing), ("unjudged", unjudged)):
        if judgements:
            names = ("；" if language == "zh" else "; ").join(_bound_name(j, language) for j in judgements)
            said.append(say(language, f"evaluation-verdict-{message}", names=names))
    if unsure:
        said.append(say(language, "evaluation-verdict-unsure", unsure=unsure))
    return tuple(said)


def _bound_name(judgement: Judgement, language: Language) -> str:
    if judgement.bound == "worst_error":
        return say(language, "bound-worst_error", least=SLICE_PAIRS_MIN)
    return say(language, f"bound-{judgement.bound}")


def _bounds(report: Report, language: Language) -> Section:
    rows = []
    for judgement in report.bounds:
        name = _bound_name(judgement, language)
        if judgement.where:
            dimension, _, inner = judgement.where.partition("/")
            where = (say(language, f"dimension-{dimension}"), slice_name(language, dimension, inner))
            name = say(language, "bound-where", bound=name, where=" – ".join(where))
        limit = f"{'≥' if judgement.at_least else '≤'} {judgement.limit:g}"
        status = say(language, f"status-{judgement.status}")
        rows.append((name, limit, _measured(judgement, language), count(judgement.of), status))
    return Section(
        "bounds",
        say(language, "evaluation-section-bounds"),
        say(language, "evaluation-lead-bounds"),
        tables=(
            Table(
                say(language, "evaluation-section-bounds"),
                _heads(language, "bound", "limit", "measured", "of", "status"),
                tuple(rows),
                tones=tuple(_TONES[judgement.status] for judgement in report.bounds),
            ),
        ),
    )


def _measured(judgement: Judgement, language: Language) -> str:
    if judgement.value is None:
        return NOTHING
    decimals = 5
    figures = {name: part(getattr(judgement, name), decimals) for name in ("value", "low", "high")}
    return say(language, "evaluation-interval", **figures)


def _subject(report: Report, language: Language) -> Section:
    subject = report.subject
    watch = probability(subject.watch)
    facts = {
        "flags": subject.flags,
        "truth": ", ".join(subject.truth),
        "registrations": _number(subject.registrations),
        "committees": _number(subject.committees),
        "true_pairs": count(subject.true_pairs),
        "trap_pairs": count(subject.trap_pairs),
        "flagged": count(subject.flagged),
        "models": ", ".join(subject.models) or NOTHING,
        "roll_size": _number(subject.roll_size),
        "search_incomplete": count(subject.search_incomplete),
    }
    rows = tuple(
        (say(language, f"evaluation-fact-{name}", **_watch(name, watch)), v) for name, v in facts.items()
    )
    table = Table(
        say(language, "evaluation-section-subject"), _heads(language, "fact", "value"), rows, texts=2
    )
    return Section("subject", say(language, "evaluation-section-subject"), tables=(table,))


def _watch(name: str, watch: str) -> dict[str, str]:
    return {"watch": watch} if name == "flagged" else {}


def _number(number: int | None) -> str:
    return NOTHING if number is None else count(number)


def _remarks(report: Report, language: Language) -> Section | None:
    if not report.remarks:
        return None
    points = tuple(remark.words(language) for remark in report.remarks)
    return Section("remarks", say(language, "evaluation-section-remarks"), points=points)


def _pairs(report: Report, language: Language) -> Section:
    thresholds = tuple(
        (
            probability(at.threshold),
            *(count(n) for n in (at.flagged, at.found, at.missed, at.false)),
            *(estimate(language, figure) for figure in (at.precision, at.recall, at.f1)),
        )
        for at in report.thresholds
    )
    reached = tuple(
        (
            probability(at.wanted),
            NOTHING if at.threshold is None else part(at.threshold),
            count(at.flagged),
            estimate(language, at.precision, 5),
            estimate(language, at.recall),
        )
        for at in report.recall_at_precision
    )
    recall, precision = (f"{floor:g}" for floor in curve_floors(report))
    caption = say(language, "evaluation-caption-curve", recall=recall, precision=precision)
    heads = ("threshold", "flagged", "found", "missed", "false", "precision", "recall", "f1")
    return Section(
        "pairs",
        say(language, "evaluation-section-pairs"),
        say(language, "evaluation-lead-pairs"),
        figures=(Figure("curve", caption),) if report.curve.recall else (),
        tables=(
            Table(
                say(language, "evaluation-table-thresholds"), _heads(language, *heads), thresholds, texts=0
            ),
            Table(
                say(language, "evaluation-table-recall_at_precision"),
                _heads(language, "wanted", "threshold", "flagged", "reached", "recall"),
                reached,
                texts=0,
            ),
        ),
    )


def _calibration(report: Report, language: Language) -> Section:
    calibration, lead = report.calibration, "evaluation-lead-calibration"
    facts = {
        "error-fixed": _with_noise(calibration.fixed),
        "error-equal_count": _with_noise(calibration.equal_count),
        "brier": (part(calibration.brier, 5), NOTHING),
        "log_loss": (part(calibration.log_loss, 5), NOTHING),
    }
    summary = tuple((say(language, f"evaluation-fact-{name}"), *values) for name, values in facts.items())
    figures = [
        Figure(name, say(language, f"evaluation-caption-{name}")) for name in ("reliability", "histogram")
    ]
    return Section(
        "calibration",
        say(language, "evaluation-section-calibration"),
        say(language, lead, watch=probability(report.subject.watch), pairs=count(calibration.pairs)),
        figures=tuple(figures) if calibration.pairs else (),
        tables=(
            Table(
                say(language, "evaluation-table-calibration"),
                _heads(language, "fact", "value", "by_chance"),
                summary,
            ),
            *(
                _bins(scheme, language)
                for scheme in (calibration.fixed, calibration.equal_count)
                if scheme.bins
            ),
        ),
    )


def _with_noise(scheme: Reliability) -> tuple[str, str]:
    return part(scheme.error, 5), part(scheme.error_by_chance, 5)


def _bins(scheme: Reliability, language: Language) -> Table:
    def row(found: Bin) -> tuple[str, ...]:
        edges = f"{found.low:.4g}–{found.high:.4g}" if found.low < found.high else f"{found.low:.4g}"
        return edges, count(found.pairs), part(found.stated), estimate(language, found.observed)

    return Table(
        say(language, f"evaluation-table-{scheme.scheme}"),
        _heads(language, "range", "pairs", "stated", "observed"),
        tuple(map(row, scheme.bins)),
    )


def _clusters(report: Report, language: Language) -> Section:
    rows = tuple(
        (
            probability(threshold),
            *(count(n) for n in (m.true, m.found, m.exact, m.split, m.merged)),
            f"{m.largest_true} / {m.largest_found}",
            *(part(figure) for figure in (m.precision, m.recall, m.f1)),
        )
        for threshold, m in report.clusters
    )
    heads = ("threshold", "true_clusters", "found_clusters", "exact", "split", "merged", "largest")
    table = Table(
        say(language, "evaluation-table-clusters"),
        _heads(language, *heads, "b3_precision", "b3_recall", "b3_f1"),
        rows,
        texts=0,
    )
    return Section(
        "clusters",
        say(language, "evaluation-section-clusters"),
        say(language, "evaluation-lead-clusters"),
        tables=(table,),
    )


def _reading(language: Language) -> Section:
    points = tuple(say(language, f"evaluation-reading-{n}") for n in range(1, READING_POINTS + 1))
    return Section("reading", say(language, "evaluation-section-reading"), points=points)


def _heads(language: Language, *names: str) -> tuple[str, ...]:
    return tuple(say(language, f"evaluation-head-{name}") for name in names)
