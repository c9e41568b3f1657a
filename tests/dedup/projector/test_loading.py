import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from dedup.projector import loading
from dedup.projector.loading import load
from dedup.projector.matching import Matching
from events.log import EventLog, Write
from events.memory import open_memory_log
from events.registrations import RegistrationWithdrawn
from events.sqlite import open_sqlite_log
from matchers import Model
from tests.examples import NOON, key, registered


def log_of(count: int, log: EventLog | None = None) -> EventLog:
    log = log or open_memory_log()
    for number in range(count):
        event = registered(name=f"王小{chr(0x660E + number)}", phone=f"138{number:08}")
        log.append([Write(key(f"A{number}").stream_id, 0, (event,))])
    return log


def withdraw(log: EventLog, number: str) -> None:
    event = RegistrationWithdrawn(actor="clerk", happened_at=NOON, recorded_at=NOON, reason="迁出")
    log.append([Write(key(number).stream_id, 1, (event,))])


def test_what_is_loaded_is_searched_and_nothing_beyond_the_place_asked_for() -> None:
    log, matching = log_of(6), Matching(Model.default())
    load(log, matching, until=4)
    assert (matching.loaded, matching.stats.records) == (4, 4)
    load(log, matching, until=log.head())
    assert (matching.loaded, matching.stats.records) == (6, 6)


def test_of_a_registration_the_last_event_counts() -> None:
    log, matching = log_of(3), Matching(Model.default())
    withdraw(log, "A1")
    load(log, matching, log.head())
    assert matching.stats.records == 2
    assert matching.registry.is_withdrawn(1)
    assert matching.waiting_after(3).tolist() == [1]


def test_registrations_whose_block_filled_up_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "PAGE_SIZE", 10)
    log = open_memory_log()
    for number in range(70):
        log.append([Write(key(f"A{number}").stream_id, 0, (registered(name="王小明"),))])
    matching = Matching(Model.default())
    assert load(log, matching, until=10) == set()
    assert load(log, matching, until=log.head()) >= set(range(10))


@pytest.mark.parametrize("in_file", [True, False])
def test_workers_load_what_one_process_loads(
    in_file: bool, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(loading, "PAGE_SIZE", 7)
    monkeypatch.setattr(loading, "WORTH_WORKERS", 10)
    log = log_of(60, open_sqlite_log(tmp_path / "log.sqlite") if in_file else open_memory_log())
    withdraw(log, "A5")
    alone, together = Matching(Model.default()), Matching(Model.default())
    places: list[int] = []
    load(log, alone, log.head())
    load(log, together, log.head(), workers=2, on_page=places.append)
    assert places == sorted(places)
    one, other = alone.state(), together.state()
    assert one.keys() == other.keys()
    assert all((one[name] == other[name]).all() for name in one)
    log.close()


_WORKS_UNTIL_KILLED = """
import os, sys, time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from dedup.projector.processes import end_with_parent

if __name__ == "__main__":
    pool = ProcessPoolExecutor(1, mp_context=get_context("forkserver"), initializer=end_with_parent)
    print(pool.submit(os.getpid).result(), flush=True)
    time.sleep(60)
"""


def test_a_worker_ends_when_the_process_that_it_works_for_is_killed(tmp_path: Path) -> None:
    script = tmp_path / "works.py"
    script.write_text(_WORKS_UNTIL_KILLED)
    process = subprocess.Popen(
        [sys.executable, str(script)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    assert process.stdout is not None
    worker = int(process.stdout.readline())
    process.kill()
    process.wait()
    process.stdout.close()
    deadline = time.monotonic() + 20
    while _is_running(worker) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not _is_running(worker)


def _is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{pid}/stat")
    return not (state.exists() and state.read_text().rsplit(")", 1)[1].split()[0] == "Z")
