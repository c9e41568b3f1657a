from __future__ import annotations

from datetime import datetime

import pytest

from dedup.certificates.commands import Revoke
from dedup.certificates.desk import CertificateDesk
from dedup.certificates.notices import notices_about, notify
from dedup.errors import BadRequest, Conflict
from events.certificates import CertificateKey
from tests.dedup.certificates.examples import HOME, HOST, scene, withdrawn
from tests.examples import NOON, key


def test_a_certificate_is_issued_used_and_found_again() -> None:
    at = scene()
    issued = at.desk.issue("li", "证 0012 号", HOME, "310115")
    used = at.desk.use("wang", issued.key, HOST)
    assert at.desk.load(issued.key) == used
    assert at.desk.of_home(HOME) == [used]
    assert list(at.desk.every("2026")) == list(at.desk.every("2026", "county", "340123")) == [used]
    assert list(at.desk.every("2026", "county", "310115")) == []


def test_using_it_tells_the_home_committee_in_the_same_moment() -> None:
    at = scene()
    issued = at.desk.issue("li", "0012", HOME, "310115")
    at.desk.use("wang", issued.key, HOST)
    (notice,) = notices_about(at.log, HOST)
    assert (notice.home_committee, notice.home, notice.certificate_no) == ("340123", HOME.stream_id, "0012")
    before = at.log.head()
    at.desk.use("wang", issued.key, HOST)
    assert at.log.head() == before


def test_only_who_stands_on_the_roll_gets_one() -> None:
    at = scene()
    with pytest.raises(BadRequest):
        at.desk.issue("li", "0012", key("unknown"), "310115")
    at.happens(HOME, withdrawn())
    with pytest.raises(BadRequest) as refused:
        at.desk.issue("li", "0012", HOME, "310115")
    assert refused.value.code == "registration-withdrawn"


def test_nothing_is_issued_when_the_voter_leaves_the_roll_in_that_moment() -> None:
    at = scene()

    def clock() -> datetime:
        at.happens(HOME, withdrawn())
        return NOON

    with pytest.raises(Conflict):
        CertificateDesk(at.log, clock).issue("li", "0012", HOME, "310115")
    assert list(at.desk.every("2026")) == []


def test_of_two_certificates_issued_at_once_to_one_voter_one_stands() -> None:
    at = scene()

    def clock() -> datetime:
        at.desk.issue("wang", "0013", HOME, "310115")
        return NOON

    with pytest.raises(Conflict) as refused:
        CertificateDesk(at.log, clock).issue("li", "0012", HOME, "440306")
    assert refused.value.code == "certificate-changed"
    assert [certificate.number for certificate in at.desk.every("2026")] == ["0013"]


def test_a_voter_whose_certificate_was_revoked_gets_another() -> None:
    at = scene()
    first = at.desk.issue("li", "0012", HOME, "310115")
    at.desk.carry_out(first.key, Revoke("li", "误开"))
    second = at.desk.issue("li", "0013", HOME, "440306")
    assert [certificate.number for certificate in at.desk.of_home(HOME)] == ["0012", "0013"]
    assert at.desk.load(second.key) == second


def test_a_certificate_that_nobody_issued_is_unknown() -> None:
    with pytest.raises(BadRequest):
        scene().desk.carry_out(CertificateKey("2026", "county", "340123", "X"), Revoke("li", "误开"))


def test_a_notice_is_sent_once_and_not_to_oneself() -> None:
    at = scene()
    assert notify(at.log, lambda: NOON, "wang", HOST, "340123")
    assert not notify(at.log, lambda: NOON, "wang", HOST, "340123")
    for home in ("310115", "安徽"):
        with pytest.raises(BadRequest):
            notify(at.log, lambda: NOON, "wang", HOST, home)
