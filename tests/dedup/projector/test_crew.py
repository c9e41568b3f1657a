"""Workers beside the matcher change nothing of what it finds."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from dedup.intake.importing import Importer, ImportRequest
from dedup.projector import snapshot
from dedup.projector.adoption import AdoptedModel, adopt
from dedup.projector.crew import Workers
from dedup.projector.fitting import fit_model
from dedup.projector.loading import fill
from dedup.projector.matching import Matching
from dedup.projector.projector import Advance, Projector
from dedup.projector.snapshot import Snapshots
from dedup.sample import SampleRequest, write_sample
from events.log import EventLog, Stored
from events.memory import open_memory_log
from matchers import Engine, Model
from tests.dedup.projector.test_projector import HOME, amended, log_with_a_double, write
from tests.examples import NOON

BATCH = 20


@cache
def rows() -> list[Stored]:
    """Return what a small register's import appends to a log."""
    log = open_memory_log()
    with TemporaryDirectory() as folder:
        report = write_sample(SampleRequest(out=Path(folder), rows=400, seed=8, hosts=2))
        for path in (path for path in report.files if path.suffix == ".csv"):
            Importer(log, lambda: NOON).run(ImportRequest(path=path, cycle="2026", actor="clerk"))
    return list(log.read_encoded_after(0, limit=10_000))


def loaded() -> tuple[EventLog, Matching]:
    log = open_memory_log()
    log.append_stored(rows())
    matching = Matching(Model.default())
    fill(log, matching, log.head())
    return log, matching


def matched(log: EventLog, matching: Matching) -> tuple[AdoptedModel, Projector, list[Advance]]:
    """Fit a model and match under it."""
    adopted = adopt(log, fit_model(log, matching).model, "clerk", lambda: NOON)
    projector = Projector(log, adopted, lambda: NOON, BATCH, matching=matching)
    return adopted, projector, projector.run()


def events_of(log: EventLog) -> list[Stored]:
    return list(log.read_encoded_after(0, limit=100_000))


@pytest.mark.parametrize("count", [1, 2])
def test_workers_leave_the_log_that_one_process_leaves(tmp_path: Path, count: int) -> None:
    # given a register matched by one process
    log, matching = loaded()
    _, projector, advances = matched(log, matching)
    # when another matcher has workers
    other_log, other = loaded()
    with Workers(other, Snapshots(tmp_path / "matcher"), count):
        _, other_projector, other_advances = matched(other_log, other)
    # then everything is the same, byte for byte
    assert events_of(log) == events_of(other_log)
    assert advances == other_advances
    assert projector.stats == other_projector.stats
    assert projector.stats.flagged > 5


def test_what_workers_read_becomes_the_snapshot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshot, "WORTH_SAVING", 1)
    log, matching = loaded()
    snapshots = Snapshots(tmp_path / "matcher")
    with Workers(matching, snapshots, 1) as crew:
        adopted, projector, _ = matched(log, matching)
        assert snapshots.save(log, projector.matching, crew.draft)
    # later, all of it is there and nothing else
    restored = snapshots.restore(log, adopted.model)
    assert restored.stats.records == matching.stats.records
    assert {*restored.flags.standing()} == {*matching.flags.standing()}
    assert [path.name for path in tmp_path.iterdir()] == ["matcher"]


def test_a_draft_that_is_out_of_date_is_written_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshot, "WORTH_SAVING", 1)
    log, snapshots = log_with_a_double(), Snapshots(tmp_path / "matcher")
    matching = Matching(Model.default())
    fill(log, matching, log.head())
    draft = snapshots.draft(matching)
    draft.write()
    write(log, HOME, amended(name="司马长风"))
    fill(log, matching, log.head())
    assert not draft.is_of(matching)
    assert snapshots.save(log, matching, draft)
    assert snapshots.restore(log, Model.default()).find(range(3)) == matching.find(range(3))


def _fail(_engine: Engine, _context: None, part: int) -> int:
    raise ValueError(f"part {part}")


def test_work_that_fails_in_a_worker_fails_for_whoever_asks(tmp_path: Path) -> None:
    _, matching = loaded()
    with (
        Workers(matching, Snapshots(tmp_path / "matcher"), 1) as crew,
        pytest.raises(ValueError, match="part 0"),
    ):
        list(crew.each(_fail, None, [0]))
