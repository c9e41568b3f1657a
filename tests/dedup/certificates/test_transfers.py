from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from dedup.certificates.certificate import Certificate
from dedup.certificates.commands import Revoke
from dedup.certificates.transfers import explains, registered_before
from dedup.rolls import Standing, registration_as_of
from tests.dedup.certificates.examples import HOME, HOST, Scene, host_registered, scene
from tests.examples import calendar, key, voter

TODAY = date(2026, 9, 1)


def stands(at: Scene, one: bool) -> Standing:
    found = registration_as_of(at.log, HOME if one else HOST)
    assert found is not None
    return found


def pair(number: str = "0012 号", until: date | None = None) -> tuple[Standing, Standing, Certificate]:
    at = scene(number)
    certificate = at.desk.issue("li", "第0012号", HOME, "310115", until)
    return stands(at, True), stands(at, False), certificate


def test_a_certificate_whose_number_the_host_registration_carries_explains_the_pair() -> None:
    home, host, certificate = pair()
    found = explains(home, host, [certificate], TODAY)
    assert found is not None
    assert (found.ground, found.home, found.host, found.outcome) == (
        "certificate",
        "left",
        "right",
        "host_keeps",
    )
    assert found.certificate == certificate.key


@given(st.sampled_from(["0012", "第 0012 号", "0013", ""]))
def test_sides_may_be_swapped(number: str) -> None:
    home, host, certificate = pair(number)
    one, other = explains(home, host, [certificate], TODAY), explains(host, home, [certificate], TODAY)
    assert (one is None) == (other is None) == (number in {"0013", ""})
    if one and other:
        assert (one.host, one.certificate) == (other.home, other.certificate)


def test_a_used_certificate_explains_it_though_the_roll_names_none() -> None:
    at = scene()
    issued = at.desk.issue("li", "0012", HOME, "310115")
    home, host = stands(at, True), stands(at, False)
    assert explains(home, host, at.desk.of_pair(home, host), TODAY) is None
    at.desk.use("wang", issued.key, HOST)
    found = explains(home, host, at.desk.of_pair(home, host), TODAY)
    assert found is not None
    assert found.certificate == issued.key


def test_a_certificate_explains_nothing_when_it_is_for_others_or_no_longer_holds() -> None:
    home, host, certificate = pair(until=TODAY)
    for other in (
        replace(certificate, home=key("H2").stream_id),
        replace(certificate, host_committee="440306"),
    ):
        assert explains(home, host, [other], TODAY) is None
    assert explains(home, host, [certificate], TODAY) is not None
    assert explains(home, host, [certificate], TODAY + timedelta(days=1)) is None
    at = scene("0012")
    issued = at.desk.issue("li", "0012", HOME, "310115")
    revoked = at.desk.carry_out(issued.key, Revoke("li", "误开"))
    assert explains(home, host, [revoked], TODAY) is None


def test_papers_that_contradict_each_other_explain_nothing() -> None:
    home, host, certificate = pair()
    back = replace(
        certificate,
        key=replace(certificate.key, committee="310115", number="9"),
        home=HOST.stream_id,
        host_committee="340123",
        used_by="",
    )
    carrying = replace(home, entry=home.entry.model_copy(update={"certificate_no": "9"}))
    assert explains(carrying, host, [certificate, back], TODAY) is None


def test_a_registration_of_the_previous_cycle_explains_it_where_the_hosts_rules_ask_for_no_more() -> None:
    home, host, _ = pair("")
    lenient = calendar(committee="310115", certificate={"waived_previous_cycle": True})
    before = {HOST.stream_id}
    found = explains(home, host, [], TODAY, home="left", right_calendar=lenient, registered_before=before)
    assert found is not None
    assert (found.ground, found.host, found.certificate) == ("previous_cycle", "right", None)
    strict = calendar(committee="310115")
    assert (
        explains(home, host, [], TODAY, home="left", right_calendar=strict, registered_before=before) is None
    )
    assert explains(home, host, [], TODAY, home="left", registered_before=before) is None
    assert explains(home, host, [], TODAY, right_calendar=lenient, registered_before=before) is None
    assert explains(home, host, [], TODAY, home="left", right_calendar=lenient) is None


def test_the_same_voter_under_the_same_number_was_registered_before() -> None:
    at = scene()
    host = stands(at, False)
    assert not registered_before(at.log, host, "2021")
    at.happens(replace(HOST, cycle="2021"), host_registered())
    assert registered_before(at.log, host, "2021")
    stranger = replace(host, voter=voter(id_number="310115199001010001"))
    assert not registered_before(at.log, stranger, "2021")
