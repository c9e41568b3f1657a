"""What must hold, and whether it held in one run."""

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
_FEBRL_F1: Final = {"FEBRL 3": 0.999, "FEBRL 4": 0.9995}


@dataclass(frozen=True, slots=True)
class Held:
    """One bound: what it is about, what was promised, what was measured, and whether that is enough."""

    about: str
    promised: str
    measured: str
    held: bool


def held(results: Figures) -> Iterator[Held]:
    """Return every bound that this run measured."""
    for figures in results.get("registers", []):
        product = figures.get("product", {})
        if figures["rows"] >= LARGE_ROWS and product and "failure" not in product:
            yield from _accuracy(figures, product)
            if figures["rows"] >= SPEED_ROWS and "peer" in figures:
                yield from _beside_the_peer(figures, product)
    for figures in results.get("febrl", []):
        product, wanted = figures.get("product", {}), _FEBRL_F1.get(figures["name"])
        if wanted and figures["fields"] == "demo" and "f1" in product:
            yield _at_least(
                f"{figures['name']}, F1 at 0.5, fields of the peer's demonstration", wanted, product["f1"]
            )
    if latency := results.get("latency"):
        store = f"{latency['registrations']:,}"
        yield _at_most(f"one arrival into {store}, p50 ms", 2, latency["arrival"]["p50_ms"])
        yield _at_most(f"one arrival into {store}, p99 ms", 10, latency["arrival"]["p99_ms"])
        yield _at_most(f"restart with {store} until the first match, s", 5, latency["restart_s"])


def _accuracy(figures: Figures, product: Figures) -> Iterator[Held]:
    of = f"{figures['name']}, identity numbers {figures['ids']}"
    f1 = 0.995 if figures["ids"] == AS_THEY_COME else 0.97
    yield _at_least(f"{of}: F1 at 0.5", f1, product["f1"])
    yield _at_least(f"{of}: precision at 0.99", 0.9995, product["precision_99"])
    yield _at_most(f"{of}: ECE", 0.005, product["ece"])
    flagged, pairs = (sum(counts[at] for counts in product["traps"].values()) for at in (0, 1))
    if pairs:
        yield _at_most(f"{of}: look-alikes flagged at 0.5, share", 0.001, flagged / pairs)
    if figures["ids"] == AS_THEY_COME and product["slips"][1]:
        found, slips = product["slips"]
        yield _at_least(f"{of}: recall under one slip in an identity number", 1.0, found / slips)


def _beside_the_peer(figures: Figures, product: Figures) -> Iterator[Held]:
    if figures["ids"] != AS_THEY_COME:
        return
    best = figures["peer"]["variants"][figures["peer"]["best"]]
    of = figures["name"]
    yield _at_most(f"{of}: wall clock, of Splink's", 1.0, product["wall_s"] / best["linking_wall_s"])
    yield _at_most(f"{of}: memory, of Splink's", 1.0, product["memory_mib"] / best["memory_mib"])


def _at_least(about: str, bound: float, measured: float) -> Held:
    return Held(about, f"≥ {bound:g}", _told(measured), measured >= bound)


def _at_most(about: str, bound: float, measured: float) -> Held:
    return Held(about, f"≤ {bound:g}", _told(measured), measured <= bound)


def _told(measured: float) -> str:
    return f"{measured:.4f}" if measured < 10 else f"{measured:.1f}"
