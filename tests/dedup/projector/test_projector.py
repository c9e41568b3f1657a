from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import pytest

from dedup.cases.case import Case
from dedup.cases.commands import Claim, TakePosition
from dedup.cases.desk import Desk
from dedup.cases.evolving import fold
from dedup.cases.outcomes import Said
from dedup.errors import Conflict
from dedup.projector.adoption import AdoptedModel, adopt_fitted_model, adopted_model
from dedup.projector.projector import Projector
from events.cases import (
    CaseEvent,
    CaseFlagged,
    case_id_of,
    case_stream_id,
)
from events.log import EventLog, Write
from events.memory import open_memory_log
from events.registrations import (
    RegistrationAmended,
    RegistrationEvent,
    RegistrationKey,
    RegistrationRestored,
    RegistrationWithdrawn,
)
from events.resolutions import Outcome
from tests.examples import NOON, key, minutes_later, registered, voter

HOME, HOST = key("A1", "340123"), key("B7", "310115")
PAIR = case_id_of(HOME, HOST)


def write(log: EventLog, registration: RegistrationKey, event: RegistrationEvent) -> None:
    latest = log.read_latest([registration.stream_id])
    version = latest[registration.stream_id].version if latest else 0
    log.append([Write(registration.stream_id, version, (event,))])


def amended(**values: str) -> RegistrationAmended:
    return RegistrationAmended(
        actor="clerk", happened_at=NOON, recorded_at=NOON, personal=voter(**values), changed=tuple(values)
    )


def withdrawn() -> RegistrationWithdrawn:
    return RegistrationWithdrawn(actor="clerk", happened_at=NOON, recorded_at=NOON, reason="迁出")


def restored() -> RegistrationRestored:
    return RegistrationRestored(actor="clerk", happened_at=NOON, recorded_at=NOON, personal=voter())


def log_with_a_double() -> EventLog:
    log = open_memory_log()
    write(log, HOME, registered())
    write(
        log,
        HOST,
        registered().model_copy(
            update={"entry": registered().entry.model_copy(update={"basis": "residence"})}
        ),
    )
    other = voter(
        name="欧阳雪梅",
        sex="女",
        id_number="310115199012200028",
        birth_date="1990-12-20",
        phone="13911112222",
    )
    write(log, key("B8", "310115"), registered(**other.model_dump(exclude={"extra"})))
    return log


def project(log: EventLog, batch_size: int = 100) -> None:
    adopted = adopted_model(log) or adopt_fitted_model(log, "clerk", lambda: NOON)
    Projector(log, adopted, lambda: NOON, batch_size).run()


def case_of(log: EventLog, case_id: str = PAIR) -> Case | None:
    recorded = log.read_stream(case_stream_id(case_id))
    events: Sequence[CaseEvent] = [r.event for r in recorded if isinstance(r.event, CaseEvent)]
    return fold(events)


def the_case(log: EventLog) -> Case:
    case = case_of(log)
    assert case is not None
    return case


def case_streams(log: EventLog) -> set[str]:
    return {r.stream_id for r in log.read_all(of=(CaseEvent,))}


def test_one_person_on_two_rolls_is_flagged_with_reasons_and_nobody_else_is() -> None:
    log = log_with_a_double()
    project(log)
    case = the_case(log)
    assert (case.state, case.kind) == ("flagged", "cross_committee")
    assert case.assessment.probability > 0.9
    assert {e.field for e in case.assessment.evidence} >= {"id_number", "name"}
    assert case_streams(log) == {case_stream_id(PAIR)}


def test_the_home_roll_is_told_from_the_host_roll_by_the_basis() -> None:
    log = log_with_a_double()
    project(log)
    case = the_case(log)
    assert (case.left if case.home == "left" else case.right) == HOME


