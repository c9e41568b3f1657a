import json
from pathlib import Path

import pytest

from dedup.projector import snapshot
from dedup.projector.loading import load
from dedup.projector.matching import Matching
from dedup.projector.projector import Projector
from dedup.projector.snapshot import Snapshots
from events.log import EventLog
from matchers import Model
from tests.dedup.projector.test_projector import HOME, adopted, amended, log_with_a_double, project, write


@pytest.fixture(autouse=True)
def _small_logs_are_worth_saving(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshot, "WORTH_SAVING", 1)


def saved(log: EventLog, folder: Path) -> Snapshots:
    project(log)
    matching = Projector(log, adopted(log), clock=lambda: None).matching  # type: ignore[arg-type, return-value]
    load(log, matching, log.head())
    snapshots = Snapshots(folder / "matcher")
    assert snapshots.save(log, matching)
    return snapshots


def test_a_saved_matcher_goes_on_where_it_was(tmp_path: Path) -> None:
    log = log_with_a_double()
    matching = saved(log, tmp_path).restore(log, adopted(log).model)
    assert matching.loaded == log.head()
    assert (matching.stats.records, len(matching.flags)) == (3, 1)
    assert matching.match(range(3)) == []


def test_what_came_after_the_snapshot_is_read_from_the_log(tmp_path: Path) -> None:
    log = log_with_a_double()
    snapshots = saved(log, tmp_path)
    write(log, HOME, amended(name="司马长风", birth_date="1951-11-02", id_number=""))
    matching = snapshots.restore(log, adopted(log).model)
    load(log, matching, log.head())
    whole = Matching(adopted(log).model)
    load(log, whole, log.head())
    assert matching.find(range(3)) == whole.find(range(3))


def test_little_news_is_not_worth_another_snapshot(tmp_path: Path) -> None:
    log = log_with_a_double()
    snapshots = saved(log, tmp_path)
    assert not snapshots.save(log, snapshots.restore(log, adopted(log).model))


def test_a_snapshot_of_another_log_is_not_believed(tmp_path: Path) -> None:
    snapshots = saved(log_with_a_double(), tmp_path)
    other = log_with_a_double()
    write(other, HOME, amended(name="别人"))
    assert snapshots.restore(other, Model.default()).loaded == 0


@pytest.mark.parametrize("damage", ["meta", "array", "missing"])
def test_a_damaged_snapshot_is_not_believed(tmp_path: Path, damage: str) -> None:
    log = log_with_a_double()
    snapshots = saved(log, tmp_path)
    folder = tmp_path / "matcher"
    match damage:
        case "meta":
            (folder / "snapshot.json").write_text("{")
        case "array":
            (folder / "3.npy").write_bytes(b"\x93NUMPY")
        case _:
            (folder / "3.npy").unlink()
    assert snapshots.restore(log, adopted(log).model).loaded == 0


def test_a_snapshot_by_another_coding_is_not_believed(tmp_path: Path) -> None:
    log = log_with_a_double()
    snapshots = saved(log, tmp_path)
    meta = tmp_path / "matcher" / "snapshot.json"
    content = json.loads(meta.read_text())
    content["of"][2] += 1
    meta.write_text(json.dumps(content))
    assert snapshots.restore(log, adopted(log).model).loaded == 0
