"""The broker's jars: in a cache outside the tree, filled once from Maven Central as `pom.xml` pins."""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

POM: Final = Path(__file__).with_name("pom.xml")
JAVA_VERSION_MIN: Final = 17
_FETCH_S: Final = 600


class NoBroker(Exception):
    """The machine cannot run a broker; the text says what is wanting."""


def java() -> str:
    """Return the path of a Java that Kafka 4 runs on."""
    home = os.environ.get("JAVA_HOME")
    found = shutil.which("java", path=f"{home}/bin") if home else None
    path = found or shutil.which("java")
    if path is None:
        raise NoBroker(f"no Java: install one of version {JAVA_VERSION_MIN} or later")
    said = subprocess.run([path, "-version"], capture_output=True, text=True, check=False).stderr
    version = re.search(r'version "(\d+)', said)
    if version is None or int(version[1]) < JAVA_VERSION_MIN:
        raise NoBroker(f"Kafka 4 needs Java {JAVA_VERSION_MIN} or later, not {said.splitlines()[:1]}")
    return path


def jars() -> Path:
    """Return the folder of the jars, fetching them when this version's are not there yet."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "dedup"
    pinned = hashlib.sha256(POM.read_bytes()).hexdigest()[:12]
    folder = cache / f"broker-{pinned}"
    cache.mkdir(parents=True, exist_ok=True)
    with only_one(cache / "broker.lock"):
        if not folder.is_dir():
            _fetch(folder)
    return folder


@contextmanager
def only_one(path: Path) -> Iterator[None]:
    """Let one process at a time in."""
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _fetch(folder: Path) -> None:
    maven = shutil.which("mvn")
    if maven is None:
        raise NoBroker("the broker's jars are not in the cache and there is no Maven to fetch them with")
    partial = folder.with_suffix(".partial")
    shutil.rmtree(partial, ignore_errors=True)
    goal = ["dependency:copy-dependencies", f"-DoutputDirectory={partial}"]
    done = subprocess.run(
        [maven, "-q", "-B", "-f", str(POM), *goal],
        capture_output=True,
        text=True,
        timeout=_FETCH_S,
        check=False,
    )
    if done.returncode:
        raise NoBroker(f"Maven could not fetch the broker: {(done.stdout + done.stderr)[-500:]}")
    partial.rename(folder)


if __name__ == "__main__":
    jars()
