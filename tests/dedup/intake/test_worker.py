"""Files prepared in another process: the same log, and nothing lost whoever dies."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from dedup.errors import BadInput, DedupError
from dedup.intake.importing import Importer, ImportReport, ImportRequest
from dedup.intake.worker import Worker
from events.files import RowCounts
from events.log import EventLog, Stored
from events.memory import open_memory_log
from events.sqlite import open_sqlite_log
from tests.dedup.intake.files import as_csv, as_jsonl, roll, write, write_xlsx
from tests.examples import NOON

HEADER = ["登记编号", "区划代码", "姓名", "性别", "备注", "操作"]
ROWS = [
    *([f"A{n}", "340123", f"王{n}", "男", "", ""] for n in range(250)),
    ["A7", "340123", "王七", "男", "改", ""],
    ["A8", "340123", "", "", "", "死亡"],
    ["A8", "340123", "王八", "男", "", ""],
    ["A9", "340123", "王9", "男", "", ""],
    ["", "340123", "无号", "男", "", ""],
    ["A10", "340123", "王10", "人", "第一行\n第二行", ""],
    *([f"B{n}", "340123", f"李{n}", "女", "长" * n, ""] for n in range(40)),
]


TEXT = as_csv(ROWS, HEADER)
FILES: dict[str, Callable[[Path], Path]] = {
    "utf-8": lambda folder: write(folder, TEXT),
    "gb18030": lambda folder: write(folder, TEXT, encoding="gb18030"),
    "utf-16": lambda folder: write(folder, TEXT, encoding="utf-16"),
    "workbook": lambda folder: write_xlsx(folder / "roll.xlsx", [HEADER, *ROWS]),
    "json lines": lambda folder: write(folder, as_jsonl(ROWS, HEADER), "roll.jsonl"),
}


@pytest.fixture(scope="module")
def worker() -> Iterator[Worker]:
    with closing(Worker(from_bytes=0)) as started:
        yield started


def run(log: EventLog, path: Path, worker: Worker | None, batch_rows: int = 37) -> ImportReport:
    request = ImportRequest(path=path, cycle="2026", actor="clerk")
    return Importer(log, lambda: NOON, batch_rows, worker).run(request)


def everything(log: EventLog) -> list[Stored]:
    return list(log.read_encoded_after(0, limit=100_000))


@pytest.mark.parametrize("kind", FILES)
def test_the_log_is_the_same_byte_for_byte_with_a_worker_and_without(
    tmp_path: Path, worker: Worker, kind: str
) -> None:
    path = FILES[kind](tmp_path)
    alone, helped = open_memory_log(), open_memory_log()
    assert run(alone, path, None) == run(helped, path, worker)
    assert everything(alone) == everything(helped)
    assert len(everything(alone)) > len(ROWS)


def test_updates_of_what_stands_are_the_same_with_a_worker_and_without(
    tmp_path: Path, worker: Worker
) -> None:
    first = write(tmp_path, TEXT)
    second = write(tmp_path, as_csv([*ROWS[:50], ["A3", "340123", "", "", "", "迁出"]], HEADER), "second.csv")
    logs = []
    for hand in (None, worker):
        log = open_memory_log()
        run(log, first, None)
        assert run(log, second, hand).counts == RowCounts(unchanged=47, amended=3, withdrawn=1)
        logs.append(everything(log))
    assert logs[0] == logs[1]


def test_a_file_that_is_refused_there_is_refused_here_and_the_next_one_is_read(
    tmp_path: Path, worker: Worker
) -> None:
    bad = write(tmp_path, "姓名,性别\n王一,男\n", "bad.csv")
    log = open_memory_log()
    with pytest.raises(BadInput) as refused:
        run(log, bad, worker)
    assert (refused.value.code, refused.value.facts["path"]) == ("column-missing", str(bad))
    assert run(log, write(tmp_path, TEXT), worker).counts.rejected == 1


def test_progress_is_told_batch_by_batch_up_to_the_end(tmp_path: Path, worker: Worker) -> None:
    told: list[tuple[float, int]] = []
    request = ImportRequest(path=write(tmp_path, TEXT), cycle="2026", actor="clerk")
    importer = Importer(open_memory_log(), lambda: NOON, 100, worker)
    importer.run(request, lambda share, counts: told.append((share, counts.rows)))
    assert [rows for _, rows in told] == [100, 200, len(ROWS)]
    assert told[-1][0] == 1.0


def test_a_small_file_is_not_worth_a_process(tmp_path: Path) -> None:
    idle = Worker()
    run(open_memory_log(), write(tmp_path, TEXT), idle)
    assert idle.process_id is None


class Murderous(EventLog):
    """A log in whose third append the worker is killed."""

    victim: Worker
    appends = 0

    def append(self, writes, consumed=None, rows=()):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201
        self.appends += 1
        if self.appends == 3:
            assert self.victim.process_id
            os.kill(self.victim.process_id, signal.SIGKILL)
        return super().append(writes, consumed, rows)


def test_a_worker_that_dies_is_an_error_with_a_remedy_and_the_import_goes_on_afterwards(
    tmp_path: Path,
) -> None:
    path = write(tmp_path, as_csv(roll(5_000)))
    log, victim = open_memory_log(), Worker(from_bytes=0)
    murderous = Murderous(log._recorder)
    murderous.victim = victim
    with pytest.raises(DedupError) as failed:
        run(murderous, path, victim, batch_rows=100)
    assert failed.value.code == "import-worker-ended"
    assert "DEDUP_WORKERS=0" in failed.value.remedy("zh")
    with closing(victim):
        report = run(log, path, victim, batch_rows=100)
    assert report.resumed_after_row >= 201
    assert report.counts == RowCounts(accepted=5_000)


PROGRAM = """
import sys
from pathlib import Path
from dedup.clock import system_clock
from dedup.intake.importing import Importer, ImportRequest
from dedup.intake.worker import Worker
from events.sqlite import open_sqlite_log
worker = Worker(from_bytes=0)
with Importer(open_sqlite_log(Path(sys.argv[2])), system_clock, 50, worker) as importer:
    request = ImportRequest(path=Path(sys.argv[1]), cycle="2026", actor="clerk")
    importer.run(request, lambda share, counts: print(worker.process_id, counts.rows, flush=True))
"""


def is_alive(process_id: int) -> bool:
    try:
        os.kill(process_id, 0)
    except ProcessLookupError:
        return False
    status = Path(f"/proc/{process_id}/stat")
    return not status.exists() or status.read_text().rpartition(")")[2].split()[0] != "Z"


def test_killed_at_any_batch_it_leaves_no_process_behind_and_goes_on(tmp_path: Path) -> None:
    path, store = write(tmp_path, as_csv(roll(2_000))), tmp_path / "log.sqlite"
    command = [sys.executable, "-c", PROGRAM, str(path), str(store)]
    for batches in (1, 2, 5):
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout
            told = [process.stdout.readline().split() for _ in range(batches)]
            process.kill()
        worker_id = int(told[-1][0])
        deadline = time.monotonic() + 30
        while is_alive(worker_id) and time.monotonic() < deadline:
            time.sleep(0.02)
        assert not is_alive(worker_id)
    with closing(open_sqlite_log(store)) as log:
        assert log.head() >= 8 * 50
        report = run(log, path, None, batch_rows=50)
        assert report.resumed_after_row >= 8 * 50 + 1
        assert report.counts == RowCounts(accepted=2_000)
        alone = open_memory_log()
        run(alone, path, None, batch_rows=50)
        assert [s.stream_id for s in everything(log)] == [s.stream_id for s in everything(alone)]
