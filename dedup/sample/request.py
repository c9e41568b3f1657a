"""What is asked of a sample and what is reported back."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from dedup.sample.rates import Rates

FileFormat = Literal["mixed", "csv", "xlsx", "jsonl"]


@dataclass(frozen=True, slots=True)
class SampleRequest:
    """A sample to be written: the same request gives the same bytes on every machine."""

    out: Path
    """Folder; made if missing, files of the same names are replaced."""
    rows: int = 20_000
    """Rows over all registers."""
    seed: int = 1
    hosts: int = 3
    """Host districts, 1 to 12."""
    format: FileFormat = "mixed"
    """Mixed gives each committee its own template; above 200,000 rows mixed means CSV of several kinds."""
    rates: Rates = field(default_factory=Rates)


@dataclass(frozen=True, slots=True)
class SampleReport:
    """What was written."""

    files: tuple[Path, ...]
    """Registers, the home county's first."""
    truth: Path
    """One line a pair of rows that are one person."""
    rows: int
    people: int
    true_pairs: int
    traps: Path
    """One line a pair of rows that look alike and are not a double registration."""
    trap_pairs: int
