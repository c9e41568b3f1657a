"""Processes that a process has started, dead ones that nobody asked after too."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path


def children_of(parent: int) -> list[int]:
    """Return the ids of a process's children."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            if int(stat.read_text(encoding="utf-8").rpartition(")")[2].split()[1]) == parent:
                found.append(int(stat.parent.name))
    return found
