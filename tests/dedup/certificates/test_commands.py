from __future__ import annotations

from datetime import date, timedelta

import pytest

from dedup.certificates.certificate import LIFE_CYCLE, Certificate, State, fold
from dedup.certificates.commands import Command, Expire, Issue, ReturnReceipt, Revoke, Use, decide, issue
from dedup.certificates.numbers import normalised
from dedup.errors import BadRequest, Conflict
from dedup.rolls import Standing
from events.certificates import CertificateEvent, CertificateExpired, CertificateUsed
from events.registrations import Entry
from tests.examples import NOON, key, minutes_later, voter

LATER = minutes_later(5)
HOME = Standing(key("H1"), voter(), Entry(basis="household"))
UNTIL = date(2026, 12, 1)


def host(number: str = "S1", committee: str = "310115", certificate_no: str = "") -> Standing:
    entry = Entry(basis="residence", certificate_no=certificate_no)
    return Standing(key(number, committee), voter(), entry)


def wanted(number: str = "第0012号", to: str = "310115", until: date | None = UNTIL) -> Issue:
    return Issue("li", number, HOME, to, until)


def given(*commands: Command) -> Certificate:
    command = wanted()
    events: list[CertificateEvent] = list(issue(None, command, (), NOON))
    for following in commands:
        standing = fold(command.key, events)
        assert standing is not None
        events.extend(decide(standing, following, NOON))
    certificate = fold(command.key, events)
    assert certificate is not None
    return certificate


def test_a_certificate_is_issued_for_a_voter_of_the_home_roll() -> None:
    certificate = given()
    assert (certificate.state, certificate.number, certificate.key.number) == ("issued", "第0012号", "0012")
    assert certificate.holder.name == HOME.voter.name
    assert certificate.is_valid(UNTIL)
    assert not certificate.is_valid(UNTIL + timedelta(days=1))


def test_issuing_the_same_again_changes_nothing_and_another_under_its_number_is_refused() -> None:
    assert issue(given(), wanted(" 0012 "), (), LATER) == ()
    with pytest.raises(Conflict) as refused:
        issue(given(), wanted(to="440306"), (), LATER)
    assert refused.value.code == "certificate-exists"


def test_a_voter_has_one_certificate_at_a_time() -> None:
    with pytest.raises(Conflict) as refused:
        issue(None, wanted("0013", "440306"), [given()], LATER)
    assert refused.value.facts["host"] == "310115"
    assert issue(None, wanted("0013", "440306"), [given(Revoke("li", "改去深圳"))], LATER)


@pytest.mark.parametrize(
    ("command", "field"),
    [
        (wanted(number="第号"), "number"),
        (wanted(number="9" * 65), "number"),
        (wanted(to="深圳"), "host_committee"),
        (wanted(to="340123"), "host_committee"),
        (wanted(until=date(2026, 8, 31)), "valid_until"),
    ],
)
def test_a_certificate_that_cannot_be_is_refused_by_the_field(command: Issue, field: str) -> None:
    with pytest.raises(BadRequest) as refused:
        issue(None, command, (), NOON)
    assert refused.value.facts["field"] == field


def test_the_host_uses_it_once_and_returns_the_receipt() -> None:
    used = given(Use("wang", host(certificate_no="0012 号")))
    assert (used.state, used.used_by) == ("used", host().key.stream_id)
    assert decide(used, Use("wang", host()), LATER) == ()
    with pytest.raises(Conflict):
        decide(used, Use("wang", host("S2")), LATER)
    receipted = given(Use("wang", host()), ReturnReceipt("wang"))
    assert receipted.state == "receipted"
    assert decide(receipted, ReturnReceipt("wang"), LATER) == ()


@pytest.mark.parametrize(
    ("registration", "code"),
    [
        (host(committee="440306"), "certificate-for-another-host"),
        (host(certificate_no="0099"), "certificate-number-differs"),
    ],
)
def test_it_is_not_used_for_a_registration_that_it_is_not_about(registration: Standing, code: str) -> None:
    with pytest.raises(BadRequest) as refused:
        decide(given(), Use("wang", registration), LATER)
    assert refused.value.code == code


def test_it_is_used_to_the_end_of_its_last_day_in_china_and_then_expires() -> None:
    last_second = NOON.replace(month=12, day=1, hour=15, minute=59, second=59)
    midnight = last_second + timedelta(seconds=1)
    (used,) = decide(given(), Use("wang", host()), last_second)
    assert isinstance(used, CertificateUsed)
    with pytest.raises(Conflict):
        decide(given(), Use("wang", host()), midnight)
    with pytest.raises(Conflict):
        decide(given(), Expire("li"), last_second)
    (expired,) = decide(given(), Expire("li"), midnight)
    assert isinstance(expired, CertificateExpired)


def test_a_used_one_holds_beyond_its_last_day_until_it_is_revoked() -> None:
    used = given(Use("wang", host()))
    assert used.is_valid(UNTIL + timedelta(days=90))
    assert not given(Use("wang", host()), Revoke("li", "本人要求回乡")).is_valid(UNTIL)


def test_revoking_needs_a_reason_and_repeating_it_changes_nothing() -> None:
    for reason in ("  ", "长" * 2_001):
        with pytest.raises(BadRequest):
            decide(given(), Revoke("li", reason), LATER)
    assert decide(given(Revoke("li", "误开")), Revoke("li", "误开"), LATER) == ()
    with pytest.raises(Conflict):
        decide(given(Revoke("li", "误开")), Use("wang", host()), LATER)


def test_every_state_has_its_row_and_revoked_and_expired_are_the_end() -> None:
    assert set(LIFE_CYCLE) == set(State)
    assert {state for state, row in LIFE_CYCLE.items() if not row} == {State.REVOKED, State.EXPIRED}


def test_a_number_is_one_however_it_is_written() -> None:
    spellings = (
        "肥选证〔2026〕第 0012 号",
        "肥选证[2026]0012",
        "肥选证（２０２６）００１２號",
        "肥选证-2026-0012",
    )
    assert {normalised(text) for text in spellings} == {"肥选证20260012"}
    assert normalised("ab-1") == normalised("AB 1")
    assert normalised("0012") != normalised("12")
