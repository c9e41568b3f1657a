"""The results page: what one run measured, as Markdown. Nothing on it is written by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Final

from benchmarks.bounds import growths, judged, sides

Figures = dict[str, Any]

HEAD: Final = """# Results

Written on {measured} by this command; run it again rather than editing this page. It needs
`pip install -e '.[benchmarks]'`.

```sh
{command}
```

{processor}, {cores} cores, {memory_gib} GiB, Python {python}; load average when it began: {load_1min_before}.
{versions}. {runs} of each contender; of several, the one with the median wall clock counts. Machines
differ: compare ratios.

Each contender is a whole process of its own, reading the same files. This product's time is everything that
`dedup match` does: reading files, the durable log, matching, writing flags. Splink's is its training and
prediction alone; its reading and cleaning of the files is told beside it. Memory is the peak over all of a
contender's processes.

Splink was tuned as its guides advise ([how](../benchmarks/splink_model.py)), and of its variants the one
with the best F1 counts, chosen with the truth in hand. Thresholds of this product are fixed; nothing was
fitted to these samples. True pairs include doubles within one committee and every kind of clerical error
that the sample knows. ECE is over the pairs flagged at 0.05 or above.
"""


_PARTS: Final = ("registers", "febrl", "latency")


def page(results: Figures) -> str:
    """Return the page."""
    registers = results.get("registers", [])
    both = [figures for figures in registers if _ran(figures, "product") and "peer" in figures]
    sections = [
        _head(results),
        *_section("Bounds", [results], _bounds),
        *_section("Accuracy", registers, _accuracy),
        *_section("Speed and memory", both, _speed),
        *_section("What grows with the rolls", registers, _growth),
        *_section("Look-alikes", registers, _lookalikes),
        *_section("The peer's variants", registers, _variants),
        *_section("FEBRL", results.get("febrl", []), _febrl),
        *_section("Single arrivals", results.get("latency", []), _latency),
        *_section("Not measured", [f for part in _PARTS for f in results.get(part, [])], _failures),
    ]
    return "\n".join(sections)


def _head(results: Figures) -> str:
    versions = ", ".join(f"{package} {number}" for package, number in results["versions"].items())
    runs = "One run" if results["runs"] == 1 else f"{results['runs']} runs"
    facts = {**results["machine"], "versions": versions, "runs": runs}
    return HEAD.format(command=results["command"], measured=results["measured"], **facts)


def _section(
    title: str, measured: list[Figures], tell: Callable[[list[Figures]], Iterable[str]]
) -> Iterator[str]:
    lines = list(tell(measured)) if measured else []
    if lines:
        yield "\n".join([f"## {title}", "", *lines, ""])


def table(headers: Sequence[str], rows: Iterable[Sequence[object]]) -> list[str]:
    """Return a table's lines; none when it has no rows."""
    lines = [f"| {' | '.join(map(str, row))} |" for row in rows]
    return [f"| {' | '.join(headers)} |", "|---" * len(headers) + "|", *lines] if lines else []


def _ran(figures: Figures, contender: str) -> bool:
    return contender in figures and "failure" not in figures[contender]


def _of(figures: Figures) -> tuple[object, ...]:
    return figures["name"], figures.get("seed", ""), figures["ids"]


def _share(value: float) -> str:
    return f"{value:.4f}"


def _bounds(results: list[Figures]) -> list[str]:
    rows = [(bound.about, bound.promised, bound.measured, bound.verdict) for bound in judged(results[0])]
    return table(("", "bound", "measured", ""), rows)


_SHARES: Final = ("precision", "recall", "f1", "precision_99", "recall_99", "recall_at_precision", "ece")
_SHARE_HEADERS: Final = (
    *("precision ≥ 0.5", "recall ≥ 0.5", "F1 ≥ 0.5 (95 %)", "precision ≥ 0.99", "recall ≥ 0.99"),
    *("recall at precision 0.999", "ECE"),
)


def _shares(side: Figures) -> list[str]:
    told = {name: _share(side[name]) for name in _SHARES}
    told["f1"] += f" ({_share(side['f1_low'])}–{_share(side['f1_high'])})"
    return list(told.values())


def _accuracy(registers: list[Figures]) -> list[str]:
    rows = [
        (*_of(figures), side["true_pairs"], name, *_shares(side))
        for figures in registers
        for name, side in sides(figures)
    ]
    return table(("registers", "seed", "identity numbers", "true pairs", "", *_SHARE_HEADERS), rows)


def _speed(both: list[Figures]) -> list[str]:
    rows = []
    for figures in both:
        product, peer = figures["product"], figures["peer"]
        best = peer["variants"][peer["best"]]
        rows.append(
            (
                *_of(figures),
                *(f"{product['wall_s']:.1f}", f"{best['linking_wall_s']:.1f}"),
                _ratio(product["wall_s"], best["linking_wall_s"]),
                *(f"{product['cpu_s']:.1f}", f"{best['linking_cpu_s']:.1f}"),
                _ratio(product["cpu_s"], best["linking_cpu_s"]),
                *(f"{product['memory_mib']:.0f}", f"{best['memory_mib']:.0f}"),
                _ratio(product["memory_mib"], best["memory_mib"]),
                f"{peer['cleaning']['wall_s']:.1f}",
            )
        )
    headers = (
        *(
            "registers",
            "seed",
            "identity numbers",
            "wall s",
            "Splink's",
            "ratio",
            "processor s",
            "Splink's",
            "ratio",
        ),
        *("memory MiB", "Splink's", "ratio", "Splink's reading and cleaning, wall s"),
    )
    return table(headers, rows)


