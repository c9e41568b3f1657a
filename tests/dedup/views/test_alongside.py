from __future__ import annotations

from pathlib import Path

from dedup.bootstrap import open_service
from dedup.settings import Settings
from dedup.tables.sqlite import file_tables
from dedup.views.alongside import kept_up
from dedup.views.cases import CaseQuery, open_case_view
from events.cases import case_id_of, case_stream_id
from events.log import EventLog, Write
from tests.examples import flagged, key


def flag(log: EventLog, *numbers: str) -> None:
    for number in numbers:
        pair = key(number), key("9", "310115")
        log.append([Write(case_stream_id(case_id_of(*pair)), 0, (flagged(*pair),))])


def test_what_is_flagged_meanwhile_is_in_the_read_model_afterwards(tmp_path: Path) -> None:
    settings = Settings(store=tmp_path / "store", actor="li")
    with open_service(settings, create=True) as service:
        flag(service.log, "1")
        with kept_up(settings):
            flag(service.log, "2", "3")
        assert service.cases.position == service.log.head()
        fresh = open_case_view(file_tables(":memory:"))
        fresh.catch_up(service.log)
        assert service.cases.find(CaseQuery()) == fresh.find(CaseQuery())
        fresh.close()


def test_two_that_follow_at_once_take_every_flag_once(tmp_path: Path) -> None:
    settings = Settings(store=tmp_path / "store", actor="li")
    with open_service(settings, create=True) as service:
        with kept_up(settings):
            for number in map(str, range(20)):
                flag(service.log, number)
                service.current_cases()
        assert service.cases.count(CaseQuery()) == 20


def test_a_store_that_it_cannot_open_does_not_hinder_the_work(tmp_path: Path) -> None:
    done = False
    with kept_up(Settings(store=tmp_path / "none", actor="li")):
        done = True
    assert done
