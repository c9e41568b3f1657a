"""Keeps one broker for all the processes of a test session, and ends it when the last of them is gone.

A process that wants the broker leaves a file named for its id in `users/`. Nobody has to tidy up: a killed
test run leaves no broker behind.
"""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Final

from tests.broker.artefacts import NoBroker, only_one
from tests.broker.broker import Broker, is_alive

_LOOK_S: Final = 0.5
_START_S: Final = 120


def shared_broker(folder: Path, user: int) -> str:
    """Return the address of the session's broker, starting it for the first who asks.

    Raises NoBroker when it cannot run here.
    """
    users = folder / "users"
    users.mkdir(parents=True, exist_ok=True)
    (users / str(user)).touch()
    with only_one(folder / "lock"):
        told, failed = folder / "bootstrap", folder / "failed"
        if not told.exists() and not failed.exists():
            _start_keeper(folder)
        if failed.exists():
            raise NoBroker(failed.read_text(encoding="utf-8"))
        return told.read_text(encoding="utf-8")


def _start_keeper(folder: Path) -> None:
    root = Path(__file__).parents[2]
    with (folder / "keeper.log").open("ab") as log:
        keeper = subprocess.Popen(
            [sys.executable, "-m", "tests.broker.keeper", str(folder)],
            cwd=root,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    deadline = time.monotonic() + _START_S
    while not (folder / "bootstrap").exists() and not (folder / "failed").exists():
        if keeper.poll() is not None or time.monotonic() > deadline:
            keeper.kill()
            raise NoBroker(f"the broker's keeper ended: {(folder / 'keeper.log').read_text()[-500:]}")
        time.sleep(_LOOK_S / 5)
    keeper.returncode = 0  # It outlives whoever started it; nobody waits for it.


def keep(folder: Path) -> None:
    """Run a broker for as long as one of its users lives."""
    try:
        broker = Broker(folder / "broker")
        broker.start()
    except NoBroker as error:
        _tell(folder / "failed", str(error))
        return
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        _tell(folder / "bootstrap", broker.bootstrap)
        while any(is_alive(int(user.name)) for user in (folder / "users").iterdir()):
            time.sleep(_LOOK_S)
    finally:
        broker.stop()


def _tell(path: Path, text: str) -> None:
    partial = path.with_suffix(".partial")
    partial.write_text(text, encoding="utf-8")
    partial.rename(path)


if __name__ == "__main__":
    keep(Path(sys.argv[1]))