def test_a_repeat_within_a_committee_is_told_apart() -> None:
    log = open_memory_log()
    one, other = key("A1"), key("A2")
    write(log, one, registered())
    write(log, other, registered())
    project(log)
    case = case_of(log, case_id_of(one, other))
    assert case is not None
    assert (case.kind, case.home) == ("within_committee", "")


def test_the_county_roll_and_the_township_roll_of_a_place_are_not_compared() -> None:
    log = open_memory_log()
    write(log, key("A1", level="county"), registered())
    write(log, key("A1", level="township"), registered())
    write(log, key("A1", cycle="2021"), registered())
    project(log)
    assert case_streams(log) == set()


def test_projecting_again_adds_nothing() -> None:
    log = log_with_a_double()
    project(log)
    head = log.head()
    project(log)
    assert log.head() == head


@pytest.mark.parametrize("batch_size", [1, 2, 3])
def test_any_batch_size_gives_the_same_case(batch_size: int) -> None:
    small, large = log_with_a_double(), log_with_a_double()
    project(small, batch_size)
    project(large, 1_000)
    assert the_case(small) == the_case(large)


def test_a_registration_that_arrives_later_is_held_against_all_earlier_ones() -> None:
    log = open_memory_log()
    write(log, HOME, registered())
    project(log)
    assert case_streams(log) == set()
    write(log, HOST, registered())
    project(log)
    assert the_case(log).state == "flagged"


def test_a_flag_lapses_when_one_registration_leaves_its_roll_and_returns_with_it() -> None:
    log = log_with_a_double()
    project(log)
    write(log, HOME, withdrawn())
    project(log)
    assert (the_case(log).state, the_case(log).lapse_reason) == ("lapsed", "registration_withdrawn")
    write(log, HOME, restored())
    project(log)
    assert the_case(log).state == "flagged"


def test_a_flag_lapses_when_a_correction_makes_two_people_of_the_pair() -> None:
    log = log_with_a_double()
    project(log)
    stranger = voter(
        name="司马长风",
        birth_date="1951-11-02",
        id_number="510104195111020015",
        phone="",
        household_address="",
    )
    write(log, HOST, amended(**stranger.model_dump(exclude={"extra"})))
    project(log)
    assert (the_case(log).state, the_case(log).lapse_reason) == ("lapsed", "below_threshold")


def settle(desk: Desk, outcome: Outcome) -> None:
    desk.carry_out(PAIR, TakePosition("li", "left", Said(outcome)))
    desk.carry_out(PAIR, TakePosition("zhao", "right", Said(outcome)))


def test_changed_values_assess_a_dismissed_case_anew_and_reopen_it() -> None:
    log = log_with_a_double()
    project(log)
    desk = Desk(log, lambda: minutes_later(1))
    settle(desk, "not_same")
    assert the_case(log).state == "dismissed"
    write(log, HOST, amended(name="王晓明"))
    project(log)
    case = the_case(log)
    assert case.state == "reopened"
    assert case.agreement is not None


def test_values_replaced_before_they_were_ever_matched_flag_nobody() -> None:
    log = log_with_a_double()
    write(log, HOST, amended(name="司马长风", birth_date="1951-11-02", id_number="510104195111020015"))
    write(log, HOST, withdrawn())
    project(log, batch_size=1)
    assert case_streams(log) == set()


def test_values_replaced_meanwhile_flag_nobody_after_a_restart_either() -> None:
    log = open_memory_log()
    write(log, HOME, registered())
    write(log, HOST, registered())
    write(log, HOME, amended(name="司马长风", birth_date="1951-11-02", id_number="510104195111020015"))
    write(log, HOME, withdrawn())
    adopted = adopt_fitted_model(log, "clerk", lambda: NOON)
    assert Projector(log, adopted, lambda: NOON, batch_size=1).advance() is not None
    Projector(log, adopted, lambda: NOON, batch_size=1).run()
    assert case_streams(log) == set()


