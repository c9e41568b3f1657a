"""Charts as numbers that a page draws: bars, and flows between committees. Pure.

Every chart is drawn as SVG by the server and has the same figures beside it in a table, so that it can be
printed, read aloud and checked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

BARS_MAX: Final = 40
FLOWS_MAX: Final = 24
_FLOW_HEIGHT: Final = 240.0
_FLOW_GAP: Final = 4.0
_LEVEL: Final = 100.0


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a hundred at most."""

    label: str
    count: int
    length: float


def bars(counts: Sequence[tuple[str, int]]) -> list[Bar]:
    """Return bars in the order given, the longest of them 100.

    >>> [(b.label, b.length) for b in bars([("a", 2), ("b", 4)])]
    [('a', 50.0), ('b', 100.0)]
    """
    most = max((count for _, count in counts), default=0) or 1
    return [Bar(label, count, _LEVEL * count / most) for label, count in counts[:BARS_MAX]]


@dataclass(frozen=True, slots=True)
class Flow:
    """Cases between a home and a host committee: a band between two columns."""

    home: str
    host: str
    count: int
    home_y: float
    host_y: float
    width: float


@dataclass(frozen=True, slots=True)
class End:
    """A committee's end of the flows."""

    name: str
    count: int
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class Flows:
    """The greatest flows, and how many cases the others hold."""

    flows: tuple[Flow, ...]
    homes: tuple[End, ...]
    hosts: tuple[End, ...]
    others: int
    height: float


def flows(counts: Mapping[tuple[str, str], int]) -> Flows:
    """Return the greatest flows from home to host committees, the largest committees on top.

    >>> flows({("a", "b"): 3}).flows
    (Flow(home='a', host='b', count=3, home_y=0.0, host_y=0.0, width=240.0),)
    """
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    shown, rest = ranked[:FLOWS_MAX], ranked[FLOWS_MAX:]
    total = sum(count for _, count in shown) or 1
    unit = _FLOW_HEIGHT / total
    homes = _ends([(home, count) for (home, _), count in shown], unit)
    hosts = _ends([(host, count) for (_, host), count in shown], unit)
    next_home, next_host = {e.name: e.y for e in homes}, {e.name: e.y for e in hosts}
    drawn = []
    for (home, host), count in sorted(shown, key=lambda item: (next_home[item[0][0]], next_host[item[0][1]])):
        width = count * unit
        drawn.append(Flow(home, host, count, next_home[home], next_host[host], width))
        next_home[home] += width
        next_host[host] += width
    height = max((end.y + end.height for end in (*homes, *hosts)), default=0.0)
    return Flows(tuple(drawn), homes, hosts, sum(count for _, count in rest), height)


def _ends(counts: Sequence[tuple[str, int]], unit: float) -> tuple[End, ...]:
    totals: dict[str, int] = {}
    for name, count in counts:
        totals[name] = totals.get(name, 0) + count
    ranked = sorted(totals.items(), key=lambda item: (-item[1], item[0]))
    tops = accumulate((count * unit + _FLOW_GAP for _, count in ranked), initial=0.0)
    return tuple(End(name, count, y, count * unit) for (name, count), y in zip(ranked, tops, strict=False))
