"""The plots, as SVG to stand within a page: text stays text, so that the reader's own fonts write it.

Matplotlib is loaded when the first plot is drawn: a report as text or JSON does not wait for it.
"""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from dedup.catalogue import Language, say
from dedup.evaluation.census import GROUP_MIN
from dedup.evaluation.report import Group, Report
from dedup.evaluation.wording import count, probability, slice_name
from matchers.evaluation import Bin, Curve, Reliability, Share, bits_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_FLOORS: Final = (0.99, 0.9, 0.8, 0.5)
_INK, _BLUE, _RED, _GREY, _PALE = "#1b1f24", "#1f4e79", "#a8322a", "#8a929b", "#dfe3e8"
_TICKS: Final = (0.05, 0.2, 0.5, 0.8, 0.95, 0.99, 0.999, 0.9999)
_CLEAR: Final[dict[str, Any]] = {"facecolor": "white", "edgecolor": "none", "pad": 0.6}
"""Behind a label, so that lines do not cross it."""
_WHOLE_INTERVAL_MIN: Final = 50
"""Pairs in a slice from which its whole interval is drawn; it is then at most 0.08 wide at the ends."""
_ROW_INCHES: Final = 0.235
_STYLE: Final[dict[str, Any]] = {
    "svg.fonttype": "none",
    "font.size": 9,
    "axes.edgecolor": _GREY,
    "axes.labelcolor": _INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.linewidth": 0.8,
    "xtick.color": _INK,
    "ytick.color": _INK,
    "text.color": _INK,
    "axes.grid": True,
    "axes.axisbelow": True,
    "grid.color": _PALE,
    "grid.linewidth": 0.6,
}
_PROLOGUE: Final = re.compile(r"^.*?(?=<svg )", re.DOTALL)
_METADATA: Final = re.compile(r"<metadata>.*?</metadata>\s*", re.DOTALL)
_SIZE: Final = re.compile(r' (?:width|height)="[\d.]+pt"')
_NAMED: Final = re.compile(r'(\bid="|href="#|url\(#)')


def floor_of(figures: Sequence[float]) -> float:
    """Return where an axis of shares starts: as high as leaves all of them to be seen."""
    least = min(figures, default=0.0)
    return next((floor for floor in _FLOORS if least >= floor), 0.0)


def curve_floors(report: Report) -> tuple[float, float]:
    """Return where the curve's axes of recall and precision start: the declared thresholds are all shown."""
    recalls = [at.recall.value for at in report.thresholds if at.recall.value is not None]
    recall = floor_of([value for value in recalls if value > 0])
    shown = [p for p, r in zip(report.curve.precision, report.curve.recall, strict=True) if r >= recall]
    return recall, floor_of(shown)


def draw(name: str, report: Report, language: Language) -> str:
    """Return a plot as an SVG element."""
    from matplotlib import rc_context

    style: dict[Any, Any] = {**_STYLE, "svg.hashsalt": name}
    with warnings.catch_warnings(), rc_context(style):
        # Where text stays text nobody needs Matplotlib's own fonts to hold its characters.
        warnings.filterwarnings("ignore", message="Glyph .* missing from")
        return _svg(_PLOTS[name](report, language), name)


def _svg(figure: Figure, name: str) -> str:
    text = io.StringIO()
    unsaid = dict.fromkeys(("Date", "Creator", "Format", "Type"))
    figure.savefig(text, format="svg", metadata=unsaid)
    svg = _METADATA.sub("", _PROLOGUE.sub("", text.getvalue()))
    head, rest = svg.split(">", 1)
    return _NAMED.sub(rf"\g<1>{name}-", f"{_SIZE.sub('', head)}>{rest}")


