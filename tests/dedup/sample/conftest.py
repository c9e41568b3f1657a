from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

import pytest

from dedup.columns import canonical_name
from dedup.sample import SampleReport, SampleRequest, write_sample

Key = tuple[str, str]

ENCODINGS = {
    "home-511321": "utf-8-sig",
    "host-330113": "gb18030",
    "host-440306": "utf-8",
    "host-510116": "utf-8-sig",
}


def read_register(path: Path) -> list[dict[str, str]]:
    """Read a CSV register into canonical columns, with nothing but the standard library."""
    with path.open(encoding=ENCODINGS[path.name[:11]], newline="") as file:
        header, *rows = csv.reader(file)
    columns = [canonical_name(name) or name for name in header]
    return [dict(zip(columns, row, strict=True)) for row in rows]


def read_pairs(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def keys(pair: dict[str, str]) -> tuple[Key, Key]:
    left = pair["left_committee"], pair["left_registration_id"]
    return left, (pair["right_committee"], pair["right_registration_id"])


@dataclass(frozen=True, slots=True)
class Sample:
    """A written sample, read back."""

    report: SampleReport
    registers: dict[str, list[dict[str, str]]]
    truth: list[dict[str, str]]
    traps: list[dict[str, str]]

    @property
    def rows(self) -> list[dict[str, str]]:
        return [row for register in self.registers.values() for row in register]

    def by_key(self) -> dict[Key, dict[str, str]]:
        return {(row["committee"], row["registration_id"]): row for row in self.rows}


def read_sample(report: SampleReport) -> Sample:
    registers = {path.name[:11]: read_register(path) for path in report.files}
    return Sample(report, registers, read_pairs(report.truth), read_pairs(report.traps))


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    """Fifty thousand rows, written once."""
    out = tmp_path_factory.mktemp("sample")
    return read_sample(write_sample(SampleRequest(out, rows=50_000, seed=20_261, format="csv")))
