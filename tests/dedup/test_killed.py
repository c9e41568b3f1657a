"""A process killed at any moment and run again comes to the digest of one that was left alone."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from dedup.sample import SampleRequest, write_sample

KILLS_MIN = 24
ROWS = 2_400
PATIENCE_S = 120

ENVIRONMENT = {**os.environ, "DEDUP_BATCH_ROWS": "60", "DEDUP_BATCH_SIZE": "80", "DEDUP_ACTOR": "clerk"}
"""Small batches, so that there are many moments between two appends."""


@dataclass(frozen=True, slots=True)
class Registers:
    files: tuple[Path, ...]

    def command(self, folder: Path) -> list[str]:
        out, store = str(folder / "flags.csv"), str(folder / "store")
        return [sys.executable, "-m", "dedup", "match", *map(str, self.files), "--out", out, "--store", store]


@pytest.fixture(scope="module")
def registers(tmp_path_factory: pytest.TempPathFactory) -> Registers:
    folder = tmp_path_factory.mktemp("registers")
    return Registers(write_sample(SampleRequest(out=folder, rows=ROWS, seed=77, hosts=2)).files)


def run(registers: Registers, folder: Path) -> float:
    began = time.monotonic()
    done = subprocess.run(
        registers.command(folder), env=ENVIRONMENT, capture_output=True, timeout=PATIENCE_S, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    return time.monotonic() - began


def run_and_kill(registers: Registers, folder: Path, after_s: float) -> bool:
    """Start the command and kill it; return whether it was still running."""
    process = subprocess.Popen(
        registers.command(folder), env=ENVIRONMENT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        process.wait(after_s)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
        process.wait(PATIENCE_S)
        return True
    return False


def digests(folder: Path) -> dict[str, object]:
    done = subprocess.run(
        [sys.executable, "-m", "dedup", "replay", "--store", str(folder / "store"), "--json"],
        env=ENVIRONMENT,
        capture_output=True,
        timeout=PATIENCE_S,
        check=True,
    )
    told: dict[str, object] = json.loads(done.stdout)
    return told


def test_killed_at_random_moments_it_comes_to_the_same_digest(registers: Registers, tmp_path: Path) -> None:
    undisturbed = tmp_path / "undisturbed"
    undisturbed.mkdir()
    duration_s = run(registers, undisturbed)
    wanted = digests(undisturbed)
    assert wanted["agrees"] is True
    flags = (undisturbed / "flags.csv").read_bytes()
    assert flags.count(b"\n") > 10

    chance = random.Random(2026)
    kills, rounds = 0, 0
    while kills < KILLS_MIN:
        folder = tmp_path / f"killed-{rounds}"
        folder.mkdir()
        for _ in range(8):
            kills += run_and_kill(registers, folder, chance.uniform(0.15, 1.0) * duration_s)
        run(registers, folder)
        told = digests(folder)
        assert told["agrees"] is True
        assert (told["digest"], told["flags_derived"]) == (wanted["digest"], wanted["flags_derived"])
        assert (folder / "flags.csv").read_bytes() == flags
        shutil.rmtree(folder)
        rounds += 1
