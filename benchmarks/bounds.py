"""What must hold beyond one evaluation: beside the peer, as rolls grow, on FEBRL, one by one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

Figures = dict[str, Any]

AS_THEY_COME: Final = "as they come"
NO_IDS: Final = "none at hosts"
LARGE_ROWS: Final = 200_000
"""Accuracy is promised for rolls of this size and more: chance look-alikes are too few in smaller ones."""
SPEED_ROWS: Final = 1_000_000
GROWTH_ROWS: Final = 100_000
"""From here on precision and cost may hardly change as the rolls grow."""
_F1_WITHOUT_NUMBERS: Final = 0.97
_FEBRL_F1: Final = {"FEBRL 3": 0.999, "FEBRL 4": 0.9995}
_STATUS: Final = {
    "met": "held",
    "met_unsure": "held, by chance perhaps",
    "not_met_unsure": "missed, by chance perhaps",
    "not_met": "**missed**",
}
"""What `dedup evaluate` makes of a figure and its 95 % interval."""


@dataclass(frozen=True, slots=True)
class Judged:
    """One bound: what it is about, what was promised, what was measured, and what that comes to."""

    about: str
    promised: str
    measured: str
    verdict: str


def judged(results: Figures) -> Iterator[Judged]:
    """Return every bound that this run measured."""
    registers = results.get("registers", [])
    for figures in registers:
        product = figures.get("product", {})
        if figures["rows"] >= LARGE_ROWS:
            yield from _by_evaluation(figures, product.get("bounds", []))
        if figures["rows"] >= SPEED_ROWS and "wall_s" in product and "peer" in figures:
            yield from _beside_the_peer(figures, product)
    for growth in growths(registers):
        if growth.contender == PRODUCT:
            yield _at_most(f"{growth.about}: precision lost at 0.5", 0.001, growth.lost)
            yield _at_most(f"{growth.about}: precision lost at 0.99", 0.001, growth.lost_99)
            yield _at_most(f"{growth.about}: processor time per row, times", 1.3, growth.cost)
    for figures in results.get("febrl", []):
        wanted = _FEBRL_F1.get(figures["name"])
        if wanted and figures["fields"] == "demo" and "f1" in figures.get("product", {}):
            about = f"{figures['name']}, fields of the peer's demonstration: F1 at 0.5"
            yield _at_least(about, wanted, figures["product"]["f1"])
    for latency in results.get("latency", []):
        if "arrival" not in latency:
            continue
        store = f"{latency['registrations']:,}"
        yield _at_most(f"one arrival into {store}: p50, ms", 2, latency["arrival"]["p50_ms"])
        yield _at_most(f"one arrival into {store}: p99, ms", 10, latency["arrival"]["p99_ms"])
        yield _at_most(f"restart with {store} until the first match: s", 5, latency["restart_s"])


PRODUCT: Final = "this product"


def sides(figures: Figures) -> Iterator[tuple[str, Figures]]:
    """Return the contenders that ran, the peer with its best variant."""
    if "wall_s" in figures.get("product", {}):
        yield PRODUCT, figures["product"]
    if "peer" in figures:
        best = figures["peer"]["best"]
        yield f"Splink, {best}", figures["peer"]["variants"][best]


@dataclass(frozen=True, slots=True)
class Growth:
    """What became of a contender's precision and cost from a small sample to a large one."""

    about: str
    contender: str
    lost: float
    lost_99: float
    cost: float


def growths(registers: list[Figures]) -> Iterator[Growth]:
    """Compare the largest sample with the smallest that is large enough; thresholds and models are fixed."""
    for ids in dict.fromkeys(figures["ids"] for figures in registers):
        samples = [f for f in registers if f["ids"] == ids and "seed" in f and f["rows"] >= GROWTH_ROWS]
        if len({figures["rows"] for figures in samples}) < 2:
            continue
        small, large = (pick(samples, key=lambda f: int(f["rows"])) for pick in (min, max))
        about = f"{small['rows']:,} → {large['rows']:,} rows, identity numbers {ids}"
        for (name, before), (_, after) in zip(sides(small), sides(large), strict=False):
            yield Growth(
                about,
                name,
                before["precision"] - after["precision"],
                before["precision_99"] - after["precision_99"],
                (after["cpu_s"] / large["rows"]) / (before["cpu_s"] / small["rows"]),
            )


def _by_evaluation(figures: Figures, bounds: list[Figures]) -> Iterator[Judged]:
    for given in bounds:
        if given["value"] is None:
            continue
        without = figures["ids"] == NO_IDS and given["bound"] == "f1"
        bound = {**given, **_f1_without_numbers(given)} if without else given
        told = _TOLD.get(bound["bound"], bound["bound"])
        where = f" ({bound['where']})" if bound["where"] else ""
        yield Judged(
            f"{figures['name']}, identity numbers {figures['ids']}: {told}{where}",
            f"{'≥' if bound['at_least'] else '≤'} {bound['limit']:g}",
            _told(bound["value"]),
            _STATUS[bound["status"]],
        )


def _f1_without_numbers(bound: Figures) -> Figures:
    """Hold F1 against what is promised when no host gives numbers; those of the home committee remain."""
    reached = [bound[name] >= _F1_WITHOUT_NUMBERS for name in ("low", "value", "high")]
    status = ("met", "met_unsure", "not_met_unsure")
    held = next((told for told, enough in zip(status, reached, strict=True) if enough), "not_met")
    return {"limit": _F1_WITHOUT_NUMBERS, "status": held}


_TOLD: Final = {
    "f1": "F1 at 0.5",
    "f1_without_numbers": "F1 at 0.5",
    "precision": "precision at 0.99",
    "one_slip": "recall under one slip in an identity number, all else equal",
    "error": "ECE",
    "worst_error": "ECE of the worst slice",
    "twins": "twins flagged at 0.5, share",
    "siblings": "siblings flagged at 0.5, share",
    "father_son": "father and son flagged at 0.5, share",
    "namesakes": "namesakes born on one day flagged at 0.5, share",
}
"""Names of the bounds of `dedup evaluate` in words."""


def _beside_the_peer(figures: Figures, product: Figures) -> Iterator[Judged]:
    best = figures["peer"]["variants"][figures["peer"]["best"]]
    of = f"{figures['name']}, identity numbers {figures['ids']}"
    yield _at_most(f"{of}: wall clock, of Splink's", 1.0, product["wall_s"] / best["linking_wall_s"])
    yield _at_most(f"{of}: memory, of Splink's", 1.0, product["memory_mib"] / best["memory_mib"])


def _at_least(about: str, bound: float, measured: float) -> Judged:
    return Judged(about, f"≥ {bound:g}", _told(measured), "held" if measured >= bound else "**missed**")


def _at_most(about: str, bound: float, measured: float) -> Judged:
    return Judged(about, f"≤ {bound:g}", _told(measured), "held" if measured <= bound else "**missed**")


def _told(measured: float) -> str:
    return f"{measured:.5f}" if measured < 2 else f"{measured:.2f}"