def test_a_projector_that_resumes_knows_what_the_one_before_it_knew() -> None:
    log = log_with_a_double()
    adopted = adopt_fitted_model(log, "clerk", lambda: NOON)
    first = Projector(log, adopted, lambda: NOON, batch_size=1)
    assert first.advance() is not None
    second = Projector(log, adopted, lambda: NOON, batch_size=1)
    second.run()
    whole = log_with_a_double()
    project(whole)
    assert the_case(log).assessment == the_case(whole).assessment


def test_of_two_projectors_at_once_one_stops_and_no_case_is_flagged_twice() -> None:
    log = log_with_a_double()
    adopted = adopt_fitted_model(log, "clerk", lambda: NOON)
    first, second = (Projector(log, adopted, lambda: NOON) for _ in range(2))
    first.run()
    with pytest.raises(Conflict) as refused:
        second.run()
    assert refused.value.code == "projected-elsewhere"
    assert len(log.read_after(0, limit=99, of=(CaseFlagged,))) == 1


def test_a_reviewer_who_acts_between_two_batches_does_not_stop_the_projector() -> None:
    log = log_with_a_double()
    project(log)
    projector = Projector(log, adopted(log), lambda: NOON)
    Desk(log, lambda: minutes_later(1)).carry_out(PAIR, Claim("li", "left"))
    write(log, HOST, amended(name="王晓明"))
    projector.run()
    assert (the_case(log).state, the_case(log).claims["left"].actor) == ("claimed", "li")


def test_the_log_learns_within_a_second_that_arrivals_were_matched_of_which_there_is_nothing_to_say() -> None:
    # given a projector that has caught up
    log = log_with_a_double()
    now = [NOON]
    projector = Projector(log, adopt_fitted_model(log, "clerk", lambda: NOON), lambda: now[0])
    projector.run()
    kept = log.consumers()
    # when somebody arrives who is on no other roll
    write(log, key("C9", "310115"), registered(name="司马长风", birth_date="1951-11-02", id_number=""))
    assert projector.advance() is not None
    # then the log is not bothered with it, until a second has passed
    assert log.consumers() == kept
    now[0] = NOON + timedelta(seconds=1)
    assert projector.advance() is None
    (consumer,) = kept
    assert log.position_of(consumer) == projector.position > kept[consumer]


def test_a_flag_and_the_position_are_one_append() -> None:
    log = log_with_a_double()
    projector = Projector(log, adopt_fitted_model(log, "clerk", lambda: NOON), lambda: NOON)
    assert projector.advance() is not None
    (position,) = log.consumers().values()
    assert position == projector.position


def adopted(log: EventLog) -> AdoptedModel:
    found = adopted_model(log)
    assert found is not None
    return found


def test_the_model_in_force_can_be_read_back_whole_from_the_log() -> None:
    log = log_with_a_double()
    made = adopt_fitted_model(log, "clerk", lambda: NOON)
    read = adopted(log)
    assert read.model.fingerprint == made.model.fingerprint
    assert (read.model.roll_size, read.position) == (3, made.position)


def test_adopting_what_is_in_force_already_changes_nothing() -> None:
    log = log_with_a_double()
    adopt_fitted_model(log, "clerk", lambda: NOON)
    head = log.head()
    adopt_fitted_model(log, "clerk", lambda: NOON)
    assert log.head() == head


def test_a_newly_adopted_model_reweighs_and_leaves_agreements_alone() -> None:
    log = log_with_a_double()
    project(log)
    desk = Desk(log, lambda: minutes_later(1))
    settle(desk, "host_keeps")
    for number in range(8):
        write(
            log,
            key(f"C{number}", "440106"),
            registered(name=f"李{number}", id_number="", phone="", birth_date=f"19{60 + number}-02-03"),
        )
    adopt_fitted_model(log, "clerk", lambda: NOON)
    project(log)
    case = the_case(log)
    assert (case.state, case.assessment.model) == ("agreed", adopted(log).model.fingerprint)