def _panels(width: float, height: float, columns: int = 1, rows: int = 1) -> tuple[Figure, Any]:
    """Return a figure and its panels: beside each other they share the upright axis, else the level one."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width, height), layout="constrained")
    return figure, figure.subplots(rows, columns, squeeze=False, sharex=rows > 1, sharey=columns > 1)


def _curve(report: Report, language: Language) -> Figure:
    figure, ((axes,),) = _panels(6.6, 3.6)
    curve: Curve = report.curve
    axes.plot(curve.recall, curve.precision, color=_BLUE, linewidth=1.4, drawstyle="steps-post")
    above = True
    for at in report.thresholds:
        if at.precision.value is None or not at.recall.value:
            continue
        axes.plot(at.recall.value, at.precision.value, "o", color=_BLUE, markersize=4.5)
        axes.annotate(
            probability(at.threshold),
            (at.recall.value, at.precision.value),
            xytext=(0, 7) if above else (-6, -12),
            textcoords="offset points",
            ha="center" if above else "right",
            fontsize=8,
            bbox=_CLEAR,
        )
        above = not above
    recall, precision = curve_floors(report)
    axes.set_xlim(recall, 1 + (1 - recall) * 0.03)
    axes.set_ylim(precision, 1 + (1 - precision) * 0.08)
    axes.set_xlabel(say(language, "evaluation-axis-recall"))
    axes.set_ylabel(say(language, "evaluation-axis-precision"))
    return figure


def _reliability(report: Report, language: Language) -> Figure:
    figure, ((left, right),) = _panels(7.2, 3.6, columns=2)
    for axes, scheme in ((left, report.calibration.fixed), (right, report.calibration.equal_count)):
        _diagram(axes, scheme)
        axes.set_title(say(language, f"evaluation-axis-{scheme.scheme}"), fontsize=9)
        axes.set_xlabel(say(language, "evaluation-axis-stated"))
    left.set_ylabel(say(language, "evaluation-axis-observed"))
    return figure


def _diagram(axes: Axes, scheme: Reliability) -> None:
    axes.plot([0, 1], [0, 1], color=_GREY, linewidth=0.8, linestyle=(0, (4, 3)))
    for found in scheme.bins:
        _interval(axes, found.observed, at=found.stated, upright=True, colour=_BLUE)
        if scheme.scheme == "fixed":
            _number(axes, found)
    axes.set_xlim(-0.02, 1.02)
    axes.set_ylim(-0.02, 1.04)
    axes.set_aspect("equal")


def _number(axes: Axes, found: Bin) -> None:
    """Write how many pairs a bin holds beside its point, away from the edge that it may lie on."""
    height = found.observed.value or 0.0
    below = height >= 0.5  # noqa: PLR2004 - the upper half
    axes.annotate(
        count(found.pairs),
        (found.stated, height),
        xytext=(-5, -11 if below else 5),
        textcoords="offset points",
        ha="right",
        fontsize=7.5,
        color=_GREY,
        bbox=_CLEAR,
    )


def _interval(axes: Axes, share: Share, at: float, *, upright: bool, colour: str, scale: float = 1.0) -> None:
    if share.value is None or share.low is None or share.high is None:
        return
    ends, middle = [share.low * scale, share.high * scale], share.value * scale
    line, point = (([at, at], ends), (at, middle)) if upright else ((ends, [at, at]), (middle, at))
    axes.plot(*line, color=colour, linewidth=1.0)
    axes.plot(*point, "o", color=colour, markersize=4, clip_on=False)


def _histogram(report: Report, language: Language) -> Figure:
    figure, ((upper,), (lower,)) = _panels(7.2, 3.8, rows=2)
    histogram = report.histogram
    left = np.array(histogram.edges[:-1])
    for axes, counts, colour, name in (
        (upper, histogram.true, _BLUE, "true"),
        (lower, histogram.false, _RED, "false"),
    ):
        bars = axes.bar(left, counts, width=0.92, align="edge", color=colour)
        axes.bar_label(bars, [count(n) if n else "" for n in counts], fontsize=7.5, padding=1)
        axes.set_ylabel(say(language, f"evaluation-axis-{name}"))
        axes.set_ylim(0, max(max(counts, default=0), 1) * 1.18)
        axes.yaxis.get_major_locator().set_params(integer=True, nbins=4)
        axes.grid(axis="x", visible=False)
    at = bits_of(np.array(_TICKS))
    inside = (at >= histogram.edges[0]) & (at <= histogram.edges[-1])
    lower.set_xticks(at[inside], [f"{p:g}" for p, shown in zip(_TICKS, inside, strict=True) if shown])
    lower.set_xlabel(say(language, "evaluation-axis-probability"))
    return figure


@dataclass(frozen=True, slots=True)
class _Row:
    """A line of a plot of intervals; without shares it is a heading."""

    label: str
    shares: tuple[Share, ...] = ()


def _slices(report: Report, language: Language) -> Figure:
    rows = []
    for slicing in report.slicings:
        if slicing.true_only:
            continue
        rows.append(_Row(say(language, f"dimension-{slicing.dimension}")))
        for found in slicing.slices:
            at = found.at_half
            label = f"{slice_name(language, slicing.dimension, found.name)}（{count(at.true)}）"
            rows.append(
                _Row(
                    label if language == "zh" else label.replace("（", " (").replace("）", ")"),
                    (at.precision, at.recall),
                )
            )
    figure, ((left, right),) = _panels(7.4, 0.7 + _ROW_INCHES * len(rows), columns=2)
    for place, (axes, name) in enumerate(((left, "precision"), (right, "recall"))):
        values = _values_to_show([row.shares[place] for row in rows if row.shares])
        for height, row in enumerate(rows):
            if row.shares:
                _interval(axes, row.shares[place], at=height, upright=False, colour=_BLUE)
        floor = floor_of(values)
        axes.set_xlim(floor, 1 + (1 - floor) * 0.03)
        axes.locator_params(axis="x", nbins=4)
        axes.set_title(say(language, f"evaluation-axis-{name}"), fontsize=9)
    _name_rows(left, rows)
    right.tick_params(axis="y", length=0)
    return figure


def _values_to_show(shares: Sequence[Share]) -> list[float]:
    """Return what an axis must not cut off: every figure, and the intervals of all but small slices."""
    ends = [share.low for share in shares if share.total >= _WHOLE_INTERVAL_MIN]
    return [value for value in (*(share.value for share in shares), *ends) if value is not None]


def _name_rows(axes: Axes, rows: Sequence[_Row]) -> None:
    axes.set_ylim(len(rows) - 0.4, -0.6)
    axes.set_yticks(range(len(rows)), [row.label for row in rows])
    axes.tick_params(axis="y", length=0)
    for label, row in zip(axes.get_yticklabels(), rows, strict=True):
        if not row.shares:
            label.set_fontweight("bold")


def _groups(report: Report, language: Language) -> Figure:
    rows: list[_Row] = []
    for grouping in report.groupings:
        rows.append(_Row(say(language, f"groups-{grouping.dimension}")))
        rows.extend(
            _Row(slice_name(language, grouping.dimension, group.name), (group.at_half, group.at_watch))
            for group in grouping.groups
            if _is_shown(group)
        )
    figure, ((axes,),) = _panels(6.8, 0.9 + _ROW_INCHES * 1.15 * len(rows))
    for height, row in enumerate(rows):
        for share, colour, lift in zip(row.shares, (_RED, _GREY), (-0.16, 0.16), strict=False):
            _interval(axes, share, at=height + lift, upright=False, colour=colour, scale=100_000)
    for colour, threshold in ((_RED, 0.5), (_GREY, report.subject.watch)):
        axes.plot(
            [], [], "o-", color=colour, markersize=4, linewidth=1, label=f"p ≥ {probability(threshold)}"
        )
    axes.legend(frameon=False, fontsize=8, loc="lower right")
    axes.set_xlim(left=0)
    axes.set_xlabel(say(language, "evaluation-axis-per_100k"))
    _name_rows(axes, rows)
    return figure


def _is_shown(group: Group) -> bool:
    """Leave groups out whose interval is wider than all others' together."""
    return group.at_half.total >= GROUP_MIN


_PLOTS: Final[dict[str, Callable[[Report, Language], Figure]]] = {
    "curve": _curve,
    "reliability": _reliability,
    "histogram": _histogram,
    "slices": _slices,
    "groups": _groups,
}
