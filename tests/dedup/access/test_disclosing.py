"""Who was shown what is on record: once for the same look, and every time for whole values."""

from __future__ import annotations

import pytest

from dedup.access.disclosing import Disclosures
from dedup.cases.case import Case
from dedup.cases.evolving import fold
from events.disclosures import Disclosed
from events.log import EventLog
from events.memory import open_memory_log
from tests.examples import NOON, flagged, key, voter


@pytest.fixture
def log() -> EventLog:
    return open_memory_log()


@pytest.fixture
def disclosures(log: EventLog) -> Disclosures:
    return Disclosures(log, lambda: NOON)


def the_case() -> Case:
    case = fold([flagged()])
    assert case is not None
    return case


def told(log: EventLog) -> list[Disclosed]:
    return [r.event for r in log.read_all() if isinstance(r.event, Disclosed)]


def test_the_record_says_who_saw_which_fields_of_which_side_in_which_case(
    log: EventLog, disclosures: Disclosures
) -> None:
    disclosures.of_case("li", the_case(), ["right"], ["name", "id_number"])
    (seen,) = told(log)
    assert (seen.actor, seen.columns, seen.masked) == ("li", ("name", "id_number"), True)
    assert seen.registrations == (the_case().right.stream_id,)
    assert (seen.case, seen.case_version) == (the_case().case_id, 1)


def test_looking_again_at_the_same_is_no_news_but_more_fields_or_another_side_are(
    log: EventLog, disclosures: Disclosures
) -> None:
    for _ in range(3):
        disclosures.of_case("li", the_case(), ["right"], ["name"])
    disclosures.of_case("li", the_case(), ["right"], ["name", "phone"])
    disclosures.of_case("li", the_case(), ["left"], ["name"])
    disclosures.of_case("wang", the_case(), ["right"], ["name"])
    assert len(told(log)) == 4


def test_whole_values_are_recorded_every_time(log: EventLog, disclosures: Disclosures) -> None:
    for _ in range(2):
        disclosures.of_case("li", the_case(), ["right"], ["name"], masked=False)
        disclosures.of_registration("li", key(), ["name"])
    assert [seen.masked for seen in told(log)] == [False] * 4


def test_what_was_seen_of_a_subject_is_found_by_it_whoever_saw_it(disclosures: Disclosures) -> None:
    disclosures.of_case("li", the_case(), ["right"], ["name"])
    disclosures.of_case("wang/li", the_case(), ["right"], ["name"])
    disclosures.of_registration("li", key(), ["name"])
    assert len(disclosures.streams_of([the_case().case_id])) == 2
    assert len(disclosures.streams_of([the_case().case_id, key().stream_id, "unheard-of"])) == 3


def test_the_record_holds_no_value_of_the_voter(log: EventLog, disclosures: Disclosures) -> None:
    disclosures.of_registration("li", key(), ["name", "id_number"])
    _, state = log.codec.encode(told(log)[0])
    assert voter().id_number not in state.decode()
    assert voter().name not in state.decode()
