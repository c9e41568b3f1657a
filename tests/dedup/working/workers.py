"""Workers as operators run them: processes of the program itself."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

PATIENCE_S = 120


def environment(bootstrap: str, prefix: str = "", **more: str) -> dict[str, str]:
    return {
        **os.environ,
        "DEDUP_KAFKA_BOOTSTRAP_SERVERS": bootstrap,
        "DEDUP_KAFKA_TOPIC_PREFIX": prefix,
        "DEDUP_KAFKA_GROUP_ID": f"{prefix}intake",
        "DEDUP_LANGUAGE": "en",
        "DEDUP_ACTOR": "worker",
        **more,
    }


def command(*arguments: str | Path) -> list[str]:
    return [sys.executable, "-W", "ignore", "-m", "dedup", *map(str, arguments)]


def run(env: dict[str, str], *arguments: str | Path) -> str:
    done = subprocess.run(
        command(*arguments), env=env, capture_output=True, text=True, timeout=PATIENCE_S, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def last_status(output: str) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(output.splitlines()[-1])
    return told


def start(env: dict[str, str], output: Path, *arguments: str | Path) -> subprocess.Popen[bytes]:
    with output.open("ab") as file:
        return subprocess.Popen(command(*arguments), env=env, stdout=file, stderr=file)