def _ratio(one: float, other: float) -> str:
    return f"{one / other:.2f}" if other else ""


def _growth(registers: list[Figures]) -> list[str]:
    rows = [
        (
            *(growth.about, growth.contender),
            f"{growth.lost:.5f}",
            f"{growth.lost_99:.5f}",
            f"{growth.cost:.2f}",
        )
        for growth in growths(registers)
    ]
    headers = ("precision lost at 0.5", "precision lost at 0.99", "processor time per row, times")
    return table(("", "", *headers), rows)


def _rows(figures: Figures) -> int:
    return int(figures["rows"])


def _lookalikes(registers: list[Figures]) -> Iterator[str]:
    """Tell of the largest registers only: elsewhere there are too few of most kinds."""
    largest = max(registers, key=_rows)
    same = [f for f in registers if (f["name"], f.get("seed")) == (largest["name"], largest.get("seed"))]
    columns = [(f"{name}; numbers {f['ids']}", side["traps"]) for f in same for name, side in sides(f)]
    kinds = sorted({kind for _, traps in columns for kind in traps})
    if kinds:
        yield f"Pairs in {largest['name']} that look like one person and are not: so many flagged at 0.5."
        yield ""
        rows = [(kind, *(_part(traps.get(kind, (0, 0))) for _, traps in columns)) for kind in kinds]
        sums = [[sum(counts[at] for counts in traps.values()) for at in (0, 1)] for _, traps in columns]
        yield from table(("", *(told for told, _ in columns)), [*rows, ("all", *map(_part, sums))])


def _part(counts: Sequence[int]) -> str:
    return f"{counts[0]:,} of {counts[1]:,}"


def _variants(registers: list[Figures]) -> list[str]:
    rows = [
        (
            *_of(figures),
            f"**{name}**" if name == figures["peer"]["best"] else name,
            *(_share(side[key]) for key in ("precision", "recall", "f1", "precision_99", "recall_99", "ece")),
            *(f"{side['steps'][step]['wall_s']:.1f}" for step in ("train", "predict")),
            *(f"{side['linking_cpu_s']:.1f}", f"{side['memory_mib']:.0f}"),
        )
        for figures in registers
        if "peer" in figures
        for name, side in figures["peer"]["variants"].items()
    ]
    headers = (
        *("registers", "seed", "identity numbers", "variant", "precision ≥ 0.5", "recall ≥ 0.5", "F1 ≥ 0.5"),
        *("precision ≥ 0.99", "recall ≥ 0.99", "ECE", "train, wall s", "predict, wall s"),
        *("processor s", "memory MiB"),
    )
    return table(headers, rows)


def _febrl(febrl: list[Figures]) -> Iterator[str]:
    yield "The fields of Splink's demonstrations are names, birth date, social security number, street number"
    yield "and postcode; `all` adds the rest of the address. Splink has its demonstrations' own models"
    yield "and blocking rules; of the models the better one counts."
    yield ""
    rows = [
        (figures["name"], figures["fields"], name, *_shares(side), f"{side['wall_s']:.1f}")
        for figures in febrl
        for name, side in sides(figures)
    ]
    yield from table(("data", "fields", "", *_SHARE_HEADERS, "whole process, wall s"), rows)


def _latency(latency: list[Figures]) -> Iterator[str]:
    for figures in latency:
        if "arrival" not in figures:
            continue
        yield (
            f"{figures['arrivals']:,} registrations, one after the other, into a store of "
            f"{figures['registrations']:,}; from a row in hand to its flags in the durable log. Making 4 KiB "
            f"durable takes this disk {figures['disk_ms']} ms; it is needed once, for flags a second time. "
            f"The processor works {figures['processor_ms']} ms for one."
        )
        yield ""
        names = (
            ("arrival", "in all"),
            ("append", "append the event"),
            ("match", "match and append the flags"),
        )
        steps = [(told, *figures[step].values()) for step, told in names]
        yield from table(("", "p50 ms", "p99 ms", "max ms"), steps)
        yield ""
        yield (
            f"A new process came to its first match {figures['restart_s']} s after its start; "
            f"its memory was {figures['memory_mib']:,} MiB."
        )


def _failures(measured: list[Figures]) -> Iterator[str]:
    for figures in measured:
        of = ", ".join(str(figures[name]) for name in ("name", "seed", "ids", "fields") if name in figures)
        product, peer = figures.get("product", {}).get("failure"), figures.get("peer_failure")
        for who, failure in (("this product", product), ("Splink", peer)):
            if failure:
                yield f"- {of}: {who} failed: `{failure.strip().splitlines()[-1]}`"
