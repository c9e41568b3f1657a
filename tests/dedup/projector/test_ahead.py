from pathlib import Path

import pytest

from dedup.bootstrap import open_service
from dedup.intake.importing import ImportRequest
from dedup.projector import ahead
from dedup.projector.ahead import Ahead
from dedup.projector.matching import Matching
from dedup.settings import Settings
from events.log import EventLog, Write
from events.memory import open_memory_log
from matchers import Model
from tests.examples import key, registered


@pytest.fixture(autouse=True)
def _small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ahead, "PAGE_SIZE", 5)
    monkeypatch.setattr(ahead, "WORTH_WORKERS", 10)


def append(log: EventLog, *numbers: int) -> None:
    for number in numbers:
        event = registered(name=f"王小{chr(0x660E + number)}", phone=f"138{number:08}")
        log.append([Write(key(f"A{number}").stream_id, 0, (event,))])


def test_what_was_appended_meanwhile_is_in_the_matcher_that_is_taken() -> None:
    log = open_memory_log()
    with Ahead(log, Matching(Model.default()), workers=1) as following:
        for number in range(33):
            append(log, number)
            following.follow()
        matching = following.take()
    assert (matching.loaded, matching.stats.records) == (33, 33)
    assert [matching.registry.stream_id_of(ref) for ref in range(33)] == [
        key(f"A{n}").stream_id for n in range(33)
    ]


def test_a_few_registrations_are_left_to_whoever_takes_the_matcher() -> None:
    log = open_memory_log()
    with Ahead(log, Matching(Model.default()), workers=1) as following:
        append(log, 1, 2, 3)
        following.follow()
        assert (following.take().loaded, log.head()) == (0, 3)


def write_roll(path: Path) -> Path:
    rows = [f"R{n},511321,王小{chr(0x660E + n)},138{n:08}" for n in range(40)]
    path.write_text("\n".join(["登记编号,区划代码,姓名,联系电话", *rows]) + "\n", encoding="utf-8")
    return path


def test_a_service_that_reads_ahead_has_loaded_what_it_imported(tmp_path: Path) -> None:
    roll = write_roll(tmp_path / "roll.csv")
    settings = Settings(store=tmp_path / "store", workers=2, batch_rows=10)
    with open_service(settings, create=True) as opened, opened.reading_ahead() as service:
        with service.importer as importer:
            importer.run(ImportRequest(roll, "2026", "clerk"))
        assert service.ahead is not None
        taken = service.loaded_matching()
        again = opened.loaded_matching()
    assert taken.stats.records == 40
    ids = [[m.registry.stream_id_of(ref) for ref in range(40)] for m in (taken, again)]
    assert ids[0] == ids[1]


def test_a_store_with_a_model_is_not_read_ahead(tmp_path: Path) -> None:
    settings = Settings(store=tmp_path / "store", workers=2)
    with open_service(settings, create=True) as opened:
        opened.adopt(Model.default())
        with opened.reading_ahead() as service:
            assert service.ahead is None
