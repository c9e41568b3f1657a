from __future__ import annotations

import pytest
from hypothesis import given

from matchers.latin.addresses import Address, read_address
from tests.matchers.latin.rolls import addresses

TABLE = {
    "17 Smith Street, Newtown, nsw 2042": Address(17, "", "smith st", "newtown", "nsw", "2042"),
    "17 Smith Street Newtown NSW 2042": Address(17, "", "smith st", "newtown", "nsw", "2042"),
    "17 smith st, newtown, 2042 NSW": Address(17, "", "smith st", "newtown", "nsw", "2042"),
    "4/17 Smith Street, Newtown": Address(17, "4", "smith st", "newtown"),
    "Unit 4/17 Smith Street, Newtown": Address(17, "4", "smith st", "newtown"),
    "Flat 2, 17 Smith St, Leeds LS1 4AP": Address(17, "2", "smith st", "leeds", "", "ls14ap"),
    "17A Smith St, Newtown, New South Wales": Address(17, "a", "smith st", "newtown", "nsw"),
    "17-19 Smith St, Newtown": Address(17, "", "smith st", "newtown"),
    "123 Main St Apt 4, Springfield, IL 62704-1234": Address(
        123, "4", "main st", "springfield", "il", "62704"
    ),
    "12 Main St, Washington, DC 20001, USA": Address(12, "", "main st", "washington", "dc", "20001"),
    "12 Main St, Washington": Address(12, "", "main st", "washington"),
    "12 High Street, Oxford OX1 2AB, UK": Address(12, "", "high st", "oxford", "", "ox12ab"),
    "5 Rue St, Ottawa, ON K1A 0B1": Address(5, "", "rue st", "ottawa", "on", "k1a0b1"),
    "Rose Cottage, 3 The Green, Ambridge": Address(3, "", "the green", "ambridge"),
    "54 hoseason st, lakefront vlge, granville, nsw 4881": Address(
        54, "", "hoseason st", "granville", "nsw", "4881"
    ),
    "PO Box 12, Dubbo NSW 2830": Address(12, "", "pobox", "dubbo", "nsw", "2830"),
    "17, 2042": Address(17, postcode="2042"),
    ", 2042": Address(postcode="2042"),
    "17": Address(17),
    "2042": Address(postcode="2042"),
    "Smith Street, Newtown": Address(0, "", "smith st", "newtown"),
    "Newtown": Address(suburb="newtown"),
    "": Address(),
}


@pytest.mark.parametrize("raw", TABLE)
def test_an_address_is_taken_apart(raw: str) -> None:
    assert read_address(raw) == TABLE[raw]


@given(addresses)
def test_no_text_breaks_the_reading(raw: str) -> None:
    read = read_address(raw)
    assert 0 <= read.number < 10**8
